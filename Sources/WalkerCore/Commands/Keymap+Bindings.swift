extension Keymap {
  /// All keys as a key file would have them, in the order of help.
  ///
  /// Under ``KeyBinding/everywhere`` where a command has the same keys on all its screens.
  package var bindings: [KeyBinding] {
    var seen: Set<Command> = []
    return entries.flatMap { entry -> [KeyBinding] in
      guard seen.insert(entry.command).inserted else { return [] }
      let own = entries.filter { $0.command == entry.command }
      if Set(own.map(\.keys)).count == 1 {
        return [binding(KeyBinding.everywhere, entry)]
      }
      return PlaceKind.allCases.compactMap { place in
        self.entry(for: entry.command, in: place).map { binding(place.rawValue, $0) }
      }
    }
  }

  /// What a command does on a screen, or on the first one where it means something; empty for none.
  package func summary(of binding: KeyBinding) -> String {
    entries.first { entry in
      entry.command.rawValue == binding.command
        && PlaceKind.allCases.contains {
          entry.holds(in: $0)
            && (binding.section == KeyBinding.everywhere || $0.rawValue == binding.section)
        }
    }?.summary ?? ""
  }

  private func binding(_ section: String, _ entry: CommandEntry) -> KeyBinding {
    KeyBinding(section: section, command: entry.command.rawValue, keys: entry.keys, line: 0)
  }
}
