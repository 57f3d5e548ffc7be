import ErrorExplaining
import SchemaModel
import TerminalCanvas

/// What an ON DELETE action is, whatever the table: the glossary's words, and when it is checked.
struct ActionText {
  let action: ReferentialAction
  /// Whether its check waits until COMMIT, or can.
  let deferrability: Deferrability?

  var lines: [Line] {
    let entry = Glossary.entry(action.sql)
    return GlossaryText.body(of: entry) + (moment.map { [Line($0)] } ?? [])
      + [moment == nil ? GlossaryText.manual(of: entry) : Manual.setConstraints.line]
      .compactMap { $0 }
  }

  private var moment: String? {
    guard action == .noAction else { return nil }
    switch deferrability {
    case .initiallyDeferred: return "This one is checked at COMMIT."
    case .initiallyImmediate: return "This one can be put off to COMMIT with SET CONSTRAINTS."
    case .notDeferrable, nil: return nil
    }
  }
}
