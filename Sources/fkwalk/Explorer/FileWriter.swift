import Glibc
import SchemaModel
import WalkerCore

/// Writes what a person saves.
enum FileWriter {
  /// Writes a text file that only its owner can read.
  ///
  /// - Parameters:
  ///   - contents: what to write.
  ///   - path: where to; `~/` is the person's home.
  ///   - overwrite: whether a file of that name may be replaced.
  /// - Returns: what to tell the walker.
  static func write(_ contents: Document, to path: String, overwrite: Bool) -> Event {
    write(contents.text, to: expanded(path), overwrite: overwrite)
  }

  private static func write(_ contents: String, to path: String, overwrite: Bool) -> Event {
    let mode = O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL)
    let file = open(path, mode, 0o600)
    guard file >= 0 else { return .fileFailed(path: path, message: lastError) }
    defer { close(file) }
    var rest = Array(contents.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return .fileFailed(path: path, message: lastError) }
      rest = rest.dropFirst(count)
    }
    return .fileWritten(path: path)
  }

  private static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst(1)
  }

  private static var lastError: String { String(cString: strerror(errno)) }
}

extension Document {
  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .json(let value): value.text + "\n"
    }
  }
}
