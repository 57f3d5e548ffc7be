import SchemaModel

/// The theme that a person chose in the explorer, for the next time.
package enum ThemeChoiceFile {
  private static let sizeLimit = 1 << 16

  private static func path(in folders: UserFolders) -> String? {
    folders.state.map { $0 + "/theme.json" }
  }

  /// The name of the theme; nil where none was chosen.
  ///
  /// - Throws: Why it cannot be read.
  package static func read(in folders: UserFolders) throws(UserFileError) -> String? {
    guard let path = path(in: folders),
      case .object(let members)? = try FileText.readJSON(path, limit: sizeLimit),
      case .string(let theme)? = members["theme"]
    else { return nil }
    return theme
  }

  /// Keeps the name of a theme.
  ///
  /// - Throws: Why it was not kept.
  package static func write(_ theme: String, in folders: UserFolders) throws(UserFileError) {
    guard let path = path(in: folders) else { return }
    try FileText.writeJSON(.object(["theme": .string(theme)]), to: path)
  }
}
