package import DeletePlanning
import SchemaModel

/// Previews that were saved as JSON.
package enum SavedPreviewFile {
  /// Reads a preview from a file.
  ///
  /// - Parameter path: The file.
  /// - Returns: The preview as it was saved.
  /// - Throws: Why it cannot be shown.
  package static func read(_ path: String) throws(UserFileError) -> SavedPreview {
    guard let json = try JSONFile.read(path, as: "preview") else {
      throw UserFileError(file: path, message: "there is no such file")
    }
    do throws(DocumentError) {
      return try SavedPreview(json: json)
    } catch {
      throw UserFileError(file: path, message: error.message)
    }
  }
}
