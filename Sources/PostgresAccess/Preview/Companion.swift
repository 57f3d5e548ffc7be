import SchemaModel

/// A second connection that sees the snapshot of a preview, for half of the work.
///
/// Not having it is no failure: there may be no slot, or another server behind the same name.
final class Companion {
  private enum State {
    /// It connects, and the queries that give it the snapshot are under way.
    case joining([QueryID])
    case ready, gone
  }

  /// What is submitted before it stands waits until it does.
  let connection: Connection
  /// Until when it may take to stand while nothing else is left to do.
  let deadline: ContinuousClock.Instant
  private var state: State
  private var answers: [QueryID: Result<QueryResult, ServerError>] = [:]

  /// - Parameters:
  ///   - parameters: where and as whom.
  ///   - snapshot: what `pg_export_snapshot` gave.
  ///   - patience: how long it may take to stand.
  init(_ parameters: ConnectionParameters, snapshot: String, patience: Duration) {
    deadline = .now + patience
    var parameters = parameters
    parameters.passwordPrompt = .never
    let connection = Connection(parameters)
    self.connection = connection
    state = .joining(PreviewTransaction.joining(snapshot).map(connection.submit))
  }

  var isReady: Bool { if case .ready = state { true } else { false } }
  /// Whether there is nothing to hope for.
  var isGone: Bool { if case .gone = state { true } else { false } }

  /// Takes in what happened on the connection.
  func update() {
    for event in connection.takeEvents() {
      switch event {
      case .connected: break
      case .answered(let id, let result): answers[id] = .success(result)
      case .failed(let id, let error): answers[id] = .failure(error)
      case .lost, .needsPassword: leave()
      }
    }
    guard case .joining(let ids) = state, ids.allSatisfy({ answers[$0] != nil }) else { return }
    let hasJoined = ids.allSatisfy { if case .success? = answers[$0] { true } else { false } }
    for id in ids { answers[id] = nil }
    if hasJoined { state = .ready } else { leave() }
  }

  /// The result of a query, once it is there; nothing counts that did not see the snapshot.
  func takeResult(of id: QueryID) -> Result<QueryResult, ServerError>? {
    isReady ? answers.removeValue(forKey: id) : nil
  }

  /// Closes the connection, whatever it is at; the server ends the transaction.
  func leave() {
    state = .gone
    connection.cancelAll()
    connection.close()
  }
}
