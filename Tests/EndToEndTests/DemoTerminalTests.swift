import ProcessTesting
import Testing

/// `fkwalk demo` in a terminal: the command has it to itself.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct DemoTerminalTests {
  @Test func explorerOpensOnTheShopWhateverTheUserConnectsTo() throws {
    let session = try TerminalSession(
      [Fkwalk.path, "demo"], changes: ["PGHOSTADDR": "192.0.2.1", "PGSERVICE": "nowhere"])
    try session.waitFor(text: "warehouse.shelves")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func commandReadsKeys() throws {
    let session = try TerminalSession([Fkwalk.path, "demo", "chain", "--", "psql", "-X"])
    try session.waitFor(text: "demo=#")
    try session.type("SELECT count(*) FROM cities;")
    try session.press("Enter")
    try session.waitFor(text: "(1 row)")
    try session.press("C-d")
    #expect(try session.exitStatus() == 0)
  }

  @Test func controlCReachesTheCommandOnce() throws {
    let script = "trap 'echo caught' INT; echo ready; while :; do sleep 0.01; done"
    let session = try TerminalSession([Fkwalk.path, "demo", "chain", "--", "sh", "-c", script])
    try session.waitFor(text: "ready")
    try session.press("C-c")
    try session.waitFor(text: "caught")
    try session.press("C-c")
    let screen = try session.waitFor("it is caught twice") {
      $0.split(separator: "caught", omittingEmptySubsequences: false).count > 2
    }
    #expect(screen.split(separator: "caught", omittingEmptySubsequences: false).count == 3)
    try session.press("C-\\")
    #expect(try session.exitStatus() == 128 + 3)
  }
}
