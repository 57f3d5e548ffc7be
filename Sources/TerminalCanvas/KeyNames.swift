extension Key {
  /// The name that key files and help use; ``init(name:)`` reads it back.
  package var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .control(" "): "ctrl-space"
    case .control(let letter): "ctrl-\(letter)"
    case .alt(" "): "alt-space"
    case .alt(let character): "alt-\(character)"
    case .function(let number): "f\(number)"
    default: Self.names[self] ?? ""
    }
  }

  /// Reads a name as key files write it: `ctrl-p`, `alt-left`, `page-down`, `f1`, `space`, `G`, `?`.
  ///
  /// Nil when there is no such key.
  package init?(name: String) {
    if let key = Self.typed(name).map(Key.character) ?? Self.named[name.lowercased()] {
      self = key
    } else if let letter = Self.typed(name, after: "ctrl-"), letter.isASCII {
      self = .control(Character(letter.lowercased()))
    } else if let character = Self.typed(name, after: "alt-") {
      self = .alt(character)
    } else if name.first?.lowercased() == "f", let number = Int(name.dropFirst()),
      (1...63).contains(number)
    {
      self = .function(number)
    } else {
      return nil
    }
  }

  private static let names: [Key: String] = [
    .enter: "enter", .escape: "escape", .tab: "tab", .backTab: "shift-tab",
    .backspace: "backspace", .delete: "delete", .insert: "insert", .up: "up", .down: "down",
    .left: "left", .right: "right", .home: "home", .end: "end", .pageUp: "page-up",
    .pageDown: "page-down", .altLeft: "alt-left", .altRight: "alt-right",
    .shiftUp: "shift-up", .shiftDown: "shift-down",
  ]

  /// Keys by name, with the other names in use.
  private static let named: [String: Key] = {
    var keys: [String: Key] = [
      "esc": .escape, "return": .enter, "back-tab": .backTab, "pageup": .pageUp,
      "pagedown": .pageDown, "ins": .insert, "del": .delete,
    ]
    for (key, name) in names { keys[name] = key }
    return keys
  }()

  /// The one character that is left of `name` after `prefix`, `space` standing for a blank.
  private static func typed(_ name: String, after prefix: String = "") -> Character? {
    guard name.lowercased().hasPrefix(prefix) else { return nil }
    let rest = name.dropFirst(prefix.count)
    if rest.lowercased() == "space" { return " " }
    return rest.count == 1 ? rest.first : nil
  }
}
