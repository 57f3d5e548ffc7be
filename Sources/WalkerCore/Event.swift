package import SchemaModel
package import TerminalCanvas

/// Something that happened and that the walker should know: the only way its state changes.
package enum Event: Hashable, Sendable {
  case input(InputEvent)
  case resized(Size)
  /// The time of a monotonic clock, about four times per second while ``Walker/isBusy``.
  case tick(milliseconds: UInt64)

  case connected(ServerFacts)
  /// The message in libpq's words, and what could be tried.
  case connectionFailed(message: String, advice: String)
  case connectionLost(message: String)

  /// The catalog, and how long reading it took.
  case catalogLoaded(SchemaGraph, milliseconds: Int)
  case catalogFailed(ServerError)

  /// What an ``Effect/ask(_:_:)`` came to, or has come to so far.
  case answered(RequestID, Answer)

  /// What was done of the lessons could not be kept; the message says why.
  case notKept(String)

  /// What was kept of the last session with this database, as ``Walker/session`` gave it.
  case sessionRead(JSONValue)
  /// There is something, and it cannot be read; the message says so.
  case sessionUnreadable(String)

  case fileWritten(path: String)
  case fileFailed(path: String, message: String)
  /// Text was copied, and by which way: `to the tmux buffer`.
  case copied(String, how: String)
  /// Text could not be copied; a sentence says why.
  case copyFailed(String, reason: String)
  /// Ctrl-C, where it comes as a signal rather than as a key.
  case interrupted
}
