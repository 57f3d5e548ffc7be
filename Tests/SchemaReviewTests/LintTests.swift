import PostgresAccess
import SchemaModel
import Testing

@testable import SchemaReview

/// Each finding is found, and gone once its fix has run; nothing else is found.
@Suite struct LintTests {
  private func findings(_ server: ReviewServer) throws -> [Finding] {
    let session = try server.session()
    defer { session.close() }
    let lint = Lint(try session.readFacts())
    return lint.findings(missingDefaults: try session.missingDefaults(lint))
  }

  @Test(arguments: LintCase.all) func fixMends(_ test: LintCase) throws {
    let server = try ReviewServer(
      "CREATE TABLE p (id int PRIMARY KEY, a int, b int);" + LintCase.clean)
    guard server.version >= test.since else { return }
    try server.run(test.sql)
    let found = try findings(server)
    #expect(Set(found.map(\.code)) == Set([test.code] + test.others), "\(found.map(\.message))")
    let fixes = found.filter { $0.code == test.code }.flatMap(\.fix)
    #expect(fixes.isEmpty == !test.isMended)
    guard test.isMended else { return }
    try server.run(fixes)
    let left = try findings(server)
    #expect(Set(left.map(\.code)) == Set(test.others), "\(left.map(\.message))")
    #expect(try server.passingNames() == [])
  }

  @Test func everyCodeHasACase() {
    #expect(Set(LintCase.all.map(\.code)) == Set(LintCode.allCases))
  }

  @Test func aSoundSchemaHasNoFindings() throws {
    #expect(try findings(try ReviewServer(LintCase.clean)) == [])
  }

  @Test func onlyConstantDefaultsAreLookedFor() {
    for text in [
      "0", "(-1)", "'a b'::character varying(5)", "'x''y'::public.\"Mood\"", "NULL::text", "true",
      "1.5::numeric(3,1)", "'2020-01-01'::timestamp without time zone",
    ] {
      #expect(Lint.isConstant(text), "\(text)")
    }
    for text in ["now()", "nextval('s'::regclass)", "(1 + 2)", "f('a')", "'a' || 'b'", "x"] {
      #expect(!Lint.isConstant(text), "\(text)")
    }
  }

  /// What the findings say of a delete, on the server: `firstKey` is made before the others.
  private func deleting(_ firstKey: String, _ keys: [String]) throws -> (String, [Finding]) {
    let server = try ReviewServer(
      """
      CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY);
      CREATE TABLE x (id int PRIMARY KEY); CREATE TABLE y (id int PRIMARY KEY);
      CREATE TABLE c (id int PRIMARY KEY, t int UNIQUE REFERENCES t ON DELETE RESTRICT);
      INSERT INTO p VALUES (1); INSERT INTO t VALUES (1); INSERT INTO x VALUES (1);
      INSERT INTO y VALUES (1); INSERT INTO c VALUES (1, 1);
      """)
    for key in [firstKey] + keys.filter({ $0 != firstKey }) {
      let tables = key.split(separator: ">")
      try server.run(
        "ALTER TABLE \(tables[0]) ADD FOREIGN KEY (id) REFERENCES \(tables[1]) ON DELETE CASCADE")
    }
    let found = try findings(server)
    func outcome() throws -> String {
      try server.run(
        """
        CREATE OR REPLACE FUNCTION try() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
          DELETE FROM p; SET CONSTRAINTS ALL IMMEDIATE; RAISE SQLSTATE 'FK000'; EXCEPTION
          WHEN SQLSTATE 'FK000' THEN RETURN 'done'; WHEN integrity_constraint_violation THEN
          RETURN 'refused'; END $$; DROP TABLE IF EXISTS outcome;
        CREATE TABLE outcome AS SELECT try();
        """)
      return try server.rows("SELECT * FROM outcome")[0]
    }
    let before = try outcome()
    try server.run(found.flatMap(\.fix))
    #expect(try outcome() == "done")
    return (before, found)
  }

  @Test func firingOrderIsAsTheServersIs() throws {
    let level = ["t>p", "x>p", "c>x"]
    let (refused, found) = try deleting("t>p", level)
    #expect(refused == "refused")
    #expect(found.map(\.code) == [.firingOrder])
    #expect(found.map(\.severity) == [.warning])
    #expect(try deleting("x>p", level).0 == "done")
    let late = ["t>p", "x>p", "y>x", "c>y"]
    for first in late {
      let (outcome, found) = try deleting(first, late)
      #expect(outcome == "refused")
      #expect(found.map(\.severity) == [.info])
    }
    let early = ["t>x", "x>p", "c>p"]
    for first in early {
      let (outcome, found) = try deleting(first, early)
      #expect(outcome == "done")
      #expect(found.isEmpty)
    }
  }

  @Test func severityDecidesTheOrder() throws {
    let server = try ReviewServer(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (a int NOT NULL REFERENCES p ON DELETE SET NULL, b int REFERENCES p);
      """)
    let found = try findings(server)
    #expect(found.map(\.severity) == [.error, .warning, .warning])
  }

  @Test func hostileNamesMakeFixesThatRun() throws {
    let server = try ReviewServer(
      #"""
      CREATE SCHEMA U&"s\000a""x";
      CREATE TABLE U&"s\000a""x"."P" ("i d" int PRIMARY KEY);
      CREATE TABLE U&"s\000a""x"."c;--" ("r'f" int NOT NULL,
        CONSTRAINT "k "";" FOREIGN KEY ("r'f") REFERENCES U&"s\000a""x"."P" ON DELETE SET NULL);
      """#)
    let found = try findings(server)
    #expect(found.map(\.code) == [.setNullNotNull, .missingIndex])
    try server.run(found.flatMap(\.fix))
    #expect(try findings(server) == [])
  }
}
