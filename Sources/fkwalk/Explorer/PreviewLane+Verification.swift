import DeletePlanning
import PostgresAccess
import SchemaModel
import WalkerCore

// Running a DELETE for real, in a transaction that is rolled back.
extension PreviewLane {
  private typealias Script = ObservedDelete.Script

  func verify(_ report: DeleteReport) {
    let statement: ChangeStatement
    do throws(StatementError) {
      statement = try ChangeStatement(report.statement)
    } catch {
      return fail(ServerError(sqlstate: "", message: error.message))
    }
    // Nothing follows before the transaction is known to be open, with its limits.
    ask(Script.opening(lockSeconds: 2, statementSeconds: 60)) { [unowned self] error, _ in
      if let error { return fail(error) }
      delete(statement, report)
    }
  }

  private func delete(_ statement: ChangeStatement, _ report: DeleteReport) {
    ask([statement.text]) { [unowned self] error, _ in
      if let error { return refused(error, .statement, report) }
      countChanges(report)
    }
  }

  private func countChanges(_ report: DeleteReport) {
    ask([Script.counts]) { [unowned self] error, results in
      if let error { return fail(error) }
      guard let table = results.first else { return }
      checkAtCommit(report, ObservedDelete.counts(from: table))
    }
  }

  private func checkAtCommit(
    _ report: DeleteReport, _ counts: [TableName: ObservedDelete.Counts]
  ) {
    ask([Script.commitChecks]) { [unowned self] error, _ in
      if let error { return refused(error, .commit, report) }
      compare(report, ObservedDelete(error: nil, counts: counts))
    }
  }

  private func refused(_ error: ServerError, _ moment: Moment, _ report: DeleteReport) {
    if error.isOfTheMoment { return fail(error) }
    compare(
      report,
      ObservedDelete(error: PredictedError(moment: moment, fields: error), counts: [:]))
  }

  private func compare(_ report: DeleteReport, _ observed: ObservedDelete) {
    guard let id = current?.id else { return }
    finish(.verified(id, Verification(of: report, against: observed)))
  }

  /// Runs statements and hands on the first error, or the results; ends a job that was stopped.
  private func ask(
    _ statements: [String], then next: @escaping (ServerError?, [QueryResult]) -> Void
  ) {
    lane.ask(statements.map { Query(name: "verification", sql: $0) }) { [unowned self] answers in
      guard let run = current else { return }
      if run.isCancelled { return fail(ServerError(sqlstate: "57014", message: "stopped")) }
      var results: [QueryResult] = []
      for answer in answers {
        switch answer {
        case .success(let result): results.append(result)
        case .failure(let error): return next(error, results)
        }
      }
      next(nil, results)
    }
  }
}
