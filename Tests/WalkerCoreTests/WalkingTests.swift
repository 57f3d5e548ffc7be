import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Further than one hop: tables opened in place, and paths between tables.
@Suite struct WalkingTests {
  private func hops(_ driver: Driver) -> [String] {
    guard let state = driver.walker.history.current.state as? NeighbourhoodState else { return [] }
    return state.hops(state.focus, Shop.graph).map {
      String(repeating: " ", count: $0.depth - 1) + $0.table.name + ($0.isRepeat ? " again" : "")
    }
  }

  @Test func opensTablesInPlace() {
    var driver = Driver.ready(table: "customers")
    driver.press("l")
    #expect(hops(driver) == ["audit_log", "customers again", "orders", "sessions"])
    driver.press("j j space")
    #expect(
      hops(driver) == [
        "audit_log", "customers again", "orders", " invoices", " order_items", " reviews",
        " shipments", "sessions",
      ])
    driver.press("j j j j space j")
    #expect(driver.text.contains("customers › orders › shipments › tracking_events   3 hops"))
    driver.press("enter")
    #expect(driver.text.contains("tracking_events"))
    #expect(driver.walker.history.current.state.crumbs == ["tracking_events"])
    driver.press("H k k k k k space")
    #expect(hops(driver).count == 4, "closed, with all beyond it")
  }

  @Test func opensAndClosesAll() {
    var driver = Driver.ready(table: "customers")
    driver.press("l = =")
    #expect(hops(driver).contains("  tracking_events"))
    driver.press("G")
    for _ in 0..<2 { driver.press("k") }
    driver.press("_")
    #expect(hops(driver).count == 4)
    guard let state = driver.walker.history.current.state as? NeighbourhoodState else { return }
    #expect(state.selectedHop(Shop.graph)?.table == Shop.name("orders"), "the line it belonged to")
  }

  @Test func circlesEnd() {
    var driver = Driver.ready(table: "teams")
    driver.press("h space")
    #expect(hops(driver) == ["players", " teams again"])
    driver.press("j space")
    #expect(hops(driver) == ["players", " teams again"])
    #expect(driver.text.contains("a circle"))
    #expect(driver.text.contains("∞ teams (circle)"))
  }

  @Test func aFilterFindsWhatIsFurtherAway() {
    var driver = Driver.ready(table: "customers")
    driver.press("l = = /")
    driver.type("track")
    #expect(hops(driver) == ["orders", " shipments", "  tracking_events"])
  }

  @Test func findsThePathToAnotherTable() {
    var driver = Driver.ready(table: "tracking_events")
    driver.press("p")
    driver.type("cntr")
    driver.press("enter")
    #expect(driver.text.contains("1 way of 4 hops"))
    #expect(driver.text.contains("up to its parent by customer_id → id"))
    #expect(
      driver.press("y") == [
        .copy(
          """
          SELECT tracking_events.*, countries.*
          FROM public.tracking_events
          JOIN public.shipments ON shipments.id = tracking_events.shipment_id
          JOIN public.orders ON orders.id = shipments.order_id
          JOIN public.customers ON customers.id = orders.customer_id
          JOIN public.countries ON countries.code = customers.country;

          """)
      ])
    driver.press("j j enter")
    #expect(driver.walker.history.current.state.crumbs == ["orders"])
    driver.press("H")
    #expect(driver.text.contains("path to countries"), "and back to the path")
  }

  @Test func pathsGoEitherWayAndCanBeMissing() {
    var driver = Driver.ready(table: "reviews")
    driver.press("p")
    driver.type("invoices")
    driver.press("enter")
    #expect(driver.text.contains("down to its child by order_id → id"))
    driver.press("p")
    driver.type("settings")
    driver.press("enter")
    #expect(driver.text.contains("No chain of foreign keys leads from reviews to settings."))
    #expect(driver.press("y").isEmpty)
  }

  @Test func waysThatAreNotListedAreSaid() {
    let between = (1...120).map { Shop.name("between\($0)") }
    let keys = between.enumerated().flatMap { number, table in
      ["start", "end"].map { end in
        ForeignKey(
          id: UInt32(number), name: end, referencing: table, referencingColumns: [end],
          referenced: Shop.name(end), referencedColumns: ["id"])
      }
    }
    let tables = (between + [Shop.name("start"), Shop.name("end")]).map {
      Table(name: $0, columns: [])
    }
    var driver = Driver.ready(SchemaGraph(tables: tables, foreignKeys: keys), table: "start")
    driver.press("p")
    driver.type("end")
    driver.press("enter G")
    #expect(driver.lines[1].contains("120 ways of 2 hops, the first 100 shown"))
    #expect(driver.text.contains("│  way 100 of 120"))
    #expect(driver.text.contains("way 100 of 120 ┘"))
  }
}
