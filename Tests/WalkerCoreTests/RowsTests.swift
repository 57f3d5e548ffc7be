import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Rows: paging, marks, filters, references.
@Suite struct RowsTests {
  @Test func pagesByKeyBeforeTheEdgeIsReached() {
    var driver = open()
    driver.answerRows(Shop.customers(1..<201, hasLater: true))
    #expect(driver.press("page-down") == [])
    for _ in 0..<5 { driver.press("page-down") }
    for _ in 0..<3 { driver.press("page-down") }
    #expect(driver.lastRows?.1.position == .after(["200"]))
    #expect(driver.effects.filter(isLoad).count == 2, "asked for once only")
    driver.answerRows(Shop.customers(201..<401, hasEarlier: true, hasLater: false))
    #expect(state(driver)?.rows.count == 400)
    #expect(driver.text.contains("of 400"))
  }

  @Test func goesToTheEndAndBackUpByKey() {
    var driver = open()
    driver.answerRows(Shop.customers(1..<201, hasLater: true))
    driver.press("G")
    #expect(driver.lastRows?.1.position == .last)
    driver.answerRows(Shop.customers(801..<1001, hasEarlier: true, hasLater: false))
    #expect(state(driver)?.selectedRow?.identity == Shop.customer(1000))
    for _ in 0..<9 { driver.press("page-up") }
    #expect(driver.lastRows?.1.position == .before(["801"]))
    let before = state(driver)?.selectedRow?.identity
    let grid = driver.lines[2..<24]
    driver.answerRows(Shop.customers(601..<801, hasEarlier: true, hasLater: true))
    #expect(state(driver)?.selectedRow?.identity == before, "the cursor stays on its row")
    #expect(driver.lines[2..<24] == grid, "and nothing on the screen moves")
    driver.press("g g")
    #expect(driver.lastRows?.1.position == .first)
  }

  @Test func windowGrowsToItsLimitOnly() {
    var window = RowWindow(Shop.customers(1..<201, hasLater: true))
    var dropped = 0
    for page in 1..<12 {
      dropped += window.append(
        Shop.customers((page * 200 + 1)..<(page * 200 + 201), hasEarlier: true, hasLater: true))
    }
    #expect(window.rows.count == RowWindow.limit)
    #expect(dropped == 400)
    #expect(window.firstNumber == 401)
    #expect(window.hasEarlier)
    #expect(window.prepend(Shop.customers(201..<401, hasEarlier: true, hasLater: true)) == 200)
    #expect(window.rows.count == RowWindow.limit)
    #expect(window.firstNumber == 201)
    #expect(window.hasLater)
  }

  @Test func marksSurviveFilterAndPaging() {
    var driver = Driver.rows()
    driver.press("space space j v j j v")
    #expect(state(driver)?.marks.count == 5)
    driver.press("/")
    driver.type("country = DE")
    driver.press("enter")
    #expect(driver.lastRows?.1.condition == "\"country\" = 'DE'")
    driver.answerRows(Shop.customers(38..<39, hasLater: false))
    #expect(state(driver)?.marks.count == 5)
    driver.press("d")
    guard case .rows(_, let rows)? = driver.lastPreview?.1.target else {
      Issue.record("no preview")
      return
    }
    #expect(
      rows == [38, 39, 41, 42, 43].map(Shop.customer), "those marked, in the order of marking")
    driver.press("H U d")
    #expect(driver.lastPreview?.1.target == .rows(Shop.name("customers"), [Shop.customer(38)]))
  }

  @Test func answersThatNobodyWaitsForAreDropped() {
    var driver = open()
    let first = driver.lastRows?.0 ?? RequestID(0)
    driver.press("/")
    driver.type("vip")
    let effects = driver.press("enter")
    #expect(effects.contains(.cancel(first)))
    driver.send(.rowsLoaded(first, Shop.customers))
    #expect(state(driver)?.rows.isEmpty == true)
    driver.answerRows(Shop.customers(1..<3, hasLater: false))
    #expect(state(driver)?.rows.count == 2)
  }

  @Test func stoppingKeepsTheRowsAtHand() {
    var driver = Driver.rows()
    driver.press("r")
    let id = driver.lastRows?.0 ?? RequestID(0)
    #expect(driver.press("x") == [.cancel(id)])
    #expect(state(driver)?.rows.count == 10)
    #expect(!driver.walker.isBusy)
  }

  @Test func refreshKeepsTheCursorOnItsRow() {
    var driver = Driver.rows()
    driver.press("j j j r")
    #expect(driver.text.contains("Anne Müller"), "the old rows show meanwhile")
    driver.answerRows(Shop.customers(40..<48, hasLater: false))
    #expect(state(driver)?.selectedRow?.identity == Shop.customer(41))
  }

  @Test func followsAReferenceOrSaysWhyNot() {
    var driver = Driver.rows()
    driver.press("f")
    #expect(driver.text.contains("id is no reference"))
    driver.press("l l l f")
    #expect(driver.lastRows?.1.table == Shop.name("countries"))
    #expect(driver.lastRows?.1.equalities == [ColumnValue(column: "code", value: "DE")])
    driver.press("H j l l l f")
    #expect(driver.text.contains("referred_by is NULL"))
  }

  @Test func columnsScrollBesideTheKey() {
    var driver = Driver.rows(size: Size(columns: 60, rows: 16))
    driver.press("l l l l l l l l")
    #expect(driver.text.contains("PK id"))
    #expect(driver.text.contains("notes"))
    #expect(driver.text.contains("notes = NULL"))
    driver.press("h h h h h h h h")
    #expect(driver.text.contains("id = 38"))
  }

  @Test func copiesTheValueUnderTheCursor() {
    var driver = Driver.rows()
    #expect(driver.press("j j j j j l y") == [.copy("Line\nbreak & tab\t")])
    #expect(driver.press("k k k l l l l y") == [], "NULL is not copied")
  }

  @Test func walksFromRowToParentAndChildRows() {
    var driver = Driver.rowDetail()
    #expect(
      driver.counts.map(\.1.foreignKey.name).sorted() == [
        "customers_referred_by_fkey", "orders_customer_id_fkey", "sessions_customer_id_fkey",
      ], "only where an index makes counting cheap")
    driver.press("l j j enter")
    #expect(driver.lastRows?.1.table == Shop.name("orders"))
    #expect(driver.lastRows?.1.equalities == [ColumnValue(column: "customer_id", value: "42")])
    driver.press("H h h h")
    #expect(driver.lastRows?.1.table == Shop.name("countries"))
  }

  @Test func countsExactlyOnRequest() {
    var driver = Driver.rowDetail()
    driver.press("l #")
    #expect(driver.counts.last?.1.cap == Int(Int32.max))
    #expect(driver.counts.last?.1.foreignKey.name == "audit_log_customer_id_fkey")
  }

  @Test(
    arguments: [
      ("country = DE", "\"country\" = 'DE'"), ("id>5", "\"id\" > '5'"),
      ("name ilike an%", "\"name\" ILIKE 'an%'"), ("name = 'x'", "name = 'x'"),
      ("id > 5 and vip", "id > 5 and vip"), ("email is null", "email is null"),
      ("nothing = 3", "nothing = 3"), ("name = O", "\"name\" = 'O'"), ("true", "true"),
      ("credit_limit > id()", "credit_limit > id()"),
    ]) func conditions(_ typed: String, _ sql: String)
  {
    let table = Shop.graph.table(Shop.name("customers"))
    #expect(RowCondition.sql(typed, table: table) == sql)
  }

  @Test func oneWordIsLookedForInAllColumns() {
    let table = Shop.graph.table(Shop.name("countries"))
    #expect(
      RowCondition.sql("50%", table: table)
        == #""code"::text ILIKE E'%50\\%%' OR "name"::text ILIKE E'%50\\%%'"#)
    #expect(RowCondition.sql("  ", table: table) == nil)
  }

  private func open() -> Driver {
    var driver = Driver.ready(table: "customers")
    driver.press("enter")
    return driver
  }

  private func state(_ driver: Driver) -> RowsState? {
    if case .rows(let state) = driver.walker.history.current { state } else { nil }
  }

  private func isLoad(_ effect: Effect) -> Bool {
    if case .loadRows = effect { true } else { false }
  }
}
