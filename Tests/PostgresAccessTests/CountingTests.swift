import DeletePlanning
import PostgresAccess
import SchemaModel
import Testing

/// Counting and playing rows through lead to the same report.
@Suite(.serialized) struct CountingTests {
  /// Tables that are plain enough to be counted, with rows made from a seed.
  struct Shape: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var tables: String
    var deletes: [String]
    /// Whether only the tables' totals are the same, as a row may belong to either of two steps.
    var hasDiamond = false
  }

  static let shapes = plainShapes + partitionedShapes + defaultShapes

  private static let plainShapes = [
    Shape(
      testDescription: "chain",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);
        CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b ON DELETE CASCADE, a int REFERENCES a ON DELETE SET NULL);
        CREATE TABLE d (c int REFERENCES c ON DELETE CASCADE);
        INSERT INTO a SELECT generate_series(1, 20);
        INSERT INTO b SELECT n, 1 + (random() * 19)::int FROM generate_series(1, 60) n;
        INSERT INTO c SELECT n, 1 + (random() * 59)::int, 1 + (random() * 19)::int FROM generate_series(1, 200) n;
        INSERT INTO d SELECT 1 + (random() * 199)::int FROM generate_series(1, 400);
        """,
      deletes: [
        "DELETE FROM a WHERE id = 3", "DELETE FROM a WHERE id < 9", "DELETE FROM a",
        "DELETE FROM d", "DELETE FROM b USING c WHERE c.b = b.id AND c.id < 50",
      ], hasDiamond: true),
    Shape(
      testDescription: "diamond",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);
        CREATE TABLE c (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE, b int REFERENCES b ON DELETE CASCADE);
        CREATE TABLE d (b int REFERENCES b ON DELETE SET NULL, c int REFERENCES c ON DELETE CASCADE, a int REFERENCES a ON DELETE CASCADE);
        INSERT INTO a SELECT generate_series(1, 20);
        INSERT INTO b SELECT n, 1 + (random() * 19)::int FROM generate_series(1, 60) n;
        INSERT INTO c SELECT n, 1 + (random() * 19)::int, 1 + (random() * 59)::int FROM generate_series(1, 100) n;
        INSERT INTO d SELECT 1 + (random() * 59)::int, 1 + (random() * 99)::int, nullif((random() * 20)::int, 0) FROM generate_series(1, 300);
        """,
      deletes: ["DELETE FROM a WHERE id = 3", "DELETE FROM a WHERE id < 9", "DELETE FROM b"],
      hasDiamond: true),
    Shape(
      testDescription: "tree and circle",
      tables: """
        CREATE TABLE n (id int PRIMARY KEY, parent int REFERENCES n ON DELETE CASCADE);
        INSERT INTO n SELECT g, CASE WHEN g > 3 THEN 1 + (random() * (g - 2))::int END FROM generate_series(1, 300) g;
        CREATE TABLE a (id int PRIMARY KEY, b int);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE, n int REFERENCES n ON DELETE CASCADE);
        INSERT INTO a SELECT g, 1 + (random() * 99)::int FROM generate_series(1, 100) g;
        INSERT INTO b SELECT g, 1 + (random() * 99)::int, 1 + (random() * 299)::int FROM generate_series(1, 100) g;
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b ON DELETE CASCADE;
        CREATE TABLE leaf (a int REFERENCES a ON DELETE CASCADE);
        INSERT INTO leaf SELECT 1 + (random() * 99)::int FROM generate_series(1, 200);
        """,
      deletes: [
        "DELETE FROM n WHERE id = 1", "DELETE FROM n WHERE id BETWEEN 20 AND 30",
        "DELETE FROM a WHERE id = 7", "DELETE FROM b WHERE id < 5",
      ], hasDiamond: true),
    Shape(
      testDescription: "keys of texts and of several columns",
      tables: """
        CREATE TABLE a (region text, id text, PRIMARY KEY (region, id));
        CREATE TABLE b (id uuid PRIMARY KEY, region text, a text, FOREIGN KEY (a, region) REFERENCES a (id, region) ON DELETE CASCADE);
        CREATE TABLE c (b uuid REFERENCES b ON DELETE CASCADE, note text);
        INSERT INTO a SELECT 'so "uth, {east}', 'null ' || n FROM generate_series(1, 10) n;
        INSERT INTO a SELECT 'null', n FROM generate_series(1, 10) n;
        INSERT INTO b SELECT md5(n::text)::uuid, 'so "uth, {east}', 'null ' || 1 + (random() * 9)::int FROM generate_series(1, 30) n;
        INSERT INTO b SELECT md5(n::text)::uuid, 'null', 1 + (random() * 9)::int FROM generate_series(31, 60) n;
        INSERT INTO c SELECT md5((1 + (random() * 59)::int)::text)::uuid FROM generate_series(1, 100) n;
        """,
      deletes: [
        "DELETE FROM a WHERE id = 'null 3'", "DELETE FROM a WHERE region = 'null'", "DELETE FROM a",
      ]),
    Shape(
      testDescription: "refusals",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY, boss int REFERENCES a);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);
        CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b ON DELETE CASCADE);
        CREATE TABLE x (id int PRIMARY KEY, c int REFERENCES c);
        CREATE TABLE y (id int PRIMARY KEY, b int REFERENCES b ON DELETE RESTRICT);
        CREATE TABLE z (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO a SELECT n, nullif(n / 10, 0) FROM generate_series(1, 30) n;
        INSERT INTO b SELECT n, 1 + (random() * 29)::int FROM generate_series(1, 60) n;
        INSERT INTO c SELECT n, 1 + (random() * 59)::int FROM generate_series(1, 200) n;
        INSERT INTO x SELECT n, 1 + (random() * 199)::int FROM generate_series(1, 20) n;
        INSERT INTO y SELECT n, 1 + (random() * 59)::int FROM generate_series(1, 3) n;
        INSERT INTO z VALUES (1, 12), (2, 13);
        """,
      deletes: [
        "DELETE FROM a WHERE id = 11", "DELETE FROM a WHERE id = 12",
        "DELETE FROM a WHERE id BETWEEN 10 AND 19", "DELETE FROM b WHERE id < 5", "DELETE FROM c",
      ]),
  ]

  /// More rows refuse than are looked at one by one.
  @Test(arguments: [
    "DELETE FROM a WHERE id = 2", "DELETE FROM a WHERE id IN (3, 7, 9)", "DELETE FROM a",
    "DELETE FROM a WHERE id > 5 AND id < 2900",
  ])
  func findsTheFirstOfManyRefusals(delete: String) throws {
    let database = "counting_many_\(delete.filter(\.isNumber))"
    try TestServer.create(
      database: database,
      sql: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
        INSERT INTO a SELECT 3001 - n FROM generate_series(1, 3000) n;
        INSERT INTO b SELECT n, 1 + n / 2000 FROM generate_series(1, 15000) n;
        INSERT INTO b SELECT 15000 + n, 100 + n FROM generate_series(1, 2500) n;
        CREATE INDEX ON b (a);
        ANALYZE;
        """)
    let session = try TestServer.session(database: database)
    defer { session.close() }
    let played = try preview(delete, .rows, session).report
    let counted = try preview(delete, .counts, session)
    #expect(counted.isCounted)
    #expect(counted.report.error == played.error)
    #expect(counted.report.effects == played.effects)
    #expect(counted.report.blockers.map(\.rows) == played.blockers.map(\.rows))
    #expect(counted.report.steps.map(\.rows) == played.steps.map(\.rows))
    #expect(counted.report.caveats == played.caveats)
  }

  @Test(arguments: shapes, [1, 2, 3])
  func agrees(shape: Shape, seed: Int) throws {
    let database = "counting_\(seed)_\(shape.testDescription.filter(\.isLetter))"
    try TestServer.create(
      database: database, sql: "SELECT setseed(0.\(seed));\n\(shape.tables)\nANALYZE;")
    let session = try TestServer.session(database: database)
    defer { session.close() }
    for delete in shape.deletes {
      let played = try preview(delete, .rows, session)
      let counted = try preview(delete, .counts, session)
      #expect(counted.isCounted && !played.isCounted, "\(delete)")
      #expect(
        essence(counted.report, shape) == essence(played.report, shape), "\(delete)")
    }
  }

  @Test(arguments: uncounted + uncountedDefaults)
  func givesUp(shape: Shape) throws {
    let database = "uncounted_\(shape.testDescription.filter(\.isLetter))"
    try TestServer.create(database: database, sql: "\(shape.tables)\nANALYZE;")
    let session = try TestServer.session(database: database)
    defer { session.close() }
    for delete in shape.deletes {
      let counted = try preview(delete, .counts, session)
      #expect(!counted.isCounted, "\(delete)")
      #expect(counted.report.outcome == (try preview(delete, .rows, session)).report.outcome)
    }
  }

  private func preview(
    _ delete: String, _ way: DeleteRequest.Way, _ session: BlockingSession
  ) throws -> DeletePlanner {
    var request = DeleteRequest(target: .statement(delete), sampleLimit: 1000)
    request.way = way
    return try session.preview(try DeletePlanner(request, server: session.server))
  }

  /// A report without what may differ: the order of tables and examples, and how it was found.
  private func essence(_ report: DeleteReport, _ shape: Shape) -> DeleteReport {
    var report = report
    report.questionsAsked = 0
    report.questionsAnswered = 0
    report.takenAt = nil
    report.effects.sort { $0.table < $1.table }
    if shape.hasDiamond { report.steps = [] }
    for index in report.steps.indices {
      report.steps[index].sample.sort { "\($0.identity)" < "\($1.identity)" }
    }
    return report
  }
}
