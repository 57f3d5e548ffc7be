import DeletePlanning
import ErrorExplaining
import PostgresAccess
import SchemaModel

/// Asks a database what it says about violations now.
struct ViolationInquiry {
  let session: BlockingSession
  let graph: SchemaGraph

  /// - Throws: only where the session is over; what a query could not tell is a `problem`.
  func facts(about violation: Violation) throws -> LiveFacts {
    var inquiry = LiveInquiry(violation, in: graph, version: session.server.version)
    while let question = inquiry.question {
      do {
        switch question {
        case .rows(let request): inquiry.take(try page(request))
        case .count(let request):
          let count = ReferenceCountQuery(request, in: graph)
          inquiry.take(count.count(from: try session.run(count.query)))
        case .deletion(let request): inquiry.take(try deletion(request))
        case .script(let request):
          inquiry.take(script: try PreviewJob.script(request, session))
        }
      } catch BlockingSession.Failure.server(let error) {
        inquiry.fail(error.oneLine)
      } catch let error as ServerError {
        inquiry.fail(error.oneLine)
      }
    }
    return inquiry.facts
  }

  private func deletion(_ request: DeleteRequest) throws -> DeleteReport {
    var report = try session.preview(DeletePlanner(request, server: session.server)).report
    if report.isCancelled { throw BlockingSession.Failure.interrupted }
    report.isComplete = true
    return report
  }

  private func page(_ request: RowRequest) throws -> RowPage {
    guard let table = graph.table(request.table) else {
      return RowPage(columns: [], rows: [], hasEarlier: false, hasLater: false)
    }
    let query = RowQuery(request, of: table)
    return query.page(from: try session.run(query.query))
  }
}
