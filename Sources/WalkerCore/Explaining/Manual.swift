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
  case indexes = "Foreign Keys (Data Definition, Constraints), on indexes"

  /// `PostgreSQL manual: Foreign Keys …`.
  var line: Line { Line("PostgreSQL manual: \(rawValue)", .muted) }
}

/// What an ON DELETE action is, whatever the table.
struct ActionText {
  let action: ReferentialAction
  /// Whether its check waits until COMMIT, or can.
  let deferrability: Deferrability?

  /// A sentence and the section of the manual.
  var lines: [Line] { [Line(sentence), section.line] }

  private var section: Manual {
    action == .noAction && deferrability?.isDeferrable == true ? .setConstraints : .foreignKeys
  }

  private var sentence: String {
    switch action {
    case .cascade:
      "CASCADE means that child rows go with their parent, and in turn take their own children along."
    case .setNull:
      "SET NULL means that child rows stay without a parent; a NOT NULL column refuses that, and "
        + "with it the whole DELETE."
    case .setDefault:
      "SET DEFAULT means that child rows get their column's default; a row with that key must "
        + "exist, unless the default is NULL."
    case .restrict:
      "RESTRICT refuses at once, even where a later step of the same DELETE would remove the child "
        + "rows; it cannot be put off to COMMIT."
    case .noAction:
      "NO ACTION refuses too, but only after the statement has done all else, so that child rows "
        + "which it removes another way are not in the way" + moment
    }
  }

  private var moment: String {
    switch deferrability {
    case .initiallyDeferred: "; this one is checked at COMMIT."
    case .initiallyImmediate: "; this one can be put off to COMMIT."
    case .notDeferrable, nil: "."
    }
  }
}
