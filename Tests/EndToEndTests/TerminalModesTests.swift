import ProcessTesting
import Testing

/// However fkwalk ends, it leaves the terminal as it found it.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct TerminalModesTests {
  /// The explorer where there is no server: a screen at once.
  private static func explorer(
    _ arguments: [String] = [], changes: [String: String] = [:]
  ) throws -> TerminalSession {
    let session = try TerminalSession(
      [Fkwalk.path] + arguments,
      changes: ["PGHOST": "/nowhere", "SWIFT_BACKTRACE": "enable=no"].merging(changes) { $1 })
    try session.waitFor(text: "Is the server running there?")
    return session
  }

  /// What a terminal is like that nothing has changed.
  private static func untouched() throws -> TerminalSession.Modes {
    let session = try TerminalSession(["true"])
    _ = try session.exitStatus()
    return try session.modes()
  }

  @Test func leavingRestores() throws {
    let session = try Self.explorer()
    let inside = try session.modes()
    #expect(inside.isAlternateScreen && inside.reportsMouse && !inside.showsCursor)
    #expect(inside.settings != (try Self.untouched().settings))
    try session.press("q")
    #expect(try session.exitStatus() == 0)
    #expect(try session.modes() == Self.untouched())
    #expect(try !session.screen().contains("Is the server running"), "the screen before is back")
  }

  @Test func interruptLeavesAndSaysSo() throws {
    let session = try Self.explorer()
    try session.press("C-c")
    #expect(try session.exitStatus() == 130)
    #expect(try session.modes() == Self.untouched())
  }

  @Test(arguments: [
    ("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131), ("SEGV", 139), ("ABRT", 134),
    ("ILL", 132), ("FPE", 136), ("BUS", 135), ("TRAP", 133),
  ])
  func signalsRestore(_ name: String, _ status: Int) throws {
    let session = try Self.explorer()
    try session.signal(name)
    #expect(try session.exitStatus() == status)
    #expect(try session.modes() == Self.untouched())
  }

  @Test func signalsBeforeTheFirstAnswerRestore() throws {
    // A server that takes the connection and never says a word.
    let silence = try SilentServer()
    let session = try TerminalSession([Fkwalk.path], changes: silence.variables)
    try session.waitFor(text: "Connecting to")
    try session.signal("TERM")
    #expect(try session.exitStatus() == 143)
    #expect(try session.modes() == Self.untouched())
  }

  @Test(arguments: [("TERM", 143), ("HUP", 129), ("SEGV", 139)])
  func signalsDuringAPreviewRestore(_ name: String, _ status: Int) throws {
    let demo = try DemoServer()
    let session = try demo.explorer(
      "--table", "customers", changes: ["SWIFT_BACKTRACE": "enable=no"])
    try session.waitFor(text: "5 CHILDREN")
    try session.press("Enter")
    try session.waitFor(text: "Ada Okafor")
    let other = try TerminalSession(["psql", "-X"], changes: demo.variables)
    try other.waitFor(text: "=#")
    try other.type("BEGIN; LOCK invoices;")
    try other.press("Enter")
    try other.waitFor(text: "LOCK TABLE")
    try session.press("d")
    try session.waitFor(text: "x stop")
    try session.signal(name)
    #expect(try session.exitStatus() == status)
    #expect(try session.modes() == Self.untouched())
  }

  @Test func suspendingGivesTheShellItsTerminal() throws {
    let session = try TerminalSession(
      ["bash", "--norc", "--noprofile", "-i"], changes: ["PGHOST": "/nowhere"])
    try session.waitFor(text: "bash-")
    let shell = try session.modes()
    try session.type(Fkwalk.path)
    try session.press("Enter")
    try session.waitFor(text: "Is the server running there?")
    try session.press("C-z")
    try session.waitFor(text: "Stopped")
    var stopped = try session.modes()
    stopped.settings = shell.settings  // The shell's own line editor is at work.
    #expect(stopped == shell)
    try session.type("stty -a | grep -ow -e icanon -e '-icanon'; echo typed $((40 + 2))")
    try session.press("Enter")
    let screen = try session.waitFor(text: "typed 42")
    #expect(screen.contains("\nicanon"))
    try session.resize(columns: 70, rows: 20)
    try session.type("fg")
    try session.press("Enter")
    let again = try session.waitFor(text: "Is the server running there?")
    #expect(again.split(separator: "\n").last?.contains("q quit") == true, "in the new size")
    #expect(try session.modes().isAlternateScreen)
    try session.press("q")
    try session.waitFor(text: "typed 42")
    // The screen before is back before the shell's line editor is.
    try eventually("the shell has its terminal") { try session.modes() == shell ? () : nil }
  }

  @Test func mouseCanBeTurnedOff() throws {
    let demo = try DemoServer(scenario: "chain")
    let session = try demo.explorer()
    try session.waitFor(text: "cities")
    #expect(try session.modes().reportsMouse)
    try session.press("m")
    try session.waitFor(text: "Mouse off: the terminal selects text.")
    #expect(try !session.modes().reportsMouse)
    try session.press("m")
    try session.waitFor(text: "Mouse on: hold Shift to select text.")
    #expect(try session.modes().reportsMouse)
  }
}
