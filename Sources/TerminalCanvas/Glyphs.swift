/// The symbols that screens are made of, in a Unicode and an ASCII edition.
package struct Glyphs: Hashable, Sendable {
  /// A line from left to right.
  package var horizontal: Character
  /// A line from top to bottom.
  package var vertical: Character
  /// A frame's corners.
  package var topLeft, topRight, bottomLeft, bottomRight: Character
  /// A frame's edge where an inner line begins; the name says which edge.
  package var teeLeft, teeRight, teeTop, teeBottom: Character
  /// Two inner lines that cross.
  package var cross: Character
  /// A tree's line to a child that has siblings below it; two columns.
  package var treeBranch: String
  /// A tree's line to the last child; two columns.
  package var treeLast: String
  /// A tree's line past a child's own children; two columns.
  package var treeBar: String
  /// A tree's node whose children show.
  package var expanded: String
  /// A tree's node whose children are hidden.
  package var collapsed: String
  /// The line that the cursor is on.
  package var cursor: String
  /// A marked row.
  package var mark: String
  /// Part of a cycle.
  package var cycle: String
  /// Before a number: or more.
  package var atLeast: String
  /// Before a number: about.
  package var approximately: String
  /// After a text that was cut off, and for what is not known yet.
  package var ellipsis: String
  /// Towards what is referenced.
  package var left: String
  /// Towards what depends.
  package var right: String
  /// Sorted with the smallest first.
  package var ascending: String
  /// Sorted with the largest first.
  package var descending: String
  /// Between the parts of a breadcrumb.
  package var separator: String
  /// Between the ends of a range of numbers.
  package var range: String
  /// Before an item of a list.
  package var bullet: String
}

extension Glyphs {
  /// For terminals that show UTF-8.
  package static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
    bottomRight: "┘", teeLeft: "├", teeRight: "┤", teeTop: "┬", teeBottom: "┴", cross: "┼",
    treeBranch: "├─", treeLast: "└─", treeBar: "│ ", expanded: "▾", collapsed: "▸", cursor: ">",
    mark: "*", cycle: "∞", atLeast: "≥", approximately: "≈", ellipsis: "…", left: "◂", right: "▸",
    ascending: "▲", descending: "▼", separator: "›", range: "–", bullet: "·")

  /// For terminals that show ASCII only, and for people who prefer it.
  package static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", teeLeft: "+", teeRight: "+", teeTop: "+", teeBottom: "+", cross: "+",
    treeBranch: "|-", treeLast: "`-", treeBar: "| ", expanded: "-", collapsed: "+", cursor: ">",
    mark: "*", cycle: "@", atLeast: ">=", approximately: "~", ellipsis: "...", left: "<",
    right: ">", ascending: "^", descending: "v", separator: ">", range: "-", bullet: "-")
}
