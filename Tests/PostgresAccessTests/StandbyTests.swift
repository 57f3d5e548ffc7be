import DeletePlanning
import PostgresAccess
import ProcessTesting
import SchemaModel
import Testing
import ThrowawayServer

/// Previews on a hot standby, which cannot keep its rows from being cleaned up on the primary.
@Suite(.serialized) struct StandbyTests {
  /// A primary and a standby that waits for no query.
  private struct Pair {
    let primary: ThrowawayServer
    let standby: ThrowawayServer

    init() throws {
      let settings = ["wal_level": "replica", "max_wal_senders": "4"]
      primary = try ThrowawayServer.start(.init(settings: settings))
      try primary.createDatabase("demo")
      try primary.load(
        sql: """
          CREATE TABLE a (id int PRIMARY KEY);
          CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a ON DELETE CASCADE);
          CREATE TABLE c (b int REFERENCES b ON DELETE CASCADE);
          CREATE INDEX ON b (a);
          INSERT INTO a SELECT generate_series(1, 100);
          INSERT INTO b SELECT n, 1 + n % 10 FROM generate_series(1, 1000) n;
          INSERT INTO c SELECT 1 + n % 1000 FROM generate_series(1, 5000) n;
          """)
      standby = try ThrowawayServer.start(
        .init(
          settings: settings.merging([
            "hot_standby_feedback": "off", "max_standby_streaming_delay": "0",
            "wal_receiver_status_interval": "1",
          ]) { own, _ in own },
          primary: primary.socketDirectory))
    }

    func session() throws -> BlockingSession {
      try BlockingSession(
        ConnectionParameters(
          database: "demo", host: standby.socketDirectory, port: "\(standby.port)",
          user: standby.user))
    }

    /// Removes rows that a snapshot on the standby still sees, and waits until that has arrived.
    func cleanUp(_ row: Int) throws {
      try primary.load(sql: "DELETE FROM a WHERE id = \(row); VACUUM a;")
      let observer = try session()
      defer { observer.close() }
      let position = try BlockingSession(
        ConnectionParameters(
          database: "demo", host: primary.socketDirectory, port: "\(primary.port)",
          user: primary.user)
      ).value("SELECT pg_current_wal_insert_lsn()")
      let hasArrived = "SELECT pg_last_wal_replay_lsn() >= '\(position ?? "")' FROM pg_sleep(0.02)"
      // What asks may itself be in the way.
      try eventually("the clean-up has arrived") {
        (try? observer.value(hasArrived)) == "t" ? () : nil
      }
    }

    func stop() {
      standby.stop()
      primary.stop()
    }
  }

  private static let delete = "DELETE FROM a WHERE id = 3"

  @Test func previewsAndReadsPages() throws {
    let pair = try Pair()
    defer { pair.stop() }
    let session = try pair.session()
    defer { session.close() }
    #expect(session.server.isInRecovery)
    for way in [DeleteRequest.Way.rows, .counts] {
      let report = try session.preview(session.planner(for: Self.delete, way)).report
      #expect(report.outcome == .succeeds)
      #expect(report.totalDeleted == .exact(1 + 100 + 500))
    }
    let graph = try session.readCatalog()
    #expect(graph.foreignKeys.count == 2)
    for table in graph.tables {
      let query = RowQuery(RowRequest(table: table.name, position: .last, limit: 5), of: table)
      #expect(query.page(from: try session.run(query.query)).rows.count == 5)
    }
  }

  /// The standby ends the whole session where it waits inside a transaction.
  @Test func beginsAnewWhereTheSnapshotIsTakenAway() throws {
    let pair = try Pair()
    defer { pair.stop() }
    let session = try pair.session()
    defer { session.close() }
    var transaction = PreviewTransaction(try session.planner(for: Self.delete))
    var rounds = 0
    var conflicts = 0
    while let round = transaction.nextRound() {
      do {
        try transaction.receive(try session.runAll(round))
      } catch BlockingSession.Failure.connection(let failure) {
        #expect(failure.reason == .conflict)
        conflicts += 1
        try transaction.restart(after: ServerError(sqlstate: "40001", message: failure.message))
        try session.reconnect()
      }
      rounds += 1
      if rounds == 3 { try pair.cleanUp(50) }
    }
    #expect(conflicts == 1)
    #expect(transaction.report.outcome == .succeeds)
    #expect(transaction.report.totalDeleted == .exact(1 + 100 + 500))
  }

  @Test func givesUpInOneLineWhereThatHappensAgainAndAgain() throws {
    let facts = ServerFacts(
      version: 150_000, versionText: "15", database: "demo", user: "ana", host: "", port: "",
      isInRecovery: true)
    let request = DeleteRequest(target: .statement(Self.delete))
    var transaction = PreviewTransaction(try DeletePlanner(request, server: facts))
    let conflict = ServerError(
      sqlstate: "40001", message: "canceling statement due to conflict with recovery")
    var pauses: [String] = []
    let error = #expect(throws: ServerError.self) {
      while let round = transaction.nextRound() {
        pauses += round.filter { $0.name == "pause" }.map(\.sql)
        try transaction.receive(round.map { _ in .failure(conflict) })
      }
    }
    #expect(pauses.count == 3)
    #expect(
      error?.message
        == "the server took the preview's snapshot away 4 times over (canceling statement due to "
        + "conflict with recovery); try again later, or on the primary")
  }
}
