import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// The delete preview: its tree, progress, stopping and saving.
@Suite struct PreviewTests {
  @Test func aStatementThatCannotBeReadIsAnError() throws {
    var driver = Driver.ready()
    driver.press(":")
    driver.type("delete from nosuch")
    driver.press("enter")
    let id = try #require(driver.lastPreview?.0)
    let table = TableName(schema: "", name: "nosuch")
    driver.send(
      .answered(id, .report(DeleteReport(statement: "delete from nosuch", rootTable: table))))
    let error = ServerError(sqlstate: "42P01", message: "relation \"nosuch\" does not exist")
    driver.send(.answered(id, .failed(error)))
    #expect(driver.text.contains("ERROR:  relation \"nosuch\" does not exist  42P01"))
    #expect(!driver.text.contains("read to the end"))
  }

  @Test func largeNumbersAreNeverCut() {
    var report = Shop.refused
    report.isComplete = false
    report.steps[0].rows = .atLeast(12_345_678)
    let driver = Driver.preview(report, size: Size(columns: 80, rows: 24))
    #expect(driver.text.contains("≥12,345,678  DELETE"))
  }

  @Test func withoutStepsNothingIsClaimed() {
    var report = Shop.refused
    report.isComplete = false
    report.steps = []
    report.blockers = []
    var driver = Driver.preview(report)
    #expect(driver.text.contains("Collecting rows"))
    driver.press("x")
    #expect(driver.text.contains("The steps are not known yet"))
    #expect(!driver.text.contains("none matches"))
  }

  @Test func asksForTheRowUnderTheCursor() {
    let driver = Driver.preview(Shop.refused)
    #expect(driver.lastPreview?.1.target == .rows(Shop.name("customers"), [Shop.customer(42)]))
    #expect(state(driver)?.running == nil)
  }

  @Test func reportGrowsUnderTheCursor() {
    var driver = Driver.preview(Shop.growing)
    driver.press("j j")
    #expect(state(driver)?.selected == .step(2))
    driver.answerPreview(Shop.refused)
    #expect(state(driver)?.selected == .step(2), "the cursor stays on its step")
    #expect(state(driver)?.running == nil)
  }

  @Test func stoppingKeepsWhatWasFound() {
    var driver = Driver.preview(Shop.growing)
    let id = driver.lastPreview?.0 ?? RequestID(0)
    #expect(driver.press("x").contains(.cancel(id)))
    #expect(driver.text.contains("NOT KNOWN: stopped before all was read"))
    driver.answerPreview(Shop.refused)
    #expect(!driver.text.contains("REFUSED"), "late answers are dropped")
  }

  @Test func quittingAsksOnlyWhileItRuns() {
    var driver = Driver.preview(Shop.growing)
    #expect(driver.press("q") == [])
    #expect(driver.press("escape") == [])
    #expect(driver.walker.kind == .preview)
    #expect(driver.press("q q") == [.quit(interrupted: false)])
    driver = Driver.preview(Shop.refused)
    #expect(driver.press("q") == [.quit(interrupted: false)])
  }

  @Test func goesOnWhileLookingElsewhere() {
    var driver = Driver.preview(Shop.growing)
    driver.press("H")
    #expect(driver.walker.kind == .rows)
    driver.answerPreview(Shop.refused)
    driver.press("L")
    #expect(driver.text.contains("REFUSED by invoices_order_id_fkey"))
  }

  @Test func isStoppedWhenItCanNoLongerBeReached() {
    var driver = Driver.preview(Shop.growing)
    let id = driver.lastPreview?.0 ?? RequestID(0)
    driver.press("H")
    #expect(driver.press("enter").contains(.cancel(id)))
  }

  @Test func opensAndClosesLines() {
    var driver = Driver.preview(Shop.refused)
    let all = state(driver)?.lines.count ?? 0
    driver.press("j l")
    #expect(state(driver)?.lines.count == all + 2, "first example rows open")
    driver.press("h h")
    #expect(state(driver)?.lines.count == all - 7, "then the steps below close")
    driver.press("l")
    #expect(state(driver)?.lines.count == all)
    driver.press("_")
    #expect(state(driver)?.lines.count == 5)
    driver.press("=")
    #expect(state(driver)?.lines.count == all + 2)
  }

  @Test func jumpsToBlockersEvenWhenTheyAreHidden() {
    var driver = Driver.preview(Shop.refused)
    driver.press("_ b")
    #expect(state(driver)?.selected == .step(8))
    driver.press("b")
    #expect(state(driver)?.selected == .step(8), "goes round")
    driver = Driver.preview(Shop.succeeding)
    driver.press("b")
    #expect(driver.text.contains("Not here: nothing refuses this delete."))
  }

  @Test func explainsABlockerWithTheServersWords() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b i")
    for words in [
      "2 rows of invoices still reference orders by order_id",
      "Key (id)=(5512) is still referenced from table \"invoices\".", "order_id is NOT NULL",
    ] {
      #expect(driver.text.contains(words))
    }
  }

  @Test func showsTheChainThatLeadsToARow() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b j j")
    #expect(driver.text.contains("customers id=42 → orders id=5590 → invoices id=9044"))
    driver.press("enter")
    #expect(driver.lastRows?.1.table == Shop.name("invoices"))
    #expect(driver.lastRows?.1.equalities == [ColumnValue(column: "id", value: "9044")])
  }

  @Test func blockerWithoutAStepStillShows() {
    var report = Shop.refused
    report.steps.removeAll { $0.index == 8 }
    report.blockers = report.blockers.map { blocker in
      var blocker = blocker
      blocker.step = nil
      return blocker
    }
    var driver = Driver.preview(report)
    driver.press("b")
    #expect(state(driver)?.selected == .blocker(0))
    #expect(driver.text.contains("BLOCKS"))
  }

  @Test func savesAndCopiesThePlainReport() {
    var driver = Driver.preview(Shop.refused)
    guard case .copy(let text)? = driver.press("y").first else {
      Issue.record("nothing copied")
      return
    }
    #expect(text.contains("REFUSED by invoices_order_id_fkey: 2 rows of invoices"))
    #expect(
      text.contains(
        "DELETE 88  order_items.order_id  (order_items_order_id_fkey, ON DELETE CASCADE, "
          + "references orders)"))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    driver.press("e enter")
    let written = driver.press("enter")
    #expect(
      written == [
        .writeFile(path: "fkwalk-delete-customers.txt", contents: .text(text), overwrite: false)
      ])
  }

  @Test func verdictComesFirstInEachOutcome() {
    #expect(Driver.preview(Shop.succeeding).lines[2].contains("WOULD SUCCEED"))
    #expect(Driver.preview(Shop.refused).lines[2].contains("REFUSED by"))
    #expect(Driver.preview(Shop.uncertain).lines[2].contains("CANNOT TELL"))
    #expect(Driver.preview(Shop.growing).lines[2].contains("not known yet"))
    var atCommit = Shop.refused
    atCommit.outcome = .failsAtCommit
    #expect(Driver.preview(atCommit).lines[2].contains("REFUSED AT COMMIT"))
  }

  @Test func deepChainsKeepTheirNamesOnTheScreen() {
    var report = Shop.succeeding
    report.steps += (2..<400).map {
      Shop.step(
        $0, in: $0 - 1, level: $0, "categories", "parent_id", "categories", .cascade, .delete,
        .exact(1))
    }
    var driver = Driver.preview(report, size: Size(columns: 60, rows: 16))
    driver.press("G")
    #expect(driver.lines[10].contains("categories.parent_id"))
  }

  private func state(_ driver: Driver) -> PreviewState? {
    driver.walker.history.current.state as? PreviewState
  }
}
