import ProcessTesting
import Testing

/// Data that no one should have, in a real terminal.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct HostileDataTests {
  @Test func bytesThatAreNoUTF8AreShownAndCountedRight() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql("CREATE DATABASE bytes ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'")
    let sql = """
      CREATE TABLE parents (name text PRIMARY KEY);
      CREATE TABLE children (name text REFERENCES parents, note text);
      INSERT INTO parents VALUES (E'caf\\xe9'), (E'\\xff\\xfe\\x1b[2J'), (E'plain');
      INSERT INTO children VALUES (E'caf\\xe9', E'\\xc3'), (E'plain', 'x');
      """
    let made = try ProgramRun(
      ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", "bytes", "-c", sql], changes: demo.variables)
    try #require(made.status == 0, "\(made.errors)")
    let session = try demo.explorer("-d", "bytes", "--table", "parents")
    try session.waitFor(text: "1 CHILD")
    try session.press("Enter")
    let rows = try session.waitFor(text: "plain")
    #expect(rows.contains("caf\\xe9") && rows.contains("\\xff\\xfe␛[2J"))
    try session.press("d")
    let verdict = try session.waitFor("there is a verdict") { $0.contains("RESULT  REFUSED by") }
    #expect(verdict.contains("1 row of children"), "the key leads back to the row")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func wideAndCombinedCharactersKeepTheirColumns() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql(
      """
      CREATE TABLE texts (id int PRIMARY KEY, value text, after text DEFAULT 'AFTER');
      INSERT INTO texts VALUES (1, 'plain'), (2, '山田太郎'), (3, E'e\\u0301e\\u0301'),
        (4, E'\\U0001F468\\u200D\\U0001F469\\u200D\\U0001F467'), (5, E'\\U0001F1EB\\U0001F1F7'),
        (6, E'\\u26A0\\uFE0F'), (7, E'a\\u202Eb\\u2066c'), (8, E'\\u200B\\u200D'), (9, E'\\u0915\\u093F')
      """)
    let session = try demo.explorer("--table", "texts")
    try session.waitFor(text: "texts")
    try session.press("Enter")
    let screen = try session.waitFor("all rows are shown") {
      $0.split(separator: "AFTER").count == 10
    }
    // tmux pads wide characters: the column after them begins at the same place in its own cells.
    let columns = screen.split(separator: "\n").filter { $0.contains("AFTER") }.map { line in
      line.prefix(upTo: line.firstRange(of: "AFTER")?.lowerBound ?? line.startIndex)
        .unicodeScalars.reduce(0) { width, scalar in
          switch scalar.value {
          case 0x300...0x36F, 0xFE0F, 0x200D: width
          case 0x3000...0x9FFF, 0x1F300...0x1FAFF: width + 2
          default: width + 1
          }
        }
    }
    #expect(Set(columns).count == 1, "\(columns)")
    #expect(screen.contains("202e") && screen.contains("FR"))
  }

  @Test func aMegabyteInAValueIsNoTrouble() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql(
      """
      CREATE TABLE big (id int PRIMARY KEY, value text);
      INSERT INTO big VALUES (1, repeat(E'long \\x1b[31m', 100000)), (2, 'small')
      """)
    let session = try demo.explorer("--table", "big")
    try session.waitFor(text: "big")
    try session.press("Enter")
    try session.waitFor(text: "small")
    try session.press("Enter")
    try session.waitFor(text: "long ␛[31mlong")
    try session.press("G", "PPage", "d")
    try session.waitFor(text: "WOULD SUCCEED")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }
}
