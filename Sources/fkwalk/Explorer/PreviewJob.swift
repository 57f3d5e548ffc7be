import DeletePlanning
import PostgresAccess
import SchemaModel
import WalkerCore

/// What is wanted of a statement; no transaction outlives its job.
enum PreviewJob: Sendable {
  /// A job and where to do it.
  struct Order: Sendable {
    var job: PreviewJob
    var parameters: ConnectionParameters
  }

  case preview(DeleteRequest)
  /// Previews until nothing refuses any more, for the script that gets past what does.
  case script(DeleteRequest)
  /// Runs the statement of a report and rolls it back.
  case verification(DeleteReport)

  /// Makes what does such jobs, on a connection that stays open between them.
  static func performer(interruption: Int32) -> JobWorker<Order>.Performer {
    var session: BlockingSession?
    return .init(
      perform: { order, tell in
        let standing = session.flatMap { $0.isAlive ? $0 : nil }
        session = nil
        do {
          let open =
            try standing
            ?? BlockingSession(order.parameters, limits: .init(interruption: interruption))
          do {
            let (answer, isClean) = try order.job.run(on: open, tell: tell)
            // Closed unless all went well: nothing shall be left open on it.
            if isClean { session = open } else { open.close() }
            return answer
          } catch {
            open.close()
            throw error
          }
        } catch {
          return .failed(ServerError(jobError: error))
        }
      }, end: { session?.close() })
  }

  /// Does it.
  ///
  /// - Parameters:
  ///   - session: the connection to do it on.
  ///   - tell: takes what is known on the way.
  /// - Returns: the last answer, and whether the connection is as it was before.
  /// - Throws: why there is no result.
  func run(
    on session: BlockingSession, tell: (Answer) -> Void
  ) throws -> (last: Answer, isClean: Bool) {
    switch self {
    case .preview(let request):
      let report = try Self.preview(request, session) { tell(.report($0)) }
      return (.report(report), !report.isCancelled)
    case .script(let request):
      return (.script(try Self.script(request, session)), true)
    case .verification(let report):
      let observed = try Self.observe(report, session)
      return (.verification(Verification(of: report, against: observed)), true)
    }
  }

  private static func preview(
    _ request: DeleteRequest, _ session: BlockingSession, tell: (DeleteReport) -> Void
  ) throws -> DeleteReport {
    let start = ContinuousClock.now
    func timed(_ report: DeleteReport) -> DeleteReport {
      var report = report
      report.milliseconds = start.millisecondsSince
      return report
    }
    let planner = try planner(request, session)
    return timed(try session.preview(planner) { tell(timed($0)) }.report)
  }

  /// The script past all that refuses a DELETE.
  ///
  /// - Throws: ``ServerError`` where there is none, which says why.
  static func script(
    _ request: DeleteRequest, _ session: BlockingSession
  ) throws -> String {
    var request = request
    while true {
      let planner = try session.preview(planner(request, session))
      if planner.report.isCancelled { throw BlockingSession.Failure.interrupted }
      switch planner.wayPast {
      case .again(let next): request = next
      case .script(let script): return script.text
      case .none(let reason): throw ServerError(sqlstate: "", message: reason)
      }
    }
  }

  private static func observe(
    _ report: DeleteReport, _ session: BlockingSession
  ) throws -> ObservedDelete {
    if let reason = report.verificationRefusal { throw ServerError(sqlstate: "", message: reason) }
    do {
      return try session.observe(ChangeStatement(report.statement))
    } catch let failure as VerificationFailure {
      throw failure.error
    } catch let error as StatementError {
      throw ServerError(sqlstate: "", message: error.message)
    }
  }

  private static func planner(
    _ request: DeleteRequest, _ session: BlockingSession
  ) throws(ServerError) -> DeletePlanner {
    do throws(StatementError) {
      return try DeletePlanner(request, server: session.server)
    } catch {
      throw ServerError(sqlstate: "", message: error.message)
    }
  }
}
