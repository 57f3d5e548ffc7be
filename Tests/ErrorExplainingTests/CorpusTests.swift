import ErrorExplaining
import Foundation
import Testing

/// Error texts with what is to be read in them, in `Corpus/Violations`, and texts that only look
/// like some, in `Corpus/Unrelated`.
///
/// FKWALK_UPDATE_CORPUS=1 writes the readings anew, to be looked at in the difference.
@Suite struct CorpusTests {
  @Test(arguments: ["Violations", "Unrelated"])
  func isReadAsExpected(_ folder: String) throws {
    for file in try CorpusFile.all(in: folder) {
      let read = file.cases.map { CorpusCase(name: $0.name, text: $0.text, readings: readings($0)) }
      if ProcessInfo.processInfo.environment["FKWALK_UPDATE_CORPUS"] == "1" {
        try CorpusFile(url: file.url, cases: read).write()
        continue
      }
      for (expected, found) in zip(file.cases, read) where expected != found {
        Issue.record(
          """
          \(file.url.lastPathComponent), \(expected.name), is read as
          \(found.readings.joined(separator: "\n"))
          and not as
          \(expected.readings.joined(separator: "\n"))
          """)
      }
    }
  }

  @Test func isLarge() throws {
    let violations = try CorpusFile.all(in: "Violations").flatMap(\.cases)
    let unrelated = try CorpusFile.all(in: "Unrelated").flatMap(\.cases)
    #expect(violations.count >= 120)
    #expect(violations.allSatisfy { !$0.readings.isEmpty })
    #expect(unrelated.count >= 200)
    #expect(unrelated.allSatisfy { $0.readings.isEmpty })
    #expect(Set((violations + unrelated).map(\.text)).count == violations.count + unrelated.count)
  }

  private func readings(_ corpusCase: CorpusCase) -> [String] {
    ViolationReader.violations(in: corpusCase.plainText).map(describe)
  }

  /// A violation in a line: `23503 missing_parent orders_fk: orders -> customers {customer_id = 99} x2 <- INSERT …`.
  private func describe(_ violation: Violation) -> String {
    let values = violation.values?.map(Optional.some) ?? violation.columns.map { _ in nil }
    let key = zip(violation.columns, values).map { column, value in
      value.map { "\(column) = \($0)" } ?? column
    }
    let table = [violation.schema, violation.table ?? "?"].compactMap(\.self).joined(separator: ".")
    var text = "\(violation.sqlstate) \(violation.form?.rawValue ?? "?") "
    text += "\(violation.constraint ?? "?"): \(table) -> \(violation.referencedTable ?? "?")"
    if !key.isEmpty { text += " {\(key.joined(separator: "; "))}" }
    if violation.removesPartition { text += " (partition)" }
    if violation.occurrences > 1 { text += " x\(violation.occurrences)" }
    if let statement = violation.statement { text += " <- \(statement)" }
    return text.replacingOccurrences(of: "\n", with: "\\n")
  }
}

/// One text of a corpus file.
struct CorpusCase: Equatable {
  var name: String
  var text: String
  /// One line for each violation.
  var readings: [String]

  /// The text with the control characters that the file shows as pictures.
  var plainText: String {
    text.replacingOccurrences(of: "␛", with: "\u{1B}")
      .replacingOccurrences(of: "␍", with: "\r")
  }
}

/// `=== name`, the text, `---` and the readings, again and again.
struct CorpusFile {
  var url: URL
  var cases: [CorpusCase]

  static func all(in folder: String) throws -> [CorpusFile] {
    let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Corpus/\(folder)")
    let files = try FileManager.default.contentsOfDirectory(
      at: place, includingPropertiesForKeys: nil)
    return try files.sorted { $0.path < $1.path }.map { url in
      let text = try String(contentsOf: url, encoding: .utf8)
      return CorpusFile(url: url, cases: cases(in: text))
    }
  }

  func write() throws {
    let text = cases.map { corpusCase in
      (["=== \(corpusCase.name)", corpusCase.text, "---"] + corpusCase.readings)
        .joined(separator: "\n") + "\n"
    }
    try text.joined().write(to: url, atomically: true, encoding: .utf8)
  }

  private static func cases(in text: String) -> [CorpusCase] {
    text.components(separatedBy: "\n=== ").map { block in
      let bare = block.hasPrefix("=== ") ? String(block.dropFirst(4)) : block
      let lines = bare.components(separatedBy: "\n")
      let end = lines.lastIndex(of: "---") ?? lines.count
      return CorpusCase(
        name: lines[0], text: lines[1..<end].joined(separator: "\n"),
        readings: lines.dropFirst(end + 1).filter { !$0.isEmpty })
    }
  }
}
