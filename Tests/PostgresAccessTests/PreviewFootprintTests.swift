import DeletePlanning
import PostgresAccess
import ProcessTesting
import SchemaModel
import Testing
import ThrowawayServer

/// What previews leave behind, and what they take while they run: as good as nothing.
@Suite(.serialized) struct PreviewFootprintTests {
  /// Enough rows to be worth counting, one that refuses, and one to be set to NULL.
  private static let tables = """
    CREATE TABLE a (id int PRIMARY KEY);
    CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);
    CREATE TABLE c (b int REFERENCES b ON DELETE CASCADE, a int REFERENCES a ON DELETE SET NULL);
    CREATE TABLE d (b int REFERENCES b);
    INSERT INTO a SELECT generate_series(1, 20);
    INSERT INTO b SELECT n, 1 + n % 20 FROM generate_series(1, 4000) n;
    INSERT INTO c SELECT 1 + n % 4000, 1 + n % 20 FROM generate_series(1, 20000) n;
    INSERT INTO d VALUES (19);
    CREATE INDEX ON b (a);
    CREATE INDEX ON c (b);
    """
  private static let deletes = ["DELETE FROM a WHERE id = 3", "DELETE FROM a WHERE id = 20"]

  private static func state(of backend: String) -> String {
    """
    SELECT state || coalesce(' since ' || xact_start, '') || coalesce(' xmin ' || backend_xmin, '')
    FROM pg_stat_activity, pg_sleep(0.01) WHERE pid = \(backend)
    """
  }

  /// Runs every preview both ways on a database of its own.
  private func previews(
    _ database: String, pause: (BlockingSession) throws -> Void
  ) throws {
    let session = try TestServer.session(database: database)
    defer { session.close() }
    for delete in Self.deletes {
      for way in [DeleteRequest.Way.rows, .counts] {
        let report = try session.preview(delete, way) { _ in try pause(session) }
        #expect(report.isComplete)
      }
    }
  }

  @Test func leavesNoTransactionOpen() throws {
    try TestServer.create(database: "footprint_idle", sql: Self.tables)
    let observer = try TestServer.session(database: "footprint_idle")
    defer { observer.close() }
    let session = try TestServer.session(database: "footprint_idle")
    defer { session.close() }
    let backend = try session.backend
    func expectIdle(_ what: String) throws {
      // The answer to a page comes before the end of its transaction.
      var state: String?
      try eventually("nothing is open after \(what)", state: { state ?? "" }) {
        state = try observer.value(Self.state(of: backend))
        return state == "idle" ? () : nil
      }
    }
    for delete in Self.deletes {
      _ = try session.preview(session.planner(for: delete))
      try expectIdle("a preview")
    }
    #expect(throws: BlockingSession.Failure.self) {
      _ = try session.preview(session.planner(for: "DELETE FROM nowhere"))
    }
    try expectIdle("a table that is not there")
    _ = try? session.preview(session.planner(for: "DELETE FROM a WHERE id = 1 / 0"))
    try expectIdle("an error in the statement")
    _ = try session.readCatalog()
    try expectIdle("the catalog")
    let table = try #require(
      try session.readCatalog().table(TableName(schema: "public", name: "b")))
    let page = RowQuery(RowRequest(table: table.name, position: .last, limit: 5), of: table)
    _ = try session.run(page.query)
    try expectIdle("a page of rows")
    let wrong = RowQuery(RowRequest(table: table.name, condition: "1 / 0 = 1", limit: 5), of: table)
    #expect(throws: BlockingSession.Failure.self) { try session.run(wrong.query) }
    try expectIdle("a page that fails")
  }

  @Test func writesNoWriteAheadLog() throws {
    // Nobody else writes, and reading leaves no hint bits to be logged.
    let server = try ThrowawayServer.start(.init(settings: ["wal_log_hints": "off"]))
    defer { server.stop() }
    try server.createDatabase("quiet")
    try server.load(
      sql: Self.tables + "\nANALYZE; VACUUM FREEZE; VACUUM; CHECKPOINT;", into: "quiet")
    let parameters = ConnectionParameters(
      database: "quiet", host: server.socketDirectory, port: "\(server.port)", user: server.user)
    let session = try BlockingSession(parameters)
    defer { session.close() }
    let position = "SELECT pg_current_wal_insert_lsn()"
    let before = try session.value(position)
    let graph = try session.readCatalog()
    for delete in Self.deletes {
      for way in [DeleteRequest.Way.rows, .counts] {
        _ = try session.preview(session.planner(for: delete, way))
      }
    }
    for table in graph.tables {
      for position in [RowRequest.Position.first, .last] {
        let page = RowQuery(RowRequest(table: table.name, position: position, limit: 50), of: table)
        _ = try session.run(page.query)
      }
    }
    #expect(try session.value(position) == before)
  }

  @Test func takesNoLockThatASelectDoesNot() throws {
    try TestServer.create(database: "footprint_locks", sql: Self.tables)
    let observer = try TestServer.session(database: "footprint_locks")
    defer { observer.close() }
    var seen: Set<String> = []
    try previews("footprint_locks") { session in
      let modes = try observer.run(
        Query(
          name: "locks",
          sql: """
            SELECT DISTINCT mode FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE datname = current_database() AND pid <> pg_backend_pid()
              AND locktype IN ('relation', 'tuple')
            """))
      for row in 0..<modes.rowCount { seen.insert(modes[row, 0] ?? "") }
    }
    #expect(seen == ["AccessShareLock"])
  }

  @Test func makesNoTemporaryTables() throws {
    try TestServer.create(database: "footprint_temporary", sql: Self.tables)
    let observer = try TestServer.session(database: "footprint_temporary")
    defer { observer.close() }
    try previews("footprint_temporary") { _ in
      let count = try observer.value(
        "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pg\\_temp\\_%'")
      #expect(count == "0")
    }
  }

  @Test func worksWhereTransactionsAreReadOnly() throws {
    try TestServer.create(
      database: "footprint_read_only",
      sql: Self.tables
        + "ALTER DATABASE footprint_read_only SET default_transaction_read_only = on;")
    try previews("footprint_read_only") { session in }
  }
}
