import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// The states of screens that a person meets less often: stopped, failed, gone, empty.
@Suite struct StateScreenTests {
  private static let denied = ServerError(
    sqlstate: "42501", message: "permission denied for table customers")

  @Test func readingTheCatalog() {
    var driver = Driver()
    driver.send(.connected(Shop.facts))
    driver.send(.tick(milliseconds: 1000))
    driver.send(.tick(milliseconds: 3000))
    GoldenScreen.check(driver, "catalog-reading")
    driver.send(.catalogFailed(Self.denied))
    GoldenScreen.check(driver, "catalog-failed")
  }

  @Test func aTableThatIsGone() {
    var driver = Driver.ready(table: "orders")
    driver.send(.catalogLoaded(SchemaGraph(tables: [], foreignKeys: []), milliseconds: 1))
    GoldenScreen.check(driver, "neighbourhood-gone")
  }

  @Test func neighbourhoodNarrowedToNothing() {
    var driver = Driver.ready(table: "orders")
    driver.press("l /")
    driver.type("zzz")
    driver.press("enter")
    GoldenScreen.check(driver, "neighbourhood-no-match")
  }

  @Test func rowsStoppedAndWithoutMatch() {
    var driver = Driver.ready(table: "customers")
    driver.press("enter x")
    GoldenScreen.check(driver, "rows-stopped")
    driver.press("r")
    driver.answerRows(Shop.customers)
    driver.press("/")
    driver.type("name = Nobody")
    driver.press("enter")
    driver.answerRows(Shop.customers(1..<1, hasLater: false))
    GoldenScreen.check(driver, "rows-no-match")
  }

  @Test func rowStoppedAndFailed() {
    var driver = Driver.rowDetail()
    driver.press("r x")
    GoldenScreen.check(driver, "row-stopped")
    driver.press("r")
    if let id = driver.lastRows?.0 { driver.send(.answered(id, .failed(Self.denied))) }
    GoldenScreen.check(driver, "row-failed")
  }

  @Test func rowWhileItIsCounted() {
    var driver = Driver.rows()
    driver.press("j j j j enter l")
    if let id = driver.counts.first?.0 { driver.send(.answered(id, .count(.exact(3)))) }
    GoldenScreen.check(driver, "row-counting")
  }

  @Test func previewStoppedAndOfNothing() {
    var driver = Driver.preview(Shop.growing)
    driver.press("x")
    GoldenScreen.check(driver, "preview-stopped")
    var none = Shop.succeeding
    none.steps = []
    none.effects = []
    GoldenScreen.check(Driver.preview(none), "preview-no-rows")
    var noted = Driver.preview(none)
    noted.press("3")
    GoldenScreen.check(noted, "preview-no-notes")
  }

  @Test func previewThatBreaksOff() {
    var driver = Driver.preview(Shop.growing)
    if let id = driver.lastPreview?.0 { driver.send(.answered(id, .failed(Self.denied))) }
    GoldenScreen.check(driver, "preview-broken-off")
  }

  @Test func connectionLostDuringAPreview() {
    var driver = Driver.preview(Shop.growing)
    driver.send(.connectionLost(message: "server closed the connection unexpectedly"))
    GoldenScreen.check(driver, "preview-connection-lost")
  }

  @Test func themes() {
    var driver = Driver.ready()
    driver.walker.options.themes = ["terminal", "harbour-dark", "mono"].map {
      ThemeChoice(id: $0, summary: "what \($0) is for")
    }
    driver.press("t j")
    GoldenScreen.check(driver, "themes")
  }

  @Test func helpWithoutMatch() {
    var driver = Driver.rows()
    driver.press("?")
    driver.type("zzz")
    GoldenScreen.check(driver, "help-none")
  }
}
