import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Every screen in every state, as text files under Screens.
@Suite struct ScreenTests {
  static let normal = [Size(columns: 100, rows: 30), Size(columns: 80, rows: 24)]
  static let all =
    normal + [
      Size(columns: 60, rows: 16), Size(columns: 40, rows: 10), Size(columns: 200, rows: 60),
    ]

  @Test(arguments: all) func tables(_ size: Size) {
    var driver = Driver.ready(size: size)
    driver.press("j j j j j")
    GoldenScreen.check(driver.screen, "tables")
  }

  @Test(arguments: normal) func tablesNarrowed(_ size: Size) {
    var driver = Driver.ready(size: size)
    driver.press("/")
    driver.type("ord !item")
    GoldenScreen.check(driver.screen, "tables-filtering")
    driver.type("zzz")
    GoldenScreen.check(driver.screen, "tables-no-match")
  }

  @Test(arguments: normal) func tablesEmpty(_ size: Size) {
    let driver = Driver.ready(SchemaGraph(tables: [], foreignKeys: []), size: size)
    GoldenScreen.check(driver.screen, "tables-empty")
    let unconnected = Driver.ready(
      SchemaGraph(tables: Shop.graph.tables, foreignKeys: []), size: size)
    GoldenScreen.check(unconnected.screen, "tables-without-keys")
  }

  @Test(arguments: normal) func connecting(_ size: Size) {
    var driver = Driver(size: size)
    driver.send(.tick(milliseconds: 1000))
    driver.send(.tick(milliseconds: 4000))
    GoldenScreen.check(driver.screen, "connecting")
    driver.send(
      .connectionFailed(
        message: """
          connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused
          \tIs the server running on that host and accepting TCP/IP connections?
          """, advice: "Check the host and the port, or start the server."))
    GoldenScreen.check(driver.screen, "cannot-connect")
  }

  @Test(arguments: normal) func connectionLost(_ size: Size) {
    var driver = Driver.rows(size: size)
    driver.send(.connectionLost(message: "server closed the connection unexpectedly"))
    GoldenScreen.check(driver.screen, "connection-lost")
  }

  @Test(arguments: all) func neighbourhood(_ size: Size) {
    var driver = Driver.ready(size: size, table: "orders")
    GoldenScreen.check(driver.screen, "neighbourhood")
    driver.press("l j")
    GoldenScreen.check(driver.screen, "neighbourhood-children")
  }

  @Test(arguments: normal) func neighbourhoodWithoutEdges(_ size: Size) {
    let driver = Driver.ready(size: size, table: "settings")
    GoldenScreen.check(driver.screen, "neighbourhood-alone")
  }

  @Test(arguments: normal) func neighbourhoodOnACycle(_ size: Size) {
    var driver = Driver.ready(size: size, table: "teams")
    driver.press("h")
    GoldenScreen.check(driver.screen, "neighbourhood-cycle")
  }

  @Test(arguments: all) func rows(_ size: Size) {
    var driver = Driver.rows(size: size)
    driver.press("j space j j j l")
    GoldenScreen.check(driver.screen, "rows")
  }

  @Test(arguments: normal) func rowsOfOtherKinds(_ size: Size) {
    var driver = Driver.ready(size: size, table: "customers")
    driver.press("enter")
    GoldenScreen.check(driver.screen, "rows-loading")
    driver.answerRows(Shop.customers(1..<1, hasLater: false))
    GoldenScreen.check(driver.screen, "rows-empty")
    driver.press("/")
    driver.type("contry = DE")
    GoldenScreen.check(driver.screen, "rows-typing")
    driver.press("enter")
    if let id = driver.lastRows?.0 {
      driver.send(
        .rowsFailed(
          id,
          ServerError(
            sqlstate: "42703", message: "column \"contry\" does not exist",
            hint: "Perhaps you meant to reference the column \"customers.country\".")))
    }
    GoldenScreen.check(driver.screen, "rows-failed")
  }

  @Test(arguments: all) func rowDetail(_ size: Size) {
    var driver = Driver.rowDetail(size: size)
    GoldenScreen.check(driver.screen, "row")
    driver.press("l j")
    GoldenScreen.check(driver.screen, "row-children")
  }

  @Test(arguments: normal) func rowDetailThatIsGone(_ size: Size) {
    var driver = Driver.rowDetail(size: size)
    driver.press("r")
    GoldenScreen.check(driver.screen, "row-loading")
    driver.answerRows(Shop.customers(1..<1, hasLater: false))
    GoldenScreen.check(driver.screen, "row-gone")
  }

  @Test(arguments: all) func previewRefused(_ size: Size) {
    var driver = Driver.preview(Shop.refused, size: size)
    GoldenScreen.check(driver.screen, "preview")
    driver.press("b")
    GoldenScreen.check(driver.screen, "preview-blocker")
  }

  @Test(arguments: normal) func previewTabs(_ size: Size) {
    var driver = Driver.preview(Shop.refused, size: size)
    driver.press("2 j")
    GoldenScreen.check(driver.screen, "preview-tables")
    driver.press("3 j")
    GoldenScreen.check(driver.screen, "preview-notes")
    driver.press("1 j l")
    GoldenScreen.check(driver.screen, "preview-opened")
  }

  @Test(arguments: normal) func previewOutcomes(_ size: Size) {
    GoldenScreen.check(Driver.preview(Shop.growing, size: size).screen, "preview-growing")
    GoldenScreen.check(Driver.preview(Shop.succeeding, size: size).screen, "preview-succeeds")
    GoldenScreen.check(Driver.preview(Shop.uncertain, size: size).screen, "preview-uncertain")
  }

  @Test(arguments: normal) func previewThatFails(_ size: Size) {
    var driver = Driver.rows(size: size)
    driver.press("d")
    GoldenScreen.check(driver.screen, "preview-loading")
    if let id = driver.lastPreview?.0 {
      driver.send(
        .previewFailed(
          id, ServerError(sqlstate: "42501", message: "permission denied for table customers")))
    }
    GoldenScreen.check(driver.screen, "preview-failed")
  }

  @Test(arguments: all) func help(_ size: Size) {
    var driver = Driver.preview(Shop.refused, size: size)
    driver.press("?")
    GoldenScreen.check(driver.screen, "help")
    driver.type("block")
    GoldenScreen.check(driver.screen, "help-search")
  }

  @Test(arguments: normal) func overlays(_ size: Size) {
    var driver = Driver.preview(Shop.refused, size: size)
    driver.press("b i")
    GoldenScreen.check(driver.screen, "why-blocker")
    driver.press("escape V")
    GoldenScreen.check(driver.screen, "verify-question")
    driver.press("escape e")
    GoldenScreen.check(driver.screen, "save-menu")
    driver.press("enter")
    GoldenScreen.check(driver.screen, "save")
    driver.press("enter")
    driver.send(.fileFailed(path: "fkwalk-delete-customers.txt", message: "The file exists."))
    GoldenScreen.check(driver.screen, "save-conflict")
    driver.press("escape escape g")
    GoldenScreen.check(driver.screen, "keys-begun")
  }

  @Test(arguments: [Size(columns: 100, rows: 30), Size(columns: 60, rows: 16)])
  func previewActions(_ size: Size) {
    var driver = Driver.preview(Shop.refused, size: size)
    driver.press("V y")
    GoldenScreen.check(driver.screen, "verifying")
    guard let id = driver.lastVerification else { return }
    let observed = ObservedDelete(error: Shop.refused.error, counts: [:])
    driver.send(.verified(id, Verification(of: Shop.refused, against: observed)))
    GoldenScreen.check(driver.screen, "verified")
    guard case .wayPast(let script, _)? = driver.press("p").last else { return }
    driver.send(.scriptMade(script, "-- For: a test\nBEGIN;\nDELETE FROM public.invoices;\n"))
    GoldenScreen.check(driver.screen, "way-past")
    driver.press("escape b c")
    driver.answerPreview(Shop.refused)
    GoldenScreen.check(driver.screen, "what-if")
  }

  @Test(arguments: normal) func leavingWhileSomethingRuns(_ size: Size) {
    var driver = Driver.preview(Shop.growing, size: size)
    driver.press("q")
    GoldenScreen.check(driver.screen, "leave")
  }

  @Test func ascii() {
    let size = Size(columns: 80, rows: 24)
    let screens = [
      ("ascii-tables", Driver.ready(size: size, glyphs: .ascii)),
      ("ascii-neighbourhood", Driver.ready(size: size, glyphs: .ascii, table: "orders")),
      ("ascii-rows", Driver.rows(size: size, glyphs: .ascii)),
      ("ascii-row", Driver.rowDetail(size: size, glyphs: .ascii)),
      ("ascii-preview", Driver.preview(Shop.refused, size: size, glyphs: .ascii)),
    ]
    for (name, driver) in screens { GoldenScreen.check(driver.screen, name) }
  }

  @Test func tooSmall() {
    GoldenScreen.check(Driver.ready(size: Size(columns: 38, rows: 6)).screen, "too-small")
  }
}
