import Lessons
import PostgresAccess
import SchemaModel
import WalkerCore

/// The thread that lessons run on: what a learner types may take any time.
///
/// It owns the ``LessonSession``; only messages go to it and come from it.
final class LessonWorker: Sendable {
  /// What is wanted of the server.
  enum Job: Sendable {
    case begin(Lesson)
    case run(String, checks: [LessonCheck])
  }

  private enum Order: Sendable {
    case start(RequestID, Job)
    case leave
  }

  private let orders: Mailbox<Order>
  private let cancelled: Mailbox<RequestID>
  private let events: Mailbox<Event>
  private let place: LessonServer

  /// Starts the thread; nil where the system has none to give.
  init?(_ place: LessonServer) {
    guard let orders = Mailbox<Order>(), let cancelled = Mailbox<RequestID>(),
      let events = Mailbox<Event>()
    else { return nil }
    (self.orders, self.cancelled, self.events, self.place) = (orders, cancelled, events, place)
    guard BackgroundThread.start({ self.work() }) else { return nil }
  }

  /// Readable while there are events to take.
  var descriptor: Int32 { events.descriptor }

  /// What happened since the last call, in order.
  func takeEvents() -> [Event] { events.takeAll() }

  /// Puts a job in line.
  func start(_ id: RequestID, _ job: Job) { orders.put([.start(id, job)]) }

  /// Stops a job, on the server too.
  func cancel(_ id: RequestID) { cancelled.put([id]) }

  /// Ends the thread; the server, which is about to be stopped, ends the rest.
  func leave() { orders.put([.leave]) }

  // MARK: On the thread

  private func work() {
    var session: LessonSession?
    while true {
      _ = Readiness.wait(reading: [orders.descriptor], [])
      for order in orders.takeAll() {
        guard case .start(let id, let job) = order else { return }
        if cancelled.takeAll().contains(id) { continue }
        events.put([perform(job, id, &session)])
      }
    }
  }

  private func perform(_ job: Job, _ id: RequestID, _ session: inout LessonSession?) -> Event {
    do throws(BlockingSession.Failure) {
      let open: LessonSession
      if let session {
        open = session
      } else {
        open = try LessonSession(place, limits: .init(interruption: cancelled.descriptor))
        session = open
      }
      switch job {
      case .begin(let lesson): return .lessonBegun(id, try open.begin(lesson))
      case .run(let sql, let checks): return .lessonRan(id, try open.run(sql, checks: checks))
      }
    } catch {
      if case .connection = error { session = nil }
      return .lessonFailed(id, error.asServerError)
    }
  }
}

extension BlockingSession.Failure {
  /// As the screen shows errors.
  fileprivate var asServerError: ServerError {
    switch self {
    case .server(let error): error
    case .connection(let failure): ServerError(sqlstate: "", message: failure.message)
    case .interrupted, .outOfTime: ServerError(sqlstate: "57014", message: "stopped")
    }
  }
}
