import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// What the preview claims, and what it does not: on the screen and in the text the same.
@Suite struct PreviewWordsTests {
  private static let notNull = ServerError(
    sqlstate: "23502", message: "null value in column \"id\" violates not-null constraint",
    detail: "Failing row contains (null).")

  private static func twice(_ first: Moment = .statement, _ second: Moment = .statement)
    -> DeleteReport
  {
    var report = Shop.refused
    var other = Shop.invoiceBlocker
    other.constraint = "later_fkey"
    other.moment = second
    other.error.message = "it is still referenced by another"
    other.step = 7
    report.blockers[0].moment = first
    report.blockers.append(other)
    return report
  }

  // MARK: The verdict

  @Test func theFirstErrorIsTheHeadlineThoughAForeignKeyRefusesToo() {
    var report = Shop.refused
    report.error = PredictedError(moment: .statement, fields: Self.notNull)
    let driver = Driver.preview(report)
    #expect(driver.lines[2].contains("REFUSED: null value in column \"id\""))
    #expect(driver.text.contains("DETAIL: Failing row contains (null)."))
    #expect(report.text { $0 }.hasPrefix("REFUSED: null value in column \"id\""))
  }

  @Test func theFirstOfSeveralIsNamed() {
    let report = Self.twice()
    let words = "REFUSED by invoices_order_id_fkey: 2 rows of invoices, and 1 more constraint"
    #expect(Driver.preview(report).lines[2].contains(words))
    #expect(report.text { $0 }.hasPrefix(words + "\n"))
  }

  @Test func anErrorThatIsNotTheFirstIsNotClaimed() {
    let report = Self.twice()
    var driver = Driver.preview(report)
    driver.press("b i")
    let words = "Once what comes before is out of the way, PostgreSQL would say:"
    #expect(driver.text.contains("later_fkey") && driver.text.contains(words))
    driver.press("escape b i")
    #expect(driver.text.contains("RESTRICT refuses") && !driver.text.contains(words))
    let text = report.text { $0 }
    #expect(text.split(separator: words).count == 2)
    #expect(text.contains("To get past it: delete these rows of invoices first, or point them"))
    #expect(text.contains("(order_id is NOT NULL, so they cannot do without)"))
  }

  @Test func commitRefusesTheWholeTransaction() {
    let report = Self.twice(.statement, .commit)
    var driver = Driver.preview(report)
    #expect(driver.text.contains("reviews.order_id  at COMMIT"))
    #expect(driver.text.contains("n~"))
    #expect(!driver.text.contains("invoices.order_id  at COMMIT"))
    driver.press("b i")
    let words = "refuses the COMMIT, and the whole transaction is rolled back"
    #expect(Self.words(driver.text).contains(words))
    let text = report.text { $0 }
    #expect(text.contains(words) && text.contains("references orders)  at COMMIT"))
  }

  private static func words(_ text: String) -> String {
    text.split { " \n│".contains($0) }.joined(separator: " ")
  }

  // MARK: What is not known

  @Test func stoppedPreviewsClaimNothingAboutNotes() {
    var growing = Shop.growing
    (growing.caveats, growing.missingIndexes) = ([], [])
    var driver = Driver.preview(growing)
    driver.press("3")
    #expect(driver.text.contains("Notes are not known yet."))
    driver.press("x")
    #expect(driver.text.contains("Stopped: notes are not known. r starts again."))
    #expect(!driver.text.contains("NOTES (0)"))
    #expect(growing.text { $0 }.contains("Notes: not known yet"))
  }

  @Test func aStatementThatIsRefusedUnseenSaysWhatIsMissing() {
    var report = Shop.succeeding
    let error = ServerError(sqlstate: "42501", message: "permission denied for table addresses")
    report.error = PredictedError(moment: .statement, fields: error)
    report.outcome = .fails
    (report.steps, report.effects) = ([], [])
    let message =
      "Nothing else was examined: GRANT DELETE ON public.addresses TO ana lets it begin."
    report.caveats = [
      Caveat(
        code: .notExamined, table: Shop.name("addresses"), object: nil, message: message,
        isDecisive: false)
    ]
    var driver = Driver.preview(report)
    #expect(Self.words(driver.text).contains(message))
    #expect(!driver.text.contains("none matches"))
    driver.press("3")
    #expect(driver.text.contains("Nothing else was examined"))
    let text = report.text { $0 }
    #expect(text.contains(message) && !text.contains("No row would be"))
  }

  @Test func unreadableTablesHaveTheirLinesAndNothingHasZeroRows() {
    var report = Shop.succeeding
    report.outcome = .uncertain
    report.steps[1].effect = .unknown
    report.steps[1].rows = .unknown
    report.effects = [Shop.effect("addresses", deleted: 1)]
    report.effects[0].updated = .about(0)
    report.effects[0].inserted = .about(0)
    report.caveats = ["orders", "reviews"].map {
      Caveat(
        code: .noSelectPrivilege, table: Shop.name($0), object: nil,
        message: "\($0) cannot be read by this role (denied): its rows are unknown.",
        isDecisive: true)
    }
    let driver = Driver.preview(report)
    #expect(driver.text.contains("?  UNKNOWN     n  └── orders.ship_to"))
    #expect(driver.lines[2].contains("orders and reviews cannot be read by this role"))
    GoldenScreen.check(driver, "preview-unreadable")
    #expect(!driver.text.contains("INSERT") && !driver.text.contains("CHANGE"))
    let text = report.text { $0 }
    #expect(text.contains("UNKNOWN ?  orders.ship_to") && !text.contains("about 0"))
    #expect(text.contains("orders and reviews cannot be read by this role"))
  }

  @Test func whatIsWaitedForIsNamed() {
    var report = Shop.growing
    (report.steps, report.blockers) = ([], [])
    report.awaited = ["invoices", "orders", "reviews"].map { Shop.name($0) }
    let driver = Driver.preview(report)
    #expect(driver.text.contains("Collecting rows of invoices and 2 more tables"))
  }

  // MARK: Notes

  @Test func enterOnANoteSaysWhatWouldBeCopied() {
    var driver = Driver.preview(Shop.refused)
    driver.press("3 enter")
    #expect(driver.text.contains("y copies the report."))
    driver.press("j enter")
    #expect(driver.text.contains("y copies the CREATE INDEX."))
  }

  @Test func notesSayWhatTheyMeanAndCost() {
    var report = Shop.refused
    (report.missingIndexes[0].scans, report.missingIndexes[0].rowsPerScan) = (1, 1)
    var driver = Driver.preview(report)
    driver.press("3")
    #expect(driver.text.contains("without an index: one scan of about 1 row"))
    let text = report.text { $0 }
    #expect(text.contains("-- else one scan of about 1 row\n"))
    #expect(text.contains("The outcome does not depend on it."))
    #expect(text.contains("note user_trigger: Table orders has its own trigger"))
    let markdown = report.markdown { $0 }
    #expect(markdown.contains("(order_id)  -- else one scan of about 1 row\n"))
    #expect(markdown.contains("The outcome does not depend on it."))
    #expect(markdown.contains("so they cannot do without"))
  }

  // MARK: The tree

  @Test func manyBlockersStartClosed() {
    var report = Shop.refused
    #expect(Driver.preview(report).text.contains("id=9044"))
    for number in 1...4 {
      var other = Shop.invoiceBlocker
      other.constraint = "fkey_\(number)"
      other.step = nil
      other.sample = []
      report.blockers.append(other)
    }
    var driver = Driver.preview(report)
    #expect(!driver.text.contains("id=9044"))
    driver.press("b l")
    #expect(driver.text.contains("id=9044"))
  }

  @Test func aMissingParentShowsNoRuleOfItsOwn() {
    var report = Shop.refused
    report.command = .insert
    report.blockers[0].error.message = "insert or update on table \"invoices\" violates it"
    report.steps[8].action = nil
    var driver = Driver.preview(report)
    let line = driver.lines.first { $0.contains("BLOCKS") } ?? ""
    #expect(line.contains("invoices.order_id") && !line.contains(" r "))
    driver.press("b j i")
    #expect(!driver.text.contains("shows the row"))
    #expect(driver.press("escape enter") == [])
    #expect(driver.text.contains("This row is not there yet"))
  }

  @Test func typedStatementsNameTheirTable() {
    var driver = Driver.ready()
    driver.press(":")
    driver.type("delete from orders where id = 1")
    driver.press("enter")
    #expect(driver.lines[1].contains("shop › orders › delete preview"))
  }

  @Test func theScriptIsOfferedWhereSomethingRefuses() {
    #expect(Driver.preview(Shop.refused).text.contains("p script"))
    var driver = Driver.preview(Shop.succeeding)
    #expect(!driver.text.contains("p script"))
    #expect(driver.press("p") == [])
    #expect(driver.text.contains("Not here: nothing refuses this delete."))
  }
}
