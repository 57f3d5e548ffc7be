import SchemaModel
import Testing

@testable import DeletePlanning

/// Reading saved previews back.
@Suite struct SavedPreviewTests {
  /// As small as a document can be.
  private static let least: [String: JSONValue] = [
    "format": .string("fkwalk.preview/1"), "statement": .string("DELETE FROM t"),
    "outcome": .string("succeeds"), "steps": .array([]), "target": .null,
  ]

  private static let step: JSONValue = .object([
    "schema": .string("s"), "table": .string("t"), "level": .int(0), "effect": .string("delete"),
    "rows": .int(3), "exact": .bool(false), "sample": .array([]),
  ])

  private static func read(_ change: [String: JSONValue]) throws -> SavedPreview {
    try SavedPreview(json: .object(least.merging(change) { $1 }))
  }

  @Test func documentsFromBeforeHaveLess() throws {
    let saved = try Self.read(["steps": .array([Self.step])])
    #expect(saved.report.isComplete && saved.report.outcome == .succeeds)
    #expect(saved.report.rootTable == TableName(schema: "s", name: "t"))
    #expect(saved.report.steps[0].rows == .atLeast(3))
    #expect(saved.verification == nil && saved.report.whatIf.isEmpty)
  }

  @Test func keysOfSeveralColumnsKeepTheirOrder() throws {
    var report = DeleteReport(
      statement: "DELETE FROM t", rootTable: TableName(schema: "s", name: "t"))
    let key = [ColumnValue(column: "z", value: "1"), ColumnValue(column: "a", value: nil)]
    report.steps = [
      Step(
        index: 0, parent: nil, level: 0, constraint: nil, definition: nil,
        table: report.rootTable, referencedTable: nil, columns: [], action: nil, effect: .delete,
        rows: .about(7), sample: [SampleRow(identity: .init(table: report.rootTable, key: key))])
    ]
    report.outcome = .uncertain
    report.isComplete = true
    #expect(try SavedPreview(json: report.json).report == report)
  }

  @Test func verificationAndSuppositionsAreKept() throws {
    let table = TableName(schema: "s", name: "t")
    var report = DeleteReport(statement: "DELETE FROM t", rootTable: table)
    report.outcome = .succeeds
    report.isComplete = true
    report.effects = [TableEffect(table: table, deleted: .exact(2), updated: .exact(0))]
    report.missingIndexes = [
      MissingIndex(
        constraint: "a_fkey", table: table, columns: ["b"], create: "CREATE INDEX", scans: 3,
        rowsPerScan: 9)
    ]
    let observed = ObservedDelete(error: nil, counts: [table: .init(deleted: 3, updated: 0)])
    report.whatIf = [
      "a_fkey": RuleChange(
        onDelete: .setNull, setColumns: ["b"], onUpdate: .cascade,
        deferrability: .initiallyDeferred)
    ]
    report.before = Prediction(
      outcome: .fails, error: nil, effects: report.effects, verdict: "REFUSED")
    let saved = SavedPreview(
      report: report, verification: Verification(of: report, against: observed))
    #expect(try SavedPreview(json: saved.json) == saved)
  }

  @Test(
    arguments: [
      (["format": .null], "it is no preview that fkwalk saved"),
      (["format": .string("fkwalk.preview/9")], "its format is fkwalk.preview/9"),
      (["statement": .int(3)], "it cannot be read: statement is no text"),
      (["outcome": .string("maybe")], "it cannot be read: outcome is not known"),
      (["steps": .bool(true)], "it cannot be read: steps is no list"),
      (["steps": .array([.null])], "it cannot be read: steps[0].schema is no text"),
      (["timing_ms": .int(-1)], "it cannot be read: timing_ms is no number"),
      (["timing_ms": .int(.max)], "it cannot be read: timing_ms is no number"),
      (["what_if": .object(["x": .string("EXPLODE")])], "it cannot be read: what_if.x is no rule"),
    ] as [([String: JSONValue], String)])
  func brokenDocumentsSayWhere(change: [String: JSONValue], message: String) {
    let error = #expect(throws: DocumentError.self) { _ = try Self.read(change) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }

  @Test func stepsCannotComeBeforeTheirParents() throws {
    guard case .object(var step) = Self.step else { return }
    step["parent"] = .int(1)
    #expect(throws: DocumentError.self) {
      _ = try Self.read(["steps": .array([Self.step, .object(step)])])
    }
    #expect(throws: DocumentError.self) { _ = try SavedPreview(json: .array([])) }
  }
}
