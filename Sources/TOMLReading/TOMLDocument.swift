package import TOMLKit

/// Why a text is no TOML.
package struct TOMLProblem: Error, Hashable, Sendable {
  /// From 1; nil where it is not known.
  package var line: Int?
  /// One line for people.
  package var message: String
}

/// Reads TOML that people wrote, which may be anything.
package enum TOMLDocument {
  /// Reads a whole text.
  ///
  /// - Parameter text: TOML 1.0.
  /// - Returns: its root table.
  /// - Throws: What is wrong first.
  package static func table(in text: String) throws(TOMLProblem) -> TOMLTable {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      // The parser takes the text as C does, up to the first zero.
      if line.contains(0) { throw TOMLProblem(line: index + 1, message: "it holds a zero byte") }
      if isBrokenHeader(line) {
        throw TOMLProblem(
          line: index + 1, message: "[ must be followed by a name, as in [rows] or [\"a name\"]")
      }
    }
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let message = error.description.split(whereSeparator: \.isNewline).joined(separator: " ")
      throw TOMLProblem(line: error.source.begin.line, message: message)
    } catch {
      throw TOMLProblem(message: "this is no TOML")
    }
  }

  /// Whether a line begins as the header of a table whose name cannot be one: the parser ends the
  /// whole program there (toml++, `parse_key`).
  private static func isBrokenHeader(_ line: Substring.UTF8View) -> Bool {
    var rest = line.drop(while: isBlank)
    guard rest.first == UInt8(ascii: "[") else { return false }
    rest = rest.dropFirst().drop(while: isBlank)
    if rest.first == UInt8(ascii: "[") { rest = rest.dropFirst().drop(while: isBlank) }
    guard let first = rest.first else { return false }
    // A closing bracket the parser complains about by itself.
    let isName = first == UInt8(ascii: "_") || first == UInt8(ascii: "-")
    return !isName && !isLetterOrDigit(first) && !"]\"'\r".utf8.contains(first)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
