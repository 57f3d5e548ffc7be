import Lessons
import SchemaModel
import TerminalCanvas

/// What a view may look at besides its own state.
struct ViewContext: Sendable {
  var graph: SchemaGraph
  var glyphs: Glyphs
  /// What this person's keys are called on the screen in front.
  var keys: Keys
  /// The server, once connected.
  var server: ServerFacts?
  var ledger: RequestLedger
  /// Whether the screen can answer keys, rather than lying under an overlay.
  var isInFront: Bool
  /// How long reading the catalog took.
  var catalogMilliseconds: Int
  /// What this person has done of the lessons.
  var progress: LessonProgress

  /// The keys of this person.
  var keymap: Keymap { keys.keymap }

  /// How long a request has been running: `0.2 s`.
  func elapsed(_ id: RequestID) -> String {
    Numbers.duration(Int(ledger.entries[id]?.watch.milliseconds ?? 0))
  }

  /// How long a request has been running: `3 s`; empty in the first second.
  func waited(_ id: RequestID) -> String { ledger.entries[id]?.watch.text ?? "" }
}
