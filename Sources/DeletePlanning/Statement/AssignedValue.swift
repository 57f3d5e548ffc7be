/// What an UPDATE sets a column to, or an INSERT gives it.
enum AssignedValue: Hashable, Sendable {
  /// As SQL.
  case expression(String)
  /// `DEFAULT`.
  case defaultValue
}

/// One column of an UPDATE's SET list.
struct Assignment: Hashable, Sendable {
  var column: String
  var value: AssignedValue
}

/// The rows of an INSERT, and where they go.
///
/// PostgreSQL manual, INSERT: `INSERT INTO table [AS alias] [(columns)] [OVERRIDING …]
/// {DEFAULT VALUES | VALUES … | query} [ON CONFLICT …] [RETURNING …]`.
struct Insertion: Hashable, Sendable {
  enum Source: Hashable, Sendable {
    case defaults
    case values([[AssignedValue]])
    case query(String)
  }

  /// What ON CONFLICT does with a row that is there already.
  enum Conflict: Hashable, Sendable {
    case nothing, update
  }

  /// The columns listed after the table; nil where none are.
  var columns: [String]?
  var source = Source.defaults
  /// Whether identity columns get their own values whatever is given (OVERRIDING USER VALUE).
  var ignoresIdentityValues = false
  /// Nil where there is no ON CONFLICT.
  var conflict: Conflict?
}
