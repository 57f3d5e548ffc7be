import ProcessTesting
import ThrowawayServer

/// The shop on a server of its own, for tests that also do things to the database.
struct DemoServer {
  let server: ThrowawayServer

  init(scenario: String = "shop") throws {
    server = try ThrowawayServer.start()
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
  func psql(_ sql: String) throws -> String {
    let run = try ProgramRun(
      ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql], changes: variables)
    return run.output + run.errors
  }
}
