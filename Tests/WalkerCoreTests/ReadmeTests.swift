import Foundation
import Testing
import WalkerCore

/// The parts of the README that come from the code.
struct ReadmeTests {
  /// Compared with the list of commands, or rewritten where FKWALK_UPDATE_SCREENS is 1.
  @Test func keyTableIsCurrent() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../README.md").standardizedFileURL
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- keys -->\n"))
    let end = try #require(text.range(of: "<!-- /keys -->"))
    let table = CommandTable.markdown()
    if ProcessInfo.processInfo.environment["FKWALK_UPDATE_SCREENS"] == "1" {
      var updated = text
      updated.replaceSubrange(start.upperBound..<end.lowerBound, with: table)
      try updated.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(text[start.upperBound..<end.lowerBound] == table)
    }
  }
}
