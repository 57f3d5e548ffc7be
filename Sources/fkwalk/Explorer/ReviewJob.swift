import DeletePlanning
import PostgresAccess
import SchemaModel
import SchemaReview
import WalkerCore

/// What the review screen wants: the whole schema looked at, on a connection of its own.
struct ReviewJob: Sendable {
  var request: ReviewRequest
  var parameters: ConnectionParameters

  /// How many rows each preview of ``ReviewRequest/reach`` follows.
  private static let rowLimit = 100_000
  private static let sampleLimit = 5

  /// Makes what does such jobs.
  static func performer(interruption: Int32) -> JobWorker<ReviewJob>.Performer {
    .init { job, _ in
      do throws(BlockingSession.Failure) {
        // It is asked for seldom: a connection kept open would only take up a slot.
        let session = try BlockingSession(
          job.parameters, limits: .init(interruption: interruption))
        defer { session.close() }
        return .review(try answer(job.request, session))
      } catch {
        return .failed(ServerError(jobError: error))
      }
    }
  }

  private static func answer(
    _ request: ReviewRequest, _ session: BlockingSession
  ) throws(BlockingSession.Failure) -> ReviewAnswer {
    switch request {
    case .findings:
      let facts = try session.readFacts()
      let lint = Lint(facts)
      let found = lint.findings(missingDefaults: try session.missingDefaults(lint))
      return .findings(LintReport(findings: found, facts: facts))
    case .orphans:
      let facts = try session.readFacts()
      let (results, isComplete) = try session.findOrphans(
        OrphanCheck.doubtful(in: facts), sample: sampleLimit)
      return .orphans(
        OrphanReport(results: results, isComplete: isComplete, keys: facts.keys.count))
    case .reach:
      let graph = try session.readCatalog()
      return .reach(try session.blastRadius(in: graph, rowLimit: rowLimit))
    }
  }
}
