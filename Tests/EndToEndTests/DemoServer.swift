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
    try fkwalk(words: arguments, changes: changes)
  }

  /// The same with a list.
  func fkwalk(words: [String], changes: [String: String] = [:]) throws -> ProgramRun {
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
  func psql(_ sql: String, database: String? = nil) throws -> String {
    // Each statement by itself where there are several: some cannot run in a transaction.
    let statements = sql.split(separator: ";\n").flatMap { ["-c", String($0)] }
    let run = try ProgramRun(
      ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"] + statements,
      changes: variables.merging(database.map { ["PGDATABASE": $0] } ?? [:]) { $1 })
    return run.output + run.errors
  }
}
