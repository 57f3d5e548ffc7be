import DeletePlanning
import PostgresAccess
import SchemaModel
import WalkerCore

/// The connection previews run on, one job after the other; no transaction outlives its job.
final class PreviewLane {
  /// What is wanted of a DELETE.
  enum Job: Sendable {
    case preview(DeleteRequest)
    /// Previews until nothing refuses any more, for the script that gets past what does.
    case script(DeleteRequest)
    /// Runs the DELETE of a report and rolls it back.
    case verification(DeleteReport)
  }

  /// A job under way.
  struct Run {
    var id: RequestID
    var job: Job
    var transaction: PreviewTransaction?
    var start = ContinuousClock.now
    var isCancelled = false
  }

  private(set) var lane: QueryLane
  private let parameters: ConnectionParameters
  private(set) var current: Run?
  private var waiting: [Run] = []
  private var events: [Event] = []
  private(set) var isClosed = false

  init(_ parameters: ConnectionParameters) {
    self.parameters = parameters
    lane = QueryLane(parameters)
  }

  var connection: Connection { lane.connection }

  /// Puts a job in line.
  func start(_ id: RequestID, _ job: Job) {
    waiting.append(Run(id: id, job: job))
    if lane.server != nil { startNext() }
  }

  /// Stops a job; what a preview found is kept, as a last report.
  func cancel(_ id: RequestID) {
    waiting.removeAll { $0.id == id }
    guard current?.id == id else { return }
    current?.isCancelled = true
    lane.connection.cancelAll()
  }

  func advance(readable: Bool, writable: Bool) -> [Event] {
    for notice in lane.advance(readable: readable, writable: writable) {
      switch notice {
      case .connected: current == nil ? startNext() : receive([])
      case .needsPassword: failAll("the server asks for a password again")
      case .lost(let failure): lost(failure)
      }
    }
    defer { events = [] }
    return events
  }

  /// Leaves nothing running on the server.
  func close() {
    let deadline = ContinuousClock.now + .milliseconds(800)
    lane.connection.cancelAll()
    while !lane.connection.isIdle, lane.connection.descriptor >= 0, .now < deadline {
      let ready = Readiness.wait(reading: [], [lane.connection], atMost: .milliseconds(50))
      let state = ready.state(of: lane.connection)
      lane.connection.advance(readable: state.readable, writable: state.writable)
    }
    lane.connection.close()
  }

  /// Ends the job under way, which may have a transaction open, and goes on with the next one.
  func finish(_ event: Event, rollsBack: Bool = true) {
    events.append(event)
    current = nil
    guard rollsBack else { return startNext() }
    lane.ask([Query(name: "end of preview", sql: "ROLLBACK")]) { [unowned self] _ in startNext() }
  }

  /// Ends the job under way with an error.
  func fail(_ error: ServerError) {
    if let run = current { finish(run.failure(error)) }
  }

  /// Connects anew for a preview that stood in the way on a standby; otherwise all jobs fail.
  private func lost(_ failure: ConnectionFailure) {
    guard failure.reason == .conflict, var transaction = current?.transaction else {
      return failAll(failure.message)
    }
    do throws(ServerError) {
      try transaction.restart(after: ServerError(sqlstate: "40001", message: failure.message))
    } catch { return failAll(error.message) }
    current?.transaction = transaction
    lane = QueryLane(parameters)
  }

  private func failAll(_ message: String) {
    isClosed = true
    let error = ServerError(sqlstate: "", message: message)
    events += ([current].compactMap { $0 } + waiting).map { $0.failure(error) }
    current = nil
    waiting = []
  }

  private func startNext() {
    guard current == nil, !waiting.isEmpty else { return }
    let next = waiting.removeFirst()
    current = next
    current?.start = .now
    switch next.job {
    case .preview(let request), .script(let request): preview(request)
    case .verification(let report): verify(report)
    }
  }

  // MARK: Previews

  private func preview(_ request: DeleteRequest) {
    do throws(StatementError) {
      let planner = try DeletePlanner(request, server: lane.server)
      current?.transaction = PreviewTransaction(planner)
    } catch {
      return fail(ServerError(sqlstate: "", message: error.message))
    }
    askNextRound()
  }

  private func askNextRound() {
    guard let round = current?.transaction?.nextRound() else { return previewed() }
    if let progress = report { events.append(progress) }
    lane.ask(round) { [unowned self] in receive($0) }
  }

  /// The report so far; nil where the job is not to tell.
  private var report: Event? {
    guard let run = current, case .preview = run.job, var report = run.transaction?.report else {
      return nil
    }
    report.milliseconds = run.start.millisecondsSince
    return .previewChanged(run.id, report)
  }

  private func receive(_ answers: [QueryLane.Answer]) {
    guard let run = current else { return }
    if run.isCancelled {
      current?.transaction?.stop(.cancelled)
      return finish(report ?? run.failure(.cancelled))
    }
    do throws(ServerError) {
      try current?.transaction?.receive(answers)
      askNextRound()
    } catch { fail(error) }
  }

  private func previewed() {
    guard let run = current else { return }
    if let report { return finish(report, rollsBack: false) }
    guard let transaction = run.transaction else { return }
    switch transaction.planner.wayPast {
    case .again(let request): preview(request)
    case .script(let script): finish(.scriptMade(run.id, script.text), rollsBack: false)
    case .none(let reason): fail(ServerError(sqlstate: "", message: reason))
    }
  }
}

extension PreviewLane.Run {
  fileprivate func failure(_ error: ServerError) -> Event { job.failure(id, error) }
}

extension PreviewLane.Job {
  /// The event that tells of an error.
  func failure(_ id: RequestID, _ error: ServerError) -> Event {
    switch self {
    case .preview: .previewFailed(id, error)
    case .script: .scriptFailed(id, error)
    case .verification: .verificationFailed(id, error)
    }
  }
}

extension ServerError {
  /// A person stopped it.
  fileprivate static let cancelled = ServerError(sqlstate: "57014", message: "stopped")
}
