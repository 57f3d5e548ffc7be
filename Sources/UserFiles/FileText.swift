import Glibc

/// Reads files of people's own, which may be anything.
enum FileText {
  /// Reads a text file; nil where there is none of this name.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: More bytes than this are refused.
  /// - Returns: All of it.
  /// - Throws: Why it could not be read.
  static func read(_ path: String, limit: Int) throws(UserFileError) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw UserFileError(file: path, message: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = part.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw UserFileError(file: path, message: String(cString: strerror(errno)))
      }
      if count == 0 { break }
      bytes += part[..<count]
    }
    guard bytes.count <= limit else {
      throw UserFileError(file: path, message: "it is too large: more than \(size(limit))")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UserFileError(file: path, message: "it is not UTF-8 text")
    }
    return text
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? "\(bytes >> 20) MB" : "\(bytes >> 10) KB"
  }
}
