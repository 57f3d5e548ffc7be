import TerminalCanvas

/// What is known of one command in some screens: its keys and what it does there.
///
/// One list of these, ``all``, is what keys are looked up in, and what help, the bottom line and
/// the README's table of keys are made from.
struct CommandEntry: Hashable, Sendable {
  /// A place in the bottom line.
  struct Hint: Hashable, Sendable {
    var text: String
    /// A second command named beside this one, as in `h/l parent/child`.
    var partner: Command?
  }

  var command: Command
  /// Each one key or several pressed in turn, as key files write them: `ctrl-p`, `g t`.
  ///
  /// Empty where only the command line knows it.
  var keys: [String] = []
  /// Where it holds; empty means everywhere.
  var places: Set<PlaceKind> = []
  /// What it does, in a few words.
  var summary: String
  /// What else to know about it; empty where the summary says it all.
  var explanation = ""
  /// Nil where the bottom line does not show it.
  var hint: Hint?
  /// What can be typed after its name on the command line; nil where nothing can.
  var argument: CommandArgument?

  func holds(in place: PlaceKind) -> Bool { places.isEmpty || places.contains(place) }

  /// All entries, those for one screen before those for all.
  static let all: [CommandEntry] = screenEntries + moving + everywhere

  /// The keys as people read them: `Ctrl-P`, `g t`.
  var keyLabels: [String] { keys.map { KeySequence.label($0) } }
}
