import Testing

@testable import SchemaModel

/// The graph of tables and foreign keys.
struct SchemaGraphTests {
  private static func table(_ name: String, schema: String = "public") -> Table {
    Table(
      name: TableName(schema: schema, name: name),
      columns: [Column(name: "id", type: "integer", isNullable: false)],
      keys: [Key(name: "\(name)_pkey", columns: ["id"], isPrimary: true)])
  }

  private static func key(_ id: UInt32, _ child: String, _ parent: String) -> ForeignKey {
    ForeignKey(
      id: id, name: "k\(id)", referencing: TableName(schema: "public", name: child),
      referencingColumns: ["\(parent)_id"], referenced: TableName(schema: "public", name: parent),
      referencedColumns: ["id"])
  }

  private static let graph = SchemaGraph(
    tables: ["c", "b", "a", "d"].map { table($0) } + [table("a", schema: "other")],
    foreignKeys: [
      key(1, "a", "b"), key(2, "b", "a"), key(3, "c", "a"), key(4, "d", "d"), key(5, "c", "b"),
    ])

  @Test func tablesComeInNameOrder() {
    #expect(
      Self.graph.tables.map(\.name.description) == [
        "other.a", "public.a", "public.b", "public.c", "public.d",
      ])
  }

  /// Only the columns that it sets count, and only where it says SET NULL.
  @Test(arguments: [
    (ReferentialAction.setNull, [], ["rigid"], true), (.setNull, ["rigid"], ["rigid"], true),
    (.setNull, ["loose"], [], false), (.setDefault, [], [], false), (.cascade, [], [], false),
    (.noAction, [], [], true), (.restrict, [], [], true),
  ])
  func setNullRefusesWhereColumnsAreNotNull(
    action: ReferentialAction, setColumns: [String], rigid: [String], refuses: Bool
  ) {
    let child = TableName(schema: "public", name: "child")
    let columns = [
      Column(name: "rigid", type: "integer", isNullable: false),
      Column(name: "loose", type: "integer"),
    ]
    let key = ForeignKey(
      id: 1, name: "k", referencing: child, referencingColumns: ["rigid", "loose"],
      referenced: TableName(schema: "public", name: "parent"), referencedColumns: ["a", "b"],
      onDelete: action, setColumns: setColumns)
    let graph = SchemaGraph(tables: [Table(name: child, columns: columns)], foreignKeys: [key])
    #expect(graph.notNullColumns(setBy: key) == rigid)
    #expect(graph.refusesDelete(key) == refuses)
  }

  @Test func bothDirectionsAreKnown() {
    let c = TableName(schema: "public", name: "c")
    let a = TableName(schema: "public", name: "a")
    #expect(Self.graph.referencesOf(c).map(\.name) == ["k3", "k5"])
    #expect(Self.graph.referencesTo(a).map(\.name) == ["k2", "k3"])
    #expect(Self.graph.referencesTo(c).isEmpty)
  }

  @Test func cyclesAreFoundAndSelfReferencesKeptApart() {
    #expect(Self.graph.cycles.map { $0.map(\.name) } == [["a", "b"]])
    #expect(Self.graph.foreignKeys.filter(Self.graph.isOnCycle).map(\.name) == ["k1", "k2", "k4"])
  }

  @Test func namesAreMatchedAsPeopleTypeThem() {
    #expect(Self.graph.tables(matching: "A").map(\.name.schema) == ["other", "public"])
    #expect(Self.graph.tables(matching: "public.a").map(\.name.schema) == ["public"])
    #expect(Self.graph.tables(matching: "nothing").isEmpty)
  }

  @Test func aLongChainIsNoStackProblem() {
    let names = (0..<20_000).map { "t\($0)" }
    let keys = zip(names, names.dropFirst()).enumerated().map {
      Self.key(UInt32($0), $1.0, $1.1)
    }
    #expect(SchemaGraph(tables: [], foreignKeys: keys).cycles.isEmpty)
  }

  @Test func namesCompareByteByByte() {
    let composed = TableName(schema: "s", name: "\u{e9}")
    let decomposed = TableName(schema: "s", name: "e\u{301}")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
  }
}

/// Quoting, the only way text becomes SQL.
struct SQLTextTests {
  @Test func identifiersAreQuoted() {
    #expect(SQLText.identifier("a\"b") == "\"a\"\"b\"")
    #expect(SQLText.readableIdentifier("users") == "users")
    #expect(SQLText.readableIdentifier("Users") == "\"Users\"")
    #expect(SQLText.readableIdentifier("order") == "\"order\"")
    #expect(SQLText.readableIdentifier("1a") == "\"1a\"")
    #expect(SQLText.readableIdentifier("") == "\"\"")
  }

  @Test func identifiersForPeopleHoldNothingInvisible() {
    #expect(SQLText.readableIdentifier("a\n\"\\") == #"U&"a\000a""\\""#)
    #expect(SQLText.readableIdentifier("\u{202e}x\u{E0001}") == #"U&"\202ex\+0e0001""#)
    #expect(SQLText.readableIdentifier("é \\") == #""é \""#)
  }

  @Test func literalsMeanTheSameEverywhere() {
    #expect(SQLText.literal("it's") == "'it''s'")
    #expect(SQLText.literal("a\\'b") == " E'a\\\\''b'")
    #expect(SQLText.literal(nil) == "NULL")
    #expect(SQLText.literal("") == "''")
  }

  @Test func definitionsReadAsPostgreSQLPrintsThem() {
    let key = ForeignKey(
      id: 1, name: "k", referencing: TableName(schema: "public", name: "c"),
      referencingColumns: ["x", "Y"], referenced: TableName(schema: "app", name: "p"),
      referencedColumns: ["a", "b"], onDelete: .setNull, onUpdate: .cascade, setColumns: ["x"],
      matchType: .full, deferrability: .initiallyDeferred, isValidated: false)
    #expect(
      key.definition
        == "FOREIGN KEY (x, \"Y\") REFERENCES app.p(a, b) MATCH FULL ON UPDATE CASCADE "
        + "ON DELETE SET NULL (x) DEFERRABLE INITIALLY DEFERRED NOT VALID")
  }
}
