import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Every screen in every state, as text files under Screens.
@Suite struct ScreenTests {
  @Test func tables() {
    var driver = Driver.ready()
    driver.press("j j j j j")
    GoldenScreen.check(driver, "tables")
  }

  @Test func tablesNarrowed() {
    var driver = Driver.ready()
    driver.press("/")
    driver.type("ord !item")
    GoldenScreen.check(driver, "tables-filtering")
    driver.type("zzz")
    GoldenScreen.check(driver, "tables-no-match")
  }

  @Test func tablesEmpty() {
    let driver = Driver.ready(SchemaGraph(tables: [], foreignKeys: []))
    GoldenScreen.check(driver, "tables-empty")
    let unconnected = Driver.ready(
      SchemaGraph(tables: Shop.graph.tables, foreignKeys: []))
    GoldenScreen.check(unconnected, "tables-without-keys")
  }

  @Test func connecting() {
    var driver = Driver()
    driver.send(.tick(milliseconds: 1000))
    driver.send(.tick(milliseconds: 4000))
    GoldenScreen.check(driver, "connecting")
    driver.send(
      .connectionFailed(
        message: """
          connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused
          \tIs the server running on that host and accepting TCP/IP connections?
          """, advice: "Check the host and the port, or start the server."))
    GoldenScreen.check(driver, "cannot-connect")
  }

  @Test func connectionLost() {
    var driver = Driver.rows()
    driver.send(.connectionLost(message: "server closed the connection unexpectedly"))
    GoldenScreen.check(driver, "connection-lost")
  }

  @Test func neighbourhood() {
    var driver = Driver.ready(table: "orders")
    GoldenScreen.check(driver, "neighbourhood")
    driver.press("l j")
    GoldenScreen.check(driver, "neighbourhood-children")
  }

  @Test func neighbourhoodWithoutEdges() {
    let driver = Driver.ready(table: "settings")
    GoldenScreen.check(driver, "neighbourhood-alone")
  }

  @Test func neighbourhoodOnACycle() {
    var driver = Driver.ready(table: "teams")
    driver.press("h")
    GoldenScreen.check(driver, "neighbourhood-cycle")
  }

  @Test func rows() {
    var driver = Driver.rows()
    driver.press("j space j j j l")
    GoldenScreen.check(driver, "rows")
  }

  @Test func rowsOfOtherKinds() {
    var driver = Driver.ready(table: "customers")
    driver.press("enter")
    GoldenScreen.check(driver, "rows-loading")
    driver.answerRows(Shop.customers(1..<1, hasLater: false))
    GoldenScreen.check(driver, "rows-empty")
    driver.press("/")
    driver.type("contry = DE")
    GoldenScreen.check(driver, "rows-typing")
    driver.press("enter")
    if let id = driver.lastRows?.0 {
      driver.send(
        .answered(
          id,
          .failed(
            ServerError(
              sqlstate: "42703", message: "column \"contry\" does not exist",
              hint: "Perhaps you meant to reference the column \"customers.country\"."))))
    }
    GoldenScreen.check(driver, "rows-failed")
  }

  @Test func rowDetail() {
    var driver = Driver.rowDetail()
    GoldenScreen.check(driver, "row")
    driver.press("l j")
    GoldenScreen.check(driver, "row-children")
  }

  @Test func rowDetailThatIsGone() {
    var driver = Driver.rowDetail()
    driver.press("r")
    GoldenScreen.check(driver, "row-loading")
    driver.answerRows(Shop.customers(1..<1, hasLater: false))
    GoldenScreen.check(driver, "row-gone")
  }

  @Test func previewRefused() {
    var driver = Driver.preview(Shop.refused)
    GoldenScreen.check(driver, "preview")
    driver.press("b")
    GoldenScreen.check(driver, "preview-blocker")
  }

  @Test func previewTabs() {
    var driver = Driver.preview(Shop.refused)
    driver.press("2 j")
    GoldenScreen.check(driver, "preview-tables")
    driver.press("3 j")
    GoldenScreen.check(driver, "preview-notes")
    driver.press("1 j l")
    GoldenScreen.check(driver, "preview-opened")
  }

  @Test func previewOutcomes() {
    GoldenScreen.check(Driver.preview(Shop.growing), "preview-growing")
    GoldenScreen.check(Driver.preview(Shop.succeeding), "preview-succeeds")
    GoldenScreen.check(Driver.preview(Shop.uncertain), "preview-uncertain")
  }

  @Test func previewThatFails() {
    var driver = Driver.rows()
    driver.press("d")
    GoldenScreen.check(driver, "preview-loading")
    if let id = driver.lastPreview?.0 {
      driver.send(
        .answered(
          id,
          .failed(ServerError(sqlstate: "42501", message: "permission denied for table customers")))
      )
    }
    GoldenScreen.check(driver, "preview-failed")
  }

  @Test func help() {
    var driver = Driver.preview(Shop.refused)
    driver.press("?")
    GoldenScreen.check(driver, "help")
    driver.type("block")
    GoldenScreen.check(driver, "help-search")
  }

  @Test func overlays() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b i")
    GoldenScreen.check(driver, "why-blocker")
    driver.press("escape V")
    GoldenScreen.check(driver, "verify-question")
    driver.press("escape e")
    GoldenScreen.check(driver, "save-menu")
    driver.press("enter")
    GoldenScreen.check(driver, "save")
    driver.press("enter")
    driver.send(.fileFailed(path: "fkwalk-delete-customers.txt", message: "The file exists."))
    GoldenScreen.check(driver, "save-conflict")
    driver.press("escape escape g")
    GoldenScreen.check(driver, "keys-begun")
  }

  @Test func previewActions() {
    var driver = Driver.preview(Shop.refused)
    driver.press("V y")
    GoldenScreen.check(driver, "verifying")
    guard let id = driver.lastVerification else { return }
    let observed = ObservedDelete(error: Shop.refused.error, counts: [:])
    driver.send(.answered(id, .verification(Verification(of: Shop.refused, against: observed))))
    GoldenScreen.check(driver, "verified")
    guard case .ask(let script, .wayPast)? = driver.press("p").last else { return }
    driver.send(
      .answered(script, .script("-- For: a test\nBEGIN;\nDELETE FROM public.invoices;\n")))
    GoldenScreen.check(driver, "way-past")
    driver.press("escape b c")
    GoldenScreen.check(driver, "rule-menu")
    driver.press("j j enter")
    var report = Shop.refused
    report.before = Prediction(report)
    driver.answerPreview(report)
    GoldenScreen.check(driver, "what-if")
    driver.press("2")
    GoldenScreen.check(driver, "what-if-tables")
    driver.press("M")
    GoldenScreen.check(driver, "migration")
  }

  @Test func leavingWhileSomethingRuns() {
    var driver = Driver.preview(Shop.growing)
    driver.press("q")
    GoldenScreen.check(driver, "leave")
  }

  @Test(arguments: [
    Size(columns: 38, rows: 6), Size(columns: 20, rows: 5), Size(columns: 12, rows: 2),
    Size(columns: 100, rows: 1),
  ])
  func tooSmall(_ size: Size) {
    GoldenScreen.check(Driver.ready(size: size).screen, "too-small")
  }
}
