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
    guard let path = path(key, in: folders) else { return nil }
    return try FileText.readJSON(path, limit: sizeLimit)
  }

  /// Keeps a session in place of the one before, whole or not at all.
  ///
  /// - Throws: Why it was not kept.
  package static func write(
    _ json: JSONValue, _ key: Session.Key, in folders: UserFolders
  ) throws(UserFileError) {
    guard let path = path(key, in: folders) else { return }
    try FileText.writeJSON(json, to: path)
  }

  /// A name for a file, FNV-1a in hexadecimal; the file itself says what it is about.
  private static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }
}
