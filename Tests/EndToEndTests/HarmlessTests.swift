import PostgresAccess
import ProcessTesting
import Synchronization
import Testing
import ThrowawayServer

/// No command changes a row, leaves an object, or takes a lock that keeps others from writing.
@Suite(.serialized) struct HarmlessTests {
  /// What a database holds, and how far its write-ahead log and its transaction numbers have come.
  ///
  /// A transaction gets a number once it is about to change something.
  private static let state = """
    SELECT pg_current_wal_insert_lsn(), pg_snapshot_xmax(pg_current_snapshot()),
      (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_depend),
      (SELECT count(*) FROM pg_prepared_xacts), (SELECT count(*) FROM pg_locks WHERE mode ~ 'Exclusive' AND locktype <> 'virtualxid'),
      (SELECT md5(string_agg(t.oid::text || md5(query_to_xml(format('SELECT * FROM %s x ORDER BY x::text',
        t.oid::regclass), true, true, '')::text), '' ORDER BY t.oid))
       FROM pg_class t WHERE t.relkind = 'r' AND t.relnamespace::regnamespace::text !~ '^(pg_|information)')
    """

  private static let sessions = """
    SELECT count(*) FROM pg_stat_activity WHERE application_name = 'fkwalk'
    """

  /// A session may outlive its client for a moment.
  private static func expectNoSession(on demo: DemoServer, after what: String) throws {
    try eventually("no session is left after \(what)") {
      try demo.psql(sessions) == "0\n" ? () : nil
    }
  }

  /// A quiet server: nobody else writes, and reading leaves no hint bits to be logged.
  private static func quietServer() throws -> DemoServer {
    let demo = try DemoServer(settings: ["wal_log_hints": "off"])
    try demo.psql("VACUUM FREEZE")
    try demo.psql("VACUUM")
    try demo.psql("CHECKPOINT")
    return demo
  }

  @Test func noCommandIsLeftOut() throws {
    let help = try Fkwalk.run("--help").output
    let names = help.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
      .compactMap { $0.split(separator: " ").first.map(String.init) }
      .filter { name in help.contains("\n  \(name) ") }
    let tried = Set(DatabaseCommands.reading.map { $0[0] } + ["explain"])
    #expect(names.count > 5)
    for name in names where !DatabaseCommands.withoutDatabase.contains(name) && name != "See" {
      #expect(tried.contains(name), "\(name) is not among the commands that are tried")
    }
  }

  @Test func commandsChangeNothing() throws {
    let demo = try Self.quietServer()
    let folder = try TemporaryFolder()
    let before = try demo.psql(Self.state)
    for command in try DatabaseCommands.all(in: folder) {
      let run = try demo.fkwalk(command)
      #expect([0, 1, 3, 4].contains(run.status), "\(command): \(run.errors)")
      #expect(try demo.psql(Self.state) == before, "\(command)")
      try Self.expectNoSession(on: demo, after: "\(command)")
    }
  }

  /// What locks fkwalk's sessions have whenever a query of theirs comes by.
  @Test func commandsTakeNoLocksThatStopOthers() throws {
    let demo = try Self.quietServer()
    let folder = try TemporaryFolder()
    let seen = Mutex<Set<String>>([])
    let observer = Mutex(
      try BlockingSession(
        ConnectionParameters(
          database: "demo", host: demo.server.socketDirectory, user: demo.server.user)))
    let line = FaultyLine(to: demo.server.socketDirectory) { _ in
      let held = observer.withLock { Self.locksHeld($0) }
      seen.withLock { $0.formUnion(held) }
    }
    for command in try DatabaseCommands.all(in: folder) {
      _ = try demo.fkwalk(command, changes: ["PGHOST": line.directory])
    }
    #expect(line.queryCount > 100)
    seen.withLock { #expect($0 == ["AccessShareLock"]) }
  }

  /// The modes of the locks that fkwalk's sessions hold, but for those of EXPLAIN, which locks as the
  /// DELETE would, up to the end of its savepoint.
  ///
  /// The server shows locks and activity one after the other, and goes on meanwhile: a lock is set
  /// against a query only where that query was on before and after the look at the locks.
  private static func locksHeld(_ observer: BlockingSession) -> Set<String> {
    func rows(_ sql: String) -> [[String]] {
      guard let found = try? observer.run(Query(name: "locks", sql: sql)) else { return [] }
      return (0..<found.rowCount).map { row in
        (0..<found.columnCount).map { found[row, $0] ?? "" }
      }
    }
    let activity = """
      SELECT pid, query_start, query FROM pg_stat_activity
      WHERE application_name = 'fkwalk' AND pid <> pg_backend_pid()
      """
    let before = Set(rows(activity))
    let locks = rows(
      """
      SELECT DISTINCT pid, mode FROM pg_locks
      WHERE locktype IN ('relation', 'tuple', 'transactionid', 'object', 'advisory')
      """)
    let steady = before.intersection(rows(activity))
    return steady.reduce(into: []) { modes, session in
      let isExplained = session[2].hasPrefix("EXPLAIN") || session[2].hasPrefix("ROLLBACK")
      for lock in locks where lock[0] == session[0] {
        if !(isExplained && lock[1] == "RowExclusiveLock") { modes.insert(lock[1]) }
      }
    }
  }

  /// Verifying runs the DELETE and rolls it back.
  @Test func verifyingLeavesTheRowsAsTheyWere() throws {
    let demo = try Self.quietServer()
    let rows = "SELECT string_agg(c::text, '' ORDER BY id) FROM customers c"
    let before = try demo.psql(rows)
    let run = try demo.fkwalk("preview", "customers", "id=25", "--verify")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try demo.psql(rows) == before)
    try Self.expectNoSession(on: demo, after: "verifying")
  }

  // MARK: Where there is nothing but reading

  private static func format(_ command: [String]) -> String {
    guard let option = command.firstIndex(of: "--format") else { return "text" }
    return command[option + 1]
  }

  /// What commands print, without what is about the time, the server or the role.
  static func printed(_ run: ProgramRun) -> String {
    run.output.split(separator: "\n").filter { line in
      ![
        "timing_ms", "taken_at", "\"host\"", " on database ", "questions", " queries, ", " as ",
      ].contains { line.contains($0) }
    }.joined(separator: "\n")
  }

  @Test func commandsWorkWhereTransactionsAreReadOnly() throws {
    let demo = try Self.quietServer()
    let folder = try TemporaryFolder()
    let commands = try DatabaseCommands.all(in: folder)
    let expected = try commands.map { Self.printed(try demo.fkwalk($0)) }
    try demo.psql("ALTER DATABASE demo SET default_transaction_read_only = on")
    for (command, expected) in zip(commands, expected) {
      #expect(Self.printed(try demo.fkwalk(command)) == expected, "\(command)")
    }
  }

  @Test func commandsWorkWithTheRightToReadAlone() throws {
    let demo = try Self.quietServer()
    let folder = try TemporaryFolder()
    let commands = try DatabaseCommands.all(in: folder)
    let expected = try commands.map { try demo.fkwalk($0).status }
    try demo.psql(
      """
      CREATE ROLE reader LOGIN; REVOKE ALL ON DATABASE demo FROM public;
      GRANT CONNECT ON DATABASE demo TO reader;
      GRANT USAGE ON SCHEMA public, staff, warehouse TO reader;
      GRANT SELECT ON ALL TABLES IN SCHEMA public, staff, warehouse TO reader;
      """)
    for (command, expected) in zip(commands, expected) {
      let run = try demo.fkwalk(command, changes: ["PGUSER": "reader"])
      if command[0] == "preview", expected != 1, ["text", "json"].contains(Self.format(command)) {
        #expect(
          run.output.contains("permission denied") || run.errors.contains("permission"),
          "\(command): \(run)")
      } else if command[0] == "preview" {
        #expect([1, 3, 4].contains(run.status), "\(command): \(run.errors)")
      } else {
        #expect(run.status == expected, "\(command): \(run.errors)")
      }
    }
  }

  @Test func commandsWorkOnAStandby() throws {
    let settings = ["wal_level": "replica", "max_wal_senders": "4"]
    let demo = try DemoServer(settings: settings)
    try demo.psql("ANALYZE")
    let standby = DemoServer(
      server: try ThrowawayServer.start(
        .init(settings: settings, primary: demo.server.socketDirectory)))
    let folder = try TemporaryFolder()
    for command in try DatabaseCommands.all(in: folder) where command[0] != "bug-report" {
      let (there, here) = (try standby.fkwalk(command), try demo.fkwalk(command))
      #expect(Self.printed(there) == Self.printed(here), "\(command): \(there.errors)")
      #expect(there.status == here.status, "\(command)")
    }
    standby.server.stop()
  }
}
