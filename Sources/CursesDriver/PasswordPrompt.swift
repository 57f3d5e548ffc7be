import CTerminalRestore
import Glibc

/// Asks for a password on the process's terminal, which may not be standard input.
package enum PasswordPrompt {
  /// Why there is no password.
  package enum Failure: Error, Hashable, CustomStringConvertible {
    /// The process has no terminal.
    case noTerminal
    /// Ctrl-C, Ctrl-D or the end of the terminal.
    case cancelled

    /// What happened, for people.
    package var description: String {
      switch self {
      case .noTerminal: "there is no terminal to ask for a password"
      case .cancelled: "no password was given"
      }
    }
  }

  /// Shows `prompt` and reads a line without showing it.
  ///
  /// - Parameter prompt: What to ask, with the blank after it.
  /// - Returns: The line without its end; bytes that are no UTF-8 are replaced.
  /// - Throws: ``Failure``; the terminal shows what is typed again then, as it does afterwards.
  package static func read(prompt: String) throws(Failure) -> String {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { throw .noTerminal }
    defer { close(terminal) }
    // However the process ends meanwhile, typing shows again.
    guard terminal_restore_arm(terminal, "\r\n", 2) == 0 else { throw .noTerminal }
    defer { terminal_restore_now() }
    terminal_hide_typing(terminal)
    write(prompt, to: terminal)
    return try readLine(from: terminal)
  }

  private static func readLine(from terminal: Int32) throws(Failure) -> String {
    var line: [UInt8] = []
    while true {
      guard let byte = nextByte(from: terminal) else { throw .cancelled }
      switch byte {
      case 10, 13: return String(decoding: line, as: UTF8.self)
      case 3: throw .cancelled
      case 4 where line.isEmpty: throw .cancelled
      case 8, 0x7F: removeLastCharacter(of: &line)
      case 21: line = []  // Ctrl-U
      default: line.append(byte)
      }
    }
  }

  private static func nextByte(from terminal: Int32) -> UInt8? {
    var byte: UInt8 = 0
    var count: Int
    repeat { count = Glibc.read(terminal, &byte, 1) } while count < 0 && errno == EINTR
    return count == 1 ? byte : nil
  }

  private static func removeLastCharacter(of line: inout [UInt8]) {
    while let byte = line.popLast(), byte & 0xC0 == 0x80 {}
  }

  private static func write(_ text: String, to terminal: Int32) {
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(terminal, $0.baseAddress, $0.count) }
  }
}
