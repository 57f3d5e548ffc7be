import SchemaModel

/// The elements of a partition key: quoted columns, and expressions in parentheses or as function
/// calls.
enum PartitionKey {
  /// Reads `RANGE (created, lower((name)::text) COLLATE "C")` and `lower(name::text)`:
  /// `created`, `lower(name::text)`.
  ///
  /// - Parameters:
  ///   - definition: `pg_get_partkeydef`; empty for a table that is not partitioned.
  ///   - expressions: its expressions as `pg_get_expr` prints them for people, as errors do.
  /// - Returns: the elements, in order.
  static func elements(of definition: String, expressions: String) -> [String] {
    var expressions = parts(expressions, depth: 0, from: 0)[...]
    return parts(definition, depth: 1, from: 2).map { part in
      let isQuoted = part.tokens.first?.kind == .quotedIdentifier
      let isParenthesized = part.tokens.first?.isSymbol("(") == true
      let isCall = part.tokens.contains { $0.depth > 1 }
      guard isParenthesized || isCall, let expression = expressions.popFirst() else {
        return isQuoted
          ? SQLText.identifier(part.tokens.first?.text ?? "") : part.tokens.first?.text ?? ""
      }
      return isParenthesized ? "(\(expression.text))" : expression.text
    }
  }

  private static func parts(
    _ text: String, depth: Int, from start: Int
  ) -> [(text: String, tokens: [SQLToken])] {
    guard let tokens = try? SQLLexer.tokens(of: text) else { return [] }
    let source = Array(text.utf8)
    let inner = tokens.dropFirst(start).prefix { $0.depth >= depth }
    return inner.split { $0.depth == depth && $0.isSymbol(",") }.map { part in
      let range =
        (part.first?.range.lowerBound ?? 0)..<(part.last?.range.upperBound ?? 0)
      return (String(decoding: source[range], as: UTF8.self), Array(part))
    }
  }
}
