import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

@Suite struct ExplainTests {
  static let missing = """
    ERROR:  insert or update on table "orders" violates foreign key constraint "orders_customer_id_fkey"
    DETAIL:  Key (customer_id)=(99) is not present in table "customers".
    STATEMENT:  INSERT INTO orders (customer_id) VALUES (99)
    ERROR:  update or delete on table "customers" violates foreign key constraint "orders_customer_id_fkey" on table "orders"
    DETAIL:  Key (id)=(42) is still referenced from table "orders".
    """

  /// A text was pasted, and nothing answered yet.
  private static func pasted(_ text: String = missing) -> Driver {
    var driver = Driver.ready()
    driver.press("g e")
    driver.send(.input(.paste(text)))
    return driver
  }

  private static let noRows = RowPage(columns: [], rows: [], hasEarlier: false, hasLater: false)

  private static func customers(_ ids: [Int]) -> RowPage {
    RowPage(
      columns: ["id", "name"],
      rows: ids.map { id in
        Row(
          identity: RowIdentity(
            table: TableName(schema: "public", name: "customers"),
            key: [ColumnValue(column: "id", value: "\(id)")]), values: ["\(id)", "name \(id)"])
      }, hasEarlier: false, hasLater: false)
  }

  @Test func asksForAText() {
    var driver = Driver.ready()
    driver.press("g e")
    GoldenScreen.check(driver, "explain-empty")
    driver.send(.input(.paste("two lines\nof something else\n")))
    GoldenScreen.check(driver, "explain-nothing-found")
  }

  @Test func explainsAMissingParent() {
    var driver = Self.pasted()
    driver.answerRows(Self.noRows)
    GoldenScreen.check(driver, "explain-asking")
    driver.answerRows(Self.customers([88, 90, 97]))
    driver.answerRows(Self.customers([101, 104]))
    GoldenScreen.check(driver, "explain-missing-parent")
    for _ in 0..<60 where !driver.cursorLine.contains("id=97") { driver.press("j") }
    driver.press("enter")
    #expect(driver.lastRows?.1.equalities == [ColumnValue(column: "id", value: "97")])
  }

  @Test func explainsAReferencedParent() {
    var driver = Self.pasted()
    driver.press("tab")
    driver.answerRows(Self.customers([42]))
    if let id = driver.counts.last?.0 { driver.send(.answered(id, .count(.exact(2)))) }
    driver.answerRows(Shop.customers)
    driver.answerPreview(Shop.refused)
    let script = driver.asked { if case .wayPast(let request) = $0 { request } else { nil } }.last
    #expect(script?.1.whatIf == [:])
    if let id = script?.0 { driver.send(.answered(id, .script("BEGIN;\nCOMMIT;\n"))) }
    GoldenScreen.check(driver, "explain-still-referenced")
    driver.press("d")
    #expect(driver.lastPreview?.1.table == TableName(schema: "public", name: "customers"))
    driver.press("H")
    #expect(driver.walker.kind == .explain)
  }

  @Test func copiesTheSQLOfALine() {
    var driver = Self.pasted()
    for _ in 0..<60 where !driver.cursorLine.contains("SELECT") { driver.press("j") }
    let effects = driver.press("y")
    guard case .copy(let text)? = effects.last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text == "SELECT * FROM public.customers WHERE id = '99';")
  }

  @Test func takesTheErrorOfThePreview() {
    var driver = Driver.preview(Shop.refused)
    driver.press("g e")
    guard let state = driver.walker.history.current.state as? ExplainState else {
      Issue.record("\(driver.text)")
      return
    }
    #expect(state.violations.count == 1)
    #expect(state.crumbs.last == Shop.refused.error?.fields.constraint)
  }

  @Test func readsALineTyped() {
    var driver = Driver.ready()
    driver.press(":")
    driver.type("explain Key (customer_id)=(99) is not present in table \"customers\".")
    driver.press("enter")
    #expect(driver.text.contains("the parent row is missing"))
  }

  @Test func readsLineEndsAsTerminalsPasteThem() {
    var driver = Driver.ready()
    driver.press("g e")
    driver.send(
      .input(.paste(Self.missing.split(separator: "\n").joined(separator: "\r"))))
    #expect(driver.text.contains("error 1 of 2"))
    #expect(driver.text.contains("Statement: INSERT INTO orders (customer_id) VALUES (99)"))
  }

  @Test func escapeLeavesTheFieldThenGoesBack() {
    var driver = Driver.ready()
    driver.press("g e escape")
    #expect(driver.walker.kind == .explain)
    driver.press("escape")
    #expect(driver.walker.kind == .tables)
  }
}

extension Driver {
  /// The line that the cursor is on.
  fileprivate var cursorLine: String {
    guard let cursor = screen.cursor, lines.indices.contains(cursor.y) else { return "" }
    return lines[cursor.y]
  }
}
