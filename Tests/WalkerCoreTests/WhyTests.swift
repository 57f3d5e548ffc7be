import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// What `i` says.
@Suite struct WhyTests {
  @Test(arguments: Caveat.Code.allCases, [true, false])
  func everyCaveatIsExplained(code: Caveat.Code, isDecisive: Bool) {
    let caveat = Caveat(
      code: code, table: Shop.name("orders"), object: "orders_guard", message: "There it is.",
      isDecisive: isDecisive)
    let text = CaveatText(
      caveat: caveat, keys: Keys(keymap: .standard, place: .preview, glyphs: .unicode)
    ).lines.map(\.text)
    #expect(text.first == "There it is." && text.contains("About orders: orders_guard."))
    // Where nothing was looked at, that much is certain.
    let isDoubtful = isDecisive && code != .notExamined
    #expect(text.contains { $0.contains("cannot be told") } == isDoubtful)
    #expect(text.count >= 4)
  }

  @Test(arguments: ReferentialAction.allCases) func everyActionIsExplained(
    _ action: ReferentialAction
  ) {
    let lines = ActionText(action: action, deferrability: nil).lines.map(\.text)
    #expect(lines[0].contains(action.sql))
    #expect(lines[1] == "PostgreSQL manual: CREATE TABLE (REFERENCES)")
    let deferred = ActionText(action: action, deferrability: .initiallyDeferred).lines
    #expect((deferred.last?.text == Manual.setConstraints.line.text) == (action == .noAction))
    #expect(deferred.contains { $0.text.contains("checked at COMMIT") } == (action == .noAction))
  }

  @Test func blockersNameTheirRule() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b i")
    #expect(driver.text.contains("RESTRICT refuses to let a parent go"))
    #expect(driver.text.contains("PostgreSQL manual: CREATE TABLE"))
  }

  @Test func screens() {
    var driver = Driver.preview(Shop.uncertain)
    driver.press("3 i")
    GoldenScreen.check(driver, "why-caveat")
    driver.press("escape 1 j i")
    GoldenScreen.check(driver, "why-step")
    var table = Driver.ready(table: "orders")
    table.press("l i")
    GoldenScreen.check(table, "why-constraint")
    var rows = Driver.rows()
    rows.press("i")
    GoldenScreen.check(rows, "why-value")
  }
}
