import TerminalCanvas

/// The bottom line: the keys that matter most on this screen, always with the one for help.
struct KeyHints {
  /// One key and what it does.
  struct Hint: Hashable {
    var key: String
    var text: String
    /// What a click on it runs; nil where it presses ``press``.
    var command: Command?
    /// The key that a click on it presses.
    var press: KeyPress?

    var width: Int { DisplayWidth.of(key) + 1 + DisplayWidth.of(text) }
  }

  private static let gap = 2
  let hints: [Hint]

  /// Hints of what lies over a screen.
  init(_ hints: [Hint]) { self.hints = hints }

  /// Hints for a screen; `isUseful` says which commands can do something now.
  init(
    place: PlaceKind, keymap: Keymap, isEditing: Bool, glyphs: Glyphs,
    isUseful: (Command) -> Bool
  ) {
    if isEditing, place == .lesson {
      hints = [
        Hint(key: "Enter", text: "next line; runs after ;", press: .enter),
        Hint(key: "Esc", text: "leave the line", press: .escape),
        Hint(key: "Up", text: "earlier SQL", press: .up),
        Hint(key: "Ctrl-U", text: "clear", press: .control("u")),
      ]
      return
    }
    guard !isEditing else {
      let complete = place == .rows ? [Hint(key: "Tab", text: "complete", press: .tab)] : []
      hints =
        complete + [
          Hint(key: "Enter", text: "keep", press: .enter),
          Hint(key: "Esc", text: "give up", press: .escape),
          Hint(key: "Ctrl-U", text: "clear", press: .control("u")),
        ]
      return
    }
    let useful = keymap.hints(in: place).filter { isUseful($0.command) }
    let isUrgent: (CommandEntry) -> Bool = { [.stop, .reload].contains($0.command) }
    hints = (useful.filter(isUrgent) + useful.filter { !isUrgent($0) }).map { entry in
      let partner = entry.hint?.partner
      let second = partner.flatMap { keymap.entry(for: $0, in: place) }
      let keys = [entry, second].compactMap { $0?.shortestLabel(glyphs) }
      return Hint(
        key: keys.joined(separator: "/"), text: entry.hint?.text ?? "", command: entry.command)
    }
  }

  /// The hints that fit, help last; a narrow line has fewer.
  private func fitting(_ width: Int) -> [Hint] {
    let help = hints.filter { $0.command == .help }
    var room = width - 2 - help.reduce(0) { $0 + $1.width + Self.gap }
    let others = hints.filter { $0.command != .help }.prefix(8).prefix { hint in
      room -= hint.width + Self.gap
      return room >= 0
    }
    return others + help
  }

  func draw(y: Int, width: Int, on canvas: inout CellBuffer) {
    for (hint, x) in placed(width) {
      let used = canvas.draw(hint.key, x: x, y: y, width: width - x, role: .hintKey)
      canvas.draw(
        hint.text, x: x + used + 1, y: y, width: width - x - used - 1, role: .hintText)
    }
  }

  /// The hint at a column; nil where there is none.
  func hint(at x: Int, width: Int) -> Hint? {
    placed(width).first { x >= $0.1 && x < $0.1 + $0.0.width }?.0
  }

  private func placed(_ width: Int) -> [(Hint, Int)] {
    var x = 1
    return fitting(width).map { hint in
      defer { x += hint.width + Self.gap }
      return (hint, x)
    }
  }
}

extension CommandEntry {
  /// The keys as people read them, in letters only where the terminal has no arrows.
  func labels(_ glyphs: Glyphs) -> [String] {
    guard glyphs == .ascii else { return keyLabels }
    let names = ["↑": "Up", "↓": "Down", "←": "Left", "→": "Right"]
    return keyLabels.map { label in
      names.reduce(label) { $0.replacing($1.key, with: $1.value) }
    }
  }

  /// The first key, for the bottom line; a letter where the terminal has no arrows.
  func shortestLabel(_ glyphs: Glyphs) -> String? {
    let arrows = ["up", "down", "left", "right"]
    let key = keys.first { glyphs != .ascii || !arrows.contains($0) } ?? keys.first
    return key.map { KeySequence.label($0) }
  }
}

extension String {
  /// The text with every occurrence of a character replaced.
  fileprivate func replacing(_ character: String, with other: String) -> String {
    map { String($0) == character ? other : String($0) }.joined()
  }
}
