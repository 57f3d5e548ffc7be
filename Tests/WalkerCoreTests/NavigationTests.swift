import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Connecting, and moving between screens.
@Suite struct NavigationTests {
  @Test func connectsThenReadsTheCatalog() {
    var driver = Driver()
    #expect(driver.effects == [.setMouse(true), .connect])
    #expect(driver.walker.isBusy)
    #expect(driver.send(.connected(Shop.facts)) == [.loadCatalog])
    driver.send(.catalogLoaded(Shop.graph, milliseconds: 5))
    #expect(driver.walker.kind == .tables)
    #expect(!driver.walker.isBusy)
  }

  @Test func failedConnectionIsTriedAgain() {
    var driver = Driver()
    driver.send(.connectionFailed(message: "refused", advice: ""))
    #expect(!driver.walker.isBusy)
    #expect(driver.press("R") == [.connect])
    #expect(driver.press("q") == [.quit(interrupted: false)])
  }

  @Test func startTableThatIsUnknownOrAmbiguousLeadsToTheList() {
    let driver = Driver.ready(table: "nothing")
    #expect(driver.walker.kind == .tables)
    #expect(driver.text.contains("There is no table nothing."))
    #expect(driver.text.contains("No table matches nothing."))
  }

  @Test func startTableIsUnderTheListOfTables() {
    var driver = Driver.ready(table: "orders")
    #expect(driver.walker.kind == .neighbourhood)
    driver.press("escape")
    #expect(driver.walker.kind == .tables)
    #expect(driver.press("escape") == [])
    #expect(driver.walker.kind == .tables)
  }

  @Test func walksToParentAndChildByOneKey() {
    var driver = Driver.ready(table: "order_items")
    driver.press("h h")
    #expect(current(driver)?.table == Shop.name("orders"))
    #expect(current(driver)?.focus == .parents)
    driver.press("j h")
    #expect(current(driver)?.table == Shop.name("customers"))
    driver.press("L H H")
    #expect(current(driver)?.table == Shop.name("order_items"))
    driver.press("L L")
    #expect(current(driver)?.table == Shop.name("customers"))
    driver.press("-")
    #expect(current(driver)?.table == Shop.name("orders"))
    driver.press("-")
    #expect(current(driver)?.table == Shop.name("customers"))
  }

  @Test func arrivalIsSelectedOnTheOtherSide() {
    var driver = Driver.ready(table: "reviews")
    driver.press("h h")
    let key = driver.walker.graph?.children(of: Shop.name("orders"))[
      current(driver)?.children.index ?? -1]
    #expect(key?.name == "reviews_order_id_fkey")
  }

  @Test func goesBackToFilterAndCursor() {
    var driver = Driver.ready()
    driver.press("/")
    driver.type("order")
    driver.press("enter j enter")
    #expect(current(driver)?.table == Shop.name("orders"))
    driver.press("H")
    guard let state = driver.walker.history.current.state as? TablesState else {
      Issue.record("not at the tables")
      return
    }
    #expect(state.filter.text == "order")
    #expect(state.selected == Shop.name("orders"))
    driver.press("escape")
    #expect(driver.walker.kind == .tables)
    #expect(!driver.text.contains("filter:"))
    #expect(driver.text.contains("> orders"))
  }

  @Test func goesToATableByAFewLetters() {
    var driver = Driver.ready()
    driver.press("ctrl-p")
    driver.type("trev")
    driver.press("enter")
    #expect(current(driver)?.table == Shop.name("tracking_events"))
    driver.press("ctrl-p enter")
    #expect(current(driver)?.table == Shop.name("tracking_events"), "recent ones come first")
  }

  @Test func helpRunsCommands() {
    var driver = Driver.ready()
    driver.press("?")
    driver.type("sort")
    driver.press("enter")
    #expect(driver.walker.overlay == nil)
    guard let state = driver.walker.history.current.state as? TablesState else { return }
    #expect(state.order == .rows)
    #expect(state.visible.first == Shop.name("audit_log", schema: "audit"))
  }

  @Test func escapeNeverQuitsAndInterruptQuitsTwice() {
    var driver = Driver.ready()
    #expect(driver.press("escape escape escape") == [])
    #expect(driver.press("ctrl-c") == [])
    #expect(driver.press("j ctrl-c") == [], "another key in between disarms")
    #expect(driver.press("ctrl-c") == [.quit(interrupted: true)])
    #expect(driver.send(.interrupted) == [])
    #expect(driver.send(.interrupted) == [.quit(interrupted: true)])
  }

  @Test func reconnectingKeepsThePlace() {
    var driver = Driver.rows()
    driver.press("r")
    driver.send(.connectionLost(message: "gone"))
    #expect(!driver.walker.isBusy)
    #expect(driver.text.contains("R reconnects"))
    #expect(driver.press("R") == [.connect])
    let effects = driver.send(.connected(Shop.facts))
    #expect(effects.first == .loadCatalog)
    guard case .ask(let id, .rows(let request))? = effects.last else {
      Issue.record("the rows on the screen are not read again: \(effects)")
      return
    }
    #expect(request.table == Shop.name("customers"))
    driver.send(.answered(id, .rows(Shop.customers)))
    #expect(driver.text.contains("Zoë Quinn"))
    #expect(driver.walker.kind == .rows)
    driver.send(.catalogLoaded(Shop.graph, milliseconds: 3))
    #expect(driver.walker.kind == .rows)
  }

  @Test func whatIsShownOutlivesTheConnection() {
    var driver = Driver.rows()
    driver.press("r")
    driver.send(.connectionLost(message: "gone"))
    #expect(driver.text.contains("Zoë Quinn"), "though the rows were just being read again")
    #expect(driver.press("G j enter").allSatisfy { $0.isHarmless }, "there is nobody to ask")
    #expect(!driver.walker.isBusy)
    driver.press("H")
    #expect(driver.text.contains("Zoë Quinn"))
    #expect(driver.text.contains("Connection lost. R reconnects"))
  }

  @Test func previewOutlivesTheConnection() {
    var driver = Driver.preview(Shop.refused)
    driver.send(.connectionLost(message: "gone"))
    driver.press("R")
    let effects = driver.send(.connected(Shop.facts))
    #expect(!effects.contains { if case .ask(_, .preview) = $0 { true } else { false } })
    #expect(driver.text.contains("REFUSED"))
  }

  @Test func unfinishedPreviewBeginsAnewOnceReconnected() {
    var report = Shop.refused
    report.isComplete = false
    var driver = Driver.preview(report)
    let effects = driver.send(.connectionLost(message: "gone"))
    #expect(effects.contains { if case .cancel = $0 { true } else { false } })
    #expect(driver.text.contains("invoices_order_id_fkey"), "what was found stays")
    driver.press("R")
    #expect(
      driver.send(.connected(Shop.facts)).contains {
        if case .ask(_, .preview) = $0 { true } else { false }
      }
    )
  }

  @Test func aPreviewThatBreaksOffKeepsWhatWasFound() {
    var report = Shop.refused
    report.isComplete = false
    var driver = Driver.preview(report)
    guard let id = driver.lastPreview?.0 else { return }
    driver.send(.answered(id, .failed(ServerError(sqlstate: "", message: "the server went away"))))
    #expect(driver.text.contains("NOT KNOWN: not read to the end, the server went away"))
    #expect(driver.text.contains("invoices_order_id_fkey"))
  }

  @Test func tableThatVanishesIsSaid() {
    var driver = Driver.ready(table: "orders")
    driver.press("R")
    driver.send(
      .catalogLoaded(SchemaGraph(tables: [], foreignKeys: []), milliseconds: 3))
    #expect(driver.text.contains("orders is no longer in the catalog."))
  }

  @Test func pastingNarrowsAndNeverRunsCommands() {
    var driver = Driver.ready()
    #expect(driver.send(.input(.paste("qqq\nq"))) == [])
    guard let state = driver.walker.history.current.state as? TablesState else { return }
    #expect(state.filter.text == "qqq q")
    #expect(state.visible.isEmpty)
  }

  @Test func mouseSelectsAndScrolls() {
    var driver = Driver.ready()
    driver.click(10, 6)
    guard let state = driver.walker.history.current.state as? TablesState else { return }
    #expect(state.cursor.index == 2)
    driver.send(.input(.mouse(x: 10, y: 6, action: .wheelDown)))
    guard let scrolled = driver.walker.history.current.state as? TablesState else { return }
    #expect(scrolled.cursor.index == 5)
    driver.click(2, 29)
    #expect(driver.walker.kind == .neighbourhood, "the first hint is Enter open")
  }

  @Test func writesTheScreenAndAsksBeforeOverwriting() {
    var driver = Driver.ready()
    driver.press("w")
    let written = driver.press("enter")
    guard case .writeFile(let path, let contents, false)? = written.first else {
      Issue.record("no file written: \(written)")
      return
    }
    #expect(path == "fkwalk-screen.txt")
    guard case .text(let text) = contents else {
      Issue.record("a screen is text")
      return
    }
    #expect(text.contains("shop › tables"))
    driver.send(.fileFailed(path: path, message: "File exists"))
    let again = driver.press("y")
    guard case .writeFile(_, _, true)? = again.first else {
      Issue.record("not written over: \(again)")
      return
    }
    #expect(driver.walker.overlay == nil)
  }

  @Test func fileThatIsWrittenClosesItsQuestion() {
    var driver = Driver.ready()
    driver.press("w enter")
    driver.send(.fileWritten(path: "fkwalk-screen.txt"))
    #expect(driver.walker.overlay == nil)
    #expect(driver.text.contains("Written to fkwalk-screen.txt"))
  }

  private func current(_ driver: Driver) -> NeighbourhoodState? {
    driver.walker.history.current.state as? NeighbourhoodState
  }
}

extension Effect {
  /// Whether it asks the server nothing.
  fileprivate var isHarmless: Bool { if case .cancel = self { true } else { false } }
}
