import FoundationEssentials
import Glibc
package import SchemaModel
package import WalkerCore

/// What is kept of sessions: a file for each database and user, which only its owner can read.
package enum SessionFile {
  private static let sizeLimit = 4 << 20

  /// Where the session with a database is kept; nil where there is no place for it.
  package static func path(_ key: Session.Key, in folders: UserFolders) -> String? {
    folders.state.map { "\($0)/sessions/\(hash(key.text)).json" }
  }

  /// What was kept; nil for nothing.
  ///
  /// - Throws: Why it cannot be read.
  package static func read(
    _ key: Session.Key, in folders: UserFolders
  ) throws(UserFileError) -> JSONValue? {
    guard let path = path(key, in: folders),
      let text = try FileText.read(path, limit: sizeLimit)
    else { return nil }
    guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
      throw UserFileError(file: path, message: "it is broken")
    }
    return json
  }

  /// Keeps a session in place of the one before, whole or not at all.
  ///
  /// - Throws: Why it was not kept.
  package static func write(
    _ json: JSONValue, _ key: Session.Key, in folders: UserFolders
  ) throws(UserFileError) {
    guard let path = path(key, in: folders), let state = folders.state else { return }
    makeFolders(state + "/sessions")
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

  /// Makes a folder and those it is in, for their owner only.
  private static func makeFolders(_ path: String) {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      mkdir(made, 0o700)
    }
  }

  private static func failure(_ path: String) -> UserFileError {
    UserFileError(file: path, message: String(cString: strerror(errno)))
  }

  /// A name for a file, FNV-1a in hexadecimal; the file itself says what it is about.
  private static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }
}
