import FoundationEssentials
import Glibc
import SchemaModel

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

// Documents that fkwalk keeps.
extension FileText {
  /// Reads a JSON file; nil where there is none of this name.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: More bytes than this are refused.
  ///   - problem: What to say of a text that is no JSON.
  /// - Returns: The document.
  /// - Throws: Why it could not be read.
  static func readJSON(
    _ path: String, limit: Int, or problem: String = "it is broken"
  ) throws(UserFileError) -> JSONValue? {
    guard let text = try read(path, limit: limit) else { return nil }
    guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
      throw UserFileError(file: path, message: problem)
    }
    return json
  }

  /// Writes a JSON file that only its owner can read, whole or not at all, and makes its folder.
  ///
  /// - Parameters:
  ///   - json: The document.
  ///   - path: The file; one that is there is replaced.
  /// - Throws: Why it was not written.
  static func writeJSON(_ json: JSONValue, to path: String) throws(UserFileError) {
    makeFolders(of: path)
    let bytes = Array(json.text.utf8)
    let draft = path + ".new"
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(draft) }
    let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    close(file)
    guard written == bytes.count, rename(draft, path) == 0 else {
      let error = failure(path)
      unlink(draft)
      throw error
    }
  }

  /// Makes the folders a file is in, for their owner only.
  private static func makeFolders(of path: String) {
    var made = ""
    for part in path.split(separator: "/").dropLast() {
      made += "/" + part
      mkdir(made, 0o700)
    }
  }

  private static func failure(_ path: String) -> UserFileError {
    UserFileError(file: path, message: String(cString: strerror(errno)))
  }
}
