import TerminalCanvas

// The bottom line while something lies over a screen.
extension Overlay {
  /// What its keys do.
  var hints: [KeyHints.Hint] {
    switch self {
    case .commandLine: [.enter("run"), .complete, .escape]
    case .help: [.enter("run"), .escape, .list]
    case .goToTable: [.enter("go"), .escape, .list]
    case .glossary: [.enter("show"), .escape, .list]
    case .menu: [.enter("choose"), .escape, .list]
    case .panel(let state): (state.document == nil ? [] : [.copy, .save]) + [.escape, .scroll]
    case .save(let state):
      state.conflict == nil
        ? [.enter("write"), .escape, .clear] : [.overwrite, .enter("another name"), .escape]
    case .columns: [.toggle, .moveColumn, .escape]
    case .question(.leave): [.leave, .stay]
    case .question(.verify): [.verify, .escape]
    }
  }
}

extension KeyHints.Hint {
  fileprivate static func enter(_ text: String) -> Self {
    Self(key: "Enter", text: text, press: .enter)
  }
  fileprivate static let escape = Self(key: "Esc", text: "close", press: .escape)
  fileprivate static let stay = Self(key: "Esc", text: "stay", press: .escape)
  fileprivate static let list = Self(key: "Up/Down", text: "move", press: .down)
  fileprivate static let scroll = Self(key: "j/k", text: "scroll", press: .down)
  fileprivate static let complete = Self(key: "Tab", text: "complete", press: .tab)
  fileprivate static let clear = Self(key: "Ctrl-U", text: "clear", press: .control("u"))
  fileprivate static let copy = Self(key: "y", text: "copy", press: .character("y"))
  fileprivate static let save = Self(key: "e", text: "save", press: .character("e"))
  fileprivate static let overwrite = Self(key: "y", text: "write over it", press: .character("y"))
  fileprivate static let toggle = Self(key: "Space", text: "show/hide", press: .character(" "))
  fileprivate static let moveColumn = Self(key: "J/K", text: "move", press: .character("J"))
  fileprivate static let leave = Self(key: "q", text: "leave", press: .character("q"))
  fileprivate static let verify = Self(key: "y", text: "run it", press: .character("y"))
}
