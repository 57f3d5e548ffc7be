import DeletePlanning
import SchemaModel

/// Sharing the work of a preview with a second connection on the same snapshot.
extension BlockingSession {
  /// Less work than this, in index lookups, is not worth a second connection.
  private static let leastSharedWork = 20_000

  /// Where a query of a round runs; a query that runs on both is answered by the first.
  private struct Errand {
    var query: Query
    var own: QueryID?
    var shared: QueryID?
  }

  /// Runs queries that are sent together, on two connections where that is worth it.
  ///
  /// - Parameters:
  ///   - queries: a round of a preview.
  ///   - take: called with each result, in order, as soon as it is there.
  /// - Throws: what `take` throws; when the connection breaks or a limit is reached.
  func runShared(
    _ queries: [Query], take: (Result<QueryResult, ServerError>) throws(ServerError) -> Void
  ) throws {
    let companion = isWorthSharing(queries) ? try standingCompanion() : nil
    var errands = divide(queries, with: companion)
    var answers: [QueryID: Result<QueryResult, ServerError>] = [:]
    var taken = 0
    while true {
      try takeEvents(into: &answers)
      companion?.update()
      if let companion, companion.isGone { takeBack(&errands, from: taken) }
      while taken < errands.count, let result = result(of: errands[taken], companion, &answers) {
        try take(result)
        taken += 1
      }
      if taken == errands.count { return }
      // It is waited for where it has something to tell, and not for long before it stands.
      var deadline: ContinuousClock.Instant?
      if let companion, !companion.isReady, errands[taken].own == nil {
        deadline = companion.deadline
        if companion.deadline <= .now {
          companion.leave()
          continue
        }
      }
      try wait(for: [connection, companion?.connection].compactMap { $0 }, until: deadline)
    }
  }

  /// Closes the second connection.
  func endSharing() {
    companion?.leave()
    companion = nil
  }

  private func result(
    of errand: Errand, _ companion: Companion?,
    _ answers: inout [QueryID: Result<QueryResult, ServerError>]
  ) -> Result<QueryResult, ServerError>? {
    if let own = errand.own { return answers.removeValue(forKey: own) }
    return errand.shared.flatMap { companion?.takeResult(of: $0) }
  }

  /// Submits each query where there is less to do.
  private func divide(_ queries: [Query], with companion: Companion?) -> [Errand] {
    var load = (own: 0, shared: 0)
    return queries.map { query in
      switch query.sharing {
      case .any(let weight) where companion != nil && load.shared < load.own:
        load.shared += weight
        return Errand(query: query, shared: companion?.connection.submit(query))
      case .any(let weight):
        load.own += weight
        return Errand(query: query, own: connection.submit(query))
      case .all:
        return Errand(
          query: query, own: connection.submit(query),
          shared: companion?.connection.submit(query))
      case .none: return Errand(query: query, own: connection.submit(query))
      }
    }
  }

  /// Does itself what a second connection that was lost has not done.
  private func takeBack(_ errands: inout [Errand], from first: Int) {
    for index in errands.indices.dropFirst(first) where errands[index].own == nil {
      errands[index].own = connection.submit(errands[index].query)
    }
  }

  /// Whether a round is enough work for two.
  private func isWorthSharing(_ queries: [Query]) -> Bool {
    let weights = queries.compactMap { query in
      if case .any(let weight) = query.sharing { weight } else { nil }
    }
    return weights.count > 1 && weights.reduce(0, +) >= Self.leastSharedWork
  }

  /// The second connection, which may not stand yet; nil where there is none.
  private func standingCompanion() throws(Failure) -> Companion? {
    if companion == nil { companion = try invite() }
    companion?.update()
    return companion.flatMap { $0.isGone ? nil : $0 }
  }

  /// Starts a second connection.
  private func invite() throws(Failure) -> Companion? {
    guard case .success(let answer) = try runAll([PreviewTransaction.snapshot])[0],
      answer.rowCount > 0, let snapshot = answer[0, 0]
    else { return nil }
    return Companion(parameters, snapshot: snapshot, patience: patienceForCompanion)
  }
}
