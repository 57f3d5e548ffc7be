import SchemaModel
import TerminalCanvas
import Testing

@testable import SchemaReview
@testable import WalkerCore

/// The screen that reviews a whole schema.
@Suite struct ReviewTests {
  private static func answered(_ size: Size = Size(columns: 100, rows: 30)) -> Driver {
    var driver = Driver.ready(size: size)
    driver.press("g i")
    driver.answerReview(.findings(findings))
    return driver
  }

  private static var facts: SchemaFacts {
    SchemaFacts(
      version: 150_000, graph: Shop.graph,
      keys: Shop.graph.foreignKeys.map { DeclaredKey(key: $0) },
      relations: Dictionary(
        Shop.graph.tables.map { ($0.name, RelationFacts(table: $0)) }
      ) { first, _ in first })
  }

  static var findings: LintReport {
    LintReport(findings: Lint(facts).findings(missingDefaults: []), facts: facts)
  }

  static let reach: BlastRadius = {
    func entry(_ table: String, _ deleted: RowCount, _ refusal: String?) -> BlastRadius.Entry {
      BlastRadius.Entry(
        row: RowIdentity(
          table: .init(schema: "public", name: table),
          key: [ColumnValue(column: "id", value: "42\u{1b}[2J")]),
        deleted: deleted, updated: .exact(7), tables: 5, levels: 3, refusal: refusal,
        refusing: .exact(2))
    }
    return BlastRadius(
      [
        entry("customers", .atLeast(100_000), nil),
        entry("orders", .exact(113), "invoices_order_fkey"),
      ], isComplete: true)
  }()

  @Test func everyTabHasItsScreens() {
    var driver = Driver.ready()
    driver.press("g i")
    GoldenScreen.check(driver, "review-looking")
    driver.answerReview(.findings(Self.findings))
    GoldenScreen.check(driver, "review-findings")
    driver.press("tab j j")
    GoldenScreen.check(driver, "review-insert-order")
    driver.press("3")
    GoldenScreen.check(driver, "review-delete-order")
    driver.press("4")
    driver.answerReview(.orphans(OrphanReport(results: [], keys: 18)))
    GoldenScreen.check(driver, "review-orphans-none")
    driver.press("5")
    driver.answerReview(.reach(Self.reach))
    GoldenScreen.check(driver, "review-reach")
    driver.press("/")
    driver.type("nothing")
    GoldenScreen.check(driver, "review-filtered")
    driver.press("escape r")
    driver.failReview(ServerError(sqlstate: "42501", message: "permission denied for table t"))
    GoldenScreen.check(driver, "review-failed")
  }

  @Test func eachTabAsksOnceAndAgainOnRefresh() {
    var driver = Self.answered()
    func asked() -> [ReviewRequest] {
      driver.asked { if case .review(let request) = $0 { request } else { nil } }.map(\.1)
    }
    driver.press("2 1 4 1 4 5")
    #expect(asked() == [.findings, .orphans, .reach])
    driver.press("1 r")
    #expect(asked() == [.findings, .orphans, .reach, .findings])
    driver.press("x")
    #expect(driver.walker.render().buffer.lines.contains { $0.contains("It was stopped") })
  }

  @Test func linesLeadToTablesAndPreviews() throws {
    var driver = Self.answered()
    driver.press("enter")
    #expect(driver.walker.kind == .neighbourhood)
    driver.press("H 5")
    driver.answerReview(.reach(Self.reach))
    driver.press("j enter")
    #expect(driver.walker.kind == .preview)
    let request = try #require(driver.lastPreview?.1)
    #expect(request.table.name == "orders")
  }

  @Test func ordersAreCopiedAsScripts() {
    var driver = Self.answered()
    driver.press("3 y")
    let copied = driver.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(copied.last?.contains("COMMIT;") == true)
    driver.press("1 y")
    let fix = driver.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(fix.last?.contains("CREATE INDEX") == true)
  }
}

extension Driver {
  mutating func answerReview(_ answer: ReviewAnswer) { answerLast(.review(answer)) }
  mutating func failReview(_ error: ServerError) { answerLast(.failed(error)) }

  private mutating func answerLast(_ answer: Answer) {
    let last = asked { if case .review(let request) = $0 { request } else { nil } }.last
    if let last { send(.answered(last.0, answer)) }
  }
}
