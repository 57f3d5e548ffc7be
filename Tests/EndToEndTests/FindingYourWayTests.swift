import ProcessTesting
import Testing

/// What outlives a run: keys, sessions and saved previews, in a real terminal.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct FindingYourWayTests {
  @Test func goesOnWhereOneLeft() throws {
    let demo = try DemoServer()
    let folder = try TemporaryFolder()
    let changes = ["XDG_STATE_HOME": folder.path]
    var session = try demo.explorer("--table", "customers", changes: changes)
    try session.waitFor(text: "5 CHILDREN")
    try session.press(":")
    try session.type("table inv")
    try session.press("Tab", "Enter")
    try session.waitFor(text: "› invoices")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
    session = try demo.explorer(changes: changes)
    try session.waitFor(text: "Last time you left at invoices")
    try session.press("g", "r")
    try session.waitFor(text: "You are where you left.")
    try session.press("H")
    try session.waitFor(text: "5 CHILDREN")
    try session.press("C-c", "C-c")
    #expect(try session.exitStatus() == 130)
  }

  @Test func opensASavedPreviewWithoutADatabase() throws {
    let demo = try DemoServer()
    let folder = try TemporaryFolder()
    let file = folder.path + "/saved.json"
    let shell = "\"$1\" preview customers id=1 --format json > \"$2\""
    let saving = try ProgramRun(
      ["sh", "-c", shell, "sh", Fkwalk.path, file], changes: demo.variables)
    #expect(saving.status == 3)
    let text = try demo.fkwalk("preview", "customers", "id=1").output
    // Two runs take differently long, which the last line says.
    let lines = { (text: String) in text.split(separator: "\n").dropLast() }
    #expect(lines(try Fkwalk.run("open", file, "--format", "text").output) == lines(text))
    #expect(text.contains("fkwalk has only read (") && text.contains(" ms, at "))
    let session = try TerminalSession(
      [Fkwalk.path, "open", file], changes: ["PGHOST": "/nowhere"])
    try session.waitFor(text: "SAVED PREVIEW")
    try session.press("b")
    try session.waitFor(text: "invoices_order_id_fkey refuses")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func keysThatAreWrongAreSaidAndLeftOut() throws {
    let demo = try DemoServer()
    let folder = try TemporaryFolder()
    let making = "mkdir -p \"$1/fkwalk\" && printf '%b' \"$2\" > \"$1/fkwalk/keys.toml\""
    func write(_ text: String) throws {
      _ = try ProgramRun(["sh", "-c", making, "sh", folder.path, text])
    }
    let changes = ["XDG_CONFIG_HOME": folder.path]
    try write("[everywhere]\\nquit = \"Q\"\\nsortt = \"x\"\\n")
    #expect(
      try Fkwalk.run("keys", changes: changes).errors
        == "fkwalk: \(folder.path)/fkwalk/keys.toml:3: there is no command sortt; "
        + "fkwalk keys --defaults lists them\n")
    var session = try demo.explorer(changes: changes)
    try session.waitFor(text: "keys.toml:3")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
    try write("[everywhere]\\nquit = \"Q\"\\n")
    session = try demo.explorer(changes: changes)
    try session.waitFor(text: "customers")
    try session.press("q", "Q")
    #expect(try session.exitStatus() == 0)
  }
}
