import SchemaModel
import Testing

@testable import DeletePlanning

/// Finding the clauses of a DELETE, and refusing everything else.
struct ChangeStatementTests {
  struct Accepted: Sendable {
    var sql: String
    var name: [String]
    var select: String
  }

  static let accepted = [
    Accepted(sql: "DELETE FROM users", name: ["users"], select: "SELECT x\nFROM \"users\""),
    Accepted(
      sql: "delete from only public.\"Weird \"\"t\" as u where u.id = 1;",
      name: ["public", "Weird \"t"],
      select: "SELECT x\nFROM ONLY \"public\".\"Weird \"\"t\" AS \"u\"\nWHERE u.id = 1"),
    Accepted(
      sql: "DELETE FROM ONLY (Users) * USING a, b WHERE a.x = 'where' RETURNING *",
      name: ["users"],
      select: "SELECT x\nFROM ONLY \"users\",\na, b\nWHERE a.x = 'where'"),
    Accepted(
      sql:
        "WITH d AS (SELECT 1 AS id), e(x) AS MATERIALIZED (VALUES (1)) DELETE FROM t WHERE id IN (SELECT id FROM d)",
      name: ["t"],
      select: """
        WITH d AS (SELECT 1 AS id), e(x) AS MATERIALIZED (VALUES (1))
        SELECT x
        FROM "t"
        WHERE id IN (SELECT id FROM d)
        """),
    Accepted(
      sql: "DELETE /* ; */ FROM t -- where\nWHERE a = $$;'$$ AND b = E'\\'' -- end",
      name: ["t"], select: "SELECT x\nFROM \"t\"\nWHERE a = $$;'$$ AND b = E'\\''"),
    Accepted(
      sql: "DELETE FROM U&\"d\\0061t\\+000061\" WHERE \"a b\" = U&'\\0041'",
      name: ["data"], select: "SELECT x\nFROM \"data\"\nWHERE \"a b\" = U&'\\0041'"),
    Accepted(
      sql: "DELETE FROM t WHERE x = $tag$ it's $ $other$ $tag$",
      name: ["t"], select: "SELECT x\nFROM \"t\"\nWHERE x = $tag$ it's $ $other$ $tag$"),
  ]

  @Test(arguments: accepted) func readsClauses(_ example: Accepted) throws {
    let statement = try ChangeStatement(example.sql)
    #expect(statement.nameParts == example.name)
    #expect(statement.select(["x"]) == example.select)
  }

  static let refused: [(String, String)] = [
    ("", "there is no statement"),
    ("  ; -- nothing", "there is no statement"),
    ("DELETE FROM a; DELETE FROM b", "more than one statement: a preview takes a single one"),
    ("MERGE INTO t", "this is a MERGE, not a DELETE, UPDATE or INSERT"),
    ("UPDATE t SET", "the name of a column is missing"),
    ("UPDATE t SET (a, b) = (1)", "there are 2 columns and 1 values"),
    ("UPDATE t", "SET is missing"),
    (
      "UPDATE t SET a = 1 LIMIT 1",
      "UPDATE has no LIMIT: pick the rows in a subquery, as in WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 10)"
    ),
    ("INSERT t VALUES (1)", "INTO is missing after INSERT"),
    ("INSERT INTO t", "VALUES or a query is missing"),
    ("DROP TABLE t", "this is a DROP, not a DELETE, UPDATE or INSERT"),
    ("hello", "not a DELETE, UPDATE or INSERT statement"),
    ("DELETE t", "FROM is missing after DELETE"),
    ("DELETE FROM", "the name of the table is missing"),
    ("DELETE FROM t WHERE a = $1", "parameters are not supported: put the value in for $1"),
    (
      "DELETE FROM t LIMIT 1",
      "DELETE has no LIMIT: pick the rows in a subquery, as in "
        + "WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 10)"
    ),
    ("DELETE FROM t WHERE", "nothing stands after WHERE"),
    ("DELETE FROM t WHERE a = 'x", "a ' quote is not closed"),
    ("DELETE FROM \"t", "a \" quote is not closed"),
    ("DELETE FROM t /* x", "a /* comment is not closed"),
    ("DELETE FROM t WHERE (a = 1", "a parenthesis is not closed"),
    ("DELETE FROM t WHERE a = 1)", "a parenthesis is closed that was not opened"),
    ("DELETE FROM t WHERE a = $$x", "a $$ quote is not closed"),
    (
      "WITH i AS (INSERT INTO c VALUES (1)) DELETE FROM p",
      "a WITH that writes cannot be previewed: use SELECTs only"
    ),
    (
      "WITH d AS ((DELETE FROM c RETURNING 1)) DELETE FROM p",
      "a WITH that writes cannot be previewed: use SELECTs only"
    ),
    ("WITH d AS (SELECT 1) SELECT 1", "this is a SELECT, not a DELETE, UPDATE or INSERT"),
    (
      "DELETE FROM t WHERE CURRENT OF c",
      "WHERE CURRENT OF depends on a cursor and cannot be previewed"
    ),
  ]

  @Test(arguments: refused) func refusesEverythingElse(_ sql: String, _ message: String) {
    let error = #expect(throws: StatementError.self) { try ChangeStatement(sql) }
    #expect(error?.message == message)
  }

  @Test func readsAnUpdate() throws {
    let statement = try ChangeStatement(
      """
      WITH w AS (SELECT 1) UPDATE ONLY s.t AS x SET a = f(1, 2), "B" = DEFAULT,
        (c, d) = (x.a, DEFAULT), (e, f) = (SELECT 1, 2), g = a IS DISTINCT FROM b
        FROM u WHERE x.a = u.a RETURNING *
      """)
    #expect(statement.command == .update && statement.using == "u" && statement.isOnly)
    #expect(statement.condition == "x.a = u.a" && statement.alias == "x")
    let values: [(String, AssignedValue)] = [
      ("a", .expression("f(1, 2)")), ("B", .defaultValue), ("c", .expression("x.a")),
      ("d", .defaultValue),
      ("e", .expression("(SELECT s.c1 FROM (SELECT 1, 2) AS s(c1, c2))")),
      ("f", .expression("(SELECT s.c2 FROM (SELECT 1, 2) AS s(c1, c2))")),
      ("g", .expression("a IS DISTINCT FROM b")),
    ]
    #expect(statement.assignments == values.map { Assignment(column: $0.0, value: $0.1) })
  }

  @Test func readsInserts() throws {
    func insertion(_ sql: String) throws -> Insertion? { try ChangeStatement(sql).insertion }
    #expect(try insertion("INSERT INTO t DEFAULT VALUES") == Insertion())
    #expect(
      try insertion("INSERT INTO t AS x (a, b) VALUES (1, DEFAULT), (f(1, 2), 'x') RETURNING a")
        == Insertion(
          columns: ["a", "b"],
          source: .values([
            [.expression("1"), .defaultValue], [.expression("f(1, 2)"), .expression("'x'")],
          ])))
    #expect(
      try insertion("INSERT INTO t OVERRIDING USER VALUE SELECT a FROM b JOIN c ON true")
        == Insertion(source: .query("SELECT a FROM b JOIN c ON true"), ignoresIdentityValues: true))
    #expect(
      try insertion("INSERT INTO t (SELECT 1) ON CONFLICT (a) WHERE b DO UPDATE SET c = 1")
        == Insertion(source: .query("(SELECT 1)"), conflict: .update))
    #expect(
      try insertion("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING")
        == Insertion(source: .values([[.expression("1")]]), conflict: .nothing))
    #expect(
      try insertion("INSERT INTO t VALUES (1) UNION SELECT 2")
        == Insertion(source: .query("VALUES (1) UNION SELECT 2")))
  }

  @Test func aMegabyteIsRead() throws {
    let list = (0..<120_000).map(String.init).joined(separator: ", ")
    let statement = try ChangeStatement("DELETE FROM t WHERE id IN (\(list))")
    #expect(statement.condition?.utf8.count == list.utf8.count + 8)
  }

  @Test func pickedRowsBecomeAStatement() {
    let table = Fixture.table("Order items")
    let rows = [
      RowIdentity(
        table: table,
        key: [
          ColumnValue(column: "order_id", value: "1"), ColumnValue(column: "Line", value: "it's"),
        ])
    ]
    #expect(
      ChangeStatement(deleting: rows, of: table).text
        == "DELETE FROM public.\"Order items\" WHERE order_id = '1' AND \"Line\" = 'it''s'")
    func many(_ keys: [[(String, String?)]]) -> String {
      let rows = keys.map { key in
        RowIdentity(table: table, key: key.map { ColumnValue(column: $0.0, value: $0.1) })
      }
      return ChangeStatement(deleting: rows, of: table).condition ?? ""
    }
    #expect(many([[("id", "3")], [("id", "1")]]) == "id IN ('3', '1')")
    #expect(
      many([[("A", "1"), ("b", "x")], [("A", "2"), ("b", "y")]])
        == "(\"A\", b) IN (('1', 'x'), ('2', 'y'))")
    #expect(many([[("id", "3")], [("id", nil)]]) == "(id = '3') OR (id IS NULL)")
    #expect(
      ChangeStatement(deleting: [], of: table).text
        == "DELETE FROM public.\"Order items\" WHERE false")
  }
}
