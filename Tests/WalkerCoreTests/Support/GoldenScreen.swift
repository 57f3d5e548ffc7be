import Foundation
import TerminalCanvas
import Testing
import ThemeFiles

@testable import WalkerCore

/// Screens as text files, one for each state: what every cell shows in several sizes, what it means,
/// how that looks without colours, and with ASCII alone.
enum GoldenScreen {
  /// The sizes that each state is shown in.
  static let sizes = [
    Size(columns: 100, rows: 30), Size(columns: 80, rows: 24), Size(columns: 60, rows: 16),
    Size(columns: 40, rows: 10), Size(columns: 200, rows: 60),
  ]

  private static let isUpdating =
    ProcessInfo.processInfo.environment["FKWALK_UPDATE_SCREENS"] == "1"
  private static let theme = try? ThemeCatalog(userDirectory: nil).theme(ThemeCatalog.defaultID)

  /// Compares what a walker shows, in all sizes and editions, with the file of that name.
  ///
  /// Where FKWALK_UPDATE_SCREENS is 1, writes the file instead.
  static func check(
    _ driver: Driver, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    func screen(_ size: Size, _ glyphs: Glyphs = .unicode) -> Screen {
      var driver = driver
      driver.walker.options.glyphs = glyphs
      driver.resize(size)
      return driver.screen
    }
    var parts = sizes.map { (title($0), text(screen($0))) }
    parts.append((title(sizes[1]) + " ascii", text(screen(sizes[1], .ascii))))
    let first = screen(sizes[0])
    parts.append((title(sizes[0]) + " roles", map(first.buffer, roles)))
    parts.append((title(sizes[0]) + " monochrome", map(first.buffer, attributes)))
    check(parts.map { "== \($0)\n\($1)" }.joined(), in: name, sourceLocation)
  }

  /// Compares one screen with the file of that name.
  static func check(
    _ screen: Screen, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (size, buffer) = (title(screen.buffer.size), screen.buffer)
    let contents = "== \(size)\n\(text(screen))== \(size) roles\n\(map(buffer, roles))"
    check(contents, in: "\(name).\(size)", sourceLocation)
  }

  private static func check(_ text: String, in name: String, _ sourceLocation: SourceLocation) {
    let file = folder.appending(path: "\(name).screen")
    if isUpdating {
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

  private static func title(_ size: Size) -> String { "\(size.columns)x\(size.rows)" }

  /// The lines between bars, equal ones counted rather than repeated, and the cursor.
  private static func text(_ screen: Screen) -> String {
    var lines: [(text: String, count: Int)] = []
    for line in screen.buffer.lines {
      if lines.last?.text == line {
        lines[lines.count - 1].count += 1
      } else {
        lines.append((line, 1))
      }
    }
    let text = lines.map { "|\($0.text)|\($0.count > 1 ? " x\($0.count)" : "")\n" }.joined()
    guard let cursor = screen.cursor else { return text }
    return text + "cursor \(cursor.x) \(cursor.y)\(screen.isTextInput ? " typing" : "")\n"
  }

  /// Those rows in which letters say something about the cells, one line for each kind of letters.
  private static func map(
    _ buffer: CellBuffer, _ letters: [@Sendable (Cell) -> Character]
  ) -> String {
    (0..<buffer.size.rows).flatMap { y in
      letters.map { letter in
        trimmed(String((0..<buffer.size.columns).map { letter(buffer[$0, y]) }))
      }.filter { !$0.isEmpty }.map { number(y) + $0 + "\n" }
    }.joined()
  }

  private static let roles: [@Sendable (Cell) -> Character] = [letter, { mark($0.highlight) }]
  private static let attributes: [@Sendable (Cell) -> Character] = [attribute]

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

  /// What the default theme does to a cell where there are no colours; capitals are reversed.
  private static func attribute(_ cell: Cell) -> Character {
    let style = theme?.style(for: cell, depth: .monochrome) ?? Style()
    guard cell.symbol != " " || style.attributes.contains(.reverse) else { return "." }
    let names: [(Attribute, String)] = [
      (.bold, "b"), (.dim, "d"), (.italic, "i"), (.underline, "u"),
    ]
    let set = names.filter { style.attributes.contains($0.0) }.map(\.1)
    let isReversed = style.attributes.contains(.reverse)
    let text = set.count > 1 ? "m" : set.first ?? "."
    return Character(isReversed ? (set.isEmpty ? "R" : text.uppercased()) : text)
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
