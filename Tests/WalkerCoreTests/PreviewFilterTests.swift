import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Narrowing the preview by words, and keys that mean nothing on it.
@Suite struct PreviewFilterTests {
  private static func filtered(_ words: String, _ keys: String = "") -> Driver {
    var driver = Driver.preview(Shop.refused)
    driver.press(keys + " /")
    driver.type(words)
    return driver
  }

  @Test func stepsShowWithTheWayToThem() {
    var driver = Self.filtered("tracking")
    #expect(Self.tree(driver) == ["customers", "orders", "shipments", "tracking_events"])
    GoldenScreen.check(driver, "preview-filtering")
    driver.press("enter")
    #expect(driver.lines[1].contains("filter: tracking"))
    #expect(Self.selected(driver) == .step(9), "the first that matches")
    driver.press("escape")
    #expect(Self.tree(driver).count > 4 && Self.selected(driver) == .step(9), "the cursor stays")
    #expect(driver.walker.kind == .preview)
  }

  @Test func closedLinesAreOpened() {
    var driver = Driver.preview(Shop.refused)
    driver.press("_ /")
    driver.type("tracking")
    #expect(Self.tree(driver).last == "tracking_events")
  }

  @Test func effectsConstraintsAndRowsAreFound() {
    let nulled = ["customers", "orders", "reviews", "customers"]
    #expect(Self.tree(Self.filtered("set null")) == nulled)
    #expect(Self.tree(Self.filtered("sessions_customer_id_fkey")) == ["customers", "sessions"])
    let rows = Self.filtered("9044").text
    #expect(rows.contains("id=9044") && !rows.contains("id=9001"))
  }

  @Test func tablesAndNotesAreNarrowedToo() {
    var driver = Self.filtered("reviews", "2")
    #expect(driver.text.contains("TABLES (1)") && driver.text.contains("NOTES (1)"))
    driver.press("enter enter")
    #expect(driver.walker.kind == .neighbourhood)
    driver.press("H 3")
    #expect(driver.press("y") == [.copy("CREATE INDEX CONCURRENTLY ON public.reviews (order_id)")])
  }

  @Test func nothingFoundSaysSo() {
    var driver = Self.filtered("zzz")
    for tab in ["1", "2", "3"] {
      driver.press("enter \(tab)")
      #expect(driver.text.contains("Nothing here has zzz."))
      driver.press("/")
    }
    driver.press("escape")
    #expect(driver.text.contains("2 TABLES (8)"))
  }

  @Test func whatComesLaterIsNarrowedToo() {
    var driver = Driver.preview(Shop.growing)
    driver.press("/")
    driver.type("tracking")
    #expect(driver.text.contains("Nothing here has tracking."))
    driver.answerPreview(Shop.refused)
    #expect(Self.tree(driver).last == "tracking_events")
  }

  @Test(arguments: ["#", "f", "s", "space"]) func keysOfOtherScreensSaySo(_ key: String) {
    var driver = Driver.preview(Shop.refused)
    driver.press(key)
    #expect(driver.text.contains("Not here:") && driver.text.contains("rows"))
    driver = Driver.ready()
    driver.press("d")
    #expect(driver.text.contains("Not here: d is a key of other screens (table, rows, row,"))
  }

  private static func state(_ driver: Driver) -> PreviewState? {
    driver.walker.history.current.state as? PreviewState
  }

  private static func selected(_ driver: Driver) -> PreviewLine.ID? { state(driver)?.selected }

  private static func tree(_ driver: Driver) -> [String] {
    state(driver)?.lines.filter { $0.sample == nil }.compactMap { $0.step?.table.name } ?? []
  }
}
