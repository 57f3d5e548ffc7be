import DeletePlanning
import ErrorExplaining
import SchemaModel
import TerminalCanvas

/// Foreign-key errors found in a text, explained with what the database says about them now.
struct ExplainState: PlaceState {
  /// What is being typed; nil where an explanation shows.
  var field: TextField?
  /// The errors of the text that was read last; empty where none was found.
  var violations: [Violation] = []
  /// Where the text came from: `pasted text`; empty before one was read.
  var origin = ""
  /// Whether a preview predicts the error, so that no statement was run.
  private(set) var isPredicted = false
  /// The error that shows, among several.
  var shown = 0
  /// What is asked about each error, by its number; only those that were shown.
  var inquiries: [Int: LiveInquiry] = [:]
  var running: RequestID?
  /// Fixes whose SQL is hidden, by their number.
  var closed: Set<Int> = []
  var cursor = ListCursor()

  /// Waits for a text.
  init() { field = TextField() }

  /// Explains a text.
  ///
  /// - Parameters:
  ///   - text: a message, a log, a stack trace.
  ///   - origin: where it comes from, for people.
  init(text: String, origin: String) {
    read(text, origin: origin)
  }

  /// Explains an error that the server gave, or a preview predicts.
  init(error: ServerError, isPredicted: Bool) {
    var text = "ERROR:  \(error.sqlstate): \(error.message)\n"
    if let detail = error.detail { text += "DETAIL:  \(detail)\n" }
    if let schema = error.schema { text += "SCHEMA NAME:  \(schema)\n" }
    if let constraint = error.constraint { text += "CONSTRAINT NAME:  \(constraint)\n" }
    read(text, origin: "the preview")
    self.isPredicted = isPredicted
  }

  var kind: PlaceKind { .explain }
  var editing: TextField? { field }
  var crumbs: [String] {
    ["explain"] + (violation?.constraint.map { [SafeText.display($0)] } ?? [])
  }

  /// The error that shows; nil where none was found.
  var violation: Violation? { violations.indices.contains(shown) ? violations[shown] : nil }

  /// The error that shows with what is known of it.
  var explanation: Explanation? {
    violation.map { Explanation($0, live: facts, isPredicted: isPredicted) }
  }

  /// What the database said so far.
  var facts: LiveFacts? { inquiries[shown]?.facts }

  mutating func read(_ text: String, origin: String) {
    // Terminals paste line ends as carriage returns.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    violations = ViolationReader.violations(in: lines.joined(separator: "\n"))
    self.origin = origin
    isPredicted = false
    field = violations.isEmpty ? TextField() : nil
    (shown, inquiries, closed, cursor) = (0, [:], [], ListCursor())
  }
}
