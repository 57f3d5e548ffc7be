import Lessons
import PostgresAccess
import SchemaModel
import WalkerCore

/// What lessons want of their server.
enum LessonJob: Sendable {
  case begin(Lesson)
  case run(String, checks: [LessonCheck])

  /// Makes what does such jobs on a throw-away server.
  static func performer(_ place: LessonServer, interruption: Int32)
    -> JobWorker<LessonJob>.Performer
  {
    var session: LessonSession?
    return .init { job, _ in
      do throws(BlockingSession.Failure) {
        let open: LessonSession
        if let session {
          open = session
        } else {
          open = try LessonSession(place, limits: .init(interruption: interruption))
          session = open
        }
        switch job {
        case .begin(let lesson): return .tables(try open.begin(lesson))
        case .run(let sql, let checks): return .ran(try open.run(sql, checks: checks))
        }
      } catch {
        if case .connection = error { session = nil }
        return .failed(ServerError(jobError: error))
      }
    }
  }
}
