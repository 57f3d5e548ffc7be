package import SchemaModel

/// Documents that fkwalk printed as JSON and reads again.
package enum JSONFile {
  /// More than any document that a person would keep.
  private static let sizeLimit = 64 << 20

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What it should be, for people: `a preview`.
  /// - Returns: The document; nil where there is no such file.
  /// - Throws: Why it cannot be read.
  package static func read(_ path: String, as name: String) throws(UserFileError) -> JSONValue? {
    try FileText.readJSON(
      path, limit: sizeLimit, or: "it is no \(name) that fkwalk saved (not its JSON)")
  }
}
