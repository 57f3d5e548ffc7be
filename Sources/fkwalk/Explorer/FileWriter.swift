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

  /// What stood there stays until the new text is whole.
  private static func write(_ contents: String, to path: String, overwrite: Bool) -> Event {
    let draft = overwrite && isFile(path) ? target(of: path) + ".fkwalk-new" : path
    let isDraft = draft != path
    if isDraft { unlink(draft) }
    let isDevice = overwrite && !isDraft
    let mode = O_WRONLY | O_CREAT | O_CLOEXEC | (isDevice ? 0 : O_EXCL)
    let file = open(draft, mode, 0o600)
    guard file >= 0 else { return .fileFailed(path: path, message: lastError) }
    let isWhole = write(Array(contents.utf8)[...], to: file)
    var error = isWhole ? nil : lastError
    if close(file) != 0 { error = error ?? lastError }
    if error == nil, isDraft, rename(draft, target(of: path)) != 0 { error = lastError }
    guard let error else { return .fileWritten(path: isDevice ? path : absolute(path)) }
    if !isDevice { unlink(draft) }
    return .fileFailed(path: path, message: error)
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to file: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Whether there is a file that holds text, rather than a device or nothing.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Where symbolic links lead.
  private static func target(of path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The file with the folder it lies in.
  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
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
