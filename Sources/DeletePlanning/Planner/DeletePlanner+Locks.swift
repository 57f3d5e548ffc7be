package import SchemaModel

/// The server's lock table, where every query locks its tables and their indexes until the end.
///
/// PostgreSQL manual, "Lock Management".
extension DeletePlanner {
  /// Whether one transaction that looks at all tables on the way may take up the lock table.
  package var mustSpareLocks: Bool {
    if let real = baseline.first { return real.mustSpareLocks }
    guard let session, session.rowCount > 0 else { return false }
    let locks = TextRow(table: session, row: 0).number(3)
    return locks > 0 && book.relations.count * 4 > locks
  }

  /// An error in words that say what can be done, where it is that the lock table is full.
  ///
  /// That can still be: a query on a partitioned table locks all its partitions at once.
  package func explained(_ error: ServerError) -> ServerError {
    guard error.sqlstate == "53200", error.hint?.contains("max_locks_per_transaction") == true
    else { return error }
    var explained = error
    explained.message =
      "the server has no room for more locks (\(error.message)): it locks every table, partition "
      + "and index that a query reads, and the statement itself needs at least as many; nothing was "
      + "changed"
    explained.hint =
      "Raise max_locks_per_transaction and "
      + "restart the server, or preview a DELETE from one partition at a time."
    return explained
  }
}
