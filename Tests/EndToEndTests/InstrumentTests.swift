import Foundation
import ProcessTesting
import Testing
import ThrowawayServer

/// `order`, `path`, `graph`, `lint` and `orphans` as scripts use them.
@Suite struct InstrumentTests {
  private func document(_ run: ProgramRun) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(object as? [String: Any])
  }

  @Test func orderTakesRowsFromASchemaThatIsThere() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE SCHEMA staging; CREATE TABLE staging.p (id int); INSERT INTO staging.p VALUES (1);
      """)
    let script = try demo.fkwalk("order", "--format", "sql", "--from", "staging")
    #expect(script.status == 0 && !script.output.contains("INTO staging"), "\(script)")
    try demo.server.load(sql: script.output)
    #expect(try demo.psql("SELECT id FROM p") == "1\n")
    let nowhere = try demo.fkwalk("order", "--format", "sql", "--from", "nosuch")
    #expect(nowhere.status == 1 && nowhere.output.isEmpty, "\(nowhere)")
    #expect(nowhere.errors.contains("schema nosuch"))
  }

  @Test func documentsHaveTheirFormats() throws {
    let demo = try DemoServer()
    for words in [["order"], ["graph"], ["lint"], ["orphans"], ["path", "customers", "products"]] {
      let run = try ProgramRun(
        [Fkwalk.path] + words + ["--format", "json"], changes: demo.variables)
      #expect(try document(run)["format"] as? String == "fkwalk.\(words[0])/1")
      #expect(run.errors.isEmpty)
    }
  }

  @Test func exitStatusSaysWhetherSomethingWasFound() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql("CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int)")
    #expect(try demo.fkwalk("lint").status == 0)
    #expect(try demo.fkwalk("orphans").status == 0)
    try demo.psql(
      "INSERT INTO c VALUES (1); ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p NOT VALID")
    let lint = try demo.fkwalk("lint", "--format", "json")
    #expect(lint.status == 3)
    let findings = try #require(try document(lint)["findings"] as? [[String: Any]])
    #expect(findings.map { $0["code"] as? String } == ["missing_index", "not_valid"])
    #expect(try demo.fkwalk("lint", "--except", "missing_index,not_valid").status == 0)
    #expect(try demo.fkwalk("orphans", "c_p_fkey").status == 3)
    #expect(try demo.fkwalk("orphans", "c(p)", "p").status == 3)
  }

  @Test func ordersNameTheBreaksOfCycles() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE a (id int PRIMARY KEY, b int);
      CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a);
      ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b
      """)
    let run = try demo.fkwalk("order", "--format", "json")
    let groups = try #require(try document(run)["groups"] as? [[String: Any]])
    let breaks = try #require(groups.first?["break"] as? [[String: Any]])
    #expect(groups.count == 1)
    #expect(groups[0]["cycle"] as? Bool == true)
    #expect(breaks.map { $0["constraint"] as? String } == ["a_b"])
    #expect(breaks.map { $0["how"] as? String } == ["null_then_update"])
  }

  @Test func theLargestParentsAreFound() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p ON DELETE CASCADE);
      CREATE TABLE q (id int PRIMARY KEY); CREATE TABLE d (q int REFERENCES q);
      INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1), (2), (2), (2);
      INSERT INTO q VALUES (5); INSERT INTO d VALUES (5), (5)
      """)
    let rows = try #require(
      try document(demo.fkwalk("radius", "--format", "json"))["rows"] as? [[String: Any]])
    #expect(rows.map { $0["table"] as? String } == ["p", "q"])
    #expect(rows.map { $0["deleted"] as? Int } == [4, 1])
    #expect(rows.map { ($0["key"] as? [String: String])?["id"] } == ["2", "5"])
    #expect(rows[1]["refused_by"] as? String == "d_q_fkey")
    #expect(rows[1]["refusing"] as? Int == 2)
    let bounded = try demo.fkwalk("radius", "p", "--max-rows", "1").output
    #expect(bounded.contains("≥") && !bounded.contains("q id=5"))
  }

  @Test func unknownTablesGetTheNearNames() throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk("path", "custmers", "products")
    #expect(run.status == 1)
    #expect(
      run.errors
        == "fkwalk: there is no table custmers that this role can see; did you mean customers?\n")
    #expect(try demo.fkwalk("graph", "--depth", "2").status == 64)
    #expect(try demo.fkwalk("order", "--bulk", "--delete").status == 64)
    #expect(try demo.fkwalk("lint", "--only", "nonsense").status == 64)
    #expect(try demo.fkwalk("orphans", "a(", "b").status == 64)
  }

  @Test func aTimeLimitLeavesALowerBound() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      ALTER DATABASE demo SET enable_indexscan = off;
      ALTER DATABASE demo SET enable_bitmapscan = off;
      CREATE TYPE slow AS (n int);
      CREATE FUNCTION wait(slow, slow) RETURNS bool LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(CASE WHEN $2.n < 3 THEN 0 ELSE 600 END); RETURN false; END $$;
      CREATE FUNCTION cmp(slow, slow) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1.n - $2.n';
      CREATE OPERATOR === (LEFTARG = slow, RIGHTARG = slow, FUNCTION = wait);
      CREATE OPERATOR CLASS slow_ops FOR TYPE slow USING btree AS OPERATOR 3 ===, FUNCTION 1 cmp;
      CREATE TABLE p (id slow); CREATE UNIQUE INDEX ON p (id slow_ops);
      INSERT INTO p VALUES (ROW(0)); CREATE TABLE c (p slow);
      INSERT INTO c SELECT ROW(i)::slow FROM generate_series(1, 5) i;
      ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p (id) NOT VALID
      """)
    let run = try demo.fkwalk("orphans", "k", "--sample", "1", "--timeout", "6", "--format", "json")
    #expect(run.status == 3, "\(run)")
    let document = try document(run)
    let checks = try #require(document["checks"] as? [[String: Any]])
    #expect(document["complete"] as? Bool == false)
    #expect(checks.map { $0["exact"] as? Bool } == [false])
    #expect(checks.map { $0["rows"] as? Int } == [2])
  }

  @Test func hostileNamesReachNoTerminal() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      #"""
      CREATE TABLE "p\#u{1b}[31m" (id text PRIMARY KEY);
      CREATE TABLE "c
      \#u{202e}" (p text CONSTRAINT "k\#u{7}" REFERENCES "p\#u{1b}[31m");
      ALTER TABLE "c
      \#u{202e}" DISABLE TRIGGER ALL; INSERT INTO "c
      \#u{202e}" VALUES (E'x\x1b]0;evil\x07')
      """#)
    for words in [
      ["order"], ["order", "--format", "sql"], ["order", "--bulk"], ["graph"],
      ["graph", "--format", "dot"], ["graph", "--format", "mermaid"], ["lint"], ["orphans"],
      ["graph", "nowhere\u{1b}"],
      ["path", "p\u{1b}[31m", "c\n\u{202e}"],
      ["path", "p\u{1b}[31m", "c\n\u{202e}", "--format", "sql"],
    ] {
      let run = try ProgramRun([Fkwalk.path] + words, changes: demo.variables)
      let text = (run.output + run.errors).unicodeScalars
      #expect(
        text.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x202E) }, "\(words)")
      #expect(text.count > 20)
    }
  }

  @Test func nothingIsWritten() throws {
    let demo = try DemoServer()
    try demo.psql("ALTER TABLE orders DISABLE TRIGGER ALL")
    // Readers tidy pages up where rows have died, also in the catalog.
    try demo.psql("VACUUM")
    let before = try demo.psql("SELECT pg_current_wal_insert_lsn()")
    for words in [["order"], ["graph"], ["lint"], ["orphans", "--all"], ["orphans"]] {
      _ = try ProgramRun([Fkwalk.path] + words, changes: demo.variables)
    }
    #expect(try demo.psql("SELECT pg_current_wal_insert_lsn()") == before)
  }

  @Test func scalableGraphicsComeFromGraphvizOrNotAtAll() throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk("graph", "--format", "svg", changes: ["PATH": "/nowhere"])
    #expect(run.status == 1)
    #expect(run.errors.contains("svg needs Graphviz"))
  }
}
