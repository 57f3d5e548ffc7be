package import DeletePlanning
package import SchemaModel

/// Why a DELETE could not be observed.
package struct VerificationFailure: Error, Hashable, Sendable {
  /// What the server said: that a lock was not to be had, or time was over.
  package var error: ServerError
  package var command: ChangeStatement.Command

  /// One sentence for people.
  package var message: String {
    "the \(command.rawValue) could not be tried: \(error.message) (\(error.sqlstate)); others may hold locks on "
      + "its rows"
  }
}

extension BlockingSession {
  /// Really runs a statement, in a transaction that is rolled back whatever happens.
  ///
  /// - Parameter statement: a single statement, as checked by ``ChangeStatement``.
  /// - Returns: what it did.
  /// - Throws: ``Failure`` where the connection breaks, ``VerificationFailure`` where locks or time
  ///   did not allow it.
  package func observe(_ statement: ChangeStatement) throws -> ObservedDelete {
    for sql in ObservedDelete.Script.opening(lockSeconds: 2, statementSeconds: 60) {
      _ = try run(Query(name: "verification", sql: sql))
    }
    defer { _ = try? run(Query(name: "end of verification", sql: "ROLLBACK")) }
    if let error = try failure(of: statement.text, in: statement.command) {
      return ObservedDelete(error: PredictedError(moment: .statement, fields: error), counts: [:])
    }
    let counts = try run(Query(name: "row counts", sql: ObservedDelete.Script.counts))
    if let error = try failure(of: ObservedDelete.Script.commitChecks, in: statement.command) {
      return ObservedDelete(error: PredictedError(moment: .commit, fields: error), counts: [:])
    }
    return ObservedDelete(error: nil, counts: ObservedDelete.counts(from: counts))
  }

  /// The error a statement raises; nil where it succeeds.
  private func failure(
    of sql: String, in command: ChangeStatement.Command = .delete
  ) throws -> ServerError? {
    switch try runAll([Query(name: "verification", sql: sql)])[0] {
    case .success: return nil
    case .failure(let error) where error.isOfTheMoment:
      throw VerificationFailure(error: error, command: command)
    case .failure(let error): return error
    }
  }
}
