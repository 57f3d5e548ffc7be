import DeletePlanning
import PostgresAccess
import SchemaModel
import SchemaReview
import Testing

/// Values of many megabytes are not fetched to be shown.
@Suite struct LongValueTests {
  private static let megabytes = 8

  private static let tables = """
    CREATE TABLE docs (id int PRIMARY KEY, body text, raw bytea, data jsonb);
    CREATE TABLE keyless (body text, note varchar, doc int REFERENCES docs);
    CREATE TABLE strict (id int PRIMARY KEY, body text, doc int NOT NULL REFERENCES docs ON DELETE SET NULL);
    CREATE TABLE preset (id int PRIMARY KEY, body text DEFAULT repeat('d', \(megabytes << 20)));
    ALTER TABLE docs ALTER body SET STORAGE EXTERNAL;
    INSERT INTO docs SELECT 1, repeat('b', \(megabytes << 20)), decode(repeat('ff', \(megabytes << 20)), 'hex'),
      to_jsonb(repeat('j', \(megabytes << 20)));
    INSERT INTO docs VALUES (2, 'short', 'short', '{}');
    INSERT INTO keyless SELECT repeat('k', \(megabytes << 20)), repeat('n', \(megabytes << 20)), 1
      FROM generate_series(1, 3);
    INSERT INTO strict VALUES (1, repeat('s', \(megabytes << 20)), 2);
    """

  private let session: BlockingSession

  private static let database = Result {
    try TestServer.create(database: "long_values", sql: tables)
  }

  init() throws {
    try Self.database.get()
    session = try TestServer.session(database: "long_values")
  }

  private static func size(_ answers: [Result<QueryResult, ServerError>]) -> Int {
    answers.reduce(0) { size, answer in
      guard case .success(let table) = answer else { return size }
      return (0..<table.rowCount).reduce(size) { size, row in
        table.row(row).reduce(size) { $0 + ($1?.utf8.count ?? 0) }
      }
    }
  }

  @Test(arguments: [
    "DELETE FROM docs WHERE id = 1", "DELETE FROM keyless", "DELETE FROM docs WHERE id = 2",
    "UPDATE docs SET id = 5 WHERE id = 1", "UPDATE docs SET body = body || 'x', data = data",
    "INSERT INTO docs SELECT id + 10, body, raw, data FROM docs",
    "INSERT INTO preset (id) VALUES (1)", "INSERT INTO preset VALUES (NULL, DEFAULT)",
  ])
  func previewsReadTheirBeginnings(_ statement: String) throws {
    defer { session.close() }
    for way in [DeleteRequest.Way.rows, .counts] {
      var transaction = PreviewTransaction(try session.planner(for: statement, way))
      while let round = transaction.nextRound() {
        let answers = try session.runAll(round)
        let size = Self.size(answers)
        #expect(size < 1 << 18, "\(size) bytes for \(round.map(\.name))")
        try transaction.receive(answers)
      }
      #expect(transaction.report.outcome != .uncertain && transaction.report.isComplete)
    }
  }

  @Test func whatIsCutSaysSo() throws {
    defer { session.close() }
    let report = try session.preview(session.planner(for: "DELETE FROM keyless")).report
    let shown = report.steps.first?.sample.first?.identity.details.first?.value
    #expect(shown == String(repeating: "k", count: 200) + "…")
  }

  /// The server itself cuts the values of a failing row to 64 bytes.
  @Test func detailsOfFailingRowsAreThoseOfTheServer() throws {
    defer { session.close() }
    let report = try session.preview(session.planner(for: "DELETE FROM docs WHERE id = 2")).report
    let detail =
      "Failing row contains (1, \(String(repeating: "s", count: 64))..., null)."
    #expect(report.error?.fields.detail == detail)
  }

  @Test func orphansShowTheirBeginnings() throws {
    defer { session.close() }
    let facts = try session.readFacts()
    let check = OrphanCheck(
      TableName(schema: "public", name: "keyless"), ["note"],
      to: TableName(schema: "public", name: "docs"), ["body"], in: facts)
    let (results, _) = try session.findOrphans([check], sample: 5)
    let report = OrphanReport(results: results, keys: 1)
    #expect(results.first?.sample.isEmpty == false)
    #expect(report.text.joined().utf8.count < 5000 && report.json.text.utf8.count < 5000)
    #expect(report.json.text.contains("nnn…\""))
  }
}
