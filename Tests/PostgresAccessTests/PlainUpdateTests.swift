import DeletePlanning
import PostgresAccess
import SchemaModel
import Testing

/// UPDATEs of many rows of which only those that may be refused are played through.
@Suite(.serialized) struct PlainUpdateTests {
  private static let tables = """
    CREATE TABLE p (a int, b text, PRIMARY KEY (a, b));
    CREATE TABLE q (id int PRIMARY KEY);
    CREATE TABLE "c d" (
      id int PRIMARY KEY, a int, b text, n int NOT NULL, note text, u int UNIQUE,
      "fkwalk 1" int DEFAULT 7, up int REFERENCES "c d", q int REFERENCES q,
      CONSTRAINT small CHECK (n < 1000), CONSTRAINT qualified CHECK ("c d".note <> 'no'),
      FOREIGN KEY (a, b) REFERENCES p MATCH FULL);
    INSERT INTO p SELECT n, 'x' FROM generate_series(1, 50) n;
    INSERT INTO q VALUES (1);
    INSERT INTO "c d" (id, a, b, n, note)
      SELECT n, 1 + n % 50, 'x', n, 'row ' || n FROM generate_series(1, 300) n;
    ANALYZE;
    """

  /// One that nothing refuses, then those that something does: for some rows, for all, for none.
  private static let updates = [
    "UPDATE \"c d\" SET note = upper(note)", "UPDATE \"c d\" AS x SET a = 51 - x.a WHERE x.id > 9",
    "UPDATE \"c d\" SET note = NULL WHERE false", "UPDATE \"c d\" SET n = n * 4",
    "UPDATE \"c d\" SET n = nullif(n, 17), up = id", "UPDATE \"c d\" SET b = 'y' WHERE id < 30",
    "UPDATE \"c d\" SET a = NULL WHERE id % 100 = 3", "UPDATE \"c d\" SET up = id + 1",
    "UPDATE \"c d\" SET note = CASE WHEN id = 250 THEN 'no' ELSE 'yes' END, a = a + 1",
    "WITH w AS (SELECT 3 AS v) UPDATE \"c d\" SET \"fkwalk 1\" = (SELECT v FROM w), q = 2",
    "UPDATE \"c d\" SET q = DEFAULT, \"fkwalk 1\" = DEFAULT", "UPDATE \"c d\" SET n = 1 / (id - 9)",
  ]

  @Test func agreesWithPlayingAllRows() throws {
    try TestServer.create(database: "plain_updates", sql: Self.tables)
    let session = try TestServer.session(database: "plain_updates")
    defer { session.close() }
    for update in Self.updates {
      let played = try report(update, .rows, session)
      let counted = try report(update, .counts, session)
      #expect(counted.outcome == played.outcome, "\(update)")
      #expect(counted.error == played.error, "\(update)")
      #expect(counted.effects == played.effects, "\(update)")
      #expect(counted.steps.map(\.rows) == played.steps.map(\.rows), "\(update)")
      #expect(counted.blockers == played.blockers, "\(update)")
      #expect(counted.caveats == played.caveats, "\(update)")
    }
  }

  /// Only what may be refused travels.
  @Test func mostRowsStayWhereTheyAre() throws {
    try TestServer.create(database: "plain_updates_few", sql: Self.tables)
    let session = try TestServer.session(database: "plain_updates_few")
    defer { session.close() }
    for (update, expected) in [(Self.updates[0], 5), (Self.updates[3], 51), (Self.updates[7], 1)] {
      var transaction = PreviewTransaction(try session.planner(for: update, .counts))
      var travelled = 0
      while let round = transaction.nextRound() {
        let results = try session.runAll(round)
        for (query, result) in zip(round, results) where query.name == "rows to update" {
          if case .success(let rows) = result, rows.columnCount > 2 { travelled = rows.rowCount }
        }
        try transaction.receive(results)
      }
      #expect(travelled == expected, "\(update)")
      #expect(transaction.report.totalUpdated == .exact(300))
    }
  }

  /// Where a key changes that others reference, or must be unique, every row counts.
  @Test(arguments: ["UPDATE \"c d\" SET id = id + 1000", "UPDATE \"c d\" SET u = 1"])
  func keysAreAlwaysPlayed(update: String) throws {
    try TestServer.create(database: "plain_updates_\(update.count)", sql: Self.tables)
    let session = try TestServer.session(database: "plain_updates_\(update.count)")
    defer { session.close() }
    let played = try report(update, .rows, session)
    let counted = try report(update, .counts, session)
    #expect(counted.error == played.error)
    #expect(counted.steps == played.steps)
  }

  private func report(
    _ update: String, _ way: DeleteRequest.Way, _ session: BlockingSession
  ) throws -> DeleteReport {
    try session.preview(session.planner(for: update, way)).report
  }
}
