import TerminalCanvas

/// What is known of one command in some screens: its keys and what it does there.
///
/// One list of these, ``all``, is what keys are looked up in, and what help, the bottom line and
/// the README's table of keys are made from.
struct CommandEntry: Sendable {
  /// A place in the bottom line.
  struct Hint: Sendable {
    var text: String
    /// A second command named beside this one, as in `h/l parent/child`.
    var partner: Command?
  }

  var command: Command
  /// Each one key or several pressed in turn, as key files write them: `ctrl-p`, `g t`.
  var keys: [String]
  /// Where it holds; empty means everywhere.
  var places: Set<PlaceKind> = []
  /// What it does, in a few words.
  var summary: String
  /// What else to know about it; empty where the summary says it all.
  var explanation = ""
  /// Nil where the bottom line does not show it.
  var hint: Hint?

  func holds(in place: PlaceKind) -> Bool { places.isEmpty || places.contains(place) }

  /// All entries, those for one screen before those for all.
  static let all: [CommandEntry] = screenEntries + moving + everywhere

  /// What the bottom line can offer in a screen, most useful first.
  static func hints(in place: PlaceKind) -> [CommandEntry] {
    all.filter { $0.hint != nil && $0.holds(in: place) }
  }

  /// The keys as people read them: `Ctrl-P`, `g t`.
  var keyLabels: [String] { keys.map { KeySequence.label($0) } }
}

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

/// Looks up what keys mean.
enum Keymap {
  enum Meaning: Hashable, Sendable {
    case command(Command)
    /// The keys so far begin something longer.
    case prefix
    case nothing
  }

  static func meaning(of keys: [KeyPress], in place: PlaceKind) -> Meaning {
    for binding in bindings where binding.keys == keys && binding.holds(in: place) {
      return .command(binding.command)
    }
    let isPrefix = bindings.contains { $0.keys.starts(with: keys) && $0.holds(in: place) }
    return isPrefix ? .prefix : .nothing
  }

  /// What can follow the keys pressed so far, with the next key's label.
  static func continuations(of keys: [KeyPress], in place: PlaceKind) -> [(String, CommandEntry)] {
    CommandEntry.all.filter { $0.holds(in: place) }.flatMap { entry in
      entry.keys.compactMap { text -> (String, CommandEntry)? in
        guard let sequence = KeySequence.parse(text), sequence.count > keys.count,
          sequence.starts(with: keys)
        else { return nil }
        let rest = text.split(separator: " ").dropFirst(keys.count).joined(separator: " ")
        return (KeySequence.label(rest), entry)
      }
    }
  }

  private struct Binding: Sendable {
    var keys: [KeyPress]
    var command: Command
    var places: Set<PlaceKind>

    func holds(in place: PlaceKind) -> Bool { places.isEmpty || places.contains(place) }
  }

  private static let bindings: [Binding] = CommandEntry.all.flatMap { entry in
    entry.keys.compactMap(KeySequence.parse).map {
      Binding(keys: $0, command: entry.command, places: entry.places)
    }
  }
}

/// A key of the keyboard; keys of tables are ``SchemaModel/Key``.
typealias KeyPress = TerminalCanvas.Key
