import FoundationEssentials
import ProcessTesting
import Testing

/// What a person does with a preview in the explorer, against a real server.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct ExplorerPreviewTests {
  /// The preview of deleting the first customer, which two invoices refuse.
  private static func preview(_ demo: DemoServer) throws -> TerminalSession {
    let session = try demo.explorer("--table", "customers")
    try session.waitFor(text: "5 CHILDREN")
    try session.press("Enter")
    try session.waitFor(text: "Ada Okafor")
    try session.press("d")
    try session.waitFor(text: "REFUSED by invoices_order_id_fkey: 2 rows of invoices")
    return session
  }

  @Test func runsTheDeleteAndRollsItBack() throws {
    let demo = try DemoServer()
    let session = try Self.preview(demo)
    try session.press("V")
    try session.waitFor(text: "This really runs the DELETE")
    try session.press("y")
    try session.waitFor(text: "it was refused by invoices_order_id_fkey, just as predicted")
    #expect(try demo.psql("SELECT count(*) FROM customers WHERE id = 1") == "1\n")
    try demo.expectIdle(after: "verifying")
  }

  @Test func locksOfOthersAreWaitedForTwoSecondsOnly() throws {
    let demo = try DemoServer()
    let session = try Self.preview(demo)
    let other = try TerminalSession(["psql", "-X"], changes: demo.variables)
    try other.waitFor(text: "=#")
    try other.type("BEGIN; SELECT 'locked' FROM customers WHERE id = 1 FOR UPDATE;")
    try other.press("Enter")
    try other.waitFor(text: "(1 row)")
    try session.press("V")
    try session.waitFor(text: "This really runs the DELETE")
    try session.press("y")
    try session.waitFor(text: "NOT VERIFIED: another session holds locks on these rows")
  }

  @Test func showsTheScriptPastWhatRefuses() throws {
    let demo = try DemoServer()
    let session = try Self.preview(demo)
    try session.press("p")
    let screen = try session.waitFor(text: "-- Made by fkwalk, which has not run it.")
    #expect(screen.contains("DELETE FROM public.payments"))
  }

  @Test func savesTheReportAsJSON() throws {
    let demo = try DemoServer()
    let folder = try TemporaryFolder()
    let session = try Self.preview(demo)
    try session.press("e")
    try session.waitFor(text: "save as")
    try session.press("j", "Enter")
    try session.waitFor(text: "fkwalk-delete-customers.json")
    try session.press("C-u")
    let path = try folder.file("report.json", "for everyone to read")
    try session.type(path)
    try session.press("Enter")
    try session.waitFor(text: "writes over it")
    try session.press("y")
    try session.waitFor(text: "Written to")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600, "the values in it are its owner's business")
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/report.json"))
    #expect(String(decoding: data, as: UTF8.self).contains("\"invoices_order_id_fkey\""))
  }

  @Test func opensExactlyTheRowsOfAStep() throws {
    let demo = try DemoServer()
    let session = try Self.preview(demo)
    try session.press("b", "Enter")
    let screen = try session.waitFor(text: "rows reached by invoices_order_id_fkey")
    #expect(screen.contains("rows 1–2 of 2"))
    #expect(screen.contains("R-1058"))
  }
}
