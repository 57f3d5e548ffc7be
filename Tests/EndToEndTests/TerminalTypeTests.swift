import ProcessTesting
import Testing

/// The explorer on terminals of many kinds.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct TerminalTypeTests {
  private static func start(
    _ variables: [String], _ options: String...
  ) throws -> TerminalSession {
    try TerminalSession(
      ["env", "--unset=NO_COLOR"] + variables + [Fkwalk.path] + options,
      changes: ["PGHOST": "/nowhere"])
  }

  @Test(arguments: [
    "xterm-256color", "xterm", "tmux-256color", "tmux", "screen", "screen-256color", "linux",
    "vt100", "vt220", "rxvt",
  ])
  func usualTypesWork(_ type: String) throws {
    guard try ProgramRun(["infocmp", type]).status == 0 else { return }
    let session = try Self.start(["TERM=\(type)"])
    let screen = try session.waitFor(text: "Is the server running there?")
    #expect(screen.contains("Cannot connect to"))
    #expect(screen.split(separator: "\n").last?.contains("q quit") == true)
    try session.press("?")
    try session.waitFor(text: "help: connecting")
    try session.press("Down", "Escape")
    try session.waitFor("the help is closed") { !$0.contains("help: connecting") }
    try session.press("q")
    #expect(try session.exitStatus() == 0)
    let modes = try session.modes()
    #expect(!modes.isAlternateScreen && modes.showsCursor && !modes.reportsMouse)
  }

  @Test(arguments: [
    ("TERM=dumb", "\"dumb\" (TERM) cannot move the cursor"),
    ("TERM=no-such-type", "\"no-such-type\" (TERM) is not known here"),
    ("TERM=", "TERM is not set"), ("--unset=TERM", "TERM is not set"),
  ])
  func otherTypesAreRefusedInOneLine(_ variable: String, _ reason: String) throws {
    let session = try TerminalSession(["env", variable, Fkwalk.path], columns: 200)
    #expect(try session.exitStatus() == 1)
    let lines = try session.screen().split(separator: "\n")
    #expect(lines.count == 2, "one line, and the exit status")
    #expect(lines[0].hasPrefix("fkwalk: ") && lines[0].contains(reason))
    #expect(lines[0].contains("TERM=xterm-256color") || lines[0].contains("fkwalk preview"))
  }

  /// The numbers of all colours on the screen: 0 to 15 the terminal's own, to 255 the palette's.
  private static func colors(_ session: TerminalSession) throws -> Set<Int> {
    var colors: Set<Int> = []
    for match in try session.screen(styled: true).matches(of: /\u{1b}\[([0-9;]*)m/) {
      let codes = match.1.split(separator: ";").compactMap { Int($0) }
      if codes.count > 2, [38, 48].contains(codes[0]), codes[1] == 5 {
        colors.insert(codes[2])
      } else {
        for code in codes {
          switch code {
          case 30...37, 40...47: colors.insert(code % 10)
          case 90...97, 100...107: colors.insert(code % 10 + 8)
          default: break
          }
        }
      }
    }
    return colors
  }

  @Test(arguments: [
    (["TERM=tmux-256color"], "auto", 16...255), (["TERM=tmux-256color"], "16", 0...15),
    (["TERM=xterm"], "auto", 0...7), (["TERM=xterm"], "256", 16...255),
    (["TERM=screen"], "auto", 0...7), (["TERM=linux"], "auto", 0...7),
    (["TERM=tmux-256color", "NO_COLOR=1"], "always", 16...255),
    (["TERM=tmux-256color", "NO_COLOR="], "auto", 16...255),
    (["TERM=tmux-256color", "COLORTERM=truecolor"], "auto", 16...255),
  ])
  func colorsAreThoseTheTerminalHas(
    _ variables: [String], _ option: String, _ range: ClosedRange<Int>
  ) throws {
    let session = try Self.start(variables, "--theme", "harbour-dark", "--color", option)
    try session.waitFor(text: "Is the server running there?")
    let colors = try Self.colors(session)
    #expect(!colors.isEmpty)
    let most = colors.max() ?? 0
    #expect(range.contains(most), "\(colors.sorted())")
  }

  @Test(arguments: [
    (["TERM=tmux-256color"], "never"), (["TERM=tmux-256color", "NO_COLOR=1"], "auto"),
    (["TERM=vt100"], "auto"), (["TERM=vt100"], "always"),
  ])
  func noColorsWhereNoneAreWanted(_ variables: [String], _ option: String) throws {
    let session = try Self.start(variables, "--theme", "harbour-dark", "--color", option)
    try session.waitFor(text: "Is the server running there?")
    #expect(try Self.colors(session) == [])
  }

  @Test(arguments: [
    ["LC_ALL=C"], ["--unset=LC_ALL", "LANG=C"], ["LC_ALL=POSIX", "LANG=de_DE.UTF-8"],
  ])
  func localesWithoutUnicodeGetASCIIAlone(_ variables: [String]) throws {
    let session = try Self.start(variables, "h\u{f6}st/\u{65e5}\u{672c}")
    try session.waitFor(text: "Cannot connect to")
    let bytes = try session.bytesWritten {
      try session.press("?")
      try session.waitFor(text: "help: connecting")
      try session.press("Escape", "C-l")
      try session.waitFor("the help is closed") { !$0.contains("help: connecting") }
    }
    #expect(bytes.count > 200)
    #expect(bytes.allSatisfy { $0 < 0x80 })
  }

  @Test func localesThatAreNotInstalledAreTakenAtTheirWord() throws {
    let session = try Self.start(["LC_ALL=xx_XX.UTF-8"])
    try session.waitFor(text: "Cannot connect to")
    try session.press("?")
    try session.waitFor(text: "┌ help: connecting")
  }
}
