import DeletePlanning
import ErrorExplaining
import Foundation
import SchemaModel
import TerminalCanvas
import Testing
import ThemeFiles
import UserFiles
import WalkerCore

@testable import CursesDriver

/// Readers of what people, files and terminals give: nothing ends the program, and what is said of
/// it is one harmless line.
@Suite(.serialized) struct FuzzTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Whether a message takes one line and holds nothing that a terminal acts on.
  private static func problem(with message: String) -> String? {
    message.isEmpty || message.contains(where: \.isNewline) ? "no line: \(message)" : nil
  }

  @Test func statements() {
    var fuzzer = Fuzzer(
      [
        "DELETE FROM a WHERE id = 1", "delete from only \"A b\".\"c\"\"d\" as x where x.y = $$z$$;",
        "WITH t AS (SELECT 1 AS id) DELETE FROM a USING t, b WHERE a.id = t.id RETURNING a.*, 1 AS b",
        "DELETE FROM s.a AS x USING b LEFT JOIN c ON b.i = c.i WHERE (x.i, x.j) IN (SELECT 1, 2)",
        "DELETE FROM a WHERE t = E'\\'' AND u = U&'\\0041' AND b = B'01' -- note\n /* a /* b */ c */",
        "DELETE FROM a WHERE CURRENT OF c", "DELETE FROM a PARTITION (p) LIMIT 1",
        "DELETE FROM a RETURNING WITH (OLD AS o, NEW AS n) o.id",
      ],
      words: [
        " WHERE ", " USING ", " RETURNING ", " FROM ", " AS ", "ONLY", "WITH RECURSIVE", "$1",
        "$a$", "E'", "U&\"", " UESCAPE '!'", "::", "CURRENT OF", "MATERIALIZED", "DELETE",
      ])
    fuzzer.run { input in
      do throws(StatementError) {
        let statement = try ChangeStatement(Self.text(input))
        do throws(StatementError) {
          _ = try ChangeStatement(statement.text)
          return nil
        } catch { return "not what it was: \(error.message)" }
      } catch { return Self.problem(with: SafeText.escaped(error.message)) }
    }
  }

  @Test func errorTexts() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "ErrorExplainingTests/Corpus")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let seeds = (files?.allObjects ?? []).compactMap { file in
      (file as? URL).flatMap { try? String(contentsOf: $0, encoding: .utf8) }
    }
    try #require(seeds.count > 10)
    var fuzzer = Fuzzer(
      seeds.map { String($0.prefix(4000)) },
      words: [
        "ERROR:  ", "DETAIL:  ", "Key (", ")=(", ") is not present in table \"", "23503", "23001",
        "violates foreign key constraint \"", "STATEMENT:  ", "\n\t", "«", "»", "CONTEXT:  ",
      ])
    fuzzer.run { input in
      let whole = ViolationReader.violations(in: Self.text(input))
      let report = ExplainReport(whole.map { Explanation($0) })
      let text = report.text(escaping: SafeText.escaped)
      _ = report.markdown(escaping: SafeText.escaped)
      _ = report.json
      if text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" }) {
        return "a control character is printed"
      }
      // Pieces end anywhere.
      var reader = ViolationReader()
      for start in stride(from: 0, to: input.count, by: 7) {
        reader.read(input[start..<min(start + 7, input.count)])
      }
      var other = ViolationReader()
      other.read(input)
      return reader.finish() == other.finish()
        ? nil : "pieces read otherwise than the whole"
    }
  }

  @Test func keyFiles() {
    var fuzzer = Fuzzer(
      [
        "[everywhere]\nnext-blocker = [\"n\", \"b\"]\n[rows]\nmark = \"m\"\nsuspend = []\n",
        KeyFile.text(of: .standard),
      ],
      words: [
        "[everywhere]", "[rows]", "\"g t\"", "\"ctrl-x\"", "\"enter\"", " = ", "'''", "\"\"\"",
        "[[x]]", "1979-05-27T07:32:00Z", "inf", "a.b.c",
      ])
    fuzzer.run { input in
      do throws(UserFileError) {
        let keymap = try KeyFile.keymap(text: Self.text(input), file: "keys.toml")
        _ = KeyFile.text(of: keymap)
        return nil
      } catch { return Self.problem(with: SafeText.escaped(error.description)) }
    }
  }

  @Test func themeFiles() throws {
    let themes = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Themes")
    let seeds = try ["nord", "mono", "terminal"].map {
      try String(contentsOf: themes.appending(path: "\($0).toml"), encoding: .utf8)
    }
    let file = URL.temporaryDirectory.appending(path: "fkwalk-fuzz-\(getpid()).toml")
    defer { try? FileManager.default.removeItem(at: file) }
    let catalog = ThemeCatalog(userDirectory: nil)
    var fuzzer = Fuzzer(
      seeds,
      words: [
        "inherits = \"mono\"\n", "inherits = \"fkwalk-fuzz\"\n", "[palette]\n", "[effect]\n",
        "#fff",
        "\"#12345z\"", "{ foreground = \"x\" }", "attributes = [\"bold\"]", "256", "-1", "[[",
      ])
    try fuzzer.run { input in
      try Data(input).write(to: file)
      do throws(ThemeFileError) {
        _ = ThemeCheck(try catalog.theme(file.path)).problems
        _ = try catalog.missingTokens(in: file.path)
        return nil
      } catch { return Self.problem(with: SafeText.escaped(error.description)) }
    }
  }

  @Test func savedPreviews() throws {
    let table = TableName(schema: "s", name: "t")
    var report = DeleteReport(statement: "DELETE FROM t", rootTable: table)
    let row = RowIdentity(table: table, key: [ColumnValue(column: "id", value: "1")])
    let step = Step(
      index: 0, parent: nil, level: 0, constraint: "c", definition: "FOREIGN KEY", table: table,
      referencedTable: table, columns: ["id"], action: .cascade, effect: .delete, rows: .about(7),
      sample: [SampleRow(identity: row)])
    report.steps = [step, step]
    report.caveats = [
      Caveat(code: .timeout, table: table, object: "o", message: "m", isDecisive: true)
    ]
    report.error = PredictedError(
      moment: .commit, fields: ServerError(sqlstate: "23503", message: "no"))
    report.outcome = .failsAtCommit
    report.isComplete = true
    let json = SavedPreview(report: report).json.text
    var fuzzer = Fuzzer(
      [json],
      words: ["null", "true", "\"index\":", "9e99", "[]", "{}", "\"parent\":1", "0", "\"rows\":-5"])
    fuzzer.run { input in
      guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(input)) else {
        return nil
      }
      do throws(DocumentError) {
        let saved = try SavedPreview(json: json)
        _ = saved.report.text(escaping: SafeText.escaped)
        _ = saved.report.markdown(escaping: SafeText.escaped)
        _ = (saved.json, saved.report.dot(escaping: SafeText.escaped))
        return Self.show(saved)
      } catch { return Self.problem(with: SafeText.escaped(error.message)) }
    }
  }

  /// Walks through a saved preview.
  private static func show(_ saved: SavedPreview) -> String? {
    let size = Size(columns: 60, rows: 16)
    var walker = Walker(
      options: WalkerOptions(size: size, glyphs: .unicode, connection: "saved", saved: saved))
    _ = walker.start()
    for key in "jjlj2j3j1b=_ei".map(TerminalCanvas.Key.character) {
      _ = walker.handle(.input(.key(key)))
      if walker.render().buffer.size != size { return "the screen has another size" }
    }
    return nil
  }

  @Test func sessions() {
    var fuzzer = Fuzzer(
      [
        #"{"format":"fkwalk.session/1","database":"d","user":"u","history":["#
          + #"{"kind":"tables"},{"kind":"table","schema":"s","table":"t"}],"position":1}"#
      ],
      words: ["null", "\"schema\":", "[]", "{}", "-1", "9e99", "\"kind\":\"rows\""])
    let facts = ServerFacts(
      version: 150_000, versionText: "15", database: "d", user: "u", host: "", port: "",
      isInRecovery: false)
    fuzzer.run { input in
      guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(input)) else {
        return nil
      }
      var walker = Walker(
        options: WalkerOptions(
          size: Size(columns: 60, rows: 16), glyphs: .unicode, connection: "d", resumes: true))
      _ = walker.start()
      for event in [
        Event.connected(facts), .sessionRead(json),
        .catalogLoaded(SchemaGraph(tables: [], foreignKeys: []), milliseconds: 1),
        .input(.key(.enter)), .input(.key(.character("y"))),
      ] { _ = walker.handle(event) }
      _ = walker.render()
      return nil
    }
  }

  @Test func terminalInput() {
    var fuzzer = Fuzzer(
      ["\u{1b}[A\u{1b}[1;3Dq", "\u{1b}[200~paste\u{1b}[201~", "\u{1b}[<0;10;5M", "g t:table x\r"],
      words: ["\u{1b}", "\u{1b}[", "\u{1b}O", "\u{1b}]11;", "\u{1b}\\", ";", "~", "M", "\u{7f}"])
    fuzzer.run { input in
      var decoder = InputDecoder()
      var walker = Walker(
        options: WalkerOptions(
          size: Size(columns: 60, rows: 16), glyphs: .unicode, connection: "d"))
      _ = walker.start()
      let scalars = Self.text(input).unicodeScalars.prefix(3000).map(RawInput.scalar)
      for start in stride(from: 0, to: scalars.count, by: 11) {
        for event in decoder.decode(Array(scalars[start..<min(start + 11, scalars.count)])) {
          _ = walker.handle(.input(event))
        }
      }
      _ = walker.render()
      return nil
    }
  }
}
