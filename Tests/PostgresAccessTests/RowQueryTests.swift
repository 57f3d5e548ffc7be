import PostgresAccess
import SchemaModel
import Testing

@Suite struct RowQueryTests {
  private let users = Table(
    name: TableName(schema: "public", name: "users"),
    columns: [
      Column(name: "id", type: "integer", isNullable: false), Column(name: "Name", type: "text"),
    ], keys: [Key(name: "users_pkey", columns: ["id"], isPrimary: true)])

  private func sql(
    _ position: RowRequest.Position = .first, equalities: [ColumnValue] = [],
    condition: String? = nil, of table: Table? = nil
  ) -> String {
    let table = table ?? users
    let request = RowRequest(
      table: table.name, equalities: equalities, condition: condition, position: position, limit: 2)
    return RowQuery(request, of: table).query.sql
  }

  private let select = """
    SELECT "id", pg_catalog.left("Name", 4096), CASE WHEN pg_catalog.octet_length("Name") \
    OPERATOR(pg_catalog.>) 4096 THEN pg_catalog.octet_length("Name") END FROM ONLY "public"."users"
    """

  @Test func asksForOneRowMore() {
    #expect(sql() == select + " ORDER BY \"public\".\"users\".\"id\" LIMIT 3")
    #expect(sql(.last) == select + " ORDER BY \"public\".\"users\".\"id\" DESC LIMIT 3")
  }

  @Test func comparesKeys() {
    #expect(
      sql(.after(["7"])) == select
        + " WHERE \"id\" OPERATOR(\"pg_catalog\".>) $1 ORDER BY \"public\".\"users\".\"id\" LIMIT 3"
    )
    var pairs = users
    pairs.keys[0].columns = ["id", "Name"]
    #expect(
      sql(.before(["7", "x"]), of: pairs).contains(
        "WHERE ROW(\"id\", \"Name\") OPERATOR(\"pg_catalog\".<) ROW($1, $2) ORDER BY \"public\".\"users\".\"id\" DESC"
      ))
  }

  @Test func comparesColumnByColumnWhereOperatorsDiffer() {
    var pairs = users
    pairs.keys[0].columns = ["id", "Name"]
    pairs.columns[1].operatorSchema = "extra"
    let expected =
      #"("id" OPERATOR("pg_catalog".>) $1 OR "id" OPERATOR("pg_catalog".=) $1"#
      + #" AND ("Name" OPERATOR("extra".>) $2))"#
    #expect(sql(.after(["7", "x"]), of: pairs).contains(expected))
  }

  @Test func identifiesRowsWithoutKeyByTheirPlace() {
    var heap = users
    heap.keys = []
    let place =
      "\"ctid\" OPERATOR(pg_catalog.<) '(64,0)'::pg_catalog.tid ORDER BY \"public\".\"users\".\"ctid\" LIMIT 3)"
    #expect(sql(of: heap).contains(#", "tableoid", "ctid", CASE"#))
    #expect(sql(of: heap).contains(place))
    heap.kind = .partitioned
    #expect(
      sql(of: heap).hasSuffix(
        #"ORDER BY "public"."users"."tableoid", "public"."users"."ctid" LIMIT 3"#))
  }

  @Test func findsThePlaceOfAnErrorInTheCondition() {
    let condition = "\"Name\" = bad"
    for position in [RowRequest.Position.first, .from(["7"])] {
      let request = RowRequest(table: users.name, condition: condition, position: position)
      let query = RowQuery(request, of: users)
      let sql = query.query.sql
      let offset = sql.firstRange(of: "bad").map { sql[..<$0.lowerBound].count } ?? 0
      func error(at position: Int?) -> ServerError {
        ServerError(sqlstate: "42703", message: "", position: position)
      }
      #expect(query.conditionPosition(of: error(at: offset + 1)) == 10)
      #expect(query.conditionPosition(of: error(at: 1)) == nil)
      #expect(query.conditionPosition(of: error(at: nil)) == nil)
    }
  }

  private func page(_ position: RowRequest.Position, _ rows: [[String?]]) -> RowPage {
    let request = RowRequest(table: users.name, position: position, limit: 2)
    return RowQuery(request, of: users).page(
      from: QueryResult(
        columns: ["id", "Name", "octet_length", "exists"],
        rows: rows.map { $0.dropLast() + [nil] + $0.suffix(1) }))
  }

  @Test func knowsWhetherThereIsMore() {
    let three: [[String?]] = [["1", "a", "f"], ["2", nil, "f"], ["3", "", "f"]]
    let forward = page(.first, three)
    #expect(forward.rows.map { $0.values[1] } == ["a", nil])
    #expect(!forward.hasEarlier && forward.hasLater)
    let backward = page(.before(["9"]), three)
    #expect(backward.rows.map { $0.identity.key[0].value } == ["2", "1"])
    #expect(backward.hasEarlier && backward.hasLater)
    let rest = page(.after(["9"]), Array(three.prefix(2)))
    #expect(rest.hasEarlier && !rest.hasLater)
    #expect(!page(.from(["1"]), three).hasEarlier)
    #expect(page(.from(["2"]), [["2", nil, "t"]]).hasEarlier)
  }
}
