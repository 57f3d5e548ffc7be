import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// What the graph says of a table and of the foreign keys beside it.
@Suite struct TableTextTests {
  private static func key(
    _ id: UInt32, _ child: String, _ onDelete: ReferentialAction
  ) -> ForeignKey {
    ForeignKey(
      id: id, name: "\(child)_fkey", referencing: Shop.name(child), referencingColumns: ["p"],
      referenced: Shop.name("pp"), referencedColumns: ["id"], onDelete: onDelete,
      supportingIndex: "i")
  }

  /// A parent, and children by SET NULL whose column may or may not be NULL.
  private static func graph(_ children: [(String, ReferentialAction, isNullable: Bool)])
    -> SchemaGraph
  {
    SchemaGraph(
      tables: [Table(name: Shop.name("pp"), columns: [Column(name: "id", type: "integer")])]
        + children.map { name, _, isNullable in
          Table(
            name: Shop.name(name),
            columns: [Column(name: "p", type: "integer", isNullable: isNullable)])
        },
      foreignKeys: children.enumerated().map { key(UInt32($0 + 1), $1.0, $1.1) })
  }

  private func text(_ table: Table, _ graph: SchemaGraph, width: Int) -> [String] {
    let keys = Keys(keymap: .standard, place: .neighbourhood, glyphs: .unicode)
    return TableText(table: table, graph: graph, keys: keys).lines(width: width).map(\.text)
  }

  @Test func settingWhatCannotBeNullRefuses() {
    let graph = Self.graph([("a1", .setNull, false), ("a2", .setNull, true)])
    var driver = Driver.ready(graph, table: "pp")
    #expect(driver.text.contains("n REFUSED while a1 remain (p is NOT"))
    #expect(driver.text.contains("n sets NULL a2.p"))
    driver.press("l")
    #expect(driver.text.contains("pp is refused while a1 references it: p is NOT NULL."))
    #expect(driver.text.contains("NOT NULL refuses"))
    driver.press("j")
    #expect(driver.text.contains("Deleting a row of pp sets p to NULL in its rows of a2."))
  }

  @Test func whatRefusesComesFirst() {
    let graph = Self.graph([
      ("a", .cascade, true), ("b", .setNull, true), ("c", .noAction, true), ("d", .cascade, true),
      ("e", .setNull, false), ("f", .restrict, true),
    ])
    let children = graph.children(of: Shop.name("pp")).map(\.referencing.name)
    #expect(children == ["c", "e", "f", "a", "b", "d"])
    let lines = text(graph.tables[6], graph, width: 60)
    #expect(
      lines.suffix(6) == [
        "r REFUSED while f remain", "a REFUSED while c remain",
        "n REFUSED while e remain (p is NOT NULL)", "c deletes a", "c deletes d", "n sets NULL b.p",
      ])
  }

  @Test func consequencesAreSummedUpByWhatHappens() {
    let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
    let graph = Self.graph(letters.map { ($0, .setNull, isNullable: $0 > "c") })
    #expect(
      text(graph.tables[10], graph, width: 60).suffix(2) == [
        "n REFUSED while a, b, c remain (NOT NULL)", "n sets NULL rows of 7 tables",
      ])
  }

  /// Every column with a type of its own width, and as little room as there ever is.
  @Test(arguments: [26, 32, 38, 60, 100]) func notNullIsNeverDropped(width: Int) {
    for table in Shop.graph.tables {
      let lines = text(table, Shop.graph, width: width)
      let marked = lines.filter { $0.hasSuffix("not null") || $0.hasSuffix("  NN") }
      #expect(marked.count == table.columns.filter { !$0.isNullable }.count, "\(table.name)")
    }
  }

  @Test func namesHaveTheRoomThatTypesDoNotNeed() {
    let name = "a_name_of_forty_letters_that_is_not_cut_"
    let table = Table(
      name: Shop.name("t"), columns: [Column(name: name, type: "text", isNullable: false)])
    let lines = text(table, SchemaGraph(tables: [table], foreignKeys: []), width: 60)
    #expect(lines.contains { $0.contains("\(name) text") })
  }

  @Test func whatIsEmptyIsNotCalledUnknown() {
    var table = Table(name: Shop.name("t"), columns: [], estimatedRows: 0)
    let graph = SchemaGraph(tables: [table], foreignKeys: [])
    #expect(text(table, graph, width: 60).first == "empty when last analyzed")
    #expect(Summaries.estimate(table, .unicode) == "0")
    table.estimatedRows = nil
    #expect(text(table, graph, width: 60).first == "size not known (never analyzed)")
  }

  @Test func tablesOfOtherSchemasComeLast() {
    let graph = SchemaGraph(
      tables: [("audit", "customers"), ("public", "zoo"), ("public", "customers"), ("x", "a")]
        .map { Table(name: TableName(schema: $0.0, name: $0.1), columns: []) }, foreignKeys: [])
    #expect(
      graph.shownTables.map(\.name.displayName) == ["customers", "zoo", "audit.customers", "x.a"])
    let driver = Driver.ready(graph, table: "audit.customers")
    #expect(driver.text.contains("table 3 of 4"))
  }

  @Test func linesAreNotBrokenInsideWords() {
    let line = Line("No index", .warning).then(" on a.b").then(": each delete", .muted)
    #expect(line.wrapped(to: 15).map(\.text) == ["No index on", "a.b: each", "delete"])
    #expect(line.wrapped(to: 15)[1].spans.map(\.role) == [.text, .muted])
  }

  @Test func aRowsExplanationIsAboutTheRow() {
    var driver = Driver.rowDetail()
    driver.press("i")
    #expect(driver.text.contains("│ customers id=42"))
    #expect(driver.text.contains("Deleting a row here"))
    #expect(!driver.text.contains("shows them") && !driver.text.contains("promise"))
  }
}
