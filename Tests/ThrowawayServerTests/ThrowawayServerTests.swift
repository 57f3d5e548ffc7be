import Glibc
import ProcessTesting
import Testing
import ThrowawayServer

/// Runs SQL through psql and returns what it prints.
private func query(
  _ sql: String, on server: ThrowawayServer, database: String = "demo"
) throws -> String {
  let run = try ProgramRun(
    ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql],
    changes: server.connectionVariables(database: database))
  return run.status == 0 ? String(run.output.dropLast()) : run.errors
}

@Suite(.serialized) struct ThrowawayServerTests {
  @Test func serverLivesUntilItIsStopped() throws {
    let server = try ThrowawayServer.start(.init(settings: ["work_mem": "5MB"]))
    #expect(try query("SHOW work_mem", on: server, database: "postgres") == "5MB")
    #expect(try query("SHOW listen_addresses", on: server, database: "postgres") == "")
    let version = try query("SHOW server_version_num", on: server, database: "postgres")
    #expect(version == "\(server.version)")
    #expect(access(server.socketDirectory, F_OK) == 0)

    server.stop()
    server.stop()
    #expect(access(server.socketDirectory, F_OK) != 0)
  }

  @Test func serverGoesWithItsObject() throws {
    let directory = try ThrowawayServer.start().socketDirectory
    #expect(access(directory, F_OK) != 0)
  }

  @Test func directoryIsClosedToOthers() throws {
    let server = try ThrowawayServer.start()
    var status = stat()
    #expect(stat(server.socketDirectory, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test func severalServersRunAtOnce() throws {
    let servers = try (1...3).map { _ in try ThrowawayServer.start() }
    #expect(Set(servers.map(\.socketDirectory)).count == 3)
    for (number, server) in servers.enumerated() {
      try server.createDatabase("own \"\(number)\"")
      let names = try query(
        "SELECT datname FROM pg_database WHERE datname LIKE 'own%'", on: server,
        database: "postgres")
      #expect(names == "own \"\(number)\"")
    }
  }

  @Test func commandRunsWithTheConnectionInItsEnvironment() throws {
    let server = try ThrowawayServer.start()
    try server.createDatabase("demo")
    #expect(try server.run(["sh", "-c", "psql -Xqc 'CREATE TABLE t ()' && exit 7"]) == 7)
    #expect(try query("SELECT count(*) FROM t", on: server) == "0")
    #expect(try server.run(["sh", "-c", "kill -TERM $$"]) == 128 + SIGTERM)
    #expect(throws: ThrowawayServerError.cannotRun(program: "no such", code: ENOENT)) {
      try server.run(["no such"])
    }
  }

  @Test func missingProgramsAreNamed() {
    #expect(throws: ThrowawayServerError.noServerPrograms(directory: "/nowhere")) {
      try ThrowawayServer.start(.init(binDirectory: "/nowhere"))
    }
  }

  @Test func badSettingIsReportedInTheServersWords() throws {
    #expect {
      try ThrowawayServer.start(.init(settings: ["no_such_setting": "1"]))
    } throws: { error in
      "\(error)".contains("unrecognized configuration parameter \"no_such_setting\"")
    }
  }

  @Test(arguments: Scenario.all.map(\.name)) func scenarioLoadsCleanly(name: String) throws {
    let scenario = try #require(Scenario.named(name))
    let server = try ThrowawayServer.start()
    try server.createDatabase("demo")
    try server.load(sql: scenario.sql)
    try server.analyze()
    let tables = """
      SELECT count(*) FILTER (WHERE reltuples < 1),
        count(*) FILTER (WHERE obj_description(oid) IS NULL), count(*) > 3
      FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
      AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      """
    #expect(try query(tables, on: server) == "0|0|t", "analyzed, commented, and some")
  }
}
