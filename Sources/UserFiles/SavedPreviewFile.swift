package import DeletePlanning
import FoundationEssentials
import SchemaModel

/// Previews that were saved as JSON.
package enum SavedPreviewFile {
  /// More than any preview that a person would look at.
  private static let sizeLimit = 32 << 20

  /// Reads a preview from a file.
  ///
  /// - Parameter path: The file.
  /// - Returns: The preview as it was saved.
  /// - Throws: Why it cannot be shown.
  package static func read(_ path: String) throws(UserFileError) -> SavedPreview {
    guard let text = try FileText.read(path, limit: sizeLimit) else {
      throw UserFileError(file: path, message: "there is no such file")
    }
    guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
      throw UserFileError(file: path, message: "it is no preview that fkwalk saved (not its JSON)")
    }
    do throws(SavedPreviewError) {
      return try SavedPreview(json: json)
    } catch {
      throw UserFileError(file: path, message: error.message)
    }
  }
}
