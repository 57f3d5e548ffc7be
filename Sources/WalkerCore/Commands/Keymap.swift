/// The commands with the keys they have for one person: what dispatch, help and the bottom line
/// look keys up in.
package struct Keymap: Hashable, Sendable {
  enum Meaning: Hashable, Sendable {
    case command(Command)
    /// The keys so far begin something longer.
    case prefix
    case nothing
  }

  private struct Binding: Hashable, Sendable {
    var keys: [KeyPress]
    var command: Command
    var places: Set<PlaceKind>

    func holds(in place: PlaceKind) -> Bool { places.isEmpty || places.contains(place) }
  }

  /// All commands, those for one screen before those for all.
  let entries: [CommandEntry]
  private let sequences: [Binding]

  /// The keys as fkwalk comes.
  package static let standard = Keymap(entries: CommandEntry.all)

  init(entries: [CommandEntry]) {
    self.entries = entries
    sequences = entries.flatMap { entry in
      entry.keys.compactMap(KeySequence.parse).map {
        Binding(keys: $0, command: entry.command, places: entry.places)
      }
    }
  }

  func meaning(of keys: [KeyPress], in place: PlaceKind) -> Meaning {
    for binding in sequences where binding.keys == keys && binding.holds(in: place) {
      return .command(binding.command)
    }
    let isPrefix = sequences.contains { $0.keys.starts(with: keys) && $0.holds(in: place) }
    return isPrefix ? .prefix : .nothing
  }

  /// The command's entry in a screen; nil where it means nothing there.
  func entry(for command: Command, in place: PlaceKind) -> CommandEntry? {
    entries.first { $0.command == command && $0.holds(in: place) }
  }

  /// What the bottom line can offer in a screen, most useful first.
  func hints(in place: PlaceKind) -> [CommandEntry] {
    entries.filter { $0.hint != nil && !$0.keys.isEmpty && $0.holds(in: place) }
  }

  /// What can follow the keys pressed so far, with the next key's label.
  func continuations(of keys: [KeyPress], in place: PlaceKind) -> [(String, CommandEntry)] {
    entries.filter { $0.holds(in: place) }.flatMap { entry in
      entry.keys.compactMap { text -> (String, CommandEntry)? in
        guard let sequence = KeySequence.parse(text), sequence.count > keys.count,
          sequence.starts(with: keys)
        else { return nil }
        let rest = text.split(separator: " ").dropFirst(keys.count).joined(separator: " ")
        return (KeySequence.label(rest), entry)
      }
    }
  }
}
