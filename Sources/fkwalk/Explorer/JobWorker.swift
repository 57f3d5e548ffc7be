import PostgresAccess
import SchemaModel
import Synchronization
import WalkerCore

/// A thread that does one job after the other: it may wait for a server, which the one with the keys
/// may not.
///
/// What jobs need, a session above all, belongs to the thread; only messages go to it and come from
/// it.
final class JobWorker<Job: Sendable>: Sendable {
  /// What does the jobs; made and used on the thread.
  struct Performer {
    /// Does a job, tells what is known on the way, and returns the last answer.
    var perform: (Job, _ tell: (Answer) -> Void) -> Answer
    /// Called once, after the last job.
    var end: () -> Void = {}
  }

  private struct Work {
    var waiting: [(id: RequestID, job: Job)] = []
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
  ///
  /// - Parameter prepare: called on the thread, once. Its argument is a descriptor that becomes
  ///   readable when the job under way is to stop.
  init?(_ prepare: @escaping @Sendable (Int32) -> Performer) {
    guard let bell = Mailbox<Void>(), let stop = Mailbox<Void>(), let events = Mailbox<Event>()
    else { return nil }
    (self.bell, self.stop, self.events) = (bell, stop, events)
    guard BackgroundThread.start({ self.run(prepare(stop.descriptor)) }) else { return nil }
  }

  /// Readable while there are events to take.
  var descriptor: Int32 { events.descriptor }

  /// What happened since the last call, in order.
  func takeEvents() -> [Event] { events.takeAll() }

  /// Puts a job in line.
  func start(_ id: RequestID, _ job: Job) {
    work.withLock { $0.waiting.append((id, job)) }
    bell.put([()])
  }

  /// Stops a job of this worker's, on the server too; others are not touched.
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

  private func run(_ performer: Performer) {
    while true {
      while let (id, job) = next() {
        let last = performer.perform(job) { events.put([.answered(id, $0)]) }
        events.put([.answered(id, last)])
        work.withLock { $0.current = nil }
      }
      if work.withLock({ $0.isLeaving }) { break }
      _ = Readiness.wait(reading: [bell.descriptor], [])
      _ = bell.takeAll()
    }
    performer.end()
    hasLeft.store(true, ordering: .releasing)
  }

  private func next() -> (RequestID, Job)? {
    work.withLock { work in
      guard !work.isLeaving, !work.waiting.isEmpty else { return nil }
      let (id, job) = work.waiting.removeFirst()
      work.current = id
      _ = stop.takeAll()
      return (id, job)
    }
  }
}

extension ServerError {
  /// What to tell people of an error that ended a job.
  init(jobError: any Error) {
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
