import Glibc
import Synchronization

/// Messages from one thread to another, which waits for them with poll(2).
final class Mailbox<Message: Sendable>: Sendable {
  /// Readable while there are messages.
  let descriptor: Int32
  private let bell: Int32
  private let messages = Mutex<[Message]>([])

  /// Makes an empty one; nil where the process has too many files open.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (descriptor, bell) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
  }

  deinit {
    close(descriptor)
    close(bell)
  }

  /// Adds messages after those that wait.
  func put(_ new: [Message]) {
    guard !new.isEmpty else { return }
    let wasEmpty = messages.withLock { messages in
      defer { messages += new }
      return messages.isEmpty
    }
    if wasEmpty { _ = write(bell, [1], 1) }
  }

  /// Takes all that wait, in order.
  func takeAll() -> [Message] {
    // First the bell: who puts something after this rings again, or is heard below.
    var rung: [UInt8] = Array(repeating: 0, count: 16)
    while read(descriptor, &rung, rung.count) == rung.count {}
    return messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
