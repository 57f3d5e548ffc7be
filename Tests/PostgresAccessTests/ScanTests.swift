import DeletePlanning
import SchemaModel
import Testing

@testable import PostgresAccess

/// Reading a large table from end to end, where no index helps.
@Suite(.serialized) struct ScanTests {
  /// As many parallel workers may help as the server allows, and only there.
  @Test func tablesWithoutAnIndexMayBeReadByWorkers() throws {
    try TestServer.create(
      database: "scans",
      sql: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);
        CREATE TABLE c (a int REFERENCES a ON DELETE CASCADE);
        INSERT INTO a SELECT generate_series(1, 5);
        INSERT INTO b SELECT n, 1 + n % 5 FROM generate_series(1, 50) n;
        INSERT INTO c SELECT 1 + n % 5 FROM generate_series(1, 50) n;
        CREATE INDEX ON c (a);
        ALTER DATABASE scans SET max_parallel_workers_per_gather = 3;
        """)
    let session = try TestServer.session(database: "scans")
    defer { session.close() }
    var transaction = PreviewTransaction(try session.planner(for: "DELETE FROM a WHERE id = 1"))
    var scanned: [String: String?] = [:]
    while let round = transaction.nextRound() {
      for query in round {
        try transaction.take(session.runAll([query])[0])
        guard query.name.hasPrefix("rows of public.") else { continue }
        scanned[query.name] = try session.value("SHOW max_parallel_workers_per_gather")
      }
      try transaction.endRound()
    }
    #expect(scanned["rows of public.b by b_a_fkey"] == "3")
    #expect(scanned["rows of public.c by c_a_fkey"] == "0")
    #expect(transaction.report.totalDeleted == .exact(1 + 10 + 10))
  }
}
