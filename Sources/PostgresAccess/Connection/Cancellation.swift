import CLibPQ
import Synchronization

/// A cancel request on its way to the server.
///
/// It takes a connection of its own and libpq waits for that, so it has a thread of its own.
final class Cancellation: Sendable {
  private let isDone = Atomic(false)
  private let start = ContinuousClock.now

  /// Whether the server has been told, or could not be; what is sent from now on is safe.
  var isFinished: Bool { isDone.load(ordering: .acquiring) }

  /// Whether it should have had its effect: it came before the server had read the query, perhaps.
  var isOverdue: Bool { start.duration(to: .now) > .milliseconds(50) }

  /// Starts a request to cancel what the connection runs now.
  ///
  /// - Returns: nil when the connection is broken.
  init?(of connection: OpaquePointer) {
    guard let request = fkwalk_cancel_create(connection) else { return nil }
    // Safe to hand over: it is a copy that nothing else knows of.
    nonisolated(unsafe) let owned = request
    let perform: @Sendable () -> Void = {
      fkwalk_cancel_send_and_free(owned)
      self.isDone.store(true, ordering: .releasing)
    }
    if !BackgroundThread.start(perform) { perform() }
  }
}
