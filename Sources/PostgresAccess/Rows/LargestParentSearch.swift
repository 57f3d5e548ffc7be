package import SchemaModel
package import SchemaReview

extension BlockingSession {
  /// The row of one table that most rows were seen to reference.
  ///
  /// - Parameter searches: by which foreign keys to look, all of that table.
  /// - Returns: nil where none is referenced, or none may be read.
  /// - Throws: when the connection breaks or a limit is reached; what may not be read is passed over.
  package func largestParent(_ searches: [LargestParent]) throws(Failure) -> RowIdentity? {
    var largest: (row: RowIdentity, references: Double)?
    for search in searches {
      let answers = try runAll([
        Query(name: "largest parent", sql: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
        Query(name: "largest parent", sql: SearchPath.keeping),
        Query(name: "largest parent", sql: search.sql),
        Query(name: "largest parent", sql: "ROLLBACK"),
      ])
      // An answer about a connection is about that to a foreign server.
      if case .failure(let error) = answers[2], error.isOfTheMoment,
        !error.sqlstate.hasPrefix("08")
      {
        throw .server(error)
      }
      guard case .success(let rows) = answers[2], rows.rowCount > 0,
        let found = search.parent(rows.row(0)), found.references > largest?.references ?? 0
      else { continue }
      largest = found
    }
    return largest?.row
  }
}
