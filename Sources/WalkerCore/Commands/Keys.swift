import TerminalCanvas

/// What keys are called in sentences: as this person has them, on the screen in front.
struct Keys: Hashable, Sendable {
  let keymap: Keymap
  let place: PlaceKind
  let glyphs: Glyphs

  /// The same keys on another screen.
  func on(_ place: PlaceKind) -> Keys { Keys(keymap: keymap, place: place, glyphs: glyphs) }

  /// `Esc`, `r`; what to type on the command line where the command has no key.
  subscript(command: Command) -> String {
    keymap.entry(for: command, in: place)?.shortestLabel(glyphs) ?? ":\(command.rawValue)"
  }

  /// A text with keys in place of the commands in braces.
  ///
  /// `{escape} clears.` becomes `Esc clears.`
  func filled(_ text: String) -> String {
    guard text.contains("{") else { return text }
    return text.split(separator: "{", omittingEmptySubsequences: false).enumerated()
      .map { number, part in
        let pieces = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
        guard number > 0, pieces.count == 2, let command = Command(rawValue: String(pieces[0]))
        else { return number > 0 ? "{" + part : String(part) }
        return self[command] + pieces[1]
      }.joined()
  }
}
