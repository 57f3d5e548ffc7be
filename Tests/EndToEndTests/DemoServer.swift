import Glibc
import ProcessTesting
import ThrowawayServer

/// The shop on a server of its own, for tests that also do things to the database.
struct DemoServer: Sendable {
  let server: ThrowawayServer

  /// A server that has the database already, such as a standby.
  init(server: ThrowawayServer) { self.server = server }

  init(scenario: String = "shop", settings: [String: String] = [:]) throws {
    server = try ThrowawayServer.start(.init(settings: settings))
    try server.createDatabase("demo")
    if let scenario = Scenario.named(scenario) { try server.load(sql: scenario.sql) }
  }

  var variables: [String: String] { server.connectionVariables() }

  /// Runs fkwalk against it, without a terminal.
  func fkwalk(_ arguments: String..., changes: [String: String] = [:]) throws -> ProgramRun {
    try fkwalk(arguments, changes: changes)
  }

  /// The same with a list.
  func fkwalk(_ words: [String], changes: [String: String] = [:]) throws -> ProgramRun {
    try ProgramRun(
      [Fkwalk.path] + words, changes: variables.merging(changes) { _, other in other })
  }

  /// Opens the explorer on it.
  func explorer(
    _ arguments: String..., columns: Int = 100, rows: Int = 30, changes: [String: String] = [:]
  ) throws -> TerminalSession {
    try TerminalSession(
      [Fkwalk.path] + arguments, columns: columns, rows: rows,
      changes: variables.merging(changes) { _, other in other })
  }

  /// Runs SQL as a superuser and returns what psql prints, in plain columns.
  @discardableResult
  func psql(_ sql: String) throws -> String {
    let run = try ProgramRun(
      ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql], changes: variables)
    return run.output + run.errors
  }

  /// States of the explorer's sessions; `idle` where nothing is left open.
  static let states = """
    SELECT string_agg(DISTINCT state || CASE WHEN xact_start IS NULL THEN '' ELSE ' in xact' END, ', ')
    FROM pg_stat_activity WHERE application_name = 'fkwalk'
    """

  /// An answer comes before the end of its transaction.
  func expectIdle(after what: String) throws {
    var last = ""
    try eventually("nothing is left open after \(what)", state: { last }) {
      last = try psql(Self.states)
      return last == "idle\n" ? () : nil
    }
  }

  /// When the server came up, as it is now: a process of its that dies makes it start again.
  func started() throws -> String {
    try psql("SELECT backend_start FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
  }

  /// Waits until the server is there again after it came up at some time.
  func waitForRestart(since before: String) throws {
    try eventually("the server is back") {
      let now = try started()
      return now != before && now.hasPrefix("2") ? () : nil
    }
  }

  /// Does something while another session keeps everyone else from reading a table.
  func holdingLock(on table: String, _ body: () throws -> Void) throws {
    let locking = "BEGIN; LOCK TABLE \(table); SELECT pg_sleep(600)"
    _ = try ProgramRun(["psql", "-Xc", locking], changes: variables) { psql in
      defer { kill(psql, SIGTERM) }
      let locks = "SELECT count(*) FROM pg_locks WHERE relation = '\(table)'::regclass AND granted"
      try eventually("\(table) is locked") { try self.psql(locks) == "1\n" ? () : nil }
      try body()
    }
  }

  /// Runs a script line by line in some database: parts of it may not stand a transaction.
  func load(_ script: String, into database: String = "demo") throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(
      ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", try folder.file("script", script)],
      changes: variables.merging(["PGDATABASE": database]) { $1 })
    if run.status != 0 { throw NeverHappened(description: run.errors) }
  }
}
