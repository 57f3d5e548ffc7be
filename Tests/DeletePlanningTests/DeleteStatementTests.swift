import SchemaModel
import Testing

@testable import DeletePlanning

/// Finding the clauses of a DELETE, and refusing everything else.
struct DeleteStatementTests {
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
    let statement = try DeleteStatement(example.sql)
    #expect(statement.nameParts == example.name)
    #expect(statement.select(["x"]) == example.select)
  }

  static let refused: [(String, String)] = [
    ("", "there is no statement"),
    ("  ; -- nothing", "there is no statement"),
    ("DELETE FROM a; DELETE FROM b", "more than one statement: a preview takes a single DELETE"),
    ("UPDATE t SET a = 1", "this is an UPDATE, not a DELETE"),
    ("DROP TABLE t", "this is a DROP, not a DELETE"),
    ("hello", "not a DELETE statement"),
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
    ("WITH d AS (SELECT 1) UPDATE t SET a = 1", "this is an UPDATE, not a DELETE"),
    (
      "DELETE FROM t WHERE CURRENT OF c",
      "WHERE CURRENT OF depends on a cursor and cannot be previewed"
    ),
  ]

  @Test(arguments: refused) func refusesEverythingElse(_ sql: String, _ message: String) {
    let error = #expect(throws: StatementError.self) { try DeleteStatement(sql) }
    #expect(error?.message == message)
  }

  @Test func aMegabyteIsRead() throws {
    let list = (0..<120_000).map(String.init).joined(separator: ", ")
    let statement = try DeleteStatement("DELETE FROM t WHERE id IN (\(list))")
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
      DeleteStatement(deleting: rows, of: table).text
        == "DELETE FROM public.\"Order items\" WHERE order_id = '1' AND \"Line\" = 'it''s'")
    #expect(
      DeleteStatement(deleting: [], of: table).text
        == "DELETE FROM public.\"Order items\" WHERE false")
  }
}
