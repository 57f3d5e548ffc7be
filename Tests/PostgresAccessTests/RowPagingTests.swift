import PostgresAccess
import SchemaModel
import Testing

/// Pages through tables of a real server.
@Suite struct RowPagingTests {
  private static let database = Result {
    try TestServer.create(
      database: "paging",
      sql: OddSchema.extensionType + """
        CREATE TABLE pairs (a int, b text, word extra.ci, note text, data bytea, doc jsonb,
          PRIMARY KEY (a, b));
        INSERT INTO pairs (a, b, word, note)
          SELECT i / 10, 'k' || i % 10, ('W' || i)::extra.ci, nullif(i % 3, 0)
            FROM generate_series(0, 99) i;
        CREATE TABLE mixed (a int, word extra.ci, PRIMARY KEY (a, word));
        INSERT INTO mixed SELECT i / 10, chr(97 + i % 10)::extra.ci
          FROM generate_series(0, 49) i;
        CREATE SEQUENCE s;
        INSERT INTO words VALUES ('Apple', 'Dom', ''), ('banana', NULL, NULL);
        CREATE TABLE heap (n int, filler text);
        INSERT INTO heap SELECT i, repeat('x', 5000) FROM generate_series(1, 50) i;
        CREATE TABLE sparse (n int, filler text);
        ALTER TABLE sparse ALTER filler SET STORAGE PLAIN;
        INSERT INTO sparse SELECT i, repeat('x', 7000) FROM generate_series(1, 1000) i;
        DELETE FROM sparse WHERE n % 20 <> 0;
        CREATE TABLE parts (n int) PARTITION BY LIST (n);
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
        CREATE TABLE parts_2 PARTITION OF parts DEFAULT;
        INSERT INTO parts SELECT i % 4 FROM generate_series(1, 40) i;
        CREATE TABLE big (id int PRIMARY KEY, t text, b bytea, j json, a text[]);
        INSERT INTO big VALUES (1, repeat('x', 100000), decode(repeat('ab', 100000), 'hex'),
          to_json(repeat('x', 100000)), ARRAY[repeat('x', 100000)]), (2, '', '', NULL, '{}');
        CREATE TABLE sorted (id int PRIMARY KEY, n int, t text, plain text NOT NULL, d numeric[]);
        INSERT INTO sorted SELECT i, CASE WHEN i % 5 > 0 THEN i % 4 END,
          CASE WHEN i % 3 > 0 THEN repeat('x', i % 2 * 5000) || i % 7 END, i % 6,
          CASE WHEN i % 4 > 0 THEN ARRAY[i % 3, i] END FROM generate_series(1, 60) i;
        CREATE TABLE sorted_heap AS TABLE sorted;
        CREATE TABLE sorted_parts (LIKE sorted) PARTITION BY HASH (id);
        CREATE TABLE sorted_parts_1 PARTITION OF sorted_parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE sorted_parts_2 PARTITION OF sorted_parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO sorted_parts TABLE sorted;
        CREATE TABLE indexed (id int PRIMARY KEY, n int);
        INSERT INTO indexed SELECT i, CASE WHEN i % 10 > 0 THEN i END FROM generate_series(1, 20000) i;
        CREATE INDEX ON indexed (n, id);
        ANALYZE indexed;
        CREATE TABLE base (id int PRIMARY KEY);
        CREATE TABLE heir () INHERITS (base);
        INSERT INTO base VALUES (1);
        INSERT INTO heir VALUES (2);
        CREATE TABLE "child 1" (x int, a int, b varchar,
          CONSTRAINT up FOREIGN KEY (a, b) REFERENCES pairs (a, b));
        INSERT INTO "child 1" SELECT i, i % 2, 'k1' FROM generate_series(1, 20) i;
        """)
    let session = try TestServer.session(database: "paging")
    return Database(graph: try session.readCatalog())
  }

  private struct Database {
    var graph: SchemaGraph
  }

  private let session: BlockingSession
  private let graph: SchemaGraph

  init() throws {
    graph = try Self.database.get().graph
    session = try TestServer.session(database: "paging")
  }

  private func load(_ request: RowRequest) throws -> RowPage {
    let query = RowQuery(request, of: try #require(graph.table(request.table)))
    return query.page(from: try session.run(query.query))
  }

  private func request(
    _ table: String, equalities: [ColumnValue] = [], condition: String? = nil,
    position: RowRequest.Position = .first, limit: Int = 7
  ) -> RowRequest {
    RowRequest(
      table: TableName(schema: "public", name: table), equalities: equalities,
      condition: condition, position: position, limit: limit)
  }

  private func identities(_ page: RowPage) -> [String] {
    page.rows.map { $0.identity.key.map(\.description).joined(separator: " ") }
  }

  @Test func rowsWithoutAKeyAreKnownByTheirColumns() throws {
    let row = try #require(try load(request("heap", limit: 1)).rows.first)
    #expect(row.identity.description == "n=1 filler=\(String(repeating: "x", count: 60)) (no key)")
    #expect(try load(request("pairs", limit: 1)).rows.first?.identity.details == [])
  }

  /// Forward to the end and back to the start: every row once, in the same order.
  @Test(arguments: ["pairs", "mixed", "heap", "sparse", "parts"])
  func pagesThereAndBack(table: String) throws {
    var page = try load(request(table))
    #expect(!page.hasEarlier)
    var forward = [identities(page)]
    while page.hasLater {
      let last = try #require(page.rows.last).sortKey
      page = try load(request(table, position: .after(last)))
      forward.append(identities(page))
    }
    let all = forward.flatMap { $0 }
    #expect(all.count == (table == "pairs" ? 100 : table == "parts" ? 40 : 50))
    #expect(Set(all).count == all.count)

    page = try load(request(table, position: .last))
    #expect(!page.hasLater)
    var backward = [identities(page)]
    while page.hasEarlier {
      let first = try #require(page.rows.first).sortKey
      page = try load(request(table, position: .before(first)))
      backward.insert(identities(page), at: 0)
    }
    #expect(backward.flatMap { $0 } == all)
  }

  @Test func startsAtAKey() throws {
    let page = try load(request("pairs", position: .from(["3", "k5"]), limit: 2))
    #expect(identities(page) == ["a=3 b=k5", "a=3 b=k6"])
    #expect(page.hasEarlier && page.hasLater)
    #expect(try load(request("pairs", position: .from(["0", "k0"]))).hasEarlier == false)
    #expect(try load(request("pairs", position: .from(["99", ""]))).rows.isEmpty)
  }

  @Test(arguments: ["words", "pairs", "heap", "sparse", "parts"])
  func findsARowByItsIdentity(table: String) throws {
    for row in try load(request(table)).rows {
      #expect(try load(RowRequest(row: row.identity)).rows == [row])
    }
  }

  @Test func comparesAsTheColumnDoes() throws {
    let equality = [ColumnValue(column: "word", value: "w17")]
    #expect(identities(try load(request("pairs", equalities: equality))) == ["a=1 b=k7"])
    let domain = [ColumnValue(column: "other", value: "DOM")]
    #expect(try load(request("words", equalities: domain)).rows.count == 1)
  }

  @Test func tellsNullFromEmpty() throws {
    let isNull = [ColumnValue(column: "plain", value: nil)]
    let isEmpty = [ColumnValue(column: "plain", value: "")]
    #expect(
      try load(request("words", equalities: isNull)).rows.map(\.values) == [["banana", nil, nil]])
    #expect(
      try load(request("words", equalities: isEmpty)).rows.map(\.values) == [["Apple", "Dom", ""]])
  }

  @Test(arguments: [
    "a = 3 OR a = 4", "a IN (3, 4) -- the middle", "pairs.a BETWEEN 3 AND 4 /* of them */",
  ])
  func keepsAConditionTogether(condition: String) throws {
    let equality = [ColumnValue(column: "b", value: "k5")]
    let page = try load(request("pairs", equalities: equality, condition: condition))
    #expect(identities(page) == ["a=3 b=k5", "a=4 b=k5"])
  }

  @Test func saysWhereAConditionIsWrong() throws {
    let query = RowQuery(
      request("pairs", condition: "b = 'ü' AND nonsense > 1", position: .from(["1", "k"])),
      of: try #require(graph.table(TableName(schema: "public", name: "pairs"))))
    let error = try #require(session.runAll([query.query])[0].failure)
    #expect(query.conditionPosition(of: error) == 13)
  }

  @Test(arguments: [
    ("a = 1); DELETE FROM pairs; --", "42601"),
    ("(SELECT count(nextval('s')) FROM pairs) > 0", "25006"),
    ("set_config('transaction_read_only', 'off', false) = 'off'", "25001"),
    (
      "set_config('default_transaction_read_only', 'off', false) = 'off' AND nextval('s') > 0",
      "25006"
    ),
  ])
  func neverWrites(condition: String, sqlstate: String) throws {
    let query = RowQuery(
      request("pairs", condition: condition),
      of: try #require(graph.table(TableName(schema: "public", name: "pairs"))))
    #expect(try session.runAll([query.query])[0].failure?.sqlstate == sqlstate)
    #expect(try load(request("pairs", limit: 200)).rows.count == 100)
  }

  /// Before version 16 READ ONLY transactions can make large objects.
  @Test func undoesWhatReadOnlyLetsPass() throws {
    _ = try? load(request("pairs", condition: "lo_create(0) > 0"))
    let count = Query(name: "count", sql: "SELECT count(*) FROM pg_largeobject_metadata")
    #expect(try session.run(count)[0, 0] == "0")
  }

  @Test func cutsWideValues() throws {
    let rows = try load(request("big")).rows
    #expect(rows[0].values.map { $0?.utf8.count } == [1, 4096, 2050, 4096, 4096])
    #expect(rows[0].wholeLengths == [1: 100_000, 2: 100_000, 3: 100_002, 4: 100_002])
    #expect(rows[1].values == ["2", "", "\\x", nil, "{}"])
    #expect(rows[1].wholeLengths.isEmpty)
  }

  @Test func readsMoreOfAValueOnRequest() throws {
    var request = request("big")
    request.cellLimit = 1_000_000
    let row = try #require(try load(request).rows.first)
    #expect(row.values.map { $0?.utf8.count } == [1, 100_000, 200_002, 100_002, 100_002])
    #expect(row.wholeLengths.isEmpty)
  }

  static let orders: [RowOrder] = ["n", "t", "plain", "id", "d"].flatMap {
    [RowOrder(column: $0), RowOrder(column: $0, isDescending: true)]
  }

  /// There and back by any column, NULLs, long values and equal ones among them, as the server
  /// sorts all rows at once.
  @Test(arguments: orders, ["sorted", "sorted_heap", "sorted_parts"])
  func pagesInAnyOrder(_ order: RowOrder, table: String) throws {
    var request = request(table, limit: 7)
    request.order = order
    var whole = request
    whole.limit = 1000
    let all = identities(try load(whole))
    #expect(all.count == 60 && Set(all).count == 60)
    let values = try load(whole).rows.map { $0.sortKey[0] }
    #expect(values == (try sorted(by: order, table)))

    var page = try load(request)
    var forward = identities(page)
    while page.hasLater {
      request.position = .after(try #require(page.rows.last).sortKey)
      page = try load(request)
      forward += identities(page)
    }
    #expect(forward == all)
    request.position = .last
    page = try load(request)
    var backward = identities(page)
    while page.hasEarlier {
      request.position = .before(try #require(page.rows.first).sortKey)
      page = try load(request)
      backward = identities(page) + backward
    }
    #expect(backward == all)
    for place in [0, 20, 59] {
      request.position = .from(try load(whole).rows[place].sortKey)
      page = try load(request)
      #expect(identities(page) == Array(all[place..<min(60, place + 7)]))
      #expect(page.hasEarlier == (place > 0))
    }
  }

  private func sorted(by order: RowOrder, _ table: String) throws -> [String?] {
    let name = SQLText.identifier(order.column)
    let query = Query(
      name: "all",
      sql: """
        SELECT pg_catalog.left(\(name)::text, 4096) FROM \(table)
        ORDER BY \(name) \(order.isDescending ? "DESC" : "ASC")
        """)
    let result = try session.run(query)
    return (0..<result.rowCount).map { result[$0, 0] }
  }

  @Test func sortsByWhatHasNoOrderOnlyWithAnError() throws {
    var request = request("big")
    request.order = RowOrder(column: "j")
    let query = RowQuery(request, of: try #require(graph.table(request.table)))
    #expect(try session.runAll([query.query])[0].failure?.sqlstate == "42883")
  }

  /// Rows beyond a place are looked up along an index, NULLs or not.
  @Test(arguments: [RowOrder(column: "n"), RowOrder(column: "n", isDescending: true)])
  func readsAnIndexInOrder(_ order: RowOrder) throws {
    var request = request("indexed")
    request.order = order
    for position in [RowRequest.Position.after(["500", "500"]), .before([nil, "500"]), .last] {
      request.position = position
      let query = RowQuery(request, of: try #require(graph.table(request.table))).query
      let plan = try session.run(
        Query(name: "plan", sql: "EXPLAIN " + query.sql, parameters: query.parameters))
      let text = (0..<plan.rowCount).compactMap { plan[$0, 0] }.joined(separator: "\n")
      #expect(!text.contains("Seq Scan") && !text.contains("  Sort  "), "\(text)")
    }
  }

  @Test func leavesOutRowsOfInheritingTables() throws {
    #expect(try load(request("base")).rows.map(\.values) == [["1"]])
  }

  @Test func countsReferencingRows() throws {
    let key = try #require(graph.foreignKeys.first { $0.name == "up" })
    func count(_ values: [String?], cap: Int) throws -> RowCount {
      let request = ReferenceCountRequest(foreignKey: key, referencedValues: values, cap: cap)
      let query = ReferenceCountQuery(request, in: graph)
      return query.count(from: try session.run(query.query))
    }
    #expect(try count(["1", "k1"], cap: 100) == .exact(10))
    #expect(try count(["1", "k1"], cap: 10) == .exact(10))
    #expect(try count(["1", "k1"], cap: 9) == .atLeast(9))
    #expect(try count(["1", "k2"], cap: 9) == .exact(0))
    #expect(try count([nil, "k1"], cap: 9) == .exact(0))
  }
}
