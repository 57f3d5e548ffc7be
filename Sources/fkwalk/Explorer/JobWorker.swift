import PostgresAccess
import SchemaModel
import Synchronization
import WalkerCore

/// A thread that does one job after the other, each of which may take any time.
///
/// What a job needs, a session above all, belongs to the thread; only messages go to it and come
/// from it.
final class JobWorker<Job: Sendable>: Sendable {
  /// Does a job and tells what came of it.
  typealias Perform = (RequestID, Job) -> Event

  private enum Order: Sendable {
    case start(RequestID, Job)
    case leave
  }

  private let orders: Mailbox<Order>
  private let cancelled: Mailbox<RequestID>
  private let events: Mailbox<Event>
  private let hasLeft = Atomic(false)

  /// Starts the thread; nil where the system has none to give.
  ///
  /// - Parameter prepare: called on the thread, once: makes what does the jobs. Its argument becomes
  ///   readable when a job is to be stopped.
  init?(_ prepare: @escaping @Sendable (Int32) -> Perform) {
    guard let orders = Mailbox<Order>(), let cancelled = Mailbox<RequestID>(),
      let events = Mailbox<Event>()
    else { return nil }
    (self.orders, self.cancelled, self.events) = (orders, cancelled, events)
    guard BackgroundThread.start({ self.work(prepare(cancelled.descriptor)) }) else { return nil }
  }

  /// Readable while there are events to take.
  var descriptor: Int32 { events.descriptor }

  /// What happened since the last call, in order.
  func takeEvents() -> [Event] { events.takeAll() }

  /// Puts a job in line.
  func start(_ id: RequestID, _ job: Job) { orders.put([.start(id, job)]) }

  /// Stops a job, on the server too.
  func cancel(_ id: RequestID) { cancelled.put([id]) }

  /// Ends the thread and waits a moment for it to stop what runs on the server.
  func leave() {
    cancelled.put([RequestID(0)])
    orders.put([.leave])
    let deadline = ContinuousClock.now + .seconds(1)
    while !hasLeft.load(ordering: .acquiring), .now < deadline {
      _ = Readiness.wait(reading: [], [], atMost: .milliseconds(1))
    }
  }

  private func work(_ perform: Perform) {
    while true {
      _ = Readiness.wait(reading: [orders.descriptor], [])
      for order in orders.takeAll() {
        guard case .start(let id, let job) = order else {
          return hasLeft.store(true, ordering: .releasing)
        }
        if cancelled.takeAll().contains(id) { continue }
        events.put([perform(id, job)])
      }
    }
  }
}

extension BlockingSession.Failure {
  /// As the screen shows errors.
  var asServerError: ServerError {
    switch self {
    case .server(let error): error
    case .connection(let failure): ServerError(sqlstate: "", message: failure.message)
    case .interrupted, .outOfTime: ServerError(sqlstate: "57014", message: "stopped")
    }
  }
}
