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
    driver.send(.answered(first, .rows(Shop.customers)))
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
    #expect(driver.walker.ledger.isEmpty)
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

  @Test(
    arguments: [
      ("Code = 5", "\"Code\" = '5'"), ("code is not null", "\"Code\" is not null"),
      ("\"my col\" like a%", "\"my col\" LIKE 'a%'"),
      ("\"my col\" in (1, 2)", "\"my col\" in (1, 2)"),
      ("my col = 1", "my col = 1"), ("x is null", "x is null"), ("X is null", "\"X\" is null"),
    ]) func conditionsOnNamesThatNeedQuotes(_ typed: String, _ sql: String)
  {
    #expect(RowCondition.sql(typed, table: odd) == sql)
  }

  private var odd: Table {
    Table(
      name: Shop.name("odd"),
      columns: ["Code", "my col", "x", "X"].map { Column(name: $0, type: "text") })
  }

  @Test(
    arguments: [
      ("", "id"), ("cr", "credit_limit created_at"), ("CRE", "credit_limit created_at"),
      ("country = DE and na", "name"), ("email", ""),
      ("email ", "= <> ilike like < > <= >= in ( is null is not null"),
      ("email i", "ilike in ( is null is not null like"), ("vip = ", "true false"),
      ("vip = t", "true"), ("vip = true ", "and or"),
      ("id = 'it''s' o", "or"), ("email is ", "null not null"), ("id >= ", ""),
    ]) func filterCompletes(_ typed: String, _ words: String)
  {
    guard let table = Shop.graph.table(Shop.name("customers")) else { return }
    let found = FilterCompletion(typed, table: table).words.joined(separator: " ")
    #expect(typed.isEmpty ? found.hasPrefix(words) : found == words)
  }

  @Test func tabTakesTheWordOffered() {
    var driver = Driver.rows()
    driver.press("/")
    driver.type("cou")
    #expect(driver.text.contains("Tab country"))
    driver.press("tab tab")
    driver.type("DE")
    driver.press("enter")
    #expect(driver.lastRows?.1.condition == "\"country\" = 'DE'")
    var quoted = FilterCompletion("my", table: odd)
    #expect(quoted.words == ["\"my col\""])
    quoted = FilterCompletion("\"my", table: odd)
    #expect(quoted.words == ["\"my col\""] && quoted.replaced == 3)
  }

  @Test func aBrokenFilterKeepsWhatWasTypedAndTheRowsBefore() {
    var driver = Driver.rows()
    driver.press("j j /")
    driver.type("id > 3 and nonsense > 1")
    driver.press("enter")
    let error = ServerError(
      sqlstate: "42703", message: "column \"nonsense\" does not exist", position: 12)
    driver.send(.answered(driver.lastRows?.0 ?? RequestID(0), .failed(error)))
    #expect(driver.text.contains("WHERE id > 3 and nonsense > 1"))
    #expect(driver.text.contains("                 ^"))
    driver.press("/")
    #expect(state(driver)?.field?.cursor == 11, "right before what is wrong")
    driver.press("escape escape")
    #expect(state(driver)?.selectedRow?.identity == Shop.customer(40), "and the place is kept")
    #expect(state(driver)?.filter == "")
  }

  @Test func sortsByAColumnBothWaysAndByTheKeyAgain() {
    var driver = Driver.rows()
    driver.press("l s")
    #expect(driver.lastRows?.1.order == RowOrder(column: "name"))
    #expect(!driver.text.contains("by name"), "what shows meanwhile is sorted as before")
    #expect(driver.lastRows?.1.position == .first)
    driver.answerRows(Shop.customers(1..<201, hasLater: true))
    #expect(driver.text.contains("by name, smallest first") && driver.text.contains("name ▲"))
    driver.press("j j s")
    #expect(driver.lastRows?.1.order == RowOrder(column: "name", isDescending: true))
    #expect(
      driver.lastRows?.1.position == .from(["Customer 3", "3"]), "the cursor follows its row")
    driver.answerRows(Shop.customers(3..<201, hasEarlier: true, hasLater: true))
    #expect(state(driver)?.selectedRow?.identity == Shop.customer(3))
    driver.press("s")
    #expect(driver.lastRows?.1.order == nil)
    #expect(driver.lastRows?.1.position == .from(["3"]))
  }

  @Test func whatCannotBeSortedLeavesTheRowsAsTheyWere() {
    var driver = Driver.rows()
    driver.press("j l s")
    let error = ServerError(sqlstate: "42883", message: "could not identify an ordering operator")
    driver.send(.answered(driver.lastRows?.0 ?? RequestID(0), .failed(error)))
    #expect(driver.text.contains("Not sorted by name"))
    #expect(state(driver)?.selectedRow?.identity == Shop.customer(39))
    #expect(state(driver)?.query == RowsQuery())
    driver.press("s x")
    #expect(state(driver)?.query == RowsQuery(), "stopped, it is as it was too")
  }

  @Test func columnsAreHiddenAndMoved() {
    var driver = Driver.rows()
    driver.press("l l c")
    #expect(driver.text.contains("[x] email"))
    driver.press("space K K escape")
    let header = driver.lines[3]
    #expect(!header.contains("email"))
    let places = ["PK id", "country", "name"].map { header.firstRange(of: $0)?.lowerBound }
    #expect(places[0] ?? header.endIndex < places[1] ?? header.startIndex)
    #expect(places[1] ?? header.endIndex < places[2] ?? header.startIndex)
    #expect(driver.text.contains("1 column hidden"))
    driver.press("r")
    driver.answerRows(Shop.customers(38..<48, hasLater: false))
    #expect(!driver.lines[3].contains("email"), "also after other rows came")
    driver.press("c a escape")
    #expect(driver.lines[3].contains("email"))
  }

  @Test func rangesReachBeyondTheRowsAtHand() {
    var driver = open()
    driver.answerRows(Shop.customers(1..<201, hasLater: true))
    driver.press("j j v G")
    driver.answerRows(Shop.customers(801..<1001, hasEarlier: true, hasLater: false))
    driver.press("v")
    #expect(driver.lastRows?.1.position == .from(["3"]))
    driver.answerRows(Shop.customers(3..<1001, hasEarlier: true, hasLater: false))
    #expect(state(driver)?.marks.count == 998)
    #expect(driver.text.contains("998 rows marked"))
    driver.press("U v g g")
    driver.answerRows(Shop.customers(1..<201, hasLater: true))
    driver.press("v")
    #expect(driver.lastRows?.1.position == .from(["1000"]))
    driver.answerRows(Shop.customers(1000..<1001, hasEarlier: true, hasLater: false))
    #expect(driver.lastRows?.1.position == .from(["1"]), "then the other way round")
    driver.answerRows(Shop.customers(1..<501, hasLater: true))
    #expect(state(driver)?.marks.isEmpty == true)
    #expect(driver.text.contains("Nothing was marked"))
  }

  @Test func shiftMarksAndMoves() {
    var driver = Driver.rows()
    driver.press("shift-down shift-down shift-up")
    #expect(
      state(driver).map { Array($0.marks) } == [
        Shop.customer(38), Shop.customer(39), Shop.customer(40),
      ])
    driver.press("M")
    #expect(
      driver.lastRows?.1.condition == "(\"id\") IN (('38'), ('39'), ('40'))")
    #expect(driver.text.contains("3 rows marked"))
  }

  @Test func longValuesAreReadOnRequest() {
    var driver = Driver.rows()
    driver.press("r")
    var page = Shop.customers(38..<39, hasLater: false)
    page.rows[0].values[1] = String(repeating: "x", count: 4096)
    page.rows[0].wholeLengths = [1: 1_234_567]
    driver.answerRows(page)
    driver.press("l")
    #expect(driver.text.contains("1.2 MB"))
    driver.press("enter j")
    #expect(driver.text.contains("Enter: all 1.2 MB"))
    driver.press("enter")
    #expect(driver.lastRows?.1.cellLimit == 262_144)
    page.rows[0].values[1] = String(repeating: "y", count: 262_144)
    driver.answerRows(page)
    #expect(driver.text.contains("yyyy"))
    driver.press("G")
    #expect(driver.text.contains("That is the beginning of 1.2 MB."))
    driver.press("escape")
    let before = driver.lastRows?.0
    driver.press("enter")
    #expect(driver.lastRows?.0 == before, "it is read once")
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
    driver.walker.history.current.state as? RowsState
  }

  private func isLoad(_ effect: Effect) -> Bool {
    if case .ask(_, .rows) = effect { true } else { false }
  }
}
