import SchemaModel
import Testing

@testable import SchemaReview

/// Which rows are looked for, and how what was found is told.
@Suite struct BlastRadiusTests {
  private static func key(_ id: UInt32, _ action: ReferentialAction) -> ForeignKey {
    ForeignKey(
      id: id, name: "k\(id)", referencing: .named("c"), referencingColumns: ["a", "B"],
      referenced: .named("p"), referencedColumns: ["x", "y"], onDelete: action)
  }

  private static func graph(_ keys: [ForeignKey], rows: Int64 = 10) -> SchemaGraph {
    SchemaGraph(
      tables: [
        Table(name: .named("p"), columns: []),
        Table(name: .named("c"), columns: [], estimatedRows: rows),
      ], foreignKeys: keys)
  }

  @Test func onlyKeysThatPassADeleteOnAreLookedAtWhereThereAreSome() {
    let keys = [Self.key(1, .restrict), Self.key(2, .cascade), Self.key(3, .setNull)]
    func names(_ keys: [ForeignKey]) -> [String] {
      BlastRadius.searches(in: Self.graph(keys)).flatMap { $0.searches.map(\.key.name) }
    }
    #expect(names(keys) == ["k2", "k3"])
    #expect(names([keys[0]]) == ["k1"])
    #expect(BlastRadius.searches(in: Self.graph(keys), chosen: [.named("c")]).isEmpty)
  }

  @Test func largeTablesAreSampled() {
    let key = Self.key(1, .cascade)
    let small = LargestParent(key, in: Self.graph([key]))
    #expect(
      small.sql == "SELECT c.a::pg_catalog.text, c.\"B\"::pg_catalog.text, pg_catalog.count(*) "
        + "FROM ONLY public.c AS c WHERE c.a IS NOT NULL AND c.\"B\" IS NOT NULL GROUP BY c.a, c.\"B\" "
        + "ORDER BY 3 DESC, 1, 2 LIMIT 1")
    let large = LargestParent(key, in: Self.graph([key], rows: 20_000_000))
    #expect(large.percent == 1)
    #expect(large.sql.contains("AS c TABLESAMPLE SYSTEM (1.0) REPEATABLE (1) WHERE"))
    #expect(large.parent(["u", "v", "30"])?.references == 3000)
    #expect(large.parent(["u", "v", "30"])?.row.description == "x=u y=v")
  }

  @Test func theFarthestReachingComesFirst() {
    func entry(_ id: String, _ deleted: RowCount, refusal: String? = nil) -> BlastRadius.Entry {
      let row = RowIdentity(
        table: .named("p"), key: [ColumnValue(column: "id", value: id)])
      return BlastRadius.Entry(
        row: row, deleted: deleted, updated: .exact(0), tables: 1, levels: 0, refusal: refusal,
        refusing: .exact(3))
    }
    let radius = BlastRadius(
      [entry("1", .exact(5)), entry("2", .atLeast(90), refusal: "k")], isComplete: false)
    #expect(
      radius.text == [
        "deleted  changed  tables  levels  row     outcome",
        "≥ 90     0        1       0       p id=2  REFUSED by k (3 rows)",
        "5        0        1       0       p id=1  succeeds",
        "", "The time limit was reached; the other tables were not looked at.",
      ])
  }
}
