import Glibc
import PostgresAccess

/// What one wait with poll(2) found ready.
struct Readiness {
  private let polled: [pollfd]

  /// Waits until something can be done.
  ///
  /// - Parameters:
  ///   - descriptors: what to read from; -1 counts for nothing.
  ///   - connections: what else to wait for, each no longer than it wants.
  ///   - limit: how long to wait at most; nil for as long as it takes.
  /// - Returns: what is ready, perhaps nothing.
  static func wait(
    reading descriptors: [Int32], _ connections: [Connection], atMost limit: Duration? = nil
  ) -> Readiness {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    polled += connections.map { connection in
      let (read, write) = connection.interest
      let events = (read ? POLLIN : 0) | (write ? POLLOUT : 0)
      return pollfd(fd: connection.descriptor, events: Int16(events), revents: 0)
    }
    let patience = ([limit] + connections.map(\.patience)).compactMap { $0 }.min()
    poll(&polled, nfds_t(polled.count), patience.map(milliseconds) ?? -1)
    return Readiness(polled: polled)
  }

  /// Whether there is something to read.
  func isReadable(_ descriptor: Int32) -> Bool { events(descriptor) & POLLIN != 0 }

  /// Whether the other end is gone.
  func isBroken(_ descriptor: Int32) -> Bool {
    events(descriptor) & (POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// What a connection can do; both where it is broken, so that it finds out.
  func state(of connection: Connection) -> (readable: Bool, writable: Bool) {
    let (got, isBroken) = (events(connection.descriptor), isBroken(connection.descriptor))
    return (isBroken || got & POLLIN != 0, isBroken || got & POLLOUT != 0)
  }

  private func events(_ descriptor: Int32) -> Int32 {
    polled.first { $0.fd == descriptor }.map { Int32($0.revents) } ?? 0
  }

  /// Rounded up, so that a wait never ends just before its time.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
  }
}
