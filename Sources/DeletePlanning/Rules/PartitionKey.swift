/// The elements of a partition key as `pg_get_partkeydef` prints them: quoted columns, and
/// expressions in parentheses or as function calls.
enum PartitionKey {
  /// Reads `RANGE (created, lower(name) COLLATE "C")`: `created`, `lower(name)`.
  static func elements(of definition: String) -> [String] {
    guard let tokens = try? SQLLexer.tokens(of: definition) else { return [] }
    let source = Array(definition.utf8)
    let parts = tokens.dropFirst(2).dropLast().split { $0.depth == 1 && $0.isSymbol(",") }
    return parts.map { part in
      let element = withoutCollation(part)
      let bytes = (element.first?.range.lowerBound ?? 0)..<(element.last?.range.upperBound ?? 0)
      return String(decoding: source[bytes], as: UTF8.self)
    }
  }

  /// Up to a second word outside all parentheses: COLLATE, or an operator class.
  private static func withoutCollation(_ part: ArraySlice<SQLToken>) -> ArraySlice<SQLToken> {
    let end = part.indices.dropFirst().first { index in
      let isName = part[index].kind == .word || part[index].kind == .quotedIdentifier
      return isName && part[index].depth == 1 && !part[index - 1].isSymbol(".")
    }
    return part[part.startIndex..<(end ?? part.endIndex)]
  }
}
