import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Child rows are counted before anyone opens them, once the cursor rests on their parent.
@Suite struct RestingTests {
  private static func tick(_ driver: inout Driver, times: Int) {
    for number in 0..<times { driver.send(.tick(milliseconds: UInt64(number) * 250)) }
  }

  private static func answer(_ count: RowCount, _ driver: inout Driver) {
    for (id, _) in driver.counts { driver.send(.answered(id, .count(count))) }
  }

  @Test func aRestingCursorCounts() {
    var driver = Driver.rows()
    #expect(driver.walker.isBusy, "ticks are wanted")
    Self.tick(&driver, times: 1)
    #expect(driver.counts.isEmpty)
    driver.press("j")
    Self.tick(&driver, times: 1)
    #expect(driver.counts.isEmpty, "it has moved on")
    Self.tick(&driver, times: 1)
    #expect(!driver.counts.isEmpty && driver.counts.allSatisfy { $0.1.cap == 100 })
    #expect(driver.counts.allSatisfy { $0.1.foreignKey.supportingIndex != nil })
    Self.answer(.atLeast(100), &driver)
    #expect(driver.lines[28].contains("children: "))
    #expect(driver.lines[28].contains("≥100 orders"))
    #expect(driver.lines[28].contains(" sessions   # counts 1 other too"))
    #expect(!driver.walker.isBusy, "nothing more is wanted")
    GoldenScreen.check(driver, "rows-counted")
  }

  @Test func nothingIsSaidOfAnotherRow() {
    var driver = Driver.rows()
    Self.tick(&driver, times: 2)
    driver.press("j")
    Self.answer(.exact(7), &driver)
    #expect(!driver.text.contains("children: "))
    Self.tick(&driver, times: 2)
    Self.answer(.exact(0), &driver)
    #expect(driver.lines[28].contains("children: none so far   # counts 1 other too"))
    driver.press("#")
    Self.answer(.exact(0), &driver)
    #expect(driver.lines[28].contains("No row references this one."))
  }

  @Test func smallTablesAreCountedWithoutAnIndex() {
    func table(_ name: String, _ rows: Int64?, _ kind: Table.Kind = .ordinary) -> Table {
      Table(name: Shop.name(name), kind: kind, columns: [], estimatedRows: rows)
    }
    let names = ["small", "large", "unknown", "elsewhere"]
    let keys = names.enumerated().map { number, name in
      ForeignKey(
        id: UInt32(number), name: name, referencing: Shop.name(name), referencingColumns: ["a"],
        referenced: Shop.name("customers"), referencedColumns: ["id"])
    }
    let graph = SchemaGraph(
      tables: [
        table("small", 23), table("large", 10_001), table("unknown", nil),
        table("elsewhere", 23, .foreign),
      ], foreignKeys: keys)
    #expect(keys.map { ChildCounts.isCheap($0, in: graph) } == [true, false, false, false])
  }

  @Test func movingOnStopsCounting() {
    var driver = Driver.rows()
    Self.tick(&driver, times: 2)
    let asked = driver.counts.map(\.0)
    driver.press("j")
    let effects = driver.send(.tick(milliseconds: 900))
    #expect(asked.allSatisfy { effects.contains(.cancel($0)) })
  }

  @Test func countingExactlyCountsAll() {
    var driver = Driver.rows()
    driver.press("#")
    #expect(driver.counts.count == Shop.graph.referencesTo(Shop.name("customers")).count)
    #expect(driver.counts.allSatisfy { $0.1.cap > 1_000_000 })
  }

  @Test func aChildNotCountedYetIsOnceTheCursorRestsOnIt() {
    var driver = Driver.rowDetail()
    driver.press("l j")
    guard let state = driver.walker.history.current.state as? RowDetailState,
      let key = state.selectedKey(driver.walker.shownGraph)
    else { return }
    let before = driver.counts.count
    driver.walker.update(driver.walker.history.currentID) { place, _ in
      (place as? RowDetailState).map { state in
        var state = state
        state.counts = ChildCounts()
        place = state
      }
    }
    Self.tick(&driver, times: 1)
    #expect(driver.counts.count == before)
    Self.tick(&driver, times: 2)
    #expect(driver.counts.count == before + 1 && driver.counts.last?.1.foreignKey == key)
  }

  @Test func aLostConnectionAsksNothing() {
    var driver = Driver.rows()
    driver.send(.connectionLost(message: "gone"))
    #expect(!driver.walker.isBusy)
    Self.tick(&driver, times: 3)
    #expect(driver.counts.isEmpty)
  }
}
