import SchemaModel
import Testing

@testable import PostgresAccess

/// What the server of these tests may be too old for, by literal rows.
@Suite struct CatalogRowsTests {
  @Test(arguments: [
    (120_022, false, false), (150_018, true, false), (180_006, true, true),
  ])
  func asksOnlyForColumnsThereAre(version: Int, hasSetColumns: Bool, hasEnforced: Bool) {
    let sql = CatalogQueries(version: version).constraints
    #expect(sql.contains("confdelsetcols") == hasSetColumns)
    #expect(sql.contains("conenforced") == hasEnforced)
    #expect(sql.contains("conperiod") == hasEnforced)
  }

  /// Names and operators that search_path could redirect.
  @Test func qualifiesEverything() {
    let bareRelation = #/(FROM|JOIN)\s+(?!pg_catalog\.|\(SELECT|\(pg_catalog\.|LATERAL|up\b)/#
    let bareOperator = #/\s(=|<>|<|>|!=|~|LIKE|IN|BETWEEN)\s/#
    let bareType = #/::(?!pg_catalog\.)/#
    for query in CatalogQueries(version: 180_000).all + ReviewQueries.all {
      #expect(query.sql.contains(bareRelation) == false, "\(query.name)")
      #expect(query.sql.contains(bareOperator) == false, "\(query.name)")
      #expect(query.sql.contains(bareType) == false, "\(query.name)")
    }
  }

  @Test func readsTemporalAndUnenforcedKeys() {
    let graph = SchemaAssembly(rows()).graph
    #expect(graph.foreignKeys.count == 1)
    let key = graph.foreignKeys.first
    #expect(key?.hasPeriod == true)
    #expect(key?.isEnforced == false)
    #expect(key?.referencingColumns == ["room", "during"])
    #expect(key?.setColumns == ["room"])
    #expect(key?.supportingIndex == nil)
  }

  @Test(arguments: [
    ("0", "0", 130_022, nil), ("0", "8", 130_022, 0), ("0", "0", 140_000, 0),
    ("-1", "0", 150_018, nil), ("120000000", "9", 150_018, 120_000_000),
  ])
  func tellsUnknownEstimates(tuples: String, pages: String, version: Int, estimate: Int64?) {
    let rows = rows(tuples: tuples, pages: pages, version: version)
    let table = SchemaAssembly(rows).graph.tables.first
    #expect(table?.estimatedRows == estimate)
  }

  private func rows(
    tuples: String = "5", pages: String = "1", version: Int = 180_000
  ) -> CatalogRows {
    func result(_ rows: [[String?]]) -> QueryResult {
      let width = rows.first?.count ?? 1
      return QueryResult(columns: (0..<width).map { "c\($0)" }, rows: rows)
    }
    return CatalogRows(
      [
        result([["10", "public", "stays", "r", tuples, pages, "f", "t"]]),
        result([]),
        result([
          ["10", "1", "room", "23", "-1", "t", "f", "f", "0"],
          ["10", "3", "during", "3904", "-1", "t", "f", "f", "0"],
        ]),
        result([
          ["23", "-1", "integer", "pg_catalog", "f"], ["3904", "-1", "int4range", nil, "f"],
        ]),
        result([]),
        result([["77", "10", "stays_room", "403", "f", "f", "1", "1 3", nil]]),
        result([
          [
            "99", "f", "stays_fkey", "10", "10", "{1,3}", "{1,3}", "77", "n", "a", "s", "f", "f",
            "t",
            "{1}", "f", "t",
          ]
        ]),
      ], version: version)
  }
}
