import ErrorExplaining
import SchemaModel
import TerminalCanvas

/// Sections of PostgreSQL's manual, by their titles: numbers change from version to version.
enum Manual: String {
  case foreignKeys = "Foreign Keys (Data Definition, Constraints)"
  case createTable = "CREATE TABLE (REFERENCES)"
  case setConstraints = "SET CONSTRAINTS"
  case triggers = "Overview of Trigger Behavior"
  case alterTable = "ALTER TABLE (DISABLE TRIGGER)"
  case rules = "Rules on INSERT, UPDATE, and DELETE"
  case rowSecurity = "Row Security Policies"
  case privileges = "Privileges (Data Definition)"
  case foreignData = "Foreign Data"
  case clientSettings = "session_replication_role (Client Connection Defaults)"
  case defaults = "Default Values"
  case inheritance = "Inheritance (Caveats)"
  case volatility = "Function Volatility Categories"
  case indexes = "Foreign Keys (Data Definition, Constraints), on indexes"

  /// `PostgreSQL manual: Foreign Keys …`.
  var line: Line { Line("PostgreSQL manual: \(rawValue)", .muted) }
}

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
