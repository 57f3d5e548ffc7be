import DeletePlanning
import PostgresAccess
import SchemaModel
import WalkerCore

/// The connection previews run on, one after the other; no transaction outlives its preview.
final class PreviewLane {
  private struct Run {
    var id: RequestID
    var transaction: PreviewTransaction
    var start: ContinuousClock.Instant
    var isCancelled = false
  }

  private struct Waiting {
    var id: RequestID
    var request: DeleteRequest
  }

  private let lane: QueryLane
  private var current: Run?
  private var waiting: [Waiting] = []
  private var events: [Event] = []
  private(set) var isClosed = false

  init(_ parameters: ConnectionParameters) { lane = QueryLane(parameters) }

  var connection: Connection { lane.connection }

  /// Puts a preview in line.
  ///
  /// - Throws: where its statement is not a single DELETE.
  func start(_ id: RequestID, _ request: DeleteRequest) throws(StatementError) {
    _ = try DeletePlanner(request, server: nil)
    waiting.append(Waiting(id: id, request: request))
    if lane.server != nil { startNext() }
  }

  /// Stops a preview; what it found is kept, as a last report.
  func cancel(_ id: RequestID) {
    waiting.removeAll { $0.id == id }
    guard current?.id == id else { return }
    current?.isCancelled = true
    lane.connection.cancelAll()
  }

  func advance(readable: Bool, writable: Bool) -> [Event] {
    for notice in lane.advance(readable: readable, writable: writable) {
      switch notice {
      case .connected: startNext()
      case .needsPassword: fail("the server asks for a password again")
      case .lost(let failure): fail(failure.message)
      }
    }
    defer { events = [] }
    return events
  }

  private func fail(_ message: String) {
    isClosed = true
    let error = ServerError(sqlstate: "", message: message)
    for id in [current?.id].compactMap({ $0 }) + waiting.map(\.id) {
      events.append(.previewFailed(id, error))
    }
    current = nil
    waiting = []
  }

  private func startNext() {
    guard current == nil, !waiting.isEmpty else { return }
    let next = waiting.removeFirst()
    guard let planner = try? DeletePlanner(next.request, server: lane.server) else { return }
    current = Run(id: next.id, transaction: PreviewTransaction(planner), start: .now)
    askNextRound()
  }

  private func askNextRound() {
    guard let round = current?.transaction.nextRound() else {
      report()
      current = nil
      return startNext()
    }
    report()
    lane.ask(round) { [unowned self] in receive($0) }
  }

  private func report() {
    guard let run = current else { return }
    var report = run.transaction.report
    report.milliseconds = run.start.millisecondsSince
    events.append(.previewChanged(run.id, report))
  }

  private func receive(_ answers: [QueryLane.Answer]) {
    guard let run = current else { return }
    if run.isCancelled { return end { $0.stop(.cancelled) } }
    do throws(ServerError) {
      try current?.transaction.receive(answers)
      askNextRound()
    } catch {
      events.append(.previewFailed(run.id, error))
      end(with: nil)
    }
  }

  /// Rolls the transaction back, tells how the preview ended, and goes on with the next one.
  private func end(with change: ((inout PreviewTransaction) -> Void)?) {
    if let change, current != nil {
      if var run = current {
        change(&run.transaction)
        current = run
      }
      report()
    }
    current = nil
    lane.ask([Query(name: "end of preview", sql: "ROLLBACK")]) { [unowned self] _ in startNext() }
  }

  private func end(_ change: @escaping (inout PreviewTransaction) -> Void) { end(with: change) }
}
