import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// The cursor stays on what it is on through filters, and nothing is lost by one key.
@Suite struct KeepingPlaceTests {
  private func rows(_ driver: Driver) -> RowsState? {
    driver.walker.history.current.state as? RowsState
  }

  private func selectedChild(_ driver: Driver) -> String? {
    let state = driver.walker.history.current.state as? NeighbourhoodState
    return state?.selectedHop(driver.walker.shownGraph)?.table.name
  }

  private func selectedTable(_ driver: Driver) -> String? {
    (driver.walker.history.current.state as? TablesState)?.selected?.name
  }

  private func filtered(_ driver: inout Driver, to page: RowPage) {
    driver.press("/")
    driver.type("anna")
    driver.press("enter")
    driver.answerRows(page)
  }

  @Test func aClearedRowFilterLeavesTheCursorOnItsRow() {
    var driver = Driver.ready(table: "customers")
    driver.press("enter")
    driver.answerRows(Shop.customers(1..<31, hasLater: false))
    driver.press("G")
    filtered(&driver, to: Shop.customers(27..<28, hasLater: false))
    driver.press("escape")
    #expect(driver.lastRows?.1.position == .from(["27"]) && driver.lastRows?.1.condition == nil)
    driver.answerRows(Shop.customers(27..<31, hasEarlier: true, hasLater: false))
    #expect(rows(driver)?.selectedRow?.identity == Shop.customer(27))
  }

  @Test func aRowFilterThatFoundNothingLeadsBack() {
    var driver = Driver.ready(table: "customers")
    driver.press("enter")
    driver.answerRows(Shop.customers(1..<31, hasLater: false))
    driver.press("G")
    filtered(&driver, to: Shop.customers(1..<1, hasLater: false))
    driver.press("escape")
    #expect(driver.lastRows?.1.position == .from(["30"]))
    driver.answerRows(Shop.customers(30..<31, hasEarlier: true, hasLater: false))
    #expect(rows(driver)?.selectedRow?.identity == Shop.customer(30))
  }

  @Test func aClearedFilterOfTheGraphLeavesTheCursorOnItsKey() {
    var driver = Driver.ready(table: "orders")
    driver.press("l /")
    driver.type("ship")
    driver.press("enter")
    #expect(selectedChild(driver) == "shipments")
    driver.press("escape")
    #expect(selectedChild(driver) == "shipments")
    driver.press("/")
    driver.type("ship nothing")
    #expect(selectedChild(driver) == nil)
    driver.press("escape")
    #expect(selectedChild(driver) == "shipments", "also after nothing was found")
  }

  @Test func aClearedFilterOfTablesLeadsBackAfterNothingWasFound() {
    var driver = Driver.ready()
    driver.press("/")
    driver.type("orders")
    driver.press("enter escape /")
    driver.type("orders nothing")
    driver.press("escape")
    #expect(selectedTable(driver) == "orders")
  }

  @Test func clearingClearsAllThatWasTyped() {
    var driver = Driver.rows()
    driver.press("/")
    driver.type("nonsense = 3")
    driver.press("enter")
    let error = ServerError(
      sqlstate: "42703", message: "column \"nonsense\" does not exist", position: 1)
    driver.send(.answered(driver.lastRows?.0 ?? RequestID(0), .failed(error)))
    driver.press("/")
    #expect(rows(driver)?.field?.cursor == 0, "at what is wrong")
    driver.press("ctrl-u")
    driver.type("id > 20")
    #expect(rows(driver)?.field?.text == "id > 20")
  }

  @Test func leavingAsksWhileRowsAreAwaited() {
    var driver = Driver.ready(table: "customers")
    driver.press("enter")
    driver.send(.tick(milliseconds: 0))
    driver.send(.tick(milliseconds: 750))
    #expect(driver.press("q").isEmpty)
    #expect(driver.text.contains("Something is still running."))
    #expect(driver.press("q") == [.quit(interrupted: false)])
  }

  @Test func leavingDoesNotAskForCountsThatCameUnasked() {
    var driver = Driver.rows()
    for milliseconds in [0, 250, 500, 1500] as [UInt64] {
      driver.send(.tick(milliseconds: milliseconds))
    }
    #expect(!driver.counts.isEmpty && driver.walker.isBusy)
    #expect(driver.press("q") == [.quit(interrupted: false)])
  }

  @Test func whatIsStillReadIsNotCalledMissing() {
    var driver = Driver.ready(table: "customers")
    driver.press("enter d")
    #expect(driver.text.contains("Not here: the rows are still being read."))
    driver.answerRows(Shop.customers(1..<1, hasLater: false))
    driver.press("d")
    #expect(driver.text.contains("Not here: there are no rows."))
  }

  @Test func copyingSaysWhatWasCopied() {
    let name = Shop.name("Gift cards")
    var driver = Driver.ready(
      SchemaGraph(tables: [Table(name: name, columns: [])], foreignKeys: []))
    #expect(driver.press("y") == [.copy("public.\"Gift cards\"")])
    driver.send(.copied("public.\"Gift cards\"", how: "to the tmux buffer"))
    #expect(driver.text.contains("Copied public.\"Gift cards\" to the tmux buffer."))
    driver.press("enter")
    #expect(driver.press("y") == [.copy("public.\"Gift cards\"")])
    driver.send(.copied("SELECT *\nFROM a\n", how: "by OSC 52"))
    #expect(driver.text.contains("Copied 2 lines by OSC 52."))
    driver.send(.copied(String(repeating: "x", count: 99), how: "by OSC 52"))
    #expect(driver.text.contains("Copied \(String(repeating: "x", count: 39))… by OSC 52."))
  }
}
