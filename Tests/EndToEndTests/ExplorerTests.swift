import ProcessTesting
import Testing

/// The explorer in a real terminal, as a person drives it.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct ExplorerTests {
  @Test func walksFromATableToAPreview() throws {
    let demo = try DemoServer()
    let session = try demo.explorer("--table", "customers")
    try session.waitFor(text: "5 CHILDREN")
    try session.press("Enter")
    try session.waitFor(text: "Ada Okafor")
    try session.press("d")
    try session.waitFor(text: "REFUSED by invoices_order_id_fkey: 2 rows of invoices")
    try session.press("b")
    try session.waitFor(text: "still referenced from table")
    try session.press("H", "H")
    try session.waitFor(text: "5 CHILDREN")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func aSizeThatIsTooSmallSaysSoAndKeepsThePlace() throws {
    let demo = try DemoServer()
    let session = try demo.explorer("--table", "customers")
    try session.waitFor(text: "5 CHILDREN")
    try session.resize(columns: 38, rows: 6)
    try session.waitFor(text: "40 x 10")
    try session.resize(columns: 60, rows: 16)
    try session.waitFor(text: "customers")
    try session.resize(columns: 200, rows: 50)
    try session.waitFor(text: "5 CHILDREN")
  }

  @Test func noColorShowsNoColor() throws {
    let demo = try DemoServer(scenario: "chain")
    let session = try demo.explorer(changes: ["NO_COLOR": "1"])
    try session.waitFor(text: "cities")
    // 39 and 49 are the terminal's own colours.
    let colors = try session.screen(styled: true)
      .matches(of: /\u{1b}\[(?:\d+;)*(?:[34][0-8]|9[0-7])[;m]/)
    #expect(colors.isEmpty)
  }

  @Test func aLocaleWithoutUnicodeStillShowsTheScreen() throws {
    let demo = try DemoServer()
    let session = try demo.explorer(changes: ["LC_ALL": "C", "LANG": "C"])
    try session.waitFor(text: "warehouse.shelves")
  }

  @Test func aTerminalThatCannotMoveTheCursorIsRefusedInOneLine() throws {
    let session = try TerminalSession(["env", "TERM=dumb", Fkwalk.path])
    #expect(try session.exitStatus() == 1)
    #expect(try session.screen().contains("fkwalk: the terminal type \"dumb\""))
  }

  @Test func aLostConnectionIsSaidAndRegained() throws {
    let demo = try DemoServer()
    let session = try demo.explorer("--table", "customers")
    try session.waitFor(text: "5 CHILDREN")
    try demo.psql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fkwalk'")
    try session.waitFor("the loss is said") { $0.lowercased().contains("lost") }
    try session.press("R")
    try session.waitFor("it is connected again") {
      !$0.lowercased().contains("lost") && $0.contains("5 CHILDREN")
    }
    try session.press("Enter")
    try session.waitFor(text: "Ada Okafor")
  }

  @Test func aSignalLeavesASaneTerminal() throws {
    let demo = try DemoServer(scenario: "chain")
    let session = try demo.explorer()
    try session.waitFor(text: "cities")
    try session.signal("TERM")
    #expect(try session.exitStatus() == 143)
  }

  @Test func noServerIsSaidWithWhatToDo() throws {
    let session = try TerminalSession(
      [Fkwalk.path], changes: ["PGHOST": "/nowhere", "PGPORT": "1"])
    try session.waitFor(text: "Is the server running there?")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func hostileTextNeverActsOnTheTerminal() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql(
      """
      CREATE TABLE hostile (value text);
      INSERT INTO hostile VALUES (E'a\\x1b[2Jb'), (E'c\\rd\\u202Ee'), (repeat('long ', 200000))
      """)
    let session = try demo.explorer("--table", "hostile")
    try session.waitFor(text: "hostile")
    try session.press("Enter")
    let screen = try session.waitFor(text: "READ ONLY")
    #expect(screen.contains("hostile"))
    try session.waitFor("the rows are shown") { $0.contains("␛") && $0.contains("202e") }
  }
}
