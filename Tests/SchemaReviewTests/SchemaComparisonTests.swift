import SchemaModel
import Testing

@testable import SchemaReview

/// Two schemas side by side.
@Suite struct SchemaComparisonTests {
  private static func key(
    _ name: String, _ child: String, _ parent: String, _ action: ReferentialAction = .noAction,
    index: String? = nil
  ) -> ForeignKey {
    ForeignKey(
      id: 7, name: name, referencing: .named(child), referencingColumns: ["\(parent)_id"],
      referenced: .named(parent), referencedColumns: ["id"], onDelete: action,
      supportingIndex: index)
  }

  private static func side(
    _ name: String, _ keys: [ForeignKey], tables: [String] = ["a", "b", "c"]
  ) -> ComparedSchema {
    let tables = tables.map { Table(name: .named($0), columns: []) }
    return ComparedSchema(name: name, graph: SchemaGraph(tables: tables, foreignKeys: keys))
  }

  private static func differences(
    _ left: [ForeignKey], _ right: [ForeignKey], tables: [String] = ["a", "b", "c"]
  ) -> [SchemaComparison.Difference] {
    SchemaComparison(side("l", left), side("r", right, tables: tables)).differences
  }

  @Test func sameKeysDoNotDiffer() {
    let keys = [Self.key("k", "b", "a"), Self.key("k", "c", "a")]
    #expect(Self.differences(keys, keys).isEmpty)
  }

  @Test func keysArePairedByNameThenByWhatTheyAreAbout() {
    let (kept, gone) = (Self.key("kept", "b", "a"), Self.key("gone", "c", "a"))
    let (other, new) = (Self.key("other", "b", "a"), Self.key("new", "c", "b"))
    #expect(
      Self.differences([kept, gone], [other, new]) == [
        .renamed(kept, other), .missing(gone), .added(new),
      ])
  }

  @Test func rulesAndIndexesAreCompared() {
    let (left, right) = (
      Self.key("k", "b", "a", .cascade, index: "i"), Self.key("k", "b", "a", .restrict)
    )
    #expect(
      Self.differences([left], [right]) == [
        .changed(
          left, right,
          [
            "ON DELETE CASCADE, there ON DELETE RESTRICT",
            "an index on its columns, there no index on its columns",
          ])
      ])
  }

  @Test func aListOfAllColumnsIsAsGoodAsNone() {
    let plain = Self.key("k", "b", "a", .setNull)
    var listed = plain
    listed.setColumns = ["a_id"]
    #expect(Self.differences([plain], [listed]).isEmpty)
    #expect(RuleChange(onDelete: .setNull).changes(to: listed).isEmpty)
  }

  @Test func missingTablesAreTold() {
    let key = Self.key("k", "c", "a")
    #expect(Self.differences([key], [], tables: ["a", "b"]) == [.missingTable(key)])
  }

  @Test func savedSchemasAreReadAsTheyWere() throws {
    var key = Self.key("k", "b", "a", .setNull)
    key.id = 0
    key.setColumns = ["a_id"]
    key.deferrability = .initiallyDeferred
    key.isValidated = false
    key.matchType = .full
    let left = Self.side("l", [key])
    let graph = SchemaGraph(
      tables: ["a", "b", "c"].map { Table(name: .named($0), columns: []) }, foreignKeys: [key])
    #expect(try ComparedSchema(name: "l", json: GraphDrawing(graph).json) == left)
    let part = GraphDrawing(graph, around: .named("a"), depth: 1).json
    #expect(throws: DocumentError.self) { try ComparedSchema(name: "l", json: part) }
    #expect(throws: DocumentError.self) { try ComparedSchema(name: "l", json: .array([])) }
  }
}
