/// Finds the clauses of a DELETE in its tokens.
struct DeleteStatementParser {
  private let source: [UInt8]
  private let tokens: [SQLToken]
  private var index = 0

  /// - Throws: where the text cannot be split into tokens, is empty, or holds several statements.
  init(_ text: String) throws(StatementError) {
    source = Array(text.utf8)
    var tokens = try SQLLexer.tokens(of: text)
    while tokens.last?.isSymbol(";") == true { tokens.removeLast() }
    tokens.removeFirst(tokens.prefix { $0.isSymbol(";") }.count)
    guard !tokens.isEmpty else { throw StatementError("there is no statement") }
    guard !tokens.contains(where: { $0.isSymbol(";") }) else {
      throw StatementError("more than one statement: a preview takes a single DELETE")
    }
    self.tokens = tokens
  }

  mutating func parse() throws(StatementError) -> DeleteStatement {
    let with = try parseWith()
    try refuseForeignWords()
    try expectDelete()
    let isOnly = parseOnly()
    let nameParts = try parseName()
    if isOnly.needsClosing { try expectSymbol(")") }
    if current?.isSymbol("*") == true { index += 1 }
    let alias = try parseAlias()
    let using = try parseClause("using", before: ["where", "returning"])
    let condition = try parseClause("where", before: ["returning"])
    if let first = condition?.first, first.isWord("current") {
      throw StatementError(
        "WHERE CURRENT OF depends on a cursor and cannot be previewed", isUnsupported: true)
    }
    let returning = try parseClause("returning", before: [])
    guard index == tokens.count else {
      throw StatementError(
        "not a DELETE that can be read: unexpected “\(slice(index..<index + 1))”")
    }
    var statement = DeleteStatement(
      text: slice(tokens.indices), with: with, isOnly: isOnly.found, nameParts: nameParts,
      alias: alias, using: using.map { slice($0.range) },
      condition: condition.map { slice($0.range) })
    statement.returning = try returning.map { clause throws(StatementError) in
      try ReturningList(slice(clause.range))
    }
    return statement
  }

  // MARK: Clauses

  /// Reads `WITH [RECURSIVE] name [(columns)] AS [[NOT] MATERIALIZED] (query) [SEARCH …], …`.
  private mutating func parseWith() throws(StatementError) -> String {
    guard current?.isWord("with") == true else { return "" }
    let start = index
    while let token = current, !(token.depth == 0 && token.isWord("delete")) {
      if token.depth == 0, token.isSymbol("("), previousAllowsQuery() { try checkQueryReads() }
      if token.depth == 0, index > 0, tokens[index - 1].isSymbol(")"),
        let command = Self.otherCommand(token)
      {
        throw StatementError("this is \(command), not a DELETE", isUnsupported: true)
      }
      index += 1
    }
    guard current != nil else {
      throw StatementError("there is no DELETE after the WITH", isUnsupported: true)
    }
    return slice(start..<index)
  }

  private func previousAllowsQuery() -> Bool {
    guard index > 0 else { return false }
    return tokens[index - 1].isWord("as") || tokens[index - 1].isWord("materialized")
  }

  /// The token after an opening parenthesis says what the query does.
  private func checkQueryReads() throws(StatementError) {
    var next = index + 1
    while next < tokens.count, tokens[next].isSymbol("(") { next += 1 }
    guard next < tokens.count else { return }
    let reading: Set = ["select", "values", "table", "with"]
    guard tokens[next].kind == .word, reading.contains(tokens[next].text) else {
      throw StatementError(
        "a WITH that writes cannot be previewed: use SELECTs only", isUnsupported: true)
    }
  }

  /// What other databases, or programs with parameters, have in a DELETE.
  private func refuseForeignWords() throws(StatementError) {
    for token in tokens where token.kind == .constant && token.text.hasPrefix("$") {
      guard let digit = token.text.dropFirst().first, digit.isNumber else { continue }
      throw StatementError("parameters are not supported: put the value in for \(token.text)")
    }
    for (token, next) in zip(tokens[index...], tokens[index...].dropFirst())
    where token.depth == 0 && (token.isWord("limit") || token.isWord("order") && next.isWord("by"))
    {
      throw StatementError(
        "DELETE has no \(token.isWord("limit") ? "LIMIT" : "ORDER BY"): pick the rows in a subquery, "
          + "as in WHERE id IN (SELECT id FROM \(tokens[index...].dropFirst(2).first?.text ?? "t") "
          + "ORDER BY id LIMIT 10)")
    }
  }

  private mutating func expectDelete() throws(StatementError) {
    guard let token = current, token.isWord("delete") else {
      guard let token = current, let command = Self.otherCommand(token) else {
        throw StatementError("not a DELETE statement")
      }
      throw StatementError("this is \(command), not a DELETE", isUnsupported: true)
    }
    index += 1
    guard current?.isWord("from") == true else {
      throw StatementError("FROM is missing after DELETE")
    }
    index += 1
  }

  private static func otherCommand(_ token: SQLToken) -> String? {
    guard token.kind == .word else { return nil }
    switch token.text {
    case "select", "table", "values", "copy", "call", "create", "drop", "truncate", "merge", "do":
      return "a \(token.text.uppercased())"
    case "insert", "update", "alter", "explain", "execute":
      return "an \(token.text.uppercased())"
    default: return nil
    }
  }

  private mutating func parseOnly() -> (found: Bool, needsClosing: Bool) {
    guard current?.isWord("only") == true else { return (false, false) }
    index += 1
    guard current?.isSymbol("(") == true else { return (true, false) }
    index += 1
    return (true, true)
  }

  private mutating func parseName() throws(StatementError) -> [String] {
    var parts: [String] = []
    repeat {
      if !parts.isEmpty { index += 1 }
      guard let token = current, token.kind == .word || token.kind == .quotedIdentifier,
        !token.text.isEmpty
      else { throw StatementError("the name of the table is missing") }
      parts.append(token.text)
      index += 1
    } while current?.isSymbol(".") == true
    guard parts.count <= 3 else { throw StatementError("the name of the table has too many parts") }
    return parts
  }

  private mutating func parseAlias() throws(StatementError) -> String? {
    let hasAs = current?.isWord("as") == true
    if hasAs { index += 1 }
    guard let token = current, token.kind == .word || token.kind == .quotedIdentifier,
      hasAs || !(token.isWord("using") || token.isWord("where") || token.isWord("returning"))
    else {
      if hasAs { throw StatementError("the alias after AS is missing") }
      return nil
    }
    index += 1
    return token.text
  }

  private struct Clause {
    var range: Range<Int>
    var first: SQLToken?
  }

  /// Reads a clause up to one of the words that can follow it, at the outermost level.
  private mutating func parseClause(
    _ word: String, before stops: Set<String>
  ) throws(StatementError) -> Clause? {
    guard let token = current, token.isWord(word) else { return nil }
    index += 1
    let start = index
    while let token = current,
      !(token.depth == 0 && token.kind == .word && stops.contains(token.text))
    {
      index += 1
    }
    guard start < index else {
      throw StatementError("nothing stands after \(word.uppercased())")
    }
    return Clause(range: start..<index, first: tokens[start])
  }

  private mutating func expectSymbol(_ symbol: String) throws(StatementError) {
    guard current?.isSymbol(symbol) == true else { throw StatementError("“\(symbol)” is missing") }
    index += 1
  }

  // MARK: Tokens

  private var current: SQLToken? { index < tokens.count ? tokens[index] : nil }

  /// The source from the first to the last of some tokens, comments between them included.
  private func slice(_ range: Range<Int>) -> String {
    guard !range.isEmpty else { return "" }
    let bytes = source[
      tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound]
    return String(decoding: bytes, as: UTF8.self)
  }
}
