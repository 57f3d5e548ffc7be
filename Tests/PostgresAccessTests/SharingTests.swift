import DeletePlanning
import ProcessTesting
import SchemaModel
import Testing
import ThrowawayServer

@testable import PostgresAccess

/// Previews on more than one connection.
@Suite(.serialized) struct SharingTests {
  private static let many = """
    CREATE TABLE a (id int PRIMARY KEY);
    CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);
    CREATE TABLE c (b int REFERENCES b ON DELETE CASCADE);
    INSERT INTO a SELECT generate_series(1, 5);
    INSERT INTO b SELECT n, 1 + n % 5 FROM generate_series(1, 200000) n;
    INSERT INTO c SELECT n FROM generate_series(1, 200000) n;
    CREATE INDEX ON b (a);
    CREATE INDEX ON c (b);
    VACUUM ANALYZE;
    """
  private static let delete = "DELETE FROM a WHERE id = 1"

  private func server(
    _ sql: String, settings: [String: String] = [:]
  ) throws -> (server: ThrowawayServer, parameters: ConnectionParameters) {
    let server = try ThrowawayServer.start(.init(settings: settings))
    try server.load(sql: sql, into: "postgres")
    return (
      server,
      ConnectionParameters(
        database: "postgres", host: server.socketDirectory, port: "\(server.port)",
        user: server.user)
    )
  }

  @Test func halfOfTheWorkIsDoneElsewhereOnTheSameSnapshot() throws {
    let (server, parameters) = try server(Self.many)
    defer { server.stop() }
    let session = try BlockingSession(parameters)
    defer { session.close() }
    session.patienceForCompanion = .seconds(60)
    var transaction = PreviewTransaction(try session.planner(for: Self.delete, .counts))
    var hadCompanion = false
    var rounds = 0
    while let round = transaction.nextRound() {
      try session.runShared(round) { result throws(ServerError) in try transaction.take(result) }
      try transaction.endRound()
      rounds += 1
      // What others do meanwhile is not seen, on either connection.
      if rounds == 1 { try server.load(sql: "DELETE FROM c", into: "postgres") }
      hadCompanion = hadCompanion || session.companion?.isReady == true
    }
    session.endSharing()
    #expect(hadCompanion)
    #expect(transaction.report.outcome == .succeeds)
    #expect(transaction.report.totalDeleted == .exact(1 + 40_000 + 40_000))
  }

  @Test func aConnectionThatCannotBeHadIsNoFailure() throws {
    let (server, parameters) = try server(
      Self.many, settings: ["max_connections": "4", "superuser_reserved_connections": "0"])
    defer { server.stop() }
    let session = try BlockingSession(parameters)
    defer { session.close() }
    // Whoever loaded the tables may still be leaving.
    let sessions = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    try eventually("nobody else is there") { try session.value(sessions) == "1" ? () : nil }
    var others: [BlockingSession] = []
    while let other = try? BlockingSession(parameters) { others.append(other) }
    defer { others.forEach { $0.close() } }
    let report = try session.preview(session.planner(for: Self.delete, .counts)).report
    #expect(others.count == 3)
    #expect(report.outcome == .succeeds)
    #expect(report.totalDeleted == .exact(1 + 40_000 + 40_000))
  }

  /// Where counting is stopped, what was counted stays, as lower bounds.
  @Test func whatWasCountedIsKept() throws {
    let (server, parameters) = try server(Self.many)
    defer { server.stop() }
    let session = try BlockingSession(parameters)
    defer { session.close() }
    var request = DeleteRequest(target: .statement(Self.delete), rowLimit: 45_000)
    request.way = .counts
    let limited = try session.preview(DeletePlanner(request, server: session.server)).report
    #expect(limited.caveats.map(\.code) == [.truncated])
    #expect(limited.outcome == .uncertain)
    #expect(limited.effects.map(\.deleted).prefix(2) == [.atLeast(1), .atLeast(40_000)])
    #expect((5000...40_000).contains(limited.effects.last?.deleted.lowerBound ?? 0))

    // In the middle of a round.
    var transaction = PreviewTransaction(try session.planner(for: Self.delete, .counts))
    while let round = transaction.nextRound() {
      let results = try session.runAll(round)
      guard round.contains(where: { $0.name.hasPrefix("count of") }) else {
        try transaction.receive(results)
        continue
      }
      for result in results.prefix(3) { try transaction.take(result) }
      transaction.stop(.timeout)
      break
    }
    let stopped = transaction.report
    #expect(stopped.caveats.map(\.code) == [.timeout])
    #expect(stopped.effects.first?.deleted == .atLeast(1))
    #expect((1..<40_000).contains(stopped.effects.last?.deleted.lowerBound ?? 0))
  }

  @Test(arguments: [DeleteRequest.Way.rows, .counts])
  func moreTablesThanTheLockTableHolds(way: DeleteRequest.Way) throws {
    let (server, parameters) = try server(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      INSERT INTO p VALUES (1), (2);
      DO $$ BEGIN FOR n IN 1..900 LOOP
        EXECUTE format('CREATE TABLE c%s (id int PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE)', n);
        EXECUTE format('CREATE INDEX ON c%s (p)', n);
        EXECUTE format('INSERT INTO c%s VALUES (1, 1), (2, 2)', n);
        COMMIT;
      END LOOP; END $$;
      """,
      settings: [
        "max_locks_per_transaction": "10", "max_connections": "10", "max_wal_senders": "0",
        "max_worker_processes": "1", "autovacuum": "off",
      ])
    defer { server.stop() }
    let session = try BlockingSession(parameters)
    defer { session.close() }
    let delete = "DELETE FROM p WHERE id = 1"
    _ = try session.run(Query(name: "test", sql: "BEGIN READ WRITE"))
    let real = #expect(throws: BlockingSession.Failure.self) {
      _ = try session.run(Query(name: "test", sql: delete))
    }
    guard case .server(let error)? = real else { return }
    #expect(error.sqlstate == "53200")
    _ = try session.run(Query(name: "test", sql: "ROLLBACK"))
    let report = try session.preview(session.planner(for: delete, way)).report
    #expect(report.totalDeleted == .exact(901))
  }

  /// A query on a partitioned table locks all partitions at once: there is no way around that.
  @Test func aTableOfMorePartitionsThanTheLockTableHoldsIsExplained() throws {
    let (server, parameters) = try server(
      """
      CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id);
      DO $$ BEGIN FOR n IN 1..900 LOOP
        EXECUTE format('CREATE TABLE p%s PARTITION OF p FOR VALUES IN (%s)', n, n);
        COMMIT;
      END LOOP; END $$;
      """,
      settings: [
        "max_locks_per_transaction": "10", "max_connections": "10", "max_wal_senders": "0",
        "max_worker_processes": "1", "autovacuum": "off",
      ])
    defer { server.stop() }
    let session = try BlockingSession(parameters)
    defer { session.close() }
    let failure = #expect(throws: BlockingSession.Failure.self) {
      _ = try session.preview(session.planner(for: "DELETE FROM p WHERE id % 2 = 0"))
    }
    guard case .server(let error)? = failure else { return }
    #expect(error.sqlstate == "53200")
    #expect(error.message.hasPrefix("the server has no room for more locks (out of shared memory)"))
    #expect(error.hint?.hasPrefix("Raise max_locks_per_transaction") == true)
  }
}
