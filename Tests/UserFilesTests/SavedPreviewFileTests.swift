import Glibc
import Testing

@testable import UserFiles

/// Files that are opened as saved previews and are something else.
@Suite struct SavedPreviewFileTests {
  private func error(_ text: String) throws -> String? {
    var template = Array("/tmp/fkwalk-saved-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
    close(descriptor)
    return #expect(throws: UserFileError.self) { _ = try SavedPreviewFile.read(path) }?.message
  }

  @Test func foreignFilesAreNamedSo() throws {
    for text in ["", "not json", "[", "{\"a\": 1.5}", "\u{1}\u{2}", "null", "[1]", "{}"] {
      #expect(try error(text)?.hasPrefix("it is no preview that fkwalk saved") == true, "\(text)")
    }
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    #expect(try error(deep)?.hasPrefix("it is no preview that fkwalk saved") == true)
  }

  @Test func missingFilesAndFolders() {
    let missing = #expect(throws: UserFileError.self) {
      _ = try SavedPreviewFile.read("/nowhere/x.json")
    }
    #expect(missing?.description == "/nowhere/x.json: there is no such file")
    #expect(throws: UserFileError.self) { _ = try SavedPreviewFile.read("/tmp") }
  }
}
