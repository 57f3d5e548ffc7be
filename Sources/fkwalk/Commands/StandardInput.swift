import Glibc

/// What is piped into a command.
enum StandardInput {
  /// All of it, whatever its encoding.
  static func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    read { bytes += $0 }
    return bytes
  }

  /// Reads to the end, piece by piece.
  ///
  /// - Parameters:
  ///   - file: a file descriptor.
  ///   - piece: takes each piece.
  /// - Returns: whether the end was reached; else `errno` says why not.
  @discardableResult
  static func read(_ file: Int32 = STDIN_FILENO, piece: (ArraySlice<UInt8>) -> Void) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 }
      piece(buffer[..<count])
    }
  }
}
