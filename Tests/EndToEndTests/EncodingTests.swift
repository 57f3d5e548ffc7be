import ProcessTesting
import Testing

/// Databases whose text is not UTF-8.
@Suite struct EncodingTests {
  /// What a database holds: names, and the value of a key.
  struct Words: Sendable {
    var encoding: String
    var table: String
    var column: String
    var child: String
    var key: String
    var value: String

    static let all = [
      Words(
        encoding: "LATIN1", table: "Café", column: "né", child: "Bûche", key: "clé", value: "ÿ½"),
      Words(
        encoding: "WIN1252", table: "Café", column: "né", child: "Bûche", key: "clé", value: "œ€"),
      Words(
        encoding: "EUC_JP", table: "顧客", column: "名前", child: "注文", key: "注文_顧客", value: "ソ表"),
      Words(
        encoding: "EUC_KR", table: "고객", column: "이름", child: "주문", key: "주문_고객", value: "홍길동"),
    ]
  }

  /// Makes a database and returns its name.
  private static func database(_ encoding: String, _ sql: String, on demo: DemoServer) throws
    -> String
  {
    let name = encoding.lowercased()
    try demo.psql("CREATE DATABASE \(name) ENCODING '\(encoding)' TEMPLATE template0 LOCALE 'C'")
    try demo.load(sql, into: name)
    return name
  }

  @Test(arguments: Words.all) func namesAndValuesComeThrough(_ words: Words) throws {
    let demo = try DemoServer(scenario: "chain")
    let name = try Self.database(
      words.encoding,
      """
      SET client_encoding = 'UTF8';
      CREATE TABLE "\(words.table)" ("\(words.column)" text PRIMARY KEY);
      CREATE TABLE "\(words.child)" (id int PRIMARY KEY, "\(words.column)" text
        CONSTRAINT "\(words.key)" REFERENCES "\(words.table)");
      INSERT INTO "\(words.table)" VALUES ('plain'), ('\(words.value)');
      INSERT INTO "\(words.child)" VALUES (7, '\(words.value)');
      """, on: demo)
    let row = "\(words.column)=\(words.value)"
    let refused = try demo.fkwalk("preview", words.table, row, "--verify", "-d", name)
    #expect(refused.status == 3 && refused.output.contains("just as predicted"), "\(refused)")
    #expect(refused.output.contains("Key (\(words.column))=(\(words.value)) is still referenced"))
    let json = try demo.fkwalk("preview", words.table, row, "--format", "json", "-d", name)
    #expect(json.output.contains("\"\(words.column)\" : \"\(words.value)\""), "\(json)")
    let graph = try demo.fkwalk("graph", "-d", name)
    #expect(
      graph.output.contains("→ \(words.table)(\(words.column))  \(words.column)  \(words.key)"))
    let message = """
      ERROR:  update or delete on table "\(words.table)" violates foreign key constraint \
      "\(words.key)" on table "\(words.child)"
      DETAIL:  Key (\(words.column))=(\(words.value)) is still referenced from table "\(words.child)".
      """
    let folder = try TemporaryFolder()
    let explained = try demo.fkwalk("explain", try folder.file("message", message), "-d", name)
    #expect(explained.output.contains("id=7  \(words.column)=\(words.value)"), "\(explained)")
  }

  /// Byte 0x81 means nothing in WIN1252: PostgreSQL keeps it and cannot tell it.
  @Test func whatCannotBeToldIsNoPrediction() throws {
    let demo = try DemoServer(scenario: "chain")
    let name = try Self.database(
      "WIN1252",
      """
      SET client_encoding = 'WIN1252';
      CREATE TABLE parents (name text PRIMARY KEY);
      INSERT INTO parents VALUES (E'\\x81'), ('plain');
      """, on: demo)
    let unreadable = try demo.fkwalk("preview", "DELETE FROM parents", "-d", name)
    #expect(unreadable.status == 1 && unreadable.errors.contains("fkwalk reads text as UTF-8"))
    let readable = try demo.fkwalk("preview", "parents", "name=plain", "--verify", "-d", name)
    #expect(readable.status == 0 && readable.output.contains("just as predicted"), "\(readable)")
    let impossible = try demo.fkwalk("preview", "parents", "name=日", "-d", name)
    #expect(impossible.status == 1, "\(impossible)")
    #expect(impossible.errors.contains("No text of this database can hold that character"))
  }

  /// SQL_ASCII takes any bytes for text, and so does the command line.
  @Test func bytesThatAreNoTextAreNamedOnTheCommandLineAndInScripts() throws {
    let demo = try DemoServer(scenario: "chain")
    try demo.psql("CREATE DATABASE bytes ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'")
    let script = #"""
      set -e
      c=$(printf 'caf\351') n=$(printf 'n\351') k=$(printf 'cl\351') v=$(printf '\351')
      export PGDATABASE=bytes
      sql() { psql -XAtq -v ON_ERROR_STOP=1 "$@"; }
      sql <<END
      SET client_encoding = SQL_ASCII;
      CREATE TABLE "$c" ("$n" text PRIMARY KEY);
      CREATE TABLE child (id int PRIMARY KEY, "$n" text CONSTRAINT "$k" REFERENCES "$c");
      INSERT INTO "$c" VALUES ('$v'), ('plain');
      INSERT INTO child VALUES (7, '$v');
      END
      "$0" preview "$c" "$n=$v" --verify || test $? = 3
      "$0" preview "DELETE FROM \"$c\" WHERE \"$n\" = '$v'" --verify || test $? = 3
      "$0" migrate "$k=cascade" | sql -f -
      "$0" preview "$c" "$n=$v" --format sql | sql -f -
      sql -c 'SELECT count(*) FROM child'
      """#
    let run = try ProgramRun(["sh", "-c", script, Fkwalk.path], changes: demo.variables)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
    #expect(run.output.contains(#"REFUSED by cl\xe9: 1 row of child"#))
    #expect(run.output.ranges(of: "just as predicted").count == 2, "\(run)")
    #expect(run.output.hasSuffix("\n0\n"), "the script has deleted the child: \(run.output)")
  }
}
