import Foundation
import TerminalCanvas
import Testing

/// Screens as text files: what every cell shows, then what it means.
enum GoldenScreen {
  /// Compares a screen with its file, or writes the file where FKWALK_UPDATE_SCREENS is 1.
  static func check(
    _ screen: Screen, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let size = screen.buffer.size
    let file = folder.appending(path: "\(name).\(size.columns)x\(size.rows).screen")
    let text = describe(screen)
    if ProcessInfo.processInfo.environment["FKWALK_UPDATE_SCREENS"] == "1" {
      #expect(throws: Never.self, sourceLocation: sourceLocation) {
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      return
    }
    let expected = try? String(contentsOf: file, encoding: .utf8)
    let difference = difference(expected ?? "", text)
    #expect(
      difference.isEmpty, "\(file.lastPathComponent) differs:\n\(difference)",
      sourceLocation: sourceLocation)
  }

  /// The lines, then those whose cells are not all plain text, a letter for each cell's role.
  static func describe(_ screen: Screen) -> String {
    let buffer = screen.buffer
    var text = buffer.lines.map { "|\($0)|\n" }.joined()
    if let cursor = screen.cursor {
      text += "cursor \(cursor.x) \(cursor.y)\(screen.isTextInput ? " typing" : "")\n"
    }
    text += "roles\n"
    for y in 0..<buffer.size.rows {
      let cells = (0..<buffer.size.columns).map { buffer[$0, y] }
      let roles = cells.map(letter)
      if roles.contains(where: { $0 != "." }) { text += number(y) + trimmed(String(roles)) + "\n" }
      let highlights = cells.map { mark($0.highlight) }
      if highlights.contains(where: { $0 != " " }) {
        text += number(y) + trimmed(String(highlights)) + "\n"
      }
    }
    return text
  }

  private static var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Screens")
  }

  private static func number(_ y: Int) -> String { (y < 10 ? " " : "") + "\(y) " }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " || $0 == "." }.reversed())
  }

  /// `.` for plain text and blanks, else a letter of its own for each role.
  private static func letter(_ cell: Cell) -> Character {
    let plain: [Role] = [.text, .status, .hintText, .input]
    guard cell.symbol != " ", !plain.contains(cell.role) else { return "." }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let place = Role.allCases.firstIndex(of: cell.role) ?? 0
    return letters.indices.contains(place) ? letters[place] : "?"
  }

  private static func mark(_ highlight: Highlight) -> Character {
    switch highlight {
    case .none: " "
    case .cursor: "#"
    case .inactiveCursor: "="
    case .mark: "*"
    case .match: "^"
    }
  }

  private static func difference(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    return (0..<max(old.count, new.count)).compactMap { line in
      let before = line < old.count ? old[line] : ""
      let after = line < new.count ? new[line] : ""
      return before == after ? nil : "line \(line + 1)\n- \(before)\n+ \(after)\n"
    }.joined()
  }
}
