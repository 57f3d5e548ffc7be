import Foundation
import ProcessTesting
import Testing
import ThrowawayServer

/// `fkwalk explain` on a real server: what it reads there, and that its SQL does what it says.
@Suite struct ExplainCommandTests {
  private struct Fix: Decodable {
    var title: String
    var sql: String
    var safety: String
  }

  private struct Live: Decodable {
    var still_holds: Bool?
    var parent_exists: Bool?
    var child_rows: Int?
    var nearest_keys: [[String]]
    var problem: String?
  }

  private struct Violation: Decodable {
    var constraint: String?
    var form: String?
    var columns: [String]?
    var values: [String]?
    var fixes: [Fix]
    var live: Live?
  }

  private struct Document: Decodable { var violations: [Violation] }

  /// What explain says of the error that a statement really raises.
  private func explain(
    _ text: String, _ demo: DemoServer, isOffline: Bool = false, _ options: String...
  ) throws -> Violation {
    let folder = try TemporaryFolder()
    let file = folder.path + "/error.txt"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let changes = isOffline ? ["PGDATABASE": "", "PGHOST": "/nowhere"] : [:]
    let run = try ProgramRun(
      [Fkwalk.path, "explain", file, "--format", "json"] + options,
      changes: demo.variables.merging(changes) { $1 })
    #expect(run.status == 0, "\(run.errors)")
    let document = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
    return try #require(document.violations.first, "\(text)")
  }

  /// Carries each fix out in a copy of the database, and checks that it left what it promised.
  private func check(
    _ statement: String, parent: String, _ demo: DemoServer, isOffline: Bool = false
  ) throws {
    let error = try demo.psql(statement)
    #expect(error.contains("violates"), "\(error)")
    let violation = try explain(error, demo, isOffline: isOffline)
    #expect(!violation.fixes.isEmpty, "\(error)")
    #expect(violation.live == nil || !isOffline)
    // Which other parent is meant only a person can say.
    let fixes = violation.fixes.filter { !$0.title.hasPrefix("Point the child") }
    for (number, fix) in fixes.enumerated() {
      let copy = "copy\(number)"
      var variables = demo.variables
      variables["PGDATABASE"] = "postgres"
      let recreate = [
        "-c", "DROP DATABASE IF EXISTS \(copy)", "-c", "CREATE DATABASE \(copy) TEMPLATE demo",
      ]
      let created = try ProgramRun(["psql", "-Xq"] + recreate, changes: variables)
      #expect(created.status == 0, "\(created.errors)")
      variables["PGDATABASE"] = copy
      // What a person does meanwhile: the child first, then its parent.
      let work = "\(statement);\n\(parent);"
      let sql = fix.sql.replacingOccurrences(
        of: "-- insert children and parents in any order", with: work
      ).replacingOccurrences(of: "-- load", with: work)
      let script = try MemoryFile(holding: sql)
      let psql = [
        "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-v", "value1=2", "-v", "value2=2026-01-01", "-f",
      ]
      let done = try ProgramRun(
        psql + ["/proc/\(getpid())/fd/\(script.descriptor)"], changes: variables)
      #expect(done.status == 0, "\(fix.title)\n\(sql)\n\(done.errors)")
      if fix.safety == "safe" || sql.contains(work) || fix.title.hasPrefix("Delete the child") {
        continue
      }
      // Now the statement passes.
      let again = try ProgramRun(
        ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-c", statement], changes: variables)
      #expect(again.status == 0, "\(fix.title)\n\(sql)\n\(again.errors)")
    }
  }

  @Test func fixesOfTheShopDoWhatTheySay() throws {
    let demo = try DemoServer()
    let customer = "INSERT INTO customers (id, name, joined_on) VALUES (9000, 'x', now())"
    try check(
      "INSERT INTO orders (id, customer_id, ordered_at) VALUES (9000, 9000, now())",
      parent: customer, demo)
    try check(
      "INSERT INTO order_items (order_id, line, product_id) VALUES (9000, 1, 1)",
      parent: "INSERT INTO orders (id, customer_id, ordered_at) VALUES (9000, 2, now())", demo)
    try check(
      "DELETE FROM invoices WHERE number IN (SELECT invoice FROM payments LIMIT 1)",
      parent: "SELECT 1", demo)
  }

  /// Names as PostgreSQL makes them tell the columns of both sides.
  @Test func fixesWithoutADatabaseDoWhatTheySay() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE parents (id int PRIMARY KEY, name text);
      CREATE TABLE kids (id int PRIMARY KEY, parent_id int REFERENCES parents);
      INSERT INTO parents VALUES (1); INSERT INTO kids VALUES (1, 1);
      """)
    try check(
      "INSERT INTO kids VALUES (2, 7)", parent: "INSERT INTO parents VALUES (7)", demo,
      isOffline: true)
    try check("DELETE FROM parents", parent: "SELECT 1", demo, isOffline: true)
    try check("UPDATE parents SET id = 5", parent: "SELECT 1", demo, isOffline: true)
  }

  private static let nasty = #"""
    CREATE SCHEMA "My Shop";
    CREATE TABLE "My Shop"."Pär ""ent""" ("the id" int, "b, c" text, PRIMARY KEY ("the id", "b, c"));
    CREATE TABLE "My Shop"."select" ("order" int, "group" text, CONSTRAINT "fk, of 'mine'"
      FOREIGN KEY ("order", "group") REFERENCES "My Shop"."Pär ""ent""" MATCH FULL);
    CREATE TABLE late (id int PRIMARY KEY, up int REFERENCES late DEFERRABLE INITIALLY DEFERRED);
    CREATE TABLE hall (id int PRIMARY KEY);
    CREATE TABLE seat (id int, day int, hall int REFERENCES hall) PARTITION BY RANGE (day);
    CREATE TABLE seat_1 PARTITION OF seat FOR VALUES FROM (0) TO (10);
    CREATE TABLE term (id int, day int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
    CREATE TABLE term_1 PARTITION OF term FOR VALUES FROM (0) TO (10);
    CREATE TABLE term_2 PARTITION OF term FOR VALUES FROM (10) TO (20);
    CREATE TABLE mark (term int, day int, FOREIGN KEY (term, day) REFERENCES term);
    INSERT INTO "My Shop"."Pär ""ent""" VALUES (1, 'it''s, 2');
    INSERT INTO "My Shop"."select" VALUES (1, 'it''s, 2');
    INSERT INTO late VALUES (1, NULL), (2, 1);
    INSERT INTO hall VALUES (1); INSERT INTO seat VALUES (1, 1, 1);
    INSERT INTO term VALUES (1, 1), (2, 15); INSERT INTO mark VALUES (1, 1), (2, 15);
    """#

  @Test func fixesOfANastySchemaDoWhatTheySay() throws {
    let demo = try DemoServer(scenario: "none")
    #expect(try demo.psql(Self.nasty) == "")
    let parent = #""My Shop"."Pär ""ent""""#
    try check(
      #"INSERT INTO "My Shop"."select" VALUES (7, 'a, b')"#,
      parent: "INSERT INTO \(parent) VALUES (7, 'a, b')", demo)
    try check(#"INSERT INTO "My Shop"."select" VALUES (7, NULL)"#, parent: "SELECT 1", demo)
    try check("DELETE FROM \(parent)", parent: "SELECT 1", demo)
    try check("INSERT INTO late VALUES (8, 9)", parent: "INSERT INTO late VALUES (9, NULL)", demo)
    try check("INSERT INTO seat VALUES (2, 2, 5)", parent: "INSERT INTO hall VALUES (5)", demo)
    try check("DELETE FROM hall", parent: "SELECT 1", demo)
    try check("INSERT INTO mark VALUES (3, 3)", parent: "INSERT INTO term VALUES (3, 3)", demo)
    try check("DELETE FROM term_1", parent: "SELECT 1", demo)
    try check("ALTER TABLE term DETACH PARTITION term_2", parent: "SELECT 1", demo)
  }

  @Test func saysWhatTheDatabaseSaysNow() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (p int CONSTRAINT same REFERENCES p);
      CREATE SCHEMA other; CREATE TABLE other.p (id int PRIMARY KEY);
      CREATE TABLE other.c (p int CONSTRAINT same REFERENCES other.p);
      INSERT INTO p VALUES (3), (8), (9); INSERT INTO c VALUES (3), (3);
      """)
    let missing = try demo.psql("INSERT INTO c VALUES (7)")
    var live = try #require(try explain(missing, demo).live)
    #expect(live.still_holds == true)
    #expect(live.nearest_keys == [["3"], ["8"], ["9"]])
    try demo.psql("INSERT INTO p VALUES (7)")
    live = try #require(try explain(missing, demo).live)
    #expect(live.still_holds == false)
    let referenced = try demo.psql("DELETE FROM p WHERE id = 3")
    live = try #require(try explain(referenced, demo).live)
    #expect(live.child_rows == 2)
    try demo.psql("DELETE FROM c")
    live = try #require(try explain(referenced, demo).live)
    #expect(live.child_rows == 0)
    // The other schema's constraint, where the error's fields say so.
    let verbose = missing + "SCHEMA NAME:  other\n"
    live = try #require(try explain(verbose, demo).live)
    #expect(live.parent_exists == false)
  }

  /// Cascading alone would not do: grandchildren refuse.
  @Test func offersNothingThatCannotWork() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (id int PRIMARY KEY, p int NOT NULL REFERENCES p);
      CREATE TABLE g (c int NOT NULL REFERENCES c);
      INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (10, 1); INSERT INTO g VALUES (10);
      """)
    let error = try demo.psql("DELETE FROM p WHERE id = 1")
    let fixes = try explain(error, demo).fixes
    #expect(!fixes.isEmpty && !fixes.contains { $0.sql.contains("CASCADE") })
    let point = try #require(fixes.first { $0.title.hasPrefix("Point the child") })
    #expect(point.safety == "careful")
    #expect(point.sql == "UPDATE public.c SET p = :'value1' WHERE p = '1';")
    let all = try #require(fixes.last)
    #expect(all.title == "Delete everything that is in the way, children first")
    try demo.server.load(sql: all.sql)
    let left = try demo.psql("SELECT count(*) FROM g UNION ALL SELECT id FROM p")
    #expect(left == "0\n2\n")
  }

  /// Where the text does not say which, the constraint that is violated is meant.
  @Test func findsTheConstraintThatIsViolated() throws {
    let demo = try DemoServer(scenario: "none")
    for schema in ["a", "b"] {
      try demo.psql(
        """
        CREATE SCHEMA \(schema); CREATE TABLE \(schema).p (id int PRIMARY KEY);
        CREATE TABLE \(schema).c (p int CONSTRAINT same REFERENCES \(schema).p);
        """)
    }
    try demo.psql("INSERT INTO a.p VALUES (7), (8); INSERT INTO b.p VALUES (8)")
    try demo.psql("INSERT INTO b.c VALUES (8)")
    let missing = try demo.psql("INSERT INTO b.c VALUES (7)")
    var found = try explain(missing, demo)
    #expect(found.live?.still_holds == true)
    #expect(found.fixes.contains { $0.sql.hasPrefix("INSERT INTO b.p") })
    let referenced = try demo.psql("DELETE FROM b.p WHERE id = 8")
    found = try explain(referenced, demo)
    #expect(found.live?.child_rows == 1)
    // Where none is violated any more, the first one is shown.
    try demo.psql("DELETE FROM b.c")
    found = try explain(referenced, demo)
    #expect(found.live?.still_holds == false)
    #expect(found.fixes.contains { $0.sql.contains("a.c") })
  }

  @Test func saysWhatItMayNotRead() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p);
      CREATE ROLE nobody_here LOGIN;
      """)
    let error = try demo.psql("INSERT INTO c VALUES (7)")
    let live = try #require(
      try explain(error, demo, isOffline: false, "-U", "nobody_here").live)
    #expect(live.problem?.contains("permission denied") == true)
    let gone = error.replacingOccurrences(of: "c_p_fkey", with: "no_such")
    #expect(
      try explain(gone, demo).live?.problem == "this database has no such constraint")
  }

  @Test func explainsWithoutADatabaseThatCannotBeReached() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/error.txt"
    let text = "Key (customer_id)=(99) is not present in table \"customers\"."
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let run = try Fkwalk.run(
      "explain", file, "-d", "host=\(folder.path) dbname=nothing", "--timeout", "20")
    #expect(run.status == 0)
    #expect(run.output.contains("the parent row is missing"))
    #expect(run.errors.hasSuffix("explained from the text alone\n"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func readsOnWhereTheTextIsNoText() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/error.log"
    var bytes: [UInt8] = []
    for number in 0..<200_000 { bytes += Array("\(number) \u{0}noise ".utf8) + [0xFF, 0xFE, 0x0A] }
    let message = Array("Key (customer_id)=(99) is not present in table \"customers\".\n".utf8)
    bytes += message
    try Data(bytes + bytes).write(to: URL(fileURLWithPath: file))
    let run = try Fkwalk.run(
      "explain", file, changes: ["PGDATABASE": "", "PGHOST": "", "PGSERVICE": ""])
    #expect(run.status == 0)
    #expect(run.output.contains("(told 2 times)"))
  }
}
