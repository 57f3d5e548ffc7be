import Foundation
import ProcessTesting
import Testing
import ThrowawayServer

/// `fkwalk preview` as scripts use it: output, documents and exit statuses.
@Suite struct PreviewCommandTests {
  private func document(_ run: ProgramRun) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(object as? [String: Any])
  }

  @Test func successIsToldAndVerified() throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk("preview", "customers", "id=25", "--format", "json", "--verify")
    let document = try document(run)
    #expect(run.status == 0)
    #expect(document["format"] as? String == "fkwalk.preview/1")
    #expect(document["outcome"] as? String == "succeeds")
    #expect(document["error"] is NSNull)
    #expect((document["verification"] as? [String: Any])?["agrees"] as? Bool == true)
    #expect(try demo.psql("SELECT count(*) FROM customers") == "30\n")
  }

  /// The server counts rows of its own catalogs apart.
  @Test func systemCatalogsAreVerifiedToo() throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk("preview", "DELETE FROM pg_description", "--verify")
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(run.output.contains("just as predicted"))
  }

  @Test func refusalIsToldInTheServersWords() throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk("preview", "DELETE FROM customers WHERE id = 1", "--format", "json")
    let document = try document(run)
    let error = try #require(document["error"] as? [String: Any])
    let blockers = try #require(document["blockers"] as? [[String: Any]])
    #expect(run.status == 3)
    #expect(document["outcome"] as? String == "fails")
    #expect(error["constraint"] as? String == "invoices_order_id_fkey")
    #expect(error["at"] as? String == "statement")
    #expect(error["hint"] is NSNull)
    #expect(blockers.first?["constraint"] as? String == "invoices_order_id_fkey")
    let real = try demo.psql("DELETE FROM customers WHERE id = 1")
    #expect(real.contains(try #require(error["message"] as? String)))
    #expect(real.contains(try #require(error["detail"] as? String)))
  }

  @Test func theScriptDeletesWhatTheDeleteCouldNot() throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk("preview", "customers", "id=1", "--format", "sql")
    #expect(run.status == 3)
    #expect(try demo.psql(run.output) == "")
    #expect(try demo.psql("SELECT count(*) FROM customers WHERE id = 1") == "0\n")
  }

  @Test func whatIfChangesTheOutcome() throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk(
      "preview", "customers", "id=1", "--what-if", "invoices_order_id_fkey=cascade",
      "--what-if", "payments_invoice_fkey=cascade")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("What if invoices_order_id_fkey were ON DELETE CASCADE, "))
    #expect(run.output.contains("WOULD SUCCEED"))
  }

  @Test func beforeAndAfterStandSideBySide() throws {
    let demo = try DemoServer()
    let words = ["preview", "customers", "id=1", "--what-if"]
    let rules = ["invoices_order_id_fkey=cascade,deferred", "payments_invoice_fkey=cascade"]
    let run = try demo.fkwalk(words + [rules[0], "--what-if", rules[1], "--format", "json"])
    let whatIf = try #require(try document(run)["what_if"] as? [String: Any])
    let before = try #require(whatIf["before"] as? [String: Any])
    let after = try #require(whatIf["after"] as? [String: Any])
    #expect(before["outcome"] as? String == "fails" && after["outcome"] as? String == "succeeds")
    #expect(before["error"] is [String: Any] && after["error"] is NSNull)
    #expect(before["effects"] is [[String: Any]] && after["effects"] is [[String: Any]])
    let named = whatIf["rules"] as? [String: String]
    #expect(named?["invoices_order_id_fkey"] == "cascade,deferred")
    let text = try demo.fkwalk(words + [rules[0], "--what-if", rules[1]]).output
    #expect(text.contains("as it is") && text.contains("refused by invoices_order_id_fkey (23503)"))
  }

  @Test func checksThatSleepAreNamed() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);
      ALTER TABLE b DISABLE TRIGGER ALL
      """)
    let run = try demo.fkwalk("preview", "INSERT INTO b VALUES (99)", "--verify")
    #expect(run.status == 0 && run.output.contains("disabled_trigger: The triggers of b_a_fkey"))
  }

  @Test func volatileFunctionsAreNotCalled() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE a (id int); INSERT INTO a VALUES (1);
      CREATE FUNCTION loud() RETURNS bool LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION $$called$$; END'
      """)
    let run = try demo.fkwalk("preview", "DELETE FROM a WHERE loud()")
    #expect(run.status == 4 && run.output.contains("volatile_function"))
    #expect(!(run.output + run.errors).contains("called\n"))
  }

  @Test func rowsWithoutAKeyAreCheckedInScripts() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p, note text);
      INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 'x')
      """)
    let script = try demo.fkwalk("preview", "p", "id=1", "--format", "sql").output
    try demo.psql("DELETE FROM c")
    try demo.psql("VACUUM FULL c")
    try demo.psql("INSERT INTO c VALUES (2, 'another')")
    try demo.server.load(sql: script)
    #expect(try demo.psql("SELECT p FROM c") == "2\n")
    #expect(try demo.psql("SELECT id FROM p") == "2\n")
  }

  @Test func theMigrationMakesTheSuppositionReal() throws {
    let demo = try DemoServer()
    let rules = ["invoices_order_id_fkey=cascade,deferred", "payments_invoice_fkey=cascade"]
    let supposed = try demo.fkwalk(
      ["preview", "customers", "id=1"] + rules.flatMap { ["--what-if", $0] })
    let migration = try demo.fkwalk(["migrate"] + rules)
    #expect(migration.status == 0 && migration.output.contains("-- Locks: SHARE ROW EXCLUSIVE"))
    try demo.server.load(sql: migration.output)
    let real = try demo.fkwalk("preview", "customers", "id=1", "--verify")
    #expect(real.status == supposed.status)
    #expect(real.output.contains("just as predicted"))
    let again = try demo.fkwalk(["migrate"] + rules)
    #expect(again.output.contains("is like that already"))
    #expect(try demo.fkwalk("migrate", "nowhere=cascade").status == 1)
    #expect(try demo.fkwalk("migrate", "invoices_order_id_fkey=explode").status == 64)
  }

  @Test(arguments: [
    "UPDATE customers SET id = 1000 WHERE id = 1", "UPDATE orders SET customer_id = 9999",
    "UPDATE orders SET customer_id = 2 WHERE customer_id = 1 RETURNING id",
    "INSERT INTO orders (id, customer_id, ordered_at) VALUES (9000, 9999, now()), (9001, 1, now())",
    "INSERT INTO orders (id, customer_id, ordered_at) SELECT 9000 + id, id, now() FROM customers",
    "WITH w AS (SELECT 1 AS id) UPDATE customers SET id = 2 FROM w WHERE customers.id = w.id",
  ])
  func updatesAndInsertsGoAsPredicted(_ statement: String) throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk("preview", statement, "--format", "json", "--verify")
    let document = try document(run)
    #expect((document["verification"] as? [String: Any])?["agrees"] as? Bool == true)
    #expect(statement.contains(try #require(document["command"] as? String)))
    guard let error = document["error"] as? [String: Any] else {
      #expect(run.status == 0)
      return
    }
    #expect(run.status == 3)
    #expect(try demo.psql(statement).contains(try #require(error["message"] as? String)))
  }

  @Test func aVerifiedInsertSaysThatItUsedUpNumbers() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql("CREATE TABLE t (id serial PRIMARY KEY, name text)")
    let insert = try demo.fkwalk("preview", "INSERT INTO t (name) VALUES ('x')", "--verify")
    #expect(insert.output.hasSuffix("stay used up: those do not roll back.\n"), "\(insert)")
    #expect(try demo.psql("SELECT last_value, is_called FROM t_id_seq") == "1|t\n")
    let delete = try demo.fkwalk("preview", "DELETE FROM t", "--verify")
    #expect(delete.output.contains("just as predicted") && !delete.output.contains("used up"))
  }

  @Test func anUnknownConstraintIsNotPassedOver() throws {
    let demo = try DemoServer(scenario: "chain")
    let run = try demo.fkwalk("preview", "cities", "id=1", "--what-if", "nowhere=cascade")
    #expect(run.status == 1)
    #expect(run.errors.contains("no constraint nowhere"))
  }

  @Test(arguments: [
    [""], ["DELETE FROM a; DELETE FROM b"], ["MERGE INTO customers"],
    ["DELETE FROM customers WHERE id = 'x"], ["customers"], ["customers", "id"], [],
    ["customers", "id=1", "--what-if", "x=explode"],
    ["customers", "id=1", "--what-if", "x=cascade,restrict"],
    ["customers", "id=1", "--what-if", "x=cascade", "--what-if", "x=restrict"],
    ["WITH i AS (INSERT INTO customers DEFAULT VALUES) DELETE FROM customers"],
  ])
  func whatIsNoDeleteIsWrongUsage(_ words: [String]) throws {
    let demo = try DemoServer(scenario: "chain")
    let run = try ProgramRun([Fkwalk.path, "preview"] + words, changes: demo.variables)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  @Test func whatCannotBeDoneIsOneLine() throws {
    let demo = try DemoServer(scenario: "chain")
    for arguments in [
      ["nowhere", "id=1"], ["DELETE FROM nowhere"], ["DELETE FROM cities WHERE x = 1"],
    ] {
      let run = try ProgramRun([Fkwalk.path, "preview"] + arguments, changes: demo.variables)
      #expect(run.status == 1)
      #expect(run.errors.split(separator: "\n").count == 1)
      #expect(run.errors.hasPrefix("fkwalk: "))
    }
    let lost = try Fkwalk.run(
      "preview", "DELETE FROM t", changes: ["PGHOST": "/nowhere", "PGPORT": "1"])
    #expect(lost.status == 1)
    #expect(lost.errors.hasPrefix("fkwalk: cannot connect"))
  }

  @Test func whatCannotBeToldIsNotGivenAsExact() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql(
      """
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM 1; RETURN OLD; END';
      CREATE TRIGGER t BEFORE DELETE ON cities FOR EACH ROW EXECUTE FUNCTION f()
      """)
    let run = try demo.fkwalk("preview", "cities", "id=1", "--format", "json", "--verify")
    let document = try document(run)
    let effects = try #require(document["effects"] as? [[String: Any]])
    #expect(run.status == 4)
    #expect(!effects.isEmpty)
    #expect(effects.allSatisfy { $0["exact"] as? Bool == false })
  }

  /// However much of the preview there was time for, a document says so.
  @Test func aTimeLimitLeavesAnUncertainReport() throws {
    let demo = try DemoServer(scenario: "chain")
    let run = try demo.fkwalk(
      "preview", "DELETE FROM cities WHERE pg_sleep(600) IS NULL", "--timeout", "5",
      "--format", "json")
    let caveats = try #require(try document(run)["caveats"] as? [[String: Any]])
    #expect(run.status == 4)
    #expect(caveats.map { $0["code"] as? String } == ["timeout"])
  }

  /// What was found until then is printed, as lower bounds.
  @Test func interruptingKeepsWhatWasFound() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE);
      CREATE TABLE g (c int REFERENCES c ON DELETE CASCADE);
      INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1), (2, 1); INSERT INTO g VALUES (1);
      """)
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    try demo.holdingLock(on: "g") {
      let run = try ProgramRun(
        [Fkwalk.path, "preview", "DELETE FROM p", "--format", "json"], changes: demo.variables
      ) { preview in
        try eventually("the preview waits") { try demo.psql(waiting) == "1\n" ? () : nil }
        kill(preview, SIGINT)
      }
      let document = try document(run)
      let effects = try #require(document["effects"] as? [[String: Any]])
      let caveats = try #require(document["caveats"] as? [[String: Any]])
      #expect(run.status == 130)
      #expect(run.errors == "fkwalk: interrupted\n")
      #expect(caveats.map { $0["code"] as? String } == ["cancelled"])
      #expect(effects.map { $0["deleted"] as? Int } == [1, 2])
      #expect(effects.allSatisfy { $0["exact"] as? Bool == false })
      #expect(try demo.psql(waiting) == "0\n", "nothing is left running on the server")
    }
  }

  @Test func whatARoleMayNotDoOrReadIsNamed() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE hidden (p int REFERENCES p ON DELETE CASCADE);
      CREATE TABLE seen (p int REFERENCES p ON DELETE CASCADE);
      INSERT INTO p VALUES (1); INSERT INTO hidden VALUES (1); INSERT INTO seen VALUES (1), (1);
      CREATE ROLE reader LOGIN; CREATE ROLE deleter LOGIN;
      GRANT SELECT ON p TO reader, deleter; GRANT DELETE ON p TO deleter;
      GRANT SELECT ON seen TO deleter
      """)
    let reader = try demo.fkwalk("preview", "-U", "reader", "p", "id=1")
    #expect(reader.status == 3)
    #expect(reader.output.contains("GRANT DELETE ON public.p TO reader lets it begin"))
    #expect(!reader.output.contains("No row would be"))
    let deleter = try demo.fkwalk("preview", "-U", "deleter", "p", "id=1")
    #expect(deleter.status == 4)
    #expect(deleter.output.contains("UNKNOWN ?  hidden.p"))
    #expect(deleter.output.contains("DELETE 1  p\n") && deleter.output.contains("DELETE 2  seen.p"))
    #expect(!deleter.output.contains("about 0"))
  }

  @Test func aNewRowThatIsRefusedIsToldByWhatItReferences() throws {
    let demo = try DemoServer()
    let run = try demo.fkwalk(
      "preview", "INSERT INTO orders (customer_id) VALUES (99999)", "--format", "text")
    #expect(run.status == 3)
    #expect(run.output.hasPrefix("REFUSED: null value in column \"id\""))
    #expect(run.output.contains("       customer_id=99999\n"))
  }

  @Test func controlCharactersInDataAreEscaped() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql(
      """
      CREATE TABLE "p\u{1b}[31m" (id text PRIMARY KEY);
      CREATE TABLE c (p text CONSTRAINT "k\u{7}" REFERENCES "p\u{1b}[31m");
      INSERT INTO "p\u{1b}[31m" VALUES (E'x\\x1b]0;evil\\x07\\n');
      INSERT INTO c SELECT id FROM "p\u{1b}[31m"
      """)
    let run = try demo.fkwalk("preview", "DELETE FROM \"p\u{1b}[31m\"")
    #expect(run.status == 3)
    #expect(run.output.contains("\\x1b]0;evil"))
    #expect((run.output + run.errors).unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }

  /// CREATE INDEX CONCURRENTLY is not for partitioned tables.
  @Test func missingIndexesOfPartitionsCanBeMade() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql(
      """
      CREATE TABLE one (id int PRIMARY KEY);
      CREATE TABLE many (id int, one int REFERENCES one) PARTITION BY LIST (id);
      CREATE TABLE many_1 PARTITION OF many FOR VALUES IN (1);
      CREATE TABLE loose (id int, one int) PARTITION BY LIST (id);
      CREATE TABLE loose_1 PARTITION OF loose FOR VALUES IN (1);
      ALTER TABLE loose_1 ADD FOREIGN KEY (one) REFERENCES one;
      INSERT INTO one VALUES (1);
      INSERT INTO many VALUES (1, 1);
      INSERT INTO loose VALUES (1, 1);
      """)
    let preview = ["preview", "one", "id=1", "--format", "json"]
    let indexes = try document(demo.fkwalk(preview))["missing_indexes"] as? [[String: Any]] ?? []
    let creates = indexes.compactMap { $0["create"] as? String }.sorted()
    #expect(
      creates == [
        "CREATE INDEX CONCURRENTLY ON public.loose_1 (one);", "CREATE INDEX ON public.many (one);",
      ])
    for create in creates { #expect(try demo.psql(create) == "") }
    let rest = try document(demo.fkwalk(preview))["missing_indexes"] as? [[String: Any]]
    #expect(rest?.isEmpty == true)
  }
}
