package import DeletePlanning

/// One SQL statement with its parameters, for the extended protocol: unnamed, results as text.
package struct Query: Hashable, Sendable {
  /// The transaction a query runs in.
  package enum Transaction: Hashable, Sendable {
    /// Whatever the session is in: a transaction opened by an earlier query, or one of its own.
    case ambient
    /// Its own READ ONLY transaction, which is rolled back.
    ///
    /// For SQL that a person wrote: not even `set_config` inside it outlives it. Not allowed while
    /// another transaction is open.
    case ownReadOnly
  }

  /// What it asks, for logs and errors; never values.
  package var name: String
  package var sql: String
  /// The values of the placeholders, whose types the server infers; nil is NULL.
  package var parameters: [String?]
  package var transaction: Transaction
  /// Whether it may run on a second connection that sees the same snapshot.
  package var sharing = PlannerQuery.Sharing.none

  package init(
    name: String, sql: String, parameters: [String?] = [], transaction: Transaction = .ambient
  ) {
    self.name = name
    self.sql = sql
    self.parameters = parameters
    self.transaction = transaction
  }
}

/// Tells apart the queries submitted to one connection.
package struct QueryID: Hashable, Sendable {
  /// The connection's own first query.
  static let opening = QueryID(number: 0)

  let number: Int
  var next: QueryID { QueryID(number: number + 1) }
}
