import DeletePlanning
import PostgresAccess
import SchemaModel

extension BlockingSession {
  /// Previews a DELETE as ``preview(_:)`` does, with a pause after each round of questions.
  func preview(
    _ delete: String, _ way: DeleteRequest.Way = .automatic, pause: (Int) throws -> Void
  ) throws -> DeleteReport {
    var transaction = PreviewTransaction(try planner(for: delete, way))
    var rounds = 0
    while let round = transaction.nextRound() {
      try transaction.receive(try runAll(round))
      rounds += 1
      try pause(rounds)
    }
    return transaction.report
  }

  func planner(for delete: String, _ way: DeleteRequest.Way = .automatic) throws -> DeletePlanner {
    var request = DeleteRequest(target: .statement(delete))
    request.way = way
    return try DeletePlanner(request, server: server)
  }

  /// The first value of the first row of a query; nil for NULL and for no row.
  func value(_ sql: String) throws -> String? {
    let result = try run(Query(name: "test", sql: sql))
    return result.rowCount > 0 ? result[0, 0] : nil
  }

  /// The process of this session on the server.
  var backend: String { get throws { try value("SELECT pg_backend_pid()") ?? "" } }
}
