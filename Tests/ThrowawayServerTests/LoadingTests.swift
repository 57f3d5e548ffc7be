import Glibc
import ProcessTesting
import Testing

@testable import ThrowawayServer

@Suite struct LoadingTests {
  private let server: ThrowawayServer
  private let folder: TemporaryFolder

  init() throws {
    server = try ThrowawayServer.start()
    try server.createDatabase("demo")
    folder = try TemporaryFolder()
  }

  private func count(_ table: String) throws -> String {
    try ProgramRun(
      ["psql", "-XqAt", "-c", "SELECT count(*) FROM \(table)"],
      changes: server.connectionVariables()
    ).output
  }

  @Test func plainFile() throws {
    let file = try folder.file(
      "a b.sql", "CREATE TABLE t (x int);\nCOPY t FROM stdin;\n1\n2\n\\.\n")
    #expect(try server.load(file: file).errors == [])
    #expect(try count("t") == "2\n")
  }

  @Test func compressedFileWhateverItsName() throws {
    let file = try folder.file("dump", "CREATE TABLE t AS SELECT 1;")
    #expect(try ProgramRun(["gzip", file]).status == 0)
    #expect(try ProgramRun(["mv", "\(file).gz", file]).status == 0)
    #expect(try server.load(file: file).errors == [])
    #expect(try count("t") == "1\n")
  }

  @Test func cutOffFileIsAnError() throws {
    let file = try folder.file("dump.sql", "CREATE TABLE t AS SELECT 1;")
    let script = "gzip \(file) && truncate -s -6 \(file).gz"
    #expect(try ProgramRun(["sh", "-c", script]).status == 0)
    #expect {
      try server.load(file: "\(file).gz")
    } throws: { error in "\(error)".contains("unexpected end of file") }
  }

  @Test func archiveOfPgDump() throws {
    try server.load(sql: "CREATE TABLE t AS SELECT 1")
    let dump = try ProgramRun(
      ["pg_dump", "-Fc", "-f", folder.path + "/demo.dump"], changes: server.connectionVariables())
    #expect(dump.status == 0)
    try server.createDatabase("copy")
    #expect(try server.load(file: folder.path + "/demo.dump", into: "copy").errors == [])
  }

  @Test func failingStatementsArePassedOver() throws {
    let file = try folder.file(
      "dump.sql",
      """
      CREATE TABLE t AS SELECT 1;
      ALTER TABLE t OWNER TO app;
      DROP TABLE IF EXISTS nothing;
      GRANT ALL ON t
        TO app;
      CREATE TABLE last ();
      """)
    let report = try server.load(file: file)
    #expect(
      report.errors == [
        "line 2: ERROR:  role \"app\" does not exist",
        "line 5: ERROR:  role \"app\" does not exist",
      ])
    let summary = try #require(report.summary)
    #expect(summary.hasSuffix("(and 1 more; the rest is loaded)"))
    #expect(try count("last") == "0\n")
  }

  @Test func scriptStopsAtItsFirstError() throws {
    let error = ThrowawayServerError.cannotLoad(
      source: "mine", reason: "line 2: ERROR:  relation \"nothing\" does not exist")
    #expect(throws: error) {
      try server.load(sql: "CREATE TABLE t ();\nSELECT FROM nothing;\nFAIL;", named: "mine")
    }
  }

  @Test func missingFileIsNamed() {
    #expect(throws: ThrowawayServerError.cannotOpen(file: "/nowhere.sql", code: ENOENT)) {
      try server.load(file: "/nowhere.sql")
    }
  }

  @Test func messagesAreTakenApart() {
    let messages = """
      psql:<stdin>:3: NOTICE:  table "x" does not exist, skipping
      psql:<stdin>:14: ERROR:  syntax error at or near "LOG:"
      LINE 1: LOG:
              ^
      psql:<stdin>:15: invalid command \\nope
      """
    #expect(
      ThrowawayServer.errors(in: messages) == [
        "line 14: ERROR:  syntax error at or near \"LOG:\"", "line 15: invalid command \\nope",
      ])
  }
}
