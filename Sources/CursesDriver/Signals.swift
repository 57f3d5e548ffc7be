import CTerminalRestore
import Glibc

/// A signal as a value.
package enum Signal: Hashable, Sendable, CaseIterable {
  /// The terminal's size changed.
  case resize
  /// The process was continued; the screen may hold anything.
  case resume
  /// Someone asked the process to stop for now.
  case suspend
  case interrupt
  case terminate
  /// The terminal is gone.
  case hangUp

  fileprivate var number: Int32 {
    switch self {
    case .resize: SIGWINCH
    case .resume: SIGCONT
    case .suspend: SIGTSTP
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    case .hangUp: SIGHUP
    }
  }

  /// The signals that came since the last call, each once.
  static func takeAll() -> [Signal] {
    terminal_signals_drain()
    return allCases.filter { terminal_signals_take($0.number) != 0 }
  }
}

/// Ctrl-C for commands without a screen.
package enum Interruption {
  /// A descriptor that becomes readable when the process is interrupted or asked to end, which then
  /// no longer ends it by itself; -1 where there can be none.
  package static func listen() -> Int32 { terminal_interrupts_open() }
}
