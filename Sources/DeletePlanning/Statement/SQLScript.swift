/// A text of several SQL statements, taken apart where psql would.
package enum SQLScript {
  /// The statements of a text, without the semicolons between them and the blanks around them.
  ///
  /// - Parameter text: any number of statements; comments may stand anywhere.
  /// - Returns: each as it was written; none where there are only comments and blanks.
  /// - Throws: where a quote, comment or parenthesis is not closed.
  package static func statements(in text: String) throws(StatementError) -> [String] {
    let tokens = try SQLLexer.tokens(of: text)
    let bytes = Array(text.utf8)
    let parts = tokens.split { $0.depth == 0 && $0.isSymbol(";") }
    return parts.compactMap { part in
      guard let first = part.first, let last = part.last else { return nil }
      return String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
    }
  }
}
