import SchemaModel
import Testing

@testable import SchemaReview

/// The graph drawn in each format.
@Suite struct GraphDrawingTests {
  private static func table(_ name: String) -> Table {
    Table(
      name: .named(name),
      columns: [Column(name: "id", type: "integer", isNullable: false)], estimatedRows: 2)
  }

  private static func key(
    _ id: UInt32, _ child: String, _ parent: String, _ action: ReferentialAction = .noAction,
    index: String? = "i"
  ) -> ForeignKey {
    ForeignKey(
      id: id, name: "k\(id)", referencing: .named(child), referencingColumns: ["\(parent)_id"],
      referenced: .named(parent), referencedColumns: ["id"], onDelete: action,
      supportingIndex: index)
  }

  private static let graph = SchemaGraph(
    tables: ["a", "b", "c", "d", "e\"\n<#"].map(table),
    foreignKeys: [
      key(1, "b", "a", .cascade), key(2, "c", "b", index: nil), key(3, "c", "a", .setNull),
      key(4, "d", "c"), key(5, "b", "b"), key(6, "e\"\n<#", "a"),
    ])

  @Test func wholeSchemaIsAList() {
    #expect(
      GraphDrawing(Self.graph).text.prefix(9) == [
        "5 tables, 6 foreign keys", "",
        "a  (about 2 rows, referenced by 3 foreign keys)", "",
        "b  (about 2 rows, referenced by 2 foreign keys)",
        "  → a(id)  a_id  k1  ON DELETE CASCADE", "  → b(id)  b_id  k5  itself", "",
        "c  (about 2 rows, referenced by 1 foreign key)",
      ])
  }

  @Test func neighbourhoodIsATreeWithEveryKeyOnce() {
    let lines = GraphDrawing(Self.graph, around: .named("b"), depth: 2).text
    #expect(
      lines == [
        "b and what is 2 steps away: 5 tables, 6 foreign keys  (→ a parent, ← a child)", "", "b",
        "├─→ a  a_id → id  k1  ON DELETE CASCADE",
        "│  ├─← c  a_id → id  k3  ON DELETE SET NULL  (shown elsewhere)",
        "│  └─← e\"\n<#  a_id → id  k6",
        "├─→ b  b_id → id  k5  itself",
        "└─← c  b_id → id  k2  no index",
        "   └─← d  c_id → id  k4",
      ])
    let near = GraphDrawing(Self.graph, around: .named("b"), depth: 1)
    #expect(near.tables.map(\.name.name) == ["a", "b", "c"])
    #expect(near.keys.map(\.name) == ["k1", "k5", "k2"])
    #expect(GraphDrawing(Self.graph, around: .named("b"), depth: 0).keys.map(\.name) == ["k5"])
  }

  @Test func diagramsQuoteNames() {
    let drawing = GraphDrawing(Self.graph, around: .named("a"), depth: 1)
    let escape: (String) -> String = { $0.replacing("\n", with: "\\n") }
    #expect(
      drawing.dot(escaping: escape).contains(
        #"  "public.e\"\\n<#" -> "public.a" [label="a_id"];"#))
    let mermaid = drawing.mermaid(escaping: escape)
    #expect(mermaid.contains(#"  t3["e#quot;\n#lt;#35;"]"#))
    #expect(mermaid.contains(#"  t1 ==>|"a_id: CASCADE"| t0"#))
  }

  @Test func documentHasEveryTableAndKey() {
    guard case .object(let members) = GraphDrawing(Self.graph).json,
      case .array(let tables) = members["tables"],
      case .array(let keys) = members["foreign_keys"]
    else {
      Issue.record("not a document")
      return
    }
    #expect(tables.count == 5)
    #expect(keys.count == 6)
    #expect(members["format"] == .string("fkwalk.graph/1"))
  }
}
