import TerminalCanvas

/// Keys pressed one after the other.
enum KeySequence {
  /// Reads `g t`; nil where a part is no key.
  static func parse(_ text: String) -> [KeyPress]? {
    let keys = text.split(separator: " ").map { KeyPress(name: String($0)) }
    let known = keys.compactMap { $0 }
    return known.count == keys.count ? known : nil
  }

  /// The sequence as people read it: `ctrl-p` becomes `Ctrl-P`.
  static func label(_ text: String) -> String {
    text.split(separator: " ").map { label(ofKey: String($0)) }.joined(separator: " ")
  }

  private static func label(ofKey name: String) -> String {
    if let label = labels[name] { return label }
    if name.hasPrefix("ctrl-") { return "Ctrl-" + name.dropFirst(5).uppercased() }
    return name.count > 1 ? name.prefix(1).uppercased() + name.dropFirst() : name
  }

  private static let labels = [
    "up": "↑", "down": "↓", "left": "←", "right": "→", "page-up": "PgUp", "page-down": "PgDn",
    "escape": "Esc", "back-tab": "Shift-Tab", "alt-left": "Alt-←", "alt-right": "Alt-→",
    "shift-up": "Shift-↑", "shift-down": "Shift-↓",
  ]
}

extension [KeyPress] {
  /// Whether one of two sequences hides the other: they are equal, or one begins the other.
  func clashes(with other: [KeyPress]) -> Bool { starts(with: other) || other.starts(with: self) }
}

/// A key of the keyboard; keys of tables are ``SchemaModel/Key``.
typealias KeyPress = TerminalCanvas.Key
