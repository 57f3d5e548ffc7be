import PostgresAccess
import SchemaModel
import Testing

@testable import SchemaReview

/// Rows without a parent, found and mended on a server.
@Suite struct OrphanTests {
  private static let schema = """
    CREATE TABLE p (id int PRIMARY KEY, t int, UNIQUE (t, id));
    INSERT INTO p VALUES (1, 1), (2, 1);
    CREATE TABLE c (id int PRIMARY KEY, p int, t int);
    INSERT INTO c VALUES (1, 1, 1), (2, 9, 1), (3, NULL, 1), (4, 8, NULL), (5, 2, 1);
    """

  private func report(
    _ server: ReviewServer, sample: Int = 5,
    _ checks: (SchemaFacts) -> [OrphanCheck] = { OrphanCheck.doubtful(in: $0) }
  ) throws -> OrphanReport {
    let session = try server.session()
    defer { session.close() }
    let facts = try session.readFacts()
    let found = try session.findOrphans(checks(facts), sample: sample)
    return OrphanReport(
      results: found.results, isComplete: found.isComplete, keys: facts.keys.count)
  }

  @Test func constraintsThatHoldAreLeftAloneUnlessAskedFor() throws {
    let server = try ReviewServer("CREATE TABLE a (id int PRIMARY KEY, a int REFERENCES a)")
    #expect(try report(server).results.isEmpty)
    #expect(
      try report(server).text == [
        "nothing to look at: all of 1 foreign key are enforced and validated; --all looks at them "
          + "all the same"
      ])
    let all = try report(server) { OrphanCheck.doubtful(in: $0, all: true) }
    #expect(all.results.map(\.rows) == [.exact(0)])
  }

  @Test(arguments: [0, 1]) func eachFixMends(_ choice: Int) throws {
    let server = try ReviewServer(
      Self.schema + "ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p NOT VALID")
    let found = try report(server)
    let result = try #require(found.results.first)
    #expect(result.check.reason == .notValid)
    #expect(result.rows == .exact(2))
    #expect(result.sample == [["2", "9"], ["4", "8"]])
    let fixes = result.check.fixes(hasOrphans: true)
    #expect(fixes.map(\.safety) == ["careful", "risky", "safe"])
    try server.run(fixes[choice].sql + fixes[2].sql)
    #expect(try report(server).results.isEmpty)
    #expect(try server.rows("SELECT count(*) FROM c") == [choice == 0 ? "5" : "3"])
  }

  @Test func samplesAreBoundedAndCountsExact() throws {
    let server = try ReviewServer(
      Self.schema + """
        INSERT INTO c SELECT i, -i FROM generate_series(10, 1009) i;
        ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p NOT VALID
        """)
    let result = try #require(try report(server, sample: 3).results.first)
    #expect(result.sample.count == 3)
    #expect(result.rows == .exact(1002))
    #expect(try report(server, sample: 0).results.first?.rows == .exact(1002))
  }

  @Test func nullsCountAsTheMatchTypeSays() throws {
    let server = try ReviewServer(
      Self.schema + """
        ALTER TABLE c ADD CONSTRAINT simple FOREIGN KEY (t, p) REFERENCES p (t, id) NOT VALID;
        ALTER TABLE c ADD CONSTRAINT whole FOREIGN KEY (t, p) REFERENCES p (t, id) MATCH FULL
          NOT VALID
        """)
    let results = try report(server).results
    #expect(results.map(\.check.key.name) == ["simple", "whole"])
    #expect(results.map { $0.sample.map { $0[0] } } == [["2"], ["2", "3", "4"]])
    let fixes = results[1].check.fixes(hasOrphans: true)
    try server.run(fixes[0].sql + fixes[2].sql)
    #expect(try report(server).results.map(\.rows) == [.exact(0)])
  }

  @Test func disabledTriggersOfPartitionsLeadToTheConstraint() throws {
    let server = try ReviewServer(
      Self.schema + """
        CREATE TABLE d (id int, p int CONSTRAINT k REFERENCES p) PARTITION BY LIST (id);
        CREATE TABLE d1 PARTITION OF d FOR VALUES IN (1) PARTITION BY LIST (p);
        CREATE TABLE d11 PARTITION OF d1 DEFAULT;
        ALTER TABLE d11 DISABLE TRIGGER ALL;
        INSERT INTO d VALUES (1, 1), (1, 77);
        """)
    let result = try #require(try report(server).results.first)
    #expect(result.check.reason == .bypassed)
    #expect(result.rows == .exact(1))
    let fixes = result.check.fixes(hasOrphans: true)
    try server.run(fixes[0].sql + fixes[2].sql)
    #expect(try report(server).results.isEmpty)
    #expect(try server.rows("SELECT count(p) FROM d") == ["1"])
  }

  @Test func undeclaredReferencesAreLookedAtAndDeclared() throws {
    let server = try ReviewServer(Self.schema)
    func checks(_ facts: SchemaFacts) -> [OrphanCheck] {
      [OrphanCheck(.named("c"), ["t", "p"], to: .named("p"), ["t", "id"], in: facts)]
    }
    let result = try #require(try report(server, checks).results.first)
    #expect(result.check.reason == .notDeclared)
    #expect(result.rows == .exact(1))
    let fixes = result.check.fixes(hasOrphans: true)
    try server.run(fixes[1].sql + fixes[2].sql)
    #expect(try report(server, checks).results.map(\.check.reason) == [.asked])
    #expect(try server.graph().foreignKeys.map(\.isValidated) == [true])
  }

  @Test func theConstraintsOwnOperatorsCompare() throws {
    let server = try ReviewServer(
      """
      CREATE TABLE n (id numeric PRIMARY KEY); INSERT INTO n VALUES (1.00);
      CREATE TABLE m (n int); INSERT INTO m VALUES (1), (2);
      ALTER TABLE m ADD FOREIGN KEY (n) REFERENCES n NOT VALID;
      CREATE TABLE heirs () INHERITS (n); INSERT INTO heirs VALUES (2);
      """)
    let result = try #require(try report(server).results.first)
    #expect(result.check.rowKey == ["ctid"])
    #expect(result.sample == [["(0,2)", "2"]])
  }

  @Test func periodsMustBeCoveredTogether() throws {
    let server = try ReviewServer("")
    guard server.version >= 180_000 else { return }
    try server.run(
      """
      CREATE TABLE rooms (id int4range, during int4range,
        PRIMARY KEY (id, during WITHOUT OVERLAPS));
      INSERT INTO rooms VALUES ('[1,2)', '[1,5)'), ('[1,2)', '[5,9)');
      CREATE TABLE stays (id int PRIMARY KEY, room int4range, during int4range);
      INSERT INTO stays VALUES (1, '[1,2)', '[2,8)'), (2, '[1,2)', '[8,10)'), (3, NULL, '[1,2)');
      ALTER TABLE stays ADD CONSTRAINT k FOREIGN KEY (room, PERIOD during)
        REFERENCES rooms (id, PERIOD during) NOT VALID;
      """)
    let result = try #require(try report(server).results.first)
    #expect(result.sample.map { $0[0] } == ["2"])
    let fixes = result.check.fixes(hasOrphans: true)
    try server.run(fixes.flatMap(\.sql))
    #expect(try report(server).results.isEmpty)
  }

  @Test func whatRowSecurityHidesIsNoOrphan() throws {
    let server = try ReviewServer(
      Self.schema + """
        ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p NOT VALID;
        DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'looker')
          THEN CREATE ROLE looker LOGIN; END IF; END $$;
        GRANT SELECT ON c, p TO looker; ALTER TABLE p ENABLE ROW LEVEL SECURITY;
        """)
    let session = try server.session(user: "looker")
    defer { session.close() }
    let facts = try session.readFacts()
    let found = try session.findOrphans(OrphanCheck.doubtful(in: facts), sample: 5)
    #expect(found.results.map(\.error?.sqlstate) == ["42501"])
    let report = OrphanReport(results: found.results, keys: 1)
    #expect(!report.hasFound)
    #expect(report.failure?.sqlstate == "42501")
  }
}
