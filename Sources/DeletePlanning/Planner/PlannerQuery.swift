package import SchemaModel

/// One question to the server, as SQL with text parameters (`$1`, `$2`, …).
package struct PlannerQuery: Hashable, Sendable {
  /// What it is for, for logs and errors; never holds data.
  package var name: String
  package var sql: String
  /// Text form; nil is NULL.
  package var parameters: [String?]
  /// Whether an error is an answer too: it is run inside a savepoint, and the preview goes on.
  package var isGuarded: Bool
  package var sharing = Sharing.none
  /// Whether it holds SQL or names that a person wrote, which mean what their search_path makes of
  /// them; the rest is ours.
  package var isInPersonsWords = false
  /// Whether it reads a whole table for a few rows, in whatever order: as many parallel workers may
  /// help as the server's settings allow.
  package var mayUseWorkers = false
  /// The table whose rows it reads; nil where it reads the catalog or compares values.
  var table: TableName?

  /// How a question may be shared out where several connections see the same snapshot.
  package enum Sharing: Hashable, Sendable {
    /// It belongs on the connection that the preview began on.
    case none
    /// It may run on any; `weight` says how much work it is, as a number of index lookups.
    case any(weight: Int)
    /// It changes a setting for the questions after it, and runs on all.
    case all
  }

  package init(
    name: String, sql: String, parameters: [String?] = [], isGuarded: Bool = false
  ) {
    self.name = name
    self.sql = sql
    self.parameters = parameters
    self.isGuarded = isGuarded
  }

  /// The same, as something that reads a table's rows.
  func reading(_ table: TableName?) -> PlannerQuery {
    var query = self
    query.table = table
    return query
  }

  /// The same, as something that a person's search_path decides.
  var inPersonsWords: PlannerQuery {
    var query = self
    query.isInPersonsWords = true
    return query
  }
}

/// A query's rows as text, however they are kept.
package protocol TextTable {
  var rowCount: Int { get }
  var columnCount: Int { get }
  /// The value in text form; nil is NULL.
  subscript(row: Int, column: Int) -> String? { get }
}

/// What came back for a ``PlannerQuery``.
package enum PlannerAnswer {
  case rows(any TextTable)
  /// Only for guarded queries; for others the preview is over.
  case failed(ServerError)
}
