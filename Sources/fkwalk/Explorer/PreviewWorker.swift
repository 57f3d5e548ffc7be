import PostgresAccess
import SchemaModel
import Synchronization
import WalkerCore

/// The thread that previews run on: it may wait for the server, which the one with the keys may not.
///
/// It does one job after the other (``PreviewJob``); only messages go to it and come from it.
final class PreviewWorker: Sendable {
  private struct Order: Sendable {
    var id: RequestID
    var job: PreviewJob
    var parameters: ConnectionParameters
  }

  private struct Work {
    var waiting: [Order] = []
    /// The job under way.
    var current: RequestID?
    var isLeaving = false
  }

  private let work = Mutex(Work())
  /// Rings when there is something new to do.
  private let bell: Mailbox<Void>
  /// Rings when the job under way is to stop; it goes silent before the next one.
  private let stop: Mailbox<Void>
  private let events: Mailbox<Event>
  private let hasLeft = Atomic(false)

  /// Starts the thread; nil where the system has none to give.
  init?() {
    guard let bell = Mailbox<Void>(), let stop = Mailbox<Void>(), let events = Mailbox<Event>()
    else { return nil }
    (self.bell, self.stop, self.events) = (bell, stop, events)
    guard BackgroundThread.start({ self.run() }) else { return nil }
  }

  /// Readable while there are events to take.
  var descriptor: Int32 { events.descriptor }

  /// What happened since the last call, in order.
  func takeEvents() -> [Event] { events.takeAll() }

  /// Puts a job in line; the connection for it is made where there is none.
  func start(_ id: RequestID, _ job: PreviewJob, _ parameters: ConnectionParameters) {
    work.withLock { $0.waiting.append(Order(id: id, job: job, parameters: parameters)) }
    bell.put([()])
  }

  /// Stops a job, on the server too; what a preview found is kept, as a last report.
  func cancel(_ id: RequestID) {
    work.withLock { work in
      work.waiting.removeAll { $0.id == id }
      if work.current == id { stop.put([()]) }
    }
  }

  /// Ends the thread and waits a moment for it to stop what runs on the server.
  func leave() {
    work.withLock { work in
      work.waiting = []
      work.isLeaving = true
      stop.put([()])
    }
    bell.put([()])
    let deadline = ContinuousClock.now + .seconds(1)
    while !hasLeft.load(ordering: .acquiring), .now < deadline {
      _ = Readiness.wait(reading: [], [], atMost: .milliseconds(1))
    }
  }

  // MARK: On the thread

  private func run() {
    var session: BlockingSession?
    while true {
      while let order = nextOrder() {
        events.put([perform(order, &session)])
        work.withLock { $0.current = nil }
      }
      if work.withLock({ $0.isLeaving }) { break }
      _ = Readiness.wait(reading: [bell.descriptor], [])
      _ = bell.takeAll()
    }
    session?.close()
    hasLeft.store(true, ordering: .releasing)
  }

  private func nextOrder() -> Order? {
    work.withLock { work in
      guard !work.isLeaving, !work.waiting.isEmpty else { return nil }
      let order = work.waiting.removeFirst()
      work.current = order.id
      _ = stop.takeAll()
      return order
    }
  }

  /// Does a job on the connection that stands, or on a new one.
  ///
  /// The connection is closed unless all went well: nothing shall be left open on it.
  private func perform(_ order: Order, _ session: inout BlockingSession?) -> Event {
    let standing = session.flatMap { $0.isAlive ? $0 : nil }
    session = nil
    do {
      let open =
        try standing
        ?? BlockingSession(
          order.parameters, limits: .init(interruption: stop.descriptor))
      do {
        let (event, isClean) = try order.job.run(order.id, on: open) { events.put([$0]) }
        if isClean { session = open } else { open.close() }
        return event
      } catch {
        open.close()
        throw error
      }
    } catch {
      return order.job.failure(order.id, ServerError(jobError: error))
    }
  }
}

extension ServerError {
  /// What to tell people of an error that ended a job.
  fileprivate init(jobError: any Error) {
    switch jobError {
    case BlockingSession.Failure.server(let error): self = error
    case BlockingSession.Failure.connection(let failure) where failure.reason == .passwordNeeded:
      self.init(sqlstate: "", message: "the server asks for a password again")
    case BlockingSession.Failure.connection(let failure):
      self.init(sqlstate: "", message: failure.message)
    case let error as ServerError: self = error
    default: self.init(sqlstate: "57014", message: "stopped")
    }
  }
}
