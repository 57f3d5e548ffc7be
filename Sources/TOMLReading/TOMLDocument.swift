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
    if let problem = BracketScan.problem(in: text.utf8) { throw problem }
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let message = error.description.split(whereSeparator: \.isNewline).joined(separator: " ")
      throw TOMLProblem(line: error.source.begin.line, message: message)
    } catch {
      throw TOMLProblem(message: "this is no TOML")
    }
  }
}
