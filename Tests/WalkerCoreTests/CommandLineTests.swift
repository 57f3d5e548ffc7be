import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// The line typed after `:`.
@Suite struct CommandLineTests {
  private static func opened(_ text: String, in driver: Driver = .ready()) -> Driver {
    var driver = driver
    driver.press(":")
    driver.type(text)
    return driver
  }

  private static func run(_ text: String, in driver: Driver = .ready()) -> Driver {
    var driver = opened(text, in: driver)
    driver.press("enter")
    return driver
  }

  private static func state(_ driver: Driver) -> CommandLineState? {
    driver.walker.overlay?.state as? CommandLineState
  }

  @Test func runsACommandByItsNameOrItsBeginning() {
    #expect(Self.run("sort").walker.overlay == nil)
    #expect(Self.run("q").effects.last == .quit(interrupted: false))
    #expect(Self.run("hel").walker.overlay?.state is HelpState)
  }

  @Test func goesToATable() {
    let driver = Self.run("table Order_Items")
    #expect(driver.walker.overlay == nil)
    #expect(driver.walker.history.current.state.crumbs == ["order_items"])
  }

  @Test(arguments: [
    ("sor now", "sort takes nothing after its name"), ("frobnicate", "there is no command"),
    ("mark", "mark means nothing on this screen"), ("table nowhere", "there is no table nowhere"),
    ("delete", "delete needs a STATEMENT"), ("delete fro orders", "DELETE"), ("fi", "fi could be"),
    ("theme pink", "there is no theme pink"),
  ])
  func whatCannotBeDoneStaysAsItWasTyped(text: String, problem: String) {
    let state = Self.state(Self.run(text))
    #expect(state?.field.text == text)
    #expect(state?.problem?.contains(problem) == true, "\(state?.problem ?? "")")
  }

  @Test func tabGoesThroughTheCandidates() {
    var driver = Self.opened("table o")
    driver.press("tab")
    let first = Self.state(driver)?.field.text
    driver.press("tab")
    let second = Self.state(driver)?.field.text
    #expect(first == "table orders" && second?.hasPrefix("table ") == true && first != second)
    driver.press("shift-tab")
    #expect(Self.state(driver)?.field.text == first)
    driver.press("enter")
    #expect(driver.walker.history.current.state.crumbs == ["orders"])
  }

  @Test func theOnlyCandidateLeadsOnToItsArgument() {
    var driver = Self.opened("colu", in: .rows())
    driver.press("tab")
    #expect(Self.state(driver)?.field.text == "column ")
    driver.type("EMA")
    driver.press("tab enter")
    guard let state = driver.walker.history.current.state as? RowsState else {
      Issue.record("not on rows")
      return
    }
    let place = state.selectedColumn(Shop.graph).flatMap { state.shown?.columns[$0] }
    #expect(place == "email")
  }

  @Test func filtersRowsAndCompletesColumns() {
    var driver = Self.opened("filter cou", in: .rows())
    driver.press("tab")
    #expect(Self.state(driver)?.field.text == "filter country")
    driver.type(" = DE")
    driver.press("enter")
    #expect(driver.lastRows?.1.condition?.contains("'DE'") == true)
  }

  @Test func previewsAStatement() {
    let driver = Self.run("delete from orders where id = 5")
    #expect(driver.lastPreview?.1.target == .statement("DELETE from orders where id = 5"))
    #expect(driver.walker.kind == .preview)
  }

  @Test func supposesAnotherAction() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b")
    driver = Self.run("what-if set null", in: driver)
    #expect(driver.lastPreview?.1.whatIf.values.first?.onDelete == .setNull)
  }

  @Test func earlierLinesComeBack() {
    var driver = Self.run("sort")
    driver = Self.run("table orders", in: driver)
    driver = Self.opened("the", in: driver)
    driver.press("up")
    #expect(Self.state(driver)?.field.text == "table orders")
    driver.press("up up up")
    #expect(Self.state(driver)?.field.text == "sort")
    driver.press("down down")
    #expect(Self.state(driver)?.field.text == "the")
  }

  @Test func pastedTextIsOneLine() {
    var driver = Self.opened("")
    driver.send(.input(.paste("table\norders\n")))
    #expect(Self.state(driver)?.field.text == "table orders ")
    driver.press("escape")
    #expect(driver.walker.overlay == nil)
  }

  @Test func anyLineIsReadWithoutTrapping() {
    var random = SeededGenerator(seed: 7)
    for start in [Driver.ready(), .rows(), .preview(Shop.refused)] {
      for _ in 0..<60 {
        var driver = start
        driver.press(":")
        for _ in 0..<8 {
          let pieces = ["a", " ", "table ", "filter ", "'", "山", "column ", "theme ", "delete "]
          driver.type(pieces.randomElement(using: &random) ?? "")
          driver.press(
            ["tab", "shift-tab", "up", "down", "left"].randomElement(using: &random) ?? "")
          _ = driver.screen
        }
        driver.press("enter")
        _ = driver.screen
      }
    }
  }
}
