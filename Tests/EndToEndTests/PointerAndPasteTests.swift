import ProcessTesting
import Testing

/// Mouse, paste, copy and changes of size in a real terminal.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct PointerAndPasteTests {
  private static func tables(_ demo: DemoServer, changes: [String: String] = [:]) throws
    -> TerminalSession
  {
    let session = try demo.explorer(changes: changes)
    try session.waitFor(text: "warehouse.shelves")
    return session
  }

  @Test func mouseSelectsScrollsAndPressesHints() throws {
    let demo = try DemoServer()
    let session = try Self.tables(demo)
    let place = try session.place(of: "customers")
    try session.mouse(0, x: place.x, y: place.y)
    try session.waitFor(text: "> customers")
    try session.mouse(65, x: place.x, y: place.y)
    try session.waitFor("the wheel moves on") { !$0.contains("> customers") }
    try session.mouse(64, x: place.x, y: place.y)
    try session.waitFor(text: "> customers")
    let hint = try session.place(of: "Enter open")
    try session.mouse(0, x: hint.x + 7, y: hint.y)
    try session.waitFor(text: "5 CHILDREN")
    let help = try session.place(of: "? help")
    try session.mouse(0, x: help.x, y: help.y)
    try session.waitFor(text: "help: table")
    let close = try session.place(of: "Esc close  Up")
    try session.mouse(0, x: close.x, y: close.y)
    try session.waitFor("the help is closed") { !$0.contains("help: table") }
  }

  @Test func pastedKeysAreTextAndNeverCommands() throws {
    let demo = try DemoServer()
    let session = try Self.tables(demo)
    try session.paste("cust\nq\u{3}\u{1b}[B")
    try session.waitFor(text: "/ cust q")
    try session.press("Escape")
    try session.waitFor("the list is whole again") {
      $0.contains("warehouse.shelves") && !$0.contains("/ cust")
    }
    try session.press("/")
    try session.paste("customers\n")
    try session.waitFor(text: "/ customers")
    try session.press("Enter")
    try session.waitFor(text: "> customers")
  }

  @Test func aMegabyteIsPastedInNoTime() throws {
    let demo = try DemoServer()
    let session = try Self.tables(demo)
    try session.paste(String(repeating: "customers q\n", count: 90_000))
    try session.waitFor(text: "No table matches")
    try session.press("Escape")
    try session.waitFor(text: "warehouse.shelves")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func copyingGoesToTmux() throws {
    let demo = try DemoServer()
    let session = try Self.tables(demo)
    try session.press("y")
    try session.waitFor(text: "Copied public.\"Gift cards\" to the tmux buffer.")
    #expect(try session.buffer() == "public.\"Gift cards\"")
  }

  @Test func copyingGoesThroughTheTerminal() throws {
    let demo = try DemoServer()
    for (variable, expected) in [
      ("STY=", "\u{1b}]52;c;cHVibGljLiJHaWZ0IGNhcmRzIg==\u{7}"),
      ("STY=1.pts", "\u{1b}P\u{1b}]52;c;cHVibGljLiJHaWZ0IGNhcmRzIg==\u{7}\u{1b}\\"),
    ] {
      let variables = variable == "STY=" ? ["--unset=STY"] : [variable]
      let session = try TerminalSession(
        ["env", "--unset=TMUX"] + variables + [Fkwalk.path], changes: demo.variables)
      try session.waitFor(text: "warehouse.shelves")
      let bytes = try session.bytesWritten {
        try session.press("y")
        try session.waitFor(text: "by OSC 52")
      }
      #expect(String(decoding: bytes, as: UTF8.self).contains(expected))
    }
  }

  @Test func copyingToATerminalWithoutClipboardEndsInAFile() throws {
    let demo = try DemoServer()
    let folder = try TemporaryFolder()
    let session = try TerminalSession(
      ["env", "--unset=TMUX", "TERM=vt100", Fkwalk.path], changes: demo.variables)
    try session.waitFor(text: "warehouse.shelves")
    try session.press("y")
    try session.waitFor(text: "This terminal has no clipboard. Save it to a file instead.")
    try session.press("C-u")
    try session.type(folder.path + "/copied")
    try session.press("Enter")
    try session.waitFor(text: "Written to")
    #expect(try ProgramRun(["cat", folder.path + "/copied"]).output == "public.\"Gift cards\"")
  }

  @Test func everyScreenSurvivesEverySize() throws {
    let demo = try DemoServer()
    let session = try Self.tables(demo)
    let screens: [(keys: [String], text: String)] = [
      (["?"], "help: tables"), (["C-p"], "name: "), (["t"], "Enter choose "),
      (["j", "j", "Enter"], "CHILD"), (["Enter"], "rows 1"), (["d"], "STEPS"),
      (["i"], "j/k scroll"),
      (["e"], "save as"),
    ]
    for (keys, text) in screens {
      for key in keys { try session.press(key) }
      try session.waitFor(text: text)
      for (columns, rows) in [(1, 1), (200, 3), (40, 10), (38, 60), (250, 70)] {
        try session.resize(columns: columns, rows: rows)
      }
      try session.resize(columns: 100, rows: 30)
      let screen = try session.waitFor("\(text) is whole again") {
        $0.contains(text) && $0.contains("READ ONLY")
      }
      #expect(screen.split(separator: "\n", omittingEmptySubsequences: false).count >= 30)
      guard screen.contains("Esc close") else { continue }
      try session.press("Escape")
      try session.waitFor("\(text) is closed") { !$0.contains("Esc close") }
    }
  }

  @Test func sizeChangesWhileAPreviewRuns() throws {
    let demo = try DemoServer()
    let session = try demo.explorer("--table", "customers")
    try session.waitFor(text: "5 CHILDREN")
    try session.press("Enter")
    try session.waitFor(text: "Ada Okafor")
    let other = try TerminalSession(["psql", "-X"], changes: demo.variables)
    try other.waitFor(text: "=#")
    try other.type("BEGIN; LOCK TABLE invoices; SELECT 'locked';")
    try other.press("Enter")
    try other.waitFor(text: "(1 row)")
    try session.press("d")
    try session.waitFor(text: "x stop")
    for number in 0..<20 {
      try session.resize(columns: 30 + number % 7 * 20, rows: 6 + number % 5 * 6)
    }
    try session.resize(columns: 60, rows: 16)
    try session.waitFor(text: "x stop")
    try other.type("COMMIT;")
    try other.press("Enter")
    try session.waitFor(text: "REFUSED by invoices_order_id_fkey")
  }
}
