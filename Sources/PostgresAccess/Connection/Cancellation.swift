import CLibPQ
import Glibc
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
  /// - Returns: nil when the connection is broken, or no thread can be had.
  init?(of connection: OpaquePointer) {
    guard let request = fkwalk_cancel_create(connection) else { return nil }
    let work = Unmanaged.passRetained(Work(request: request, cancellation: self))
    guard Self.startThread(work.toOpaque()) else {
      work.takeRetainedValue().perform()
      return
    }
  }

  private final class Work {
    private let request: OpaquePointer
    private let cancellation: Cancellation

    init(request: OpaquePointer, cancellation: Cancellation) {
      self.request = request
      self.cancellation = cancellation
    }

    func perform() {
      fkwalk_cancel_send_and_free(request)
      cancellation.isDone.store(true, ordering: .releasing)
    }
  }

  /// Starts a detached thread that takes no signals: those are for the main thread.
  private static func startThread(_ work: UnsafeMutableRawPointer) -> Bool {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { work in
        if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().perform() }
        return nil
      }, work)
    guard status == 0 else { return false }
    pthread_detach(thread)
    return true
  }
}
