import TerminalCanvas

/// One line of text being typed.
struct TextField: Hashable, Sendable {
  /// What a key does to a text field.
  enum Edit: Hashable, Sendable {
    case insert(String)
    case backspace, delete, clear, deleteWord
    case left, right, home, end
    case accept, abandon
    /// Moves through the list that the text narrows, while typing goes on.
    case up, down
    /// Scrolls what is above.
    case pageUp, pageDown
    /// Takes the word that is offered.
    case complete
  }

  /// More characters than this are not taken; someone pasted what was not meant for here.
  static let longest = 4096

  private(set) var text: String
  /// In characters, 0 before the first one.
  private(set) var cursor: Int

  /// A field with the cursor after so many characters; nil puts it at the end.
  init(_ text: String = "", cursor: Int? = nil) {
    self.text = text
    self.cursor = min(max(0, cursor ?? text.count), text.count)
  }

  /// Changes the text; returns whether it changed.
  @discardableResult
  mutating func apply(_ edit: Edit) -> Bool {
    let before = text
    switch edit {
    case .insert(let typed): insert(typed)
    case .backspace: if cursor > 0 { remove(from: cursor - 1, to: cursor) }
    case .delete: if cursor < text.count { remove(from: cursor, to: cursor + 1) }
    case .clear: remove(from: 0, to: text.count)
    case .deleteWord: remove(from: startOfWord, to: cursor)
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(text.count, cursor + 1)
    case .home: cursor = 0
    case .end: cursor = text.count
    case .accept, .abandon, .up, .down, .pageUp, .pageDown, .complete: break
    }
    return text != before
  }

  /// The edit that a key means while typing; nil where it means none.
  static func edit(for key: KeyPress) -> Edit? {
    switch key {
    case .character(let character): .insert(String(character))
    case .backspace, .control("h"): .backspace
    case .delete: .delete
    case .control("u"): .clear
    case .control("w"): .deleteWord
    case .left, .control("b"): .left
    case .right, .control("f"): .right
    case .home, .control("a"): .home
    case .end, .control("e"): .end
    case .enter: .accept
    case .escape: .abandon
    case .up, .control("k"): .up
    case .down, .control("n"), .control("j"): .down
    case .pageUp: .pageUp
    case .pageDown: .pageDown
    case .tab: .complete
    default: nil
    }
  }

  /// Draws the field; returns where the terminal's cursor belongs.
  func draw(x: Int, y: Int, width: Int, on canvas: inout CellBuffer) -> Point {
    let before = SafeText.display(String(text.prefix(cursor)))
    let after = SafeText.display(String(text.dropFirst(cursor)))
    let excess = DisplayWidth.of(before) - max(0, width - 1)
    var shown = Substring(before)
    var hidden = 0
    while hidden < excess, let first = shown.popFirst() { hidden += DisplayWidth.of(first) }
    let used = canvas.draw(
      String(shown), x: x, y: y, width: width, role: .input, ellipsis: false)
    canvas.draw(after, x: x + used, y: y, width: width - used, role: .input, ellipsis: false)
    return Point(x: x + used, y: y)
  }

  /// Puts text where some characters before the cursor are.
  mutating func complete(replacing count: Int, with text: String) {
    remove(from: max(0, cursor - count), to: cursor)
    insert(text)
  }

  /// Pasted text is one line here: blanks stand for its line ends, and too much of it is dropped.
  private mutating func insert(_ typed: String) {
    let room = max(0, Self.longest - text.count)
    let line = String(typed.prefix(room).map { $0.isNewline ? " " : $0 })
    let at = text.index(text.startIndex, offsetBy: cursor)
    text.insert(contentsOf: line, at: at)
    cursor = min(text.count, cursor + line.count)
  }

  private mutating func remove(from start: Int, to end: Int) {
    let low = text.index(text.startIndex, offsetBy: start)
    let high = text.index(text.startIndex, offsetBy: end)
    text.removeSubrange(low..<high)
    cursor = start
  }

  private var startOfWord: Int {
    let typed = text.prefix(cursor)
    let kept = typed.reversed().drop { $0 == " " }.drop { $0 != " " }
    return kept.count
  }
}
