import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Going on where one left.
@Suite struct SessionTests {
  private static func driver(resumes: Bool = false) -> Driver {
    var driver = Driver()
    driver.walker = Walker(
      options: WalkerOptions(
        size: Size(columns: 100, rows: 30), connection: "shop", keepsSession: true,
        resumes: resumes))
    return driver
  }

  private static func ready(resumes: Bool = false, after json: JSONValue? = nil) -> Driver {
    var driver = driver(resumes: resumes)
    driver.send(.connected(Shop.facts))
    if let json { driver.send(.sessionRead(json)) }
    driver.send(.catalogLoaded(Shop.graph, milliseconds: 1))
    return driver
  }

  /// On a row of customers, by way of its table and marked rows, with a preview to go forward to.
  private static func walked() -> Driver {
    var driver = ready()
    driver.press("/")
    driver.type("cust")
    driver.press("enter enter enter")
    driver.answerRows(Shop.customers)
    driver.press("/")
    driver.type("email = secret@example.org")
    driver.press("enter")
    driver.answerRows(Shop.customers)
    driver.press("j space j")
    driver.press("d")
    driver.answerPreview(Shop.refused)
    driver.press("H enter")
    return driver
  }

  @Test func asksForItOnceConnected() {
    var driver = Self.driver()
    let effects = driver.send(.connected(Shop.facts))
    #expect(effects.contains(.readSession(Session.Key(Shop.facts))))
    var other = Driver()
    #expect(!other.send(.connected(Shop.facts)).contains { "\($0)".contains("readSession") })
    #expect(other.walker.session == nil)
  }

  @Test func goesOnWhereOneLeft() throws {
    let before = Self.walked()
    let json = try #require(before.walker.session?.json)
    var driver = Self.ready(after: json)
    #expect(driver.text.contains("Last time you left at customers › id="))
    #expect(driver.walker.kind == .tables)
    driver.press("g r")
    #expect(driver.walker.kind == .rowDetail)
    #expect(
      driver.walker.history.current.state.crumbs == before.walker.history.current.state.crumbs)
    driver.press("H")
    guard let rows = driver.walker.history.current.state as? RowsState else {
      Issue.record("not on rows")
      return
    }
    #expect(rows.marks.count == 1 && driver.lastRows?.1.position != .first)
    driver.press("H H")
    guard let tables = driver.walker.history.current.state as? TablesState else {
      Issue.record("not on tables")
      return
    }
    #expect(tables.filter.text == "cust" && tables.selected?.name == "customers")
  }

  @Test func canBeginThere() throws {
    let json = try #require(Self.walked().walker.session?.json)
    let driver = Self.ready(resumes: true, after: json)
    #expect(driver.walker.kind == .rowDetail && driver.lastRows != nil)
  }

  @Test func rowsComeBackNarrowedSortedAndWithTheirColumns() throws {
    var before = Self.walked()
    before.press("H l l s")
    before.answerRows(Shop.customers)
    before.press("c space escape")
    let json = try #require(before.walker.session?.json)
    var driver = Self.ready(after: json)
    driver.press("g r")
    guard let rows = driver.walker.history.current.state as? RowsState,
      let left = before.walker.history.current.state as? RowsState
    else {
      Issue.record("not on rows")
      return
    }
    #expect(rows.query == left.query && rows.filter == "email = secret@example.org")
    #expect(rows.query.order != nil && rows.columnLayout?.hidden.isEmpty == false)
    #expect(rows.columnLayout == left.columnLayout)
    #expect(driver.lastRows?.1.condition?.contains("secret") == true)
  }

  @Test func linesOfTheCommandLineComeBackWithoutData() throws {
    var before = Self.walked()
    for line in [
      "table orders", "path teams", "delete from orders where id = 7 or note = 'secret'",
    ] {
      before.press(":")
      before.type(line)
      before.press("enter")
    }
    let json = try #require(before.walker.session?.json)
    #expect(!"\(json)".contains("note = 'secret'"))
    var driver = Self.ready(after: json)
    driver.press(": up")
    #expect(driver.text.contains(": path teams"))
    driver.press("up")
    #expect(driver.text.contains(": table orders"))
  }

  @Test func holdsNoDataButKeysAndFilters() throws {
    let driver = Self.walked()
    let text = "\(try #require(driver.walker.session?.json))"
    #expect(!text.contains("Zoë") && !text.contains("Anne"))
    var typed = Self.ready()
    typed.press(":")
    typed.type("delete from customers where email = 'secret@example.org'")
    typed.press("enter")
    #expect(typed.walker.kind == .preview)
    #expect(typed.walker.session.map { !"\($0.json)".contains("secret") } ?? true)
  }

  @Test func previewsAreAskedForAgainOnlyOnArrival() throws {
    var before = Self.walked()
    before.press("H d")
    let json = try #require(before.walker.session?.json)
    var driver = Self.ready(after: json)
    #expect(driver.lastPreview == nil)
    driver.press("g r")
    #expect(driver.walker.kind == .preview && driver.lastPreview?.1.target != nil)
  }

  @Test func tablesThatAreGoneAreLeftOut() throws {
    let json = try #require(Self.walked().walker.session?.json)
    var driver = Self.driver()
    driver.send(.connected(Shop.facts))
    driver.send(.sessionRead(json))
    driver.send(.catalogLoaded(SchemaGraph(tables: [], foreignKeys: []), milliseconds: 1))
    driver.press("g r")
    #expect(driver.walker.kind == .tables)
    #expect(driver.text.contains("Some places are gone"))
  }

  @Test func readingUndoesWriting() throws {
    let (key, json) = try #require(Self.walked().walker.session)
    let session = try #require(Session(json: json, key))
    #expect(session.json(key) == json)
    var other = key
    other.user = "eve"
    #expect(Session(json: json, other) == nil)
  }

  @Test func whatIsBrokenIsIgnoredWithOneLine() {
    let broken: [JSONValue] = [
      .null, .array([]), .object(["format": .string("fkwalk.session/1")]), .string("x"),
    ]
    for json in broken {
      let driver = Self.ready(after: json)
      #expect(driver.text.contains("is ignored"), "\(json)")
    }
    let key = Session.Key(Shop.facts)
    let odd: JSONValue = .object([
      "format": .string("fkwalk.session/1"), "about": .string(key.text), "front": .int(-9),
      "places": .array([
        .null, .int(3), .object(["screen": .string("rows"), "table": .array([.int(1)])]),
        .object(["screen": .string("preview"), "table": .array([.string("a"), .string("b")])]),
        .object([
          "screen": .string("table"), "table": .array([.string("public"), .string("orders")]),
          "pane": .int(77), "parent": .int(-5),
        ]),
      ]),
    ])
    var driver = Self.ready(after: odd)
    driver.press("g r")
    #expect(driver.walker.kind == .neighbourhood)
  }

  @Test func nothingLookedAtKeepsWhatWas() { #expect(Self.ready().walker.session == nil) }

  @Test func offered() throws {
    let json = try #require(Self.walked().walker.session?.json)
    GoldenScreen.check(Self.ready(after: json), "session-offered")
  }
}
