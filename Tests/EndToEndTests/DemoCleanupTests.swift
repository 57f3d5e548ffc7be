import Glibc
import ProcessTesting
import Testing
import ThrowawayServer

/// However `fkwalk demo` ends, it leaves nothing.
@Suite struct DemoCleanupTests {
  /// How far `fkwalk demo` has come when it is killed.
  enum Moment: CaseIterable {
    case started, directoryMade, serverStarting, commandRunning

    func hasCome(_ traces: ServerTraces, _ output: borrowing MemoryFile) -> Bool {
      switch self {
      case .started: true
      case .directoryMade: !traces.directories.isEmpty
      case .serverStarting:
        traces.directories.contains { access("\($0)/data/postmaster.pid", F_OK) == 0 }
      case .commandRunning: output.contents().contains("running")
      }
    }
  }

  @Test(arguments: Moment.allCases) func nothingIsLeftAfterKill(moment: Moment) throws {
    let output = try MemoryFile()
    let descriptor = output.descriptor
    let process = try ChildProcess(
      [Fkwalk.path, "demo", "--", "sh", "-c", "echo running; exec sleep 1000"]
    ) {
      $0.output = descriptor
    }
    let traces = ServerTraces(of: process.id)
    try eventually("\(moment)") { moment.hasCome(traces, output) ? () : nil }

    kill(process.id, SIGKILL)
    #expect(process.wait() == 128 + SIGKILL)
    try traces.waitUntilGone()
  }

  @Test func nothingIsLeftAfterAnOrdinaryEnd() throws {
    let output = try MemoryFile()
    let descriptor = output.descriptor
    let process = try ChildProcess([Fkwalk.path, "demo", "chain", "--", "printenv", "PGHOST"]) {
      $0.output = descriptor
    }
    #expect(process.wait() == 0)
    let directory = output.contents().dropLast()
    #expect(directory.contains("/fkwalk-\(process.id)."))
    let traces = ServerTraces(of: process.id)
    #expect(traces.directories == [])
    #expect(traces.processes == [])
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func signalGoesToTheCommand(number: Int32) throws {
    let output = try MemoryFile()
    let descriptor = output.descriptor
    let script = """
      trap 'exit \(number)' TERM INT HUP; echo running; while :; do sleep 0.01; done
      """
    let process = try ChildProcess([Fkwalk.path, "demo", "chain", "--", "sh", "-c", script]) {
      $0.output = descriptor
    }
    try eventually("the command runs") { output.contents().contains("running") ? () : nil }
    kill(process.id, number)
    #expect(process.wait() == number)
    #expect(ServerTraces(of: process.id).directories == [])
  }

  @Test func nothingIsLeftWhereTheServerDoesNotStart() throws {
    let folder = try TemporaryFolder()
    #expect(chmod(folder.path, 0o755) == 0)
    _ = try folder.file("postgres", "#!/bin/sh\necho PostgreSQL 99", mode: 0o755)
    _ = try folder.file("initdb", "#!/bin/sh\necho 'initdb: error: no luck'; exit 1", mode: 0o755)
    let script = "echo $$; exec \"$0\" demo --pg-bin \"$1\""
    let run = try ProgramRun(["sh", "-c", script, Fkwalk.path, folder.path])
    #expect(run.status == 1)
    #expect(run.errors.contains("did not start: initdb: error: no luck"))
    let owner = try #require(Int32(run.output.dropLast()))
    try ServerTraces(of: owner).waitUntilGone()
  }
}
