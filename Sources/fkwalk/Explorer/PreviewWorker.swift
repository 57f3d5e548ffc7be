import PostgresAccess
import SchemaModel
import Synchronization
import WalkerCore

/// The thread that previews run on: planning a large one takes longer than a key may wait.
///
/// It owns the ``PreviewLane``; only messages go to it and come from it.
final class PreviewWorker: Sendable {
  private enum Order: Sendable {
    case start(RequestID, PreviewLane.Job, ConnectionParameters)
    case cancel(RequestID)
    case leave
  }

  private let orders: Mailbox<Order>
  private let events: Mailbox<Event>
  private let hasLeft = Atomic(false)

  /// Starts the thread; nil where the system has none to give.
  init?() {
    guard let orders = Mailbox<Order>(), let events = Mailbox<Event>() else { return nil }
    self.orders = orders
    self.events = events
    guard BackgroundThread.start({ self.work() }) else { return nil }
  }

  /// Readable while there are events to take.
  var descriptor: Int32 { events.descriptor }

  /// What happened since the last call, in order.
  func takeEvents() -> [Event] { events.takeAll() }

  /// Puts a job in line; the connection for it is made where there is none.
  func start(_ id: RequestID, _ job: PreviewLane.Job, _ parameters: ConnectionParameters) {
    orders.put([.start(id, job, parameters)])
  }

  /// Stops a job, on the server too.
  func cancel(_ id: RequestID) { orders.put([.cancel(id)]) }

  /// Ends the thread and waits a moment for it to stop what runs on the server.
  func leave() {
    orders.put([.leave])
    let deadline = ContinuousClock.now + .seconds(1)
    while !hasLeft.load(ordering: .acquiring), .now < deadline {
      _ = Readiness.wait(reading: [], [], atMost: .milliseconds(1))
    }
  }

  // MARK: On the thread

  private func work() {
    var lane: PreviewLane?
    while true {
      let ready = Readiness.wait(
        reading: [orders.descriptor], [lane?.connection].compactMap { $0 })
      for order in orders.takeAll() {
        switch order {
        case .start(let id, let job, let parameters):
          let open = lane ?? PreviewLane(parameters)
          open.start(id, job)
          lane = open
        case .cancel(let id): lane?.cancel(id)
        case .leave:
          lane?.close()
          return hasLeft.store(true, ordering: .releasing)
        }
      }
      guard let open = lane else { continue }
      let state = ready.state(of: open.connection)
      events.put(open.advance(readable: state.readable, writable: state.writable))
      if open.isClosed { lane = nil }
    }
  }
}
