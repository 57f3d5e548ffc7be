import Glibc
import PostgresAccess
import SchemaModel
import Testing

@Suite struct ConnectionTests {
  @Test func runsAQuery() throws {
    let session = try TestServer.session()
    let result = try session.run(
      Query(name: "sum", sql: "SELECT $1::int + 1, NULL, ''", parameters: ["41"]))
    #expect(result.row(0) == ["42", nil, ""])
    #expect(session.server.database == "postgres")
    #expect(session.server.version >= 120_000)
    #expect(!session.server.isInRecovery)
  }

  @Test func keepsAnErrorWithItsQuery() throws {
    let session = try TestServer.session()
    let answers = try session.runAll([
      Query(name: "one", sql: "SELECT 1"), Query(name: "bad", sql: "SELECT nonsense"),
      Query(name: "own", sql: "SELECT nonsense", transaction: .ownReadOnly),
      Query(name: "two", sql: "SELECT 2", transaction: .ownReadOnly),
      Query(name: "three", sql: "SELECT 3"),
    ])
    #expect(try answers[0].get()[0, 0] == "1")
    #expect(throws: ServerError.self) { try answers[1].get() }
    #expect(throws: ServerError.self) { try answers[2].get() }
    #expect(try answers[3].get()[0, 0] == "2")
    #expect(try answers[4].get()[0, 0] == "3")
    let error = try #require(answers[1].failure)
    #expect(error.sqlstate == "42703")
    #expect(error.position == 8)
  }

  @Test func refusesToWrite() throws {
    let session = try TestServer.session()
    let write = Query(name: "write", sql: "CREATE TABLE t ()")
    let error = try #require(session.runAll([write])[0].failure)
    #expect(error.sqlstate == "25006")
  }

  /// What a person wrote cannot switch read-only off for what follows.
  @Test func undoesSettingsOfOwnTransactions() throws {
    let session = try TestServer.session()
    let sneaky = Query(
      name: "sneaky", sql: "SELECT set_config('default_transaction_read_only', 'off', false)",
      transaction: .ownReadOnly)
    let show = Query(name: "show", sql: "SHOW default_transaction_read_only")
    let answers = try session.runAll([sneaky, show])
    #expect(try answers[0].get()[0, 0] == "off")
    #expect(try answers[1].get()[0, 0] == "on")
  }

  @Test func pipelinesManyQueries() throws {
    let session = try TestServer.session()
    let queries = (0..<1000).map { number in
      Query(name: "n", sql: "SELECT $1::int", parameters: ["\(number)"], transaction: .ownReadOnly)
    }
    let answers = try session.runAll(queries).map { try $0.get().integer(0, 0) }
    #expect(answers == Array(0..<1000))
  }

  @Test func readsLargeResults() throws {
    let session = try TestServer.session()
    let sql = "SELECT i, repeat('x', 100) FROM generate_series(1, 100000) AS i"
    let result = try session.run(Query(name: "large", sql: sql))
    #expect(result.rowCount == 100_000)
    #expect(result.integer(99_999, 0) == 100_000)
  }

  @Test func sendsLargeParameters() throws {
    let session = try TestServer.session()
    let value = String(repeating: "ä", count: 3_000_000)
    let query = Query(name: "length", sql: "SELECT length($1)", parameters: [value])
    let answers = try session.runAll([query, query])
    #expect(try answers.map { try $0.get().integer(0, 0) } == [3_000_000, 3_000_000])
  }

  @Test func endsAtTheDeadline() throws {
    let session = try TestServer.session()
    session.limits.deadline = .now + .milliseconds(50)
    #expect(throws: BlockingSession.Failure.outOfTime) {
      try session.run(Query(name: "sleep", sql: "SELECT pg_sleep(60)"))
    }
    session.limits.deadline = nil
    let result = try session.run(Query(name: "after", sql: "SELECT 1"))
    #expect(result[0, 0] == "1")
  }

  @Test func endsOnInterruption() throws {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    defer { ends.forEach { close($0) } }
    let session = try TestServer.session()
    write(ends[1], "x", 1)
    session.limits.interruption = ends[0]
    #expect(throws: BlockingSession.Failure.interrupted) {
      try session.run(Query(name: "sleep", sql: "SELECT pg_sleep(60)"))
    }
  }

  @Test func cancelsOnlyUnwantedQueries() throws {
    let connection = Connection(try TestServer.parameters())
    let sleeps = (0..<3).map { _ in
      connection.submit(
        Query(name: "sleep", sql: "SELECT pg_sleep(60)", transaction: .ownReadOnly))
    }
    var answered: [QueryID] = []
    var failed: [QueryID: ServerError] = [:]
    var isConnected = false
    let last = connection.submit(Query(name: "last", sql: "SELECT 1"))
    try connection.runLoop(until: { answered.contains(last) }) { event in
      switch event {
      case .connected:
        isConnected = true
        sleeps.forEach(connection.cancel)
      case .answered(let id, _): answered.append(id)
      case .failed(let id, let error): failed[id] = error
      case .lost, .needsPassword: Issue.record("\(event)")
      }
    }
    #expect(isConnected)
    #expect(sleeps.allSatisfy { failed[$0]?.isCancellation == true })
    #expect(connection.isIdle)
  }

  @Test func tellsWhenTheServerEndsTheSession() throws {
    let connection = Connection(try TestServer.parameters())
    let killer = try TestServer.session()
    let backend = connection.submit(Query(name: "pid", sql: "SELECT pg_backend_pid()"))
    var failure: ConnectionFailure?
    try connection.runLoop(until: { failure != nil }) { event in
      switch event {
      case .answered(backend, let result):
        let kill = Query(
          name: "kill", sql: "SELECT pg_terminate_backend($1)", parameters: [result[0, 0]])
        _ = try killer.run(kill)
      case .lost(let reason): failure = reason
      default: break
      }
    }
    #expect(failure?.reason == .broken)
    #expect(failure?.message == "terminating connection due to administrator command")
    let late = connection.submit(Query(name: "late", sql: "SELECT 1"))
    guard case .failed(late, let error)? = connection.takeEvents().first else {
      Issue.record("a query without a connection must fail")
      return
    }
    #expect(error.sqlstate == "08003")
  }

  @Test func keepsThePersonsOptions() throws {
    var parameters = try TestServer.parameters()
    parameters.database = "dbname=postgres options='-c search_path=elsewhere'"
    let session = try BlockingSession(parameters)
    let show = Query(name: "show", sql: "SHOW search_path")
    let write = Query(name: "write", sql: "CREATE TABLE pg_temp.t ()")
    #expect(try session.run(show)[0, 0] == "elsewhere")
    #expect(try session.runAll([write])[0].failure?.sqlstate == "25006")
  }

  @Test func retriesWithoutOptionsWhereAPoolerRefusesThem() throws {
    let pooler = RefusingPooler()
    let connection = Connection(
      ConnectionParameters(database: "d", host: pooler.directory, port: "5432", user: "u"))
    var failure: ConnectionFailure?
    try connection.runLoop(
      until: {
        pooler.serve()
        return failure != nil
      }, { event in if case .lost(let reason) = event { failure = reason } })
    #expect(pooler.startups.count == 2)
    #expect(pooler.startups.map { $0.contains("read_only") } == [true, false])
  }

  @Test func boundsTheTimeToConnect() throws {
    let silent = RefusingPooler()
    let database = "host=\(silent.directory) port=5432 user=u dbname=d"
    let patient = Connection(ConnectionParameters(database: database))
    #expect(patient.patience == nil)
    let hurried = Connection(ConnectionParameters(database: database + " connect_timeout=20"))
    let patience = try #require(hurried.patience)
    #expect(patience <= .seconds(20))
    let limits = BlockingSession.Limits(deadline: .now + .milliseconds(20))
    #expect(throws: BlockingSession.Failure.outOfTime) {
      try BlockingSession(ConnectionParameters(database: database), limits: limits)
    }
  }

  @Test func asksForAPassword() throws {
    let locked = try TestServer.parameters(database: TestServer.lockedDatabase)
    var asked = 0
    let session = try BlockingSession(locked) {
      asked += 1
      return TestServer.lockedPassword
    }
    #expect(asked == 1)
    #expect(session.server.database == TestServer.lockedDatabase)
    #expect(reason(of: locked) == .passwordNeeded)
    var other = locked
    other.password = "wrong"
    #expect(reason(of: other) == .passwordFailed)
    other.password = nil
    other.passwordPrompt = .never
    #expect(reason(of: other) == .passwordNeeded)
  }

  @Test func explainsFailures() throws {
    var parameters = try TestServer.parameters(database: "nowhere")
    #expect(reason(of: parameters) == .noSuchDatabase)
    parameters.user = "nobody here"
    #expect(reason(of: parameters) == .noSuchRole)
    parameters.port = "1"
    #expect(reason(of: parameters) == .serverNotRunning)
    parameters.port = "port"
    #expect(reason(of: parameters) == .badParameters)
    parameters = ConnectionParameters(database: "postgresql://a:b@c:5432/d?nonsense=1")
    #expect(reason(of: parameters) == .badParameters)
  }

  private func reason(of parameters: ConnectionParameters) -> ConnectionFailure.Reason? {
    do {
      _ = try BlockingSession(parameters)
    } catch {
      if case .connection(let failure) = error { return failure.reason }
    }
    return nil
  }
}

extension Result {
  var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}

extension Connection {
  /// Polls and hands out events until a condition holds, for half a minute at most.
  func runLoop(
    until isDone: () -> Bool, _ take: (ConnectionEvent) throws -> Void
  ) throws {
    let end = ContinuousClock.now + .seconds(30)
    while !isDone() {
      try #require(.now < end, "the loop takes too long")
      var socket = pollfd(fd: descriptor, events: 0, revents: 0)
      socket.events = Int16((interest.read ? POLLIN : 0) | (interest.write ? POLLOUT : 0))
      poll(&socket, 1, patience == nil ? 1000 : 5)
      let got = Int32(socket.revents)
      let isBroken = got & (POLLHUP | POLLERR) != 0
      advance(readable: isBroken || got & POLLIN != 0, writable: isBroken || got & POLLOUT != 0)
      for event in takeEvents() { try take(event) }
    }
  }
}
