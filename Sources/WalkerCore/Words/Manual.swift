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
