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
    return .init { id, job, _ in
      do throws(BlockingSession.Failure) {
        let open: LessonSession
        if let session {
          open = session
        } else {
          open = try LessonSession(place, limits: .init(interruption: interruption))
          session = open
        }
        switch job {
        case .begin(let lesson): return .lessonBegun(id, try open.begin(lesson))
        case .run(let sql, let checks): return .lessonRan(id, try open.run(sql, checks: checks))
        }
      } catch {
        if case .connection = error { session = nil }
        return .lessonFailed(id, ServerError(jobError: error))
      }
    }
  }
}
