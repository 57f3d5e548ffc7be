import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// What can be done with a finished preview: verify it, get past what refuses, change rules, save.
@Suite struct PreviewActionTests {
  // MARK: Verifying

  @Test func runsNothingBeforeItWasAgreedTo() {
    var driver = Driver.preview(Shop.refused)
    #expect(driver.press("V") == [])
    #expect(driver.text.contains("This really runs the DELETE"))
    #expect(driver.press("enter") == [], "only y agrees")
    #expect(driver.walker.overlay == nil)
    driver.press("V")
    guard case .ask(_, .verify(let report))? = driver.press("y").first else {
      Issue.record("the DELETE is not run")
      return
    }
    #expect(report == Shop.refused)
    #expect(driver.walker.isBusy)
    #expect(driver.text.contains("running the DELETE, to be rolled back"))
  }

  @Test func saysWhetherItWentAsPredicted() {
    var driver = Self.verified(ObservedDelete(error: Shop.refused.error, counts: [:]))
    #expect(
      driver.text.contains(
        "VERIFIED: run and rolled back, it was refused by invoices_order_id_fkey"))
    #expect(driver.walker.overlay == nil)
    driver = Self.verified(ObservedDelete(error: nil, counts: [:]))
    #expect(driver.text.contains("NOT as predicted. That is a defect of fkwalk."))
    guard case .copy(let report)? = driver.press("y").first else {
      Issue.record("the defect report is not copied")
      return
    }
    #expect(report.contains("outcome"))
    driver.press("escape")
    #expect(driver.text.contains("NOT AS PREDICTED"))
    #expect(driver.press("V") == [])
    #expect(driver.text.contains("That is a defect of fkwalk."), "shown again, not run again")
  }

  @Test func verificationThatFailsSaysWhy() {
    var driver = Self.verifying()
    guard let id = driver.lastVerification else { return }
    driver.send(
      .answered(id, .failed(ServerError(sqlstate: "55P03", message: "lock timeout"))))
    #expect(
      driver.text.contains("NOT VERIFIED: another session holds locks on these rows (lock timeout)")
    )
    driver.press("V")
    #expect(driver.press("y").count == 1, "and can be tried again")
  }

  @Test func verificationCanBeStopped() {
    var driver = Self.verifying()
    guard let id = driver.lastVerification else { return }
    #expect(driver.press("x").contains(.cancel(id)))
    #expect(!driver.walker.isBusy)
  }

  @Test func unfinishedPreviewIsNotVerified() {
    var driver = Driver.preview(Shop.growing)
    driver.press("V")
    #expect(driver.walker.overlay == nil)
    #expect(driver.text.contains("Not here: the preview is not finished."))
  }

  // MARK: The way past

  @Test func showsCopiesAndSavesTheScript() {
    var driver = Driver.preview(Shop.refused)
    guard case .ask(let id, .wayPast(let request))? = driver.press("p").first else {
      Issue.record("no script is asked for")
      return
    }
    #expect(request == driver.lastPreview?.1)
    let script = "-- Made by fkwalk.\nBEGIN;\nDELETE FROM public.invoices;\nCOMMIT;\n"
    driver.send(.answered(id, .script(script)))
    #expect(driver.text.contains("DELETE FROM public.invoices;"))
    #expect(driver.press("y") == [.copy(script)])
    driver.press("e")
    #expect(
      driver.press("enter") == [
        .writeFile(path: "fkwalk-delete-customers.sql", contents: .text(script), overwrite: false)
      ])
    driver.send(.fileWritten(path: "fkwalk-delete-customers.sql"))
    #expect(driver.press("p") == [], "it is at hand now")
    #expect(driver.text.contains("DELETE FROM public.invoices;"))
  }

  @Test func saysWhyThereIsNoScript() {
    var driver = Driver.preview(Shop.refused)
    guard case .ask(let id, .wayPast)? = driver.press("p").first else { return }
    driver.send(.answered(id, .failed(ServerError(sqlstate: "", message: "it is uncertain"))))
    #expect(driver.text.contains("There is no script: it is uncertain"))
  }

  @Test func answerForAnotherPlaceOpensNothing() {
    var driver = Driver.preview(Shop.refused)
    guard case .ask(let id, .wayPast)? = driver.press("p").first else { return }
    driver.press("H")
    driver.send(.answered(id, .script("BEGIN;\n")))
    #expect(driver.walker.overlay == nil)
    driver.press("L p")
    #expect(driver.text.contains("BEGIN;"))
  }

  // MARK: Other rules

  @Test func theMenuOfRulesStartsOnWhatIsShown() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b c enter")
    #expect(driver.lastPreview?.1.whatIf.isEmpty == true, "RESTRICT is what it has")
    driver.press("c j enter")
    let supposed = driver.lastPreview?.1.whatIf["invoices_order_id_fkey"]
    #expect(supposed != nil)
    driver.press("c enter")
    #expect(driver.lastPreview?.1.whatIf["invoices_order_id_fkey"] == supposed, "nothing is undone")
  }

  @Test func onlyRulesThatMatterAreOffered() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b c")
    #expect(driver.text.contains("ON DELETE SET NULL") && driver.text.contains("DEFERRABLE"))
    #expect(!driver.text.contains("ON UPDATE"))
    var missing = Shop.refused
    missing.command = .insert
    missing.blockers[0].error.message = "insert or update on table \"invoices\" violates it"
    driver = Driver.preview(missing)
    driver.press("b c")
    #expect(!driver.text.contains("ON DELETE SET NULL") && driver.text.contains("DEFERRABLE"))
  }

  @Test(arguments: 0..<8) func changesTheSelectedRule(choice: Int) {
    var driver = Driver.preview(Shop.refused)
    driver.press("b c home")
    for _ in 0..<choice { driver.press("j") }
    driver.press("enter")
    guard let rule = driver.lastPreview?.1.whatIf["invoices_order_id_fkey"] else {
      // The rules that it has already.
      #expect([1, 5].contains(choice))
      return
    }
    #expect(driver.text.contains("Previewing with invoices_order_id_fkey \(rule.sql)"))
    var report = Shop.refused
    report.whatIf = driver.lastPreview?.1.whatIf ?? [:]
    report.before = Prediction(Shop.succeeding)
    driver.answerPreview(report)
    #expect(driver.lines[2].contains("WHAT IF  REFUSED"))
    #expect(driver.text.contains("if invoices_order_id_fkey were \(rule.sql)"))
    #expect(driver.text.contains("as it is  WOULD SUCCEED"))
    driver.press("V")
    #expect(driver.text.contains("Not here: this preview has changed rules"))
    guard case .copy(let copied)? = driver.press("y").first else {
      Issue.record("nothing copied")
      return
    }
    #expect(copied.hasPrefix("What if invoices_order_id_fkey were \(rule.sql)"))
    driver.press("M")
    #expect(driver.text.contains("the migration") && driver.text.contains("lock_timeout"))
    driver.press("escape c home enter")
    #expect(driver.lastPreview?.1.whatIf.isEmpty == true, "the first one undoes all")
  }

  // MARK: Saving

  @Test(arguments: [
    (0, "txt"), (1, "json"), (2, "md"), (3, "dot"), (4, "mmd"),
  ])
  func savesInEveryFormat(_ place: Int, _ ending: String) {
    var driver = Driver.preview(Shop.refused)
    driver.press("e")
    for _ in 0..<place { driver.press("j") }
    driver.press("enter")
    guard case .writeFile(let path, let contents, false)? = driver.press("enter").first else {
      Issue.record("nothing is written")
      return
    }
    #expect(path == "fkwalk-delete-customers.\(ending)")
    #expect((contents == .json(Shop.refused.json)) == (ending == "json"))
  }

  @Test func copiesTheIndexOfANote() {
    var driver = Driver.preview(Shop.refused)
    driver.press("3 j")
    #expect(
      driver.press("y") == [.copy("CREATE INDEX CONCURRENTLY ON public.reviews (order_id)")])
  }

  // MARK: Rows of a step

  @Test func readsTheRowUnderTheCursorAndShowsItsColumns() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b j")
    #expect(driver.lastRows?.1.table == Shop.name("invoices"))
    #expect(driver.lastRows?.1.equalities == [ColumnValue(column: "id", value: "9001")])
    let row = Row(identity: Shop.identity("invoices", 9001), values: ["9001", nil])
    driver.answerRows(
      RowPage(columns: ["id", "paid_on"], rows: [row], hasEarlier: false, hasLater: false))
    #expect(driver.text.contains("id = 9001   paid_on = NULL"))
    #expect(driver.press("k j") == [], "it is read once")
  }

  @Test func opensExactlyTheRowsOfAStep() {
    var driver = Driver.preview(Shop.refused)
    driver.press("j j enter")
    #expect(driver.lastRows?.1.table == Shop.name("order_items"))
    #expect(
      driver.lastRows?.1.condition == """
        ("order_id") IN (SELECT "id" FROM ONLY "public"."orders" WHERE \
        ("customer_id") IN (SELECT "id" FROM ONLY "public"."customers" WHERE ("id") IN (('42'))))
        """)
    driver.press("/")
    driver.type("line IS NULL")
    driver.press("enter")
    #expect(driver.lastRows?.1.condition?.hasSuffix(" AND (\nline IS NULL\n)") == true)
  }

  @Test func deletedRowOpensWhole() {
    var driver = Driver.preview(Shop.refused)
    driver.press("enter")
    #expect(driver.walker.kind == .rowDetail)
  }

  private static func verifying() -> Driver {
    var driver = Driver.preview(Shop.refused)
    driver.press("V y")
    return driver
  }

  private static func verified(_ observed: ObservedDelete) -> Driver {
    var driver = verifying()
    guard let id = driver.lastVerification else { return driver }
    driver.send(.answered(id, .verification(Verification(of: Shop.refused, against: observed))))
    return driver
  }
}
