import SchemaModel
import Testing

@testable import DeletePlanning

/// No value of a row is left in what is redacted; names and numbers are.
@Suite struct RedactionTests {
  private static let secret = "s3cret"
  private static let table = TableName(schema: "public", name: "people")

  private static func error(_ sqlstate: String, _ message: String, _ detail: String) -> ServerError
  {
    ServerError(sqlstate: sqlstate, message: message, detail: detail)
  }

  private static var report: DeleteReport {
    let row = RowIdentity(
      table: table, key: [ColumnValue(column: "id", value: secret)],
      details: [ColumnValue(column: "name", value: secret)])
    let refusal = error(
      "23503", "update or delete on table \"people\" violates a constraint",
      "Key (id)=(\(secret)) is still referenced from table \"t\".")
    var report = DeleteReport(
      statement: "DELETE FROM people /* \(secret) */ WHERE id = '\(secret)' AND \"n\" > 12",
      rootTable: table)
    report.steps = [
      Step(
        index: 0, parent: nil, level: 0, constraint: nil, definition: nil, table: table,
        referencedTable: nil, columns: [], action: nil, effect: .delete, rows: .exact(1),
        sample: [SampleRow(identity: row, path: [row])])
    ]
    report.blockers = [
      Blocker(
        constraint: "c", definition: "FOREIGN KEY", table: table, columns: ["id"],
        referencedTable: table, referencedColumns: ["id"], action: .restrict, moment: .statement,
        rows: .exact(1), error: refusal, sample: [SampleRow(identity: row, path: [row])], step: 0)
    ]
    report.error = PredictedError(moment: .statement, fields: refusal)
    report.caveats = [
      Caveat(
        code: .unsupported, table: nil, object: nil,
        message: "What RETURNING gives could not be worked out: no \(secret).", isDecisive: true)
    ]
    report.outcome = .fails
    report.isComplete = true
    return report
  }

  @Test func noDocumentHasAValueLeft() {
    let redacted = Self.report.redacted
    #expect("\(Self.report.json)".contains(Self.secret))
    #expect(!"\(redacted.json)".contains(Self.secret))
    #expect(!redacted.text { $0 }.contains(Self.secret))
    #expect(!redacted.markdown { $0 }.contains(Self.secret))
    #expect(redacted.columnsHeld.isEmpty)
    #expect(redacted.text { $0 }.contains("This holds no values of rows."))
  }

  @Test func namesAndNumbersStay() {
    let redacted = Self.report.redacted
    #expect(
      redacted.statement == "DELETE FROM people WHERE id = <redacted> AND \"n\" > <redacted>")
    #expect(
      redacted.error?.fields.detail == "Key (id)=(<redacted>) is still referenced from table \"t\"."
    )
    #expect(redacted.blockers[0].rows == .exact(1))
    #expect(Self.report.columnsHeld == [Self.table: ["id", "name"]])
  }

  @Test(arguments: [
    ("23505", "Key (a)=(s3cret) already exists."),
    ("23503", "Key (a)=(s3cret) is still is referenced) is not present in table \"t\"."),
    ("23P01", "Key (r)=(s3cret) conflicts with existing key (r)=(s3cret)."),
    ("23514", "Failing row contains (1, s3cret)."),
    ("22P02", "s3cret"),
  ])
  func errorsKeepNoValue(_ sqlstate: String, _ detail: String) {
    let redacted = Redaction.error(Self.error(sqlstate, "message", detail))
    #expect(redacted.detail?.contains("s3cret") == false)
    #expect(redacted.detail?.contains("<redacted>") == true)
    #expect((redacted.message == "message") == sqlstate.hasPrefix("23"))
  }
}
