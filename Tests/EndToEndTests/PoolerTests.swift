import Glibc
import ProcessTesting
import Testing
import ThrowawayServer

/// Behind PgBouncer, which gives each transaction another session of the server.
@Suite(.enabled(if: Pooler.isAvailable)) struct PoolerTests {
  @Test func commandsWorkAsWithout() throws {
    let demo = try DemoServer()
    let pooler = try Pooler(demo)
    let folder = try TemporaryFolder()
    for command in try DatabaseCommands.all(in: folder) where command[0] != "bug-report" {
      let straight = try demo.fkwalk(command)
      let pooled = try demo.fkwalk(command, changes: pooler.variables)
      #expect(pooled.status == straight.status, "\(command): \(pooled.errors)")
      #expect(HarmlessTests.printed(pooled) == HarmlessTests.printed(straight), "\(command)")
    }
    // Nothing of ours stays behind for those who get the session next.
    let settings = try ProgramRun(
      ["psql", "-XAtqc", "SELECT current_setting('search_path'), current_setting('jit')"],
      changes: demo.variables.merging(pooler.variables) { $1 })
    #expect(settings.output == "\"$user\", public|off\n", "\(settings)")
  }

  @Test(.enabled(if: TerminalSession.isAvailable)) func theExplorerWorks() throws {
    let demo = try DemoServer()
    let pooler = try Pooler(demo)
    let session = try demo.explorer("--table", "customers", changes: pooler.variables)
    try session.waitFor(text: "5 CHILDREN")
    try session.press("Enter")
    try session.waitFor(text: "Ada Okafor")
    try session.press("d")
    try session.waitFor(text: "REFUSED by invoices_order_id_fkey: 2 rows of invoices")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }
}

/// A PgBouncer in transaction mode before a server.
private final class Pooler {
  static let isAvailable = access("/usr/sbin/pgbouncer", X_OK) == 0

  private let folder: TemporaryFolder
  private let process: ChildProcess

  init(_ demo: DemoServer) throws {
    folder = try TemporaryFolder()
    chmod(folder.path, 0o777)
    let settings = """
      [databases]
      demo = host=\(demo.server.socketDirectory) dbname=demo user=postgres
      [pgbouncer]
      pool_mode = transaction
      unix_socket_dir = \(folder.path)
      listen_port = 5432
      auth_type = any
      default_pool_size = 4
      """
    let file = try folder.file("pgbouncer.ini", settings)
    // It does not run as root.
    let user = getuid() == 0 ? ["-u", "postgres"] : []
    process = try ChildProcess(["/usr/sbin/pgbouncer", "-q"] + user + [file]) { _ in }
    let place = demo.variables.merging(variables) { $1 }
    try eventually("the pooler listens") {
      try ProgramRun(["psql", "-Xc", "SELECT 1"], changes: place).status == 0 ? () : nil
    }
  }

  deinit {
    kill(process.id, SIGINT)
    _ = process.wait()
  }

  var variables: [String: String] { ["PGHOST": folder.path, "PGPORT": "5432"] }
}
