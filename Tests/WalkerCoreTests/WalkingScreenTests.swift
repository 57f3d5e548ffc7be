import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Screens of rows and of the graph in their less usual states.
@Suite struct WalkingScreenTests {
  @Test func hops() {
    var driver = Driver.ready(table: "customers")
    driver.press("l j j space j j j j space j")
    GoldenScreen.check(driver, "neighbourhood-hops")
    driver = Driver.ready(table: "teams")
    driver.press("h space j")
    GoldenScreen.check(driver, "neighbourhood-circle")
  }

  @Test func paths() {
    var driver = Driver.ready(table: "tracking_events")
    driver.press("p")
    driver.type("cntr")
    GoldenScreen.check(driver, "path-typing")
    driver.press("enter j j")
    GoldenScreen.check(driver, "path")
    driver.press("p")
    driver.type("settings")
    driver.press("enter")
    GoldenScreen.check(driver, "path-none")
  }

  @Test func rowsSortedAndChosen() {
    var driver = Driver.rows()
    driver.press("l l l s")
    GoldenScreen.check(driver, "rows-sorting")
    driver.answerRows(Shop.customers)
    driver.press("s")
    driver.answerRows(Shop.customers)
    driver.press("space space j j v j j")
    GoldenScreen.check(driver, "rows-sorted")
    driver.press("c space j space K")
    GoldenScreen.check(driver, "rows-columns")
    driver.press("escape")
    GoldenScreen.check(driver, "rows-columns-hidden")
  }

  @Test func filtersBeingTypedAndBroken() {
    var driver = Driver.rows()
    driver.press("/")
    driver.type("country = DE and cr")
    GoldenScreen.check(driver, "rows-completing")
    driver.type("eated > now(")
    driver.press("enter")
    let error = ServerError(
      sqlstate: "42601", message: "syntax error at or near \")\"", position: 33)
    driver.send(.answered(driver.lastRows?.0 ?? RequestID(0), .failed(error)))
    GoldenScreen.check(driver, "rows-broken-filter")
  }

  @Test func valuesOfAllTypes() {
    var driver = Driver.ready(Types.graph, table: "everything")
    driver.press("enter")
    driver.answerRows(Types.page)
    GoldenScreen.check(driver, "rows-types")
    driver.press("l l l l")
    GoldenScreen.check(driver, "rows-types-right")
    driver.press("enter")
    GoldenScreen.check(driver, "row-types")
    driver.press("j j j j enter")
    GoldenScreen.check(driver, "row-value")
  }
}

/// A table with a column of each type that has a look of its own.
private enum Types {
  static let name = TableName(schema: "public", name: "everything")
  static let columns = [
    ("id", "uuid"), ("Amount", "numeric(12,2)"), ("done", "boolean"),
    ("at", "timestamp with time zone"), ("doc", "jsonb"), ("tags", "text[]"), ("state", "mood"),
    ("valid", "daterange"), ("image", "bytea"), ("body", "text"),
  ]
  static let graph = SchemaGraph(
    tables: [
      Table(
        name: name, columns: columns.map { Column(name: $0.0, type: $0.1) },
        keys: [Key(name: "everything_pkey", columns: ["id"], isPrimary: true)], estimatedRows: 3)
    ], foreignKeys: [])

  static let page = RowPage(
    columns: columns.map(\.0),
    rows: [
      row(
        [
          "12.50", "t", "2024-02-29 23:59:59.123456+05:30",
          "{\"kind\":\"order\",\"lines\":[{\"sku\":\"A-1\",\"n\":2},{\"sku\":\"B\",\"n\":1}],\"note\":null}",
          "{red,\"light blue\",NULL}", "happy", "[2024-01-01,2024-02-01)",
          "\\x89504e470d0a1a0a0000000d49484452" + String(repeating: "00", count: 500),
          String(repeating: "It was a dark and stormy night. ", count: 128),
        ], [8: 48_213, 9: 1_234_567]),
      row([nil, nil, nil, nil, nil, nil, nil, nil, nil], [:]),
      row(["-1234567.00", "f", "infinity", "{}", "{}", "sad", "empty", "\\x", "NULL"], [:]),
      row(["0.00", "f", "-infinity", "[]", "{{1,2},{3,4}}", "sad", "(,)", "\\x00ff", ""], [:]),
    ], hasEarlier: false, hasLater: false)

  private static func row(_ values: [String?], _ lengths: [Int: Int]) -> Row {
    let id =
      "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a\((values.first ?? nil) == nil ? 12 : values.count + (values[0]?.count ?? 0))"
    return Row(
      identity: RowIdentity(table: name, key: [ColumnValue(column: "id", value: id)]),
      values: [id] + values, wholeLengths: lengths)
  }
}
