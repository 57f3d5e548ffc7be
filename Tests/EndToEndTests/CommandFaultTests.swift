import Glibc
import ProcessTesting
import Testing
import ThrowawayServer

/// What commands say when something goes wrong on the way.
@Suite struct CommandFaultTests {
  /// One line that says what, and what to do; never a trap, never half a document.
  private static func isOneLine(_ run: ProgramRun) -> Bool {
    run.status == 1 && run.output.isEmpty && run.errors.hasPrefix("fkwalk: ")
      && run.errors.filter { $0 == "\n" }.count == 1 && run.errors.hasSuffix("\n")
  }

  /// Each query of each command fails once; in turn by an error, a lost connection and so on.
  @Test func everyQueryOfEveryCommandFailsOnce() throws {
    let demo = try DemoServer()
    try demo.psql(FaultyLine.support)
    let faults: [FaultyLine.Fault] = [.error("57014"), .lost, .error("53200"), .terminated]
    for command in [
      ["preview", "customers", "id=25"], ["preview", "products", "id=58", "--verify"], ["lint"],
      ["orphans", "orders(customer_id)", "customers(id)"], ["path", "customers", "products"],
    ] {
      let line = FaultyLine(to: demo.server.socketDirectory)
      let whole = try demo.fkwalk(command, changes: ["PGHOST": line.directory])
      try #require(line.queryCount > 1)
      for place in stride(from: 1, through: line.queryCount, by: command[0] == "preview" ? 3 : 2) {
        let fault = faults[place % faults.count]
        let line = FaultyLine(to: demo.server.socketDirectory, fault, at: place)
        let run = try demo.fkwalk(command, changes: ["PGHOST": line.directory])
        let isRight = run.status == whole.status && run.errors.isEmpty
        #expect(isRight || Self.isOneLine(run), "\(command), query \(place), \(fault): \(run)")
      }
    }
  }

  @Test(arguments: [
    ("53300", "sorry, too many clients already", "Wait for others to leave"),
    ("57P03", "the database system is starting up", "try again in a moment"),
    ("57P03", "the database system is shutting down", "try again in a moment"),
    ("28P01", "password authentication failed for user \"x\"", "Check the password"),
  ])
  func refusedConnectionsSayWhatToDo(_ code: String, _ message: String, _ advice: String) throws {
    let demo = try DemoServer(scenario: "chain")
    let line = FaultyLine(to: demo.server.socketDirectory, .refused(code, message), at: 1)
    let run = try demo.fkwalk("lint", changes: ["PGHOST": line.directory])
    #expect(Self.isOneLine(run) && run.errors.contains(message) && run.errors.contains(advice))
  }

  /// The second connection, for half of the work, is no loss.
  @Test func timeLimitsAndLocksOfTheServerAreSaid() throws {
    let demo = try DemoServer()
    try demo.holdingLock(on: "invoices") {
      try demo.psql("ALTER DATABASE demo SET lock_timeout = '50ms'")
      let locked = try demo.fkwalk("preview", "customers", "id=1")
      #expect(Self.isOneLine(locked) && locked.errors.contains("lock timeout"), "\(locked)")
      try demo.psql("ALTER DATABASE demo SET lock_timeout = 0")
      try demo.psql("ALTER DATABASE demo SET statement_timeout = '300ms'")
      let slow = try demo.fkwalk("preview", "customers", "id=1")
      #expect(Self.isOneLine(slow) && slow.errors.contains("statement timeout"), "\(slow)")
      let verified = try demo.fkwalk("preview", "customers", "id=25", "--verify")
      #expect(verified.status != 0 && !verified.errors.contains("defect"), "\(verified)")
    }
  }

  /// A full disk, or a pipe nobody reads.
  @Test func whatCannotBeWrittenIsSaid() throws {
    let demo = try DemoServer()
    for command in [
      "preview customers id=25", "preview customers id=25 --format json", "lint",
      "graph", "order --format sql", "themes", "keys", "explain 23503", "--help",
    ] {
      let run = try ProgramRun(
        ["sh", "-c", "\(Fkwalk.path) \(command) >/dev/full"], changes: demo.variables)
      #expect(run.status == 1 && run.errors.contains("No space left"), "\(command): \(run)")
      let closed = try ProgramRun(
        ["sh", "-c", "\(Fkwalk.path) \(command) >&-"], changes: demo.variables)
      #expect(closed.status < 128, "\(command): \(closed)")
    }
  }

  /// Between finding out and trying, the schema changed.
  @Test func tablesMayGoWhileTheyAreLookedAt() throws {
    let demo = try DemoServer()
    let whole = FaultyLine(to: demo.server.socketDirectory)
    _ = try demo.fkwalk(
      "preview", "products", "id=58", "--verify", changes: ["PGHOST": whole.directory])
    // As the DELETE is about to be tried, its table goes.
    for place in stride(from: 2, through: whole.queryCount, by: 4) {
      let line = FaultyLine(to: demo.server.socketDirectory) { number in
        if number == place {
          _ = try? demo.psql("SET lock_timeout = '100ms'; ALTER TABLE products RENAME TO gone")
        }
      }
      let run = try demo.fkwalk(
        "preview", "products", "id=58", "--verify", changes: ["PGHOST": line.directory])
      try demo.psql("ALTER TABLE IF EXISTS gone RENAME TO products")
      #expect(run.status < 5 && !run.errors.contains("Fatal"), "\(place): \(run)")
      #expect(run.status != 1 || Self.isOneLine(run) || !run.output.isEmpty, "\(place): \(run)")
    }
  }
}
