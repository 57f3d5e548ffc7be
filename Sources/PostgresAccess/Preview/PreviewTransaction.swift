package import DeletePlanning
package import SchemaModel

extension QueryResult: TextTable {}

/// Runs a planner's questions in one REPEATABLE READ READ ONLY transaction, whoever moves the bytes.
///
/// Send ``nextRound()``'s queries together, give their results to ``receive(_:)``, and go on until
/// there is no further round; the last one closes the transaction. Where the server takes the
/// snapshot away, as a standby may, all begins anew a few times.
package struct PreviewTransaction {
  package private(set) var planner: DeletePlanner
  /// The planner before it knew anything.
  private let beginning: DeletePlanner
  private var restarts = 0
  private var state = State.opening
  /// Where in the round under way the answers for the planner lie, and which may be errors.
  private var answerPlaces: Set<Int> = []
  private var guardedPlaces: Set<Int> = []
  private var hasSavepoint = false
  /// How many results of the round were taken.
  private var taken = 0
  /// Whether the pause before a new beginning was asked for.
  private var isPausing = false

  private enum State {
    case opening, asking, restarting, closing, closed
  }

  /// What gives a second connection the snapshot that ``snapshot`` exported.
  ///
  /// PostgreSQL manual, "Snapshot Synchronization Functions"; standbys have them too.
  static func joining(_ snapshot: String) -> [Query] {
    ([
      opening[0], "SET TRANSACTION SNAPSHOT \(SQLText.literal(snapshot))",
    ] + opening.dropFirst()).map { Query(name: "preview", sql: $0) }
  }

  /// Exports the snapshot of the preview.
  static let snapshot = Query(
    name: "snapshot", sql: "SELECT pg_catalog.pg_export_snapshot()")

  /// The same snapshot for every question, scans that always start at the beginning, and no plans
  /// that cost more to make than to run.
  private static let opening = [
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    SearchPath.keeping,
    "SELECT pg_catalog.set_config('fkwalk.extra_float_digits', "
      + "pg_catalog.current_setting('extra_float_digits'), true), "
      + [
        ("jit", "off"), ("max_parallel_workers_per_gather", "0"), ("synchronize_seqscans", "off"),
        // Floating-point keys travel as text: they must come back as they were.
        ("extra_float_digits", "1"),
      ].map { "pg_catalog.set_config('\($0)', '\($1)', true)" }.joined(separator: ", "),
  ]

  /// How long to wait before each new beginning, in seconds.
  private static let pauses = ["0.2", "0.8", "3.2"]

  /// - Parameters:
  ///   - planner: what to preview.
  ///   - isWanted: asked while the planner works for long without the server.
  package init(_ planner: DeletePlanner, isWanted: @escaping @Sendable () -> Bool = { true }) {
    self.planner = planner
    self.planner.isWanted = isWanted
    beginning = self.planner
  }

  package var report: DeleteReport { planner.report }

  /// Whether the round under way is the first one on its snapshot.
  private(set) var isBeginning = false

  /// The next queries, which belong together; nil once the transaction is closed.
  package mutating func nextRound() -> [Query]? {
    if state == .closed { return nil }
    taken = 0
    isBeginning = state == .opening
    if state == .restarting {
      isPausing = true
      return Self.restarting(after: Self.pauses[restarts - 1])
    }
    let questions = planner.next()
    guard !questions.isEmpty else {
      state = state == .opening ? .closed : .closing
      answerPlaces = []
      return state == .closed ? nil : [Query(name: "end of preview", sql: "ROLLBACK")]
    }
    var round = state == .opening ? Self.opening.map { Query(name: "preview", sql: $0) } : []
    state = .asking
    guardedPlaces = []
    answerPlaces = []
    hasSavepoint = false
    for question in questions { add(question, to: &round) }
    if hasSavepoint { round.append(Query(name: "savepoint", sql: "RELEASE fkwalk")) }
    return round
  }

  /// A guarded question is rolled back to where it began: an error stays with it.
  ///
  /// So is any other where locks are scarce: its locks go with it, the snapshot stays.
  private mutating func add(_ question: PlannerQuery, to round: inout [Query]) {
    let keepsLocks = !planner.mustSpareLocks || question.sharing == .all
    let isTemporary = question.isGuarded || !keepsLocks
    if isTemporary, !hasSavepoint {
      round.append(Query(name: "savepoint", sql: "SAVEPOINT fkwalk"))
      hasSavepoint = true
    }
    // Inside the savepoint: what it is rolled back to is the path before.
    if question.isInPersonsWords { round.append(Query(name: "names", sql: SearchPath.persons)) }
    if question.mayUseWorkers { round.append(Self.workers("DEFAULT")) }
    if question.isGuarded { guardedPlaces.insert(round.count) }
    answerPlaces.insert(round.count)
    var query = Query(name: question.name, sql: question.sql, parameters: question.parameters)
    if keepsLocks { query.sharing = question.sharing }
    round.append(query)
    if isTemporary {
      round.append(Query(name: "savepoint", sql: "ROLLBACK TO SAVEPOINT fkwalk"))
      return
    }
    if question.isInPersonsWords {
      round.append(Query(name: "names", sql: SearchPath.catalogFirst))
    }
    if question.mayUseWorkers { round.append(Self.workers("0")) }
  }

  /// Lets the queries that follow have parallel workers: none, or what the server's settings say.
  private static func workers(_ count: String) -> Query {
    Query(name: "planner settings", sql: "SET LOCAL max_parallel_workers_per_gather TO \(count)")
  }

  /// Takes the results of a round, in order.
  ///
  /// - Throws: the error of a query that was not expected to fail; the transaction is over then.
  package mutating func receive(
    _ results: [Result<QueryResult, ServerError>]
  ) throws(ServerError) {
    for result in results { try take(result) }
    try endRound()
  }

  /// Takes the next result of a round; ``endRound()`` follows once all are taken.
  ///
  /// - Throws: the error of a query that was not expected to fail; the transaction is over then.
  package mutating func take(
    _ result: Result<QueryResult, ServerError>
  ) throws(ServerError) {
    defer { taken += 1 }
    guard state == .opening || state == .asking else { return }
    switch result {
    case .success(let table) where answerPlaces.contains(taken): planner.take(.rows(table))
    case .success: break
    case .failure(let error) where error.isConflict: try restart(after: error)
    case .failure(let error) where guardedPlaces.contains(taken) && !error.isOfTheMoment:
      planner.take(.failed(error))
    case .failure(let error): throw planner.explained(error)
    }
  }

  /// Goes on once all results of a round are taken.
  ///
  /// - Throws: why there can be no preview.
  package mutating func endRound() throws(ServerError) {
    switch state {
    case .closing: state = .closed
    case .restarting where isPausing: (planner, state) = (beginning, .opening)
    case .restarting, .closed: break
    case .opening, .asking:
      planner.endRound()
      if let failure = planner.failure { throw planner.explained(failure) }
    }
  }

  /// Begins anew after the server took the snapshot away, with or without the connection.
  ///
  /// - Throws: what to tell people where that was tried often enough.
  package mutating func restart(after conflict: ServerError) throws(ServerError) {
    guard restarts < Self.pauses.count else {
      let place = planner.report.server?.isInRecovery == true ? ", or on the primary" : ""
      var error = conflict
      error.message =
        "the server took the preview's snapshot away \(restarts + 1) times over "
        + "(\(conflict.message)); try again later\(place)"
      throw error
    }
    restarts += 1
    isPausing = false
    state = .restarting
  }

  /// The server itself waits, with no transaction open: that can be stopped like any query.
  private static func restarting(after seconds: String) -> [Query] {
    [
      Query(name: "end of preview", sql: "ROLLBACK"),
      Query(name: "pause", sql: "SELECT pg_catalog.pg_sleep(\(seconds))"),
    ]
  }

  /// Ends the preview with what is known.
  package mutating func stop(_ caveat: Caveat) { planner.stop(caveat) }
}

extension BlockingSession {
  /// Previews a DELETE from beginning to end.
  ///
  /// A limit that is reached ends the preview early, as Ctrl-C does: the report then holds what was
  /// found, with a caveat, and the connection must be closed, as a transaction is open on it.
  ///
  /// - Parameters:
  ///   - planner: what to preview.
  ///   - tell: called with the report so far before each round of questions, and when another
  ///     table is waited for.
  /// - Returns: the planner, complete.
  /// - Throws: an SQL error, or that the connection broke.
  package func preview(
    _ planner: DeletePlanner, tell: (DeleteReport) -> Void = { _ in }
  ) throws(Failure) -> DeletePlanner {
    let limits = self.limits
    var transaction = PreviewTransaction(planner) { (try? limits.check()) != nil }
    defer { endSharing() }
    while let round = transaction.nextRound() {
      tell(transaction.report)
      // A second connection would still see the snapshot before a new beginning.
      if transaction.isBeginning { endSharing() }
      do {
        try runShared(round) { result throws(ServerError) in
          let before = transaction.report.awaited.first
          try transaction.take(result)
          if transaction.report.awaited.first != before { tell(transaction.report) }
        }
        try transaction.endRound()
        try limits.check()
      } catch let error as ServerError {
        try? rollBack()
        throw .server(error)
      } catch Failure.connection(let failure) where failure.reason == .conflict {
        try beginAnew(&transaction, after: failure)
      } catch Failure.outOfTime {
        transaction.stop(.timeout)
        return transaction.planner
      } catch Failure.interrupted {
        transaction.stop(.cancelled)
        return transaction.planner
      } catch let failure as Failure {
        throw failure
      } catch {
        throw .interrupted
      }
    }
    return transaction.planner
  }

  /// Connects anew for a preview that stood in the way on a standby.
  private func beginAnew(
    _ transaction: inout PreviewTransaction, after failure: ConnectionFailure
  ) throws(Failure) {
    do throws(ServerError) {
      try transaction.restart(after: ServerError(sqlstate: "40001", message: failure.message))
    } catch { throw .server(error) }
    try reconnect()
  }

  private func rollBack() throws(Failure) {
    _ = try run(Query(name: "end of preview", sql: "ROLLBACK"))
  }
}

extension Caveat {
  /// The time for the preview is over.
  package static let timeout = Caveat(
    code: .timeout, table: nil, object: nil,
    message: "The time limit was reached; numbers are what was found until then.",
    isDecisive: true)

  /// A person stopped the preview.
  package static let cancelled = Caveat(
    code: .cancelled, table: nil, object: nil,
    message: "The preview was stopped; numbers are what was found until then.", isDecisive: true)
}
