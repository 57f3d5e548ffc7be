import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Whatever keys reach, the mouse reaches: one click selects, a click on what is selected opens it.
@Suite struct MouseTests {
  /// Where a text is on the screen: the first of several.
  private static func place(_ text: String, _ driver: Driver) -> (x: Int, y: Int)? {
    for (y, line) in driver.lines.enumerated() {
      if let range = line.firstRange(of: text) {
        return (line.distance(from: line.startIndex, to: range.lowerBound), y)
      }
    }
    return nil
  }

  private static func click(_ text: String, _ driver: inout Driver) {
    guard let (x, y) = place(text, driver) else {
      Issue.record("\(text) is not on the screen")
      return
    }
    driver.click(x, y)
  }

  private static func wheel(_ action: MouseAction, x: Int, y: Int, _ driver: inout Driver) {
    driver.send(.input(.mouse(x: x, y: y, action: action)))
  }

  @Test func aSecondClickOpens() {
    var driver = Driver.ready()
    Self.click("orders ", &driver)
    #expect(driver.walker.kind == .tables)
    Self.click("orders ", &driver)
    #expect(driver.walker.kind == .neighbourhood)
    Self.click("order_items", &driver)
    Self.click("order_items", &driver)
    #expect(driver.walker.history.current.state.crumbs == ["order_items"])
  }

  @Test func rowsOpenAndHeadsSort() {
    var driver = Driver.rows()
    Self.click("Anne", &driver)
    #expect(driver.walker.kind == .rows)
    Self.click("Anne", &driver)
    #expect(driver.walker.kind == .rowDetail)
    driver.press("H")
    Self.click("name", &driver)
    #expect(driver.lastRows?.1.order == RowOrder(column: "name"), "its column was selected before")
  }

  @Test func aClickOnASignOpensAndCloses() {
    var driver = Driver.preview(Shop.refused)
    let count = { (driver: Driver) in driver.lines.joined().contains("orders.customer_id") }
    #expect(count(driver))
    Self.click("▾", &driver)
    #expect(!count(driver), "closed")
    Self.click("▸", &driver)
    #expect(count(driver), "opened")
    #expect(driver.walker.kind == .preview)
  }

  @Test func panesOfNarrowScreensCanBeClicked() {
    for start in [
      Driver.ready(size: Size(columns: 60, rows: 16), table: "orders"),
      Driver.rowDetail(size: Size(columns: 60, rows: 16)),
    ] {
      var driver = start
      Self.click("CHILD", &driver)
      #expect(driver.text.contains("│>"), "a list shows: \(driver.text)")
      let kind = driver.walker.kind
      Self.click("PARENT", &driver)
      #expect(driver.walker.kind == kind)
    }
  }

  @Test func menusAreChosenFromWithTwoClicks() {
    var driver = Driver.preview(Shop.refused)
    driver.press("e")
    Self.click("Markdown", &driver)
    #expect(driver.walker.overlay?.state is MenuState, "the menu is gone")
    Self.click("Markdown", &driver)
    #expect(driver.text.contains("fkwalk-delete-customers.md"))
  }

  @Test func helpRunsWhatIsClickedTwice() {
    var driver = Driver.preview(Shop.refused)
    driver.press("?")
    driver.type("save the report")
    Self.click("save the report: text", &driver)
    #expect(driver.text.contains("save as"), "it was the selected one")
  }

  @Test func tablesAndCandidatesCanBeClicked() {
    var driver = Driver.ready()
    driver.press("ctrl-p")
    driver.type("or")
    Self.click("order_items", &driver)
    Self.click("order_items", &driver)
    #expect(driver.walker.history.current.state.crumbs == ["order_items"])
    driver.press(":")
    driver.type("table cu")
    Self.click("  customers", &driver)
    driver.press("enter")
    #expect(driver.walker.history.current.state.crumbs == ["customers"])
  }

  @Test func columnsAreHiddenByClicks() {
    var driver = Driver.rows()
    driver.press("c")
    Self.click("] email", &driver)
    Self.click("] email", &driver)
    guard let rows = driver.walker.history.current.state as? RowsState else { return }
    #expect(rows.columnLayout?.isHidden("email") == true)
  }

  @Test func aClickBesideClosesWhatIsOnlyLookedAt() {
    for keys in ["?", "i", "ctrl-p", "e"] {
      var driver = Driver.preview(Shop.refused, size: Size(columns: 120, rows: 40))
      driver.press(keys)
      #expect(driver.walker.overlay != nil)
      driver.click(1, 34)
      #expect(driver.walker.overlay == nil || keys == "?", "\(keys)")
    }
    for keys in [":", "w", "V"] {
      var driver = Driver.preview(Shop.refused, size: Size(columns: 120, rows: 40))
      driver.press(keys)
      driver.click(1, 34)
      #expect(driver.walker.overlay != nil, "what was typed stays: \(keys)")
    }
  }

  @Test func theWheelMovesThePaneUnderIt() {
    var driver = Driver.ready(table: "customers")
    Self.wheel(.wheelDown, x: 90, y: 8, &driver)
    guard let state = driver.walker.history.current.state as? NeighbourhoodState else { return }
    #expect(state.focus == .children && state.children.index == 3)
    driver.press("?")
    Self.wheel(.wheelDown, x: 50, y: 8, &driver)
    guard let help = driver.walker.overlay?.state as? HelpState else { return }
    #expect(help.cursor.index == 3)
  }
}
