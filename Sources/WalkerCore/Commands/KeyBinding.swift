import TerminalCanvas

/// What a person's key file says about one command.
package struct KeyBinding: Hashable, Sendable {
  /// The name of a screen, as help shows it, or ``everywhere``.
  package var section: String
  /// The command's name.
  package var command: String
  /// Its keys in place of those it has; empty takes them away.
  package var keys: [String]
  /// Its line in the file, from 1.
  package var line: Int

  /// The section for all the screens where a command means something.
  package static let everywhere = "everywhere"

  /// Whether a section has this name.
  package static func isSection(_ name: String) -> Bool {
    name == everywhere || PlaceKind(rawValue: name) != nil
  }

  package init(section: String, command: String, keys: [String], line: Int) {
    self.section = section
    self.command = command
    self.keys = keys
    self.line = line
  }
}

/// What is wrong with a person's keys, for people; nothing of theirs is in force then.
package struct KeyBindingError: Error, Hashable, Sendable {
  /// The line in the file, from 1.
  package var line: Int
  package var message: String
}

extension Keymap {
  /// The keys as fkwalk comes, changed as a person wants them.
  ///
  /// A person's key takes that key away from the commands that came with it; a screen's section
  /// wins over ``KeyBinding/everywhere``.
  ///
  /// - Throws: what is wrong first.
  package static func standard(
    changedBy bindings: [KeyBinding]
  ) throws(KeyBindingError) -> Keymap {
    var rules: [KeyRule] = []
    for binding in bindings { rules.append(try KeyRule(binding)) }
    var keys: [[PlaceKind: [String]]] = Array(repeating: [:], count: CommandEntry.all.count)
    for place in PlaceKind.allCases {
      let own = try KeyRule.inForce(rules, in: place)
      let taken = own.values.flatMap(\.sequences)
      for (number, entry) in CommandEntry.all.enumerated() where entry.holds(in: place) {
        keys[number][place] =
          own[entry.command]?.keys
          ?? entry.keys.filter { key in
            let sequence = KeySequence.parse(key) ?? []
            return !taken.contains { $0.clashes(with: sequence) }
          }
      }
    }
    let entries = zip(CommandEntry.all, keys).flatMap { entry, keys in
      split(entry, by: keys)
    }
    return Keymap(entries: entries)
  }

  /// One entry for each set of keys that a command has on some screens.
  private static func split(
    _ entry: CommandEntry, by keys: [PlaceKind: [String]]
  ) -> [CommandEntry] {
    var different: [[String]] = []
    for place in PlaceKind.allCases {
      if let here = keys[place], !different.contains(here) { different.append(here) }
    }
    return different.map { own in
      var part = entry
      part.keys = own
      if different.count > 1 {
        part.places = Set(PlaceKind.allCases.filter { keys[$0] == own })
      }
      return part
    }
  }
}

/// A binding whose names are known.
private struct KeyRule {
  /// Nil for all screens.
  let place: PlaceKind?
  let command: Command
  let keys: [String]
  let sequences: [[KeyPress]]
  let line: Int

  init(_ binding: KeyBinding) throws(KeyBindingError) {
    line = binding.line
    place = PlaceKind(rawValue: binding.section)
    guard place != nil || binding.section == KeyBinding.everywhere else {
      let known = [KeyBinding.everywhere] + PlaceKind.allCases.map(\.rawValue)
      throw Self.wrong(
        line, "there is no screen \(binding.section); there are \(known.joined(separator: ", "))")
    }
    guard let command = Command(rawValue: binding.command) else {
      throw Self.wrong(
        line, "there is no command \(binding.command); fkwalk keys --defaults lists them")
    }
    self.command = command
    if let place,
      !CommandEntry.all.contains(where: { $0.command == command && $0.holds(in: place) }
      )
    {
      throw Self.wrong(line, "\(command.rawValue) means nothing on the screen \(place.rawValue)")
    }
    keys = binding.keys
    var sequences: [[KeyPress]] = []
    for key in keys {
      guard let sequence = KeySequence.parse(key), !sequence.isEmpty else {
        throw Self.wrong(line, "\"\(key)\" is no key; keys look like x, G, ctrl-p, f5, g t")
      }
      guard !sequence.contains(.control("c")) || command == .interrupt else {
        throw Self.wrong(line, "ctrl-c always stops, and is no other command's key")
      }
      sequences.append(sequence)
    }
    self.sequences = sequences
  }

  /// The rule of each command on a screen.
  static func inForce(
    _ rules: [KeyRule], in place: PlaceKind
  ) throws(KeyBindingError) -> [Command: KeyRule] {
    var own: [Command: KeyRule] = [:]
    for rule in rules where rule.place == nil { own[rule.command] = rule }
    for rule in rules where rule.place == place { own[rule.command] = rule }
    own = own.filter { command, _ in
      CommandEntry.all.contains { $0.command == command && $0.holds(in: place) }
    }
    let inOrder = own.values.sorted { $0.line < $1.line }
    for (number, rule) in inOrder.enumerated() {
      for earlier in inOrder[..<number] { try rule.check(against: earlier, in: place) }
    }
    return own
  }

  private func check(against earlier: KeyRule, in place: PlaceKind) throws(KeyBindingError) {
    for sequence in sequences {
      guard let taken = earlier.sequences.first(where: { $0.clashes(with: sequence) }) else {
        continue
      }
      let key = sequence.map(\.name).joined(separator: " ")
      let other = taken.map(\.name).joined(separator: " ")
      let what = key == other ? "\(key) is" : "\(key) clashes with \(other), which is"
      throw Self.wrong(
        line,
        "\(what) already the key of \(earlier.command.rawValue) on the screen \(place.rawValue) "
          + "(line \(earlier.line))")
    }
  }

  private static func wrong(_ line: Int, _ message: String) -> KeyBindingError {
    KeyBindingError(line: line, message: message)
  }
}
