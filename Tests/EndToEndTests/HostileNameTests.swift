import Foundation
import ProcessTesting
import Testing

/// Names as nobody should have them, in all that commands print.
@Suite struct HostileNameTests {
  private static let names = [
    "a\"b", "x\n; DROP TABLE victim; --", "\u{1B}[2J\u{1B}]0;pwn\u{7}", "\u{202E}gnp.exe\u{2066}",
    String(repeating: "é", count: 30), "tab\there", "back\\slash", "quote's", "`tick`|pipe|<b>",
    "$$dollar$$", "--comment /* x */", "{\"json\":1}", "\u{200B}", "A.B", "select", "\"",
    "#1;->[label]", "\u{85}c1\u{9B}31m", "\u{2028}ls", "%I %s", "]a[",
  ]
  private static let schema = "sch\"e\nma\u{1B}[31m"
  private static let variables = [
    "PGDATABASE": "db\"\u{1B}[2J\u{202E};x", "PGUSER": "ro\"\u{1B}[31mle",
  ]

  private static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// A table with its schema, as SQL has it.
  private static func table(_ number: Int) -> String {
    quoted(number % 3 == 0 ? schema : "public") + "." + quoted(names[number])
  }

  /// A chain of tables, each of which references the one before.
  private static func server() throws -> DemoServer {
    let demo = try DemoServer(scenario: "chain")
    let actions = ["CASCADE", "NO ACTION", "SET NULL", "SET DEFAULT"]
    var script = "CREATE SCHEMA \(quoted(schema));\n"
    for (number, name) in names.enumerated() {
      let text = "'" + name.replacing("'", with: "''") + "'"
      let column =
        "r int DEFAULT 1 CONSTRAINT \(quoted("f" + name)) REFERENCES \(table(max(0, number - 1))) "
        + "ON DELETE \(actions[number % 4])"
      script += """
        CREATE TABLE \(table(number)) (\(quoted("k" + name)) int PRIMARY KEY, v text DEFAULT \(text), \(column));
        COMMENT ON TABLE \(table(number)) IS \(text);
        INSERT INTO \(table(number)) VALUES (1, \(text), 1);

        """
    }
    try demo.psql("CREATE ROLE \(quoted(variables["PGUSER"] ?? "")) SUPERUSER LOGIN")
    try demo.psql("CREATE DATABASE \(quoted(variables["PGDATABASE"] ?? ""))")
    try demo.load(script, into: variables["PGDATABASE"] ?? "")
    return demo
  }

  private static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar == "\n"
      case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
      default: true
      }
    }
  }

  private static let instruments =
    [
      ["graph"], ["graph", "--format", "dot"], ["graph", "--format", "mermaid"],
      ["graph", "--format", "json"], ["lint"], ["lint", "--format", "json"], ["order", "--delete"],
      ["order", "--format", "json"], ["order", "--format", "sql"], ["orphans", "--all"],
      ["orphans", "--all", "--format", "json"], ["radius"], ["bug-report"],
      ["path", names[20], names[15], "--format", "sql"], ["path", names[20], names[15]],
      ["migrate"] + names[0..<8].map { "f\($0)=cascade" },
    ]

  /// Every table once, and every format for all kinds of names.
  private static let previews = names.indices.map { number in
    let formats = ["text", "json", "markdown", "sql", "dot", "mermaid"]
    return [
      "preview", table(number), "k\(names[number])=1", "--format", formats[number % formats.count],
    ]
  }

  @Test func nothingRawIsPrinted() throws {
    let demo = try Self.server()
    for command in Self.instruments + Self.previews {
      let run = try demo.fkwalk(command, changes: Self.variables)
      #expect([0, 3].contains(run.status), "\(command): \(run.errors)")
      #expect(Self.isPrintable(run.output + run.errors), "\(command)\n\(run.output)")
      if command.last == "json" {
        #expect(
          (try? JSONSerialization.jsonObject(with: Data(run.output.utf8))) != nil, "\(command)")
      }
    }
  }

  @Test func theSQLRuns() throws {
    let demo = try Self.server()
    let database = Self.variables["PGDATABASE"] ?? ""
    func run(_ sql: String) throws {
      try demo.load(sql, into: database)
    }
    func printed(_ words: String...) throws -> String {
      try demo.fkwalk(words, changes: Self.variables).output
    }
    try run(try printed("order", "--format", "sql"))
    try run(try printed("path", Self.names[20], Self.names[15], "--format", "sql"))
    for name in Self.names.prefix(4) { try run(try printed("migrate", "f\(name)=no-action")) }
    let lint = try printed("lint").split(separator: "\n")
    try run(lint.filter { $0.hasPrefix("  > ") }.map { $0.dropFirst(4) }.joined(separator: "\n"))
    #expect(try !printed("lint").contains("missing_index"))
    let script = try printed("preview", Self.table(0), "k\(Self.names[0])=1", "--format", "sql")
    try run(script)
    #expect(try printed("preview", "DELETE FROM \(Self.table(0))").contains("deletes 0 rows"))
  }
}
