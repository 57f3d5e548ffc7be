import ProcessTesting
import Testing

/// What becomes of the explorer's connections: stopped, lost and regained.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct ExplorerConnectionTests {
  /// Opens the rows of the shop's customers.
  private static func rows(_ demo: DemoServer) throws -> TerminalSession {
    let session = try demo.explorer("--table", "customers")
    try session.waitFor(text: "5 CHILDREN")
    try session.press("Enter")
    try session.waitFor(text: "Ada Okafor")
    return session
  }

  /// Someone who keeps others from reading the invoices.
  private static func lockInvoices(_ demo: DemoServer) throws -> TerminalSession {
    let other = try TerminalSession(["psql", "-X"], changes: demo.variables)
    try other.waitFor(text: "=#")
    try other.type("BEGIN; LOCK invoices;")
    try other.press("Enter")
    try other.waitFor(text: "LOCK TABLE")
    return other
  }

  @Test func noTransactionStaysOpenWhileAPersonReads() throws {
    let demo = try DemoServer()
    let session = try Self.rows(demo)
    try demo.expectIdle(after: "a page of rows")
    try session.press("d")
    try session.waitFor(text: "REFUSED by invoices_order_id_fkey: 2 rows of invoices")
    try demo.expectIdle(after: "a preview")
    try session.press("b", "c")
    try session.waitFor(text: "what if invoices_order_id_fkey were")
    // The menu begins with the rule there is.
    try session.press("Down", "Enter")
    try session.waitFor(text: "WHAT IF")
    try demo.expectIdle(after: "a preview with other rules")
    try session.press("H")
    try session.waitFor(text: "rows 1")
    try session.press("/")
    try session.type("1 / (id - id) = 1")
    try session.press("Enter")
    try session.waitFor(text: "division by zero")
    try demo.expectIdle(after: "an error")
  }

  @Test func stoppingAPreviewStopsItOnTheServerAndKeepsThePlace() throws {
    let demo = try DemoServer()
    let session = try Self.rows(demo)
    let other = try Self.lockInvoices(demo)
    for key in ["x", "C-c"] {
      try session.press("d")
      try eventually("the preview waits on the server") {
        try demo.psql(DemoServer.states).contains("active in xact") ? () : nil
      }
      try session.press(key)
      let stopped = try session.waitFor(text: "stopped before all was read")
      #expect(!stopped.contains("none matches"), "that is not known")
      try demo.expectIdle(after: "stopping by \(key)")
      try session.press("Escape")
      try session.waitFor(text: "Ada Okafor")
    }
    try other.type("ROLLBACK;")
    try other.press("Enter")
    try session.press("d")
    try session.waitFor(text: "REFUSED by invoices_order_id_fkey: 2 rows of invoices")
  }

  @Test func leavingStopsWhatRunsOnTheServer() throws {
    let demo = try DemoServer()
    let session = try Self.rows(demo)
    let other = try Self.lockInvoices(demo)
    try session.press("d")
    try eventually("the preview waits on the server") {
      try demo.psql(DemoServer.states).contains("active in xact") ? () : nil
    }
    try session.press("q", "y")
    #expect(try session.exitStatus() == 0)
    try eventually("no session is left") { try demo.psql(DemoServer.states) == "\n" ? () : nil }
    try other.type("ROLLBACK;")
    try other.press("Enter")
  }

  @Test func aPreviewIsTakenUpAgainOnANewConnection() throws {
    let demo = try DemoServer()
    let session = try Self.rows(demo)
    let other = try Self.lockInvoices(demo)
    try session.press("d")
    try eventually("the preview waits on the server") {
      try demo.psql(DemoServer.states).contains("active in xact") ? () : nil
    }
    let pid = try demo.psql(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'fkwalk' AND state = 'active' LIMIT 1"
    )
    let started = try demo.started()
    _ = try ProgramRun(["kill", "-KILL", String(pid.dropLast())])
    let lost = try session.waitFor(text: "Connection lost. R reconnects")
    #expect(lost.contains("delete preview"), "the place is kept")
    try demo.waitForRestart(since: started)
    try session.press("R")
    try session.waitFor(text: "REFUSED by invoices_order_id_fkey: 2 rows of invoices")
    try session.press("Escape")
    try session.waitFor(text: "Ada Okafor")
    withExtendedLifetime(other) {}
  }

  /// Every screen, how to get there from the one before, and what it shows.
  private static let screens: [(keys: [String], shows: String)] = [
    ([], "5 CHILDREN"), (["Enter"], "Ada Okafor"),
    (["Enter"], "Prefers evenings"),
    (["d"], "REFUSED by invoices_order_id_fkey: 2 rows of invoices"),
    (["g", "t"], "warehouse.shelves"),
  ]

  /// A process of the server that dies makes it end all sessions and start again.
  @Test func everyScreenOutlivesARestartOfTheServer() throws {
    let demo = try DemoServer()
    let session = try demo.explorer("--table", "customers")
    for screen in Self.screens {
      for key in screen.keys { try session.press(key) }
      try session.waitFor(text: screen.shows)
      let pid = try demo.psql(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'fkwalk' LIMIT 1")
      let started = try demo.started()
      _ = try ProgramRun(["kill", "-KILL", String(pid.dropLast())])
      let lost = try session.waitFor(text: "Connection lost. R reconnects")
      #expect(lost.contains(screen.shows), "what was shown stays")
      try demo.waitForRestart(since: started)
      try session.press("R")
      try session.waitFor("it is connected again, at the same place") {
        !$0.contains("Connection lost") && !$0.contains("Connecting again")
          && $0.contains(screen.shows)
      }
    }
  }
}
