/// Finds the clauses of a DELETE, UPDATE or INSERT in its tokens.
struct ChangeStatementParser {
  let source: [UInt8]
  let tokens: [SQLToken]
  var index = 0
  /// The last column of which only a part is named.
  var partialColumn: String?

  /// - Throws: where the text cannot be split into tokens, is empty, or holds several statements.
  init(_ text: String) throws(StatementError) {
    source = Array(text.utf8)
    var tokens = try SQLLexer.tokens(of: text)
    while tokens.last?.isSymbol(";") == true { tokens.removeLast() }
    tokens.removeFirst(tokens.prefix { $0.isSymbol(";") }.count)
    guard !tokens.isEmpty else { throw StatementError("there is no statement") }
    guard !tokens.contains(where: { $0.isSymbol(";") }) else {
      throw StatementError("more than one statement: a preview takes a single one")
    }
    self.tokens = tokens
  }

  mutating func parse() throws(StatementError) -> ChangeStatement {
    let with = try parseWith()
    let command = try takeCommand()
    try refuseForeignWords(command)
    if command == .insert { return try parseInsert(with) }
    let isOnly = parseOnly()
    let nameParts = try parseName()
    if isOnly.needsClosing { try expectSymbol(")") }
    if current?.isSymbol("*") == true { index += 1 }
    let isUpdate = command == .update
    let alias = try parseAlias(before: isUpdate ? ["set"] : ["using", "where", "returning"])
    let assignments = isUpdate ? try parseAssignments() : []
    let using = try parseClause(isUpdate ? "from" : "using", before: ["where", "returning"])
    let condition = try parseClause("where", before: ["returning"])
    if let first = condition?.first, first.isWord("current") {
      throw StatementError(
        "WHERE CURRENT OF depends on a cursor and cannot be previewed", isUnsupported: true)
    }
    let returning = try parseClause("returning", before: [])
    guard index == tokens.count else {
      throw StatementError(
        "not \(command.phrase) that can be read: unexpected “\(slice(index..<index + 1))”")
    }
    var statement = ChangeStatement(
      text: slice(tokens.indices), with: with, isOnly: isOnly.found, nameParts: nameParts,
      alias: alias, using: using.map { slice($0.range) },
      condition: condition.map { slice($0.range) })
    statement.command = command
    statement.assignments = assignments
    statement.partialColumn = partialColumn
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
    while let token = current, token.depth > 0 || ChangeStatement.Command(token) == nil {
      if token.depth == 0, token.isSymbol("("), previousAllowsQuery() { try checkQueryReads() }
      if token.depth == 0, index > 0, tokens[index - 1].isSymbol(")"),
        let command = Self.otherCommand(token)
      {
        throw Self.refusal(of: command)
      }
      index += 1
    }
    guard current != nil else {
      throw StatementError(
        "there is no DELETE, UPDATE or INSERT after the WITH", isUnsupported: true)
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

  /// What other databases, or programs with parameters, have in such a statement.
  private func refuseForeignWords(
    _ command: ChangeStatement.Command
  ) throws(StatementError) {
    for token in tokens where token.kind == .constant && token.text.hasPrefix("$") {
      guard let digit = token.text.dropFirst().first, digit.isNumber else { continue }
      throw StatementError("parameters are not supported: put the value in for \(token.text)")
    }
    guard command != .insert else { return }
    let table = tokens[index...].first { !$0.isWord("from") && !$0.isWord("only") }?.text ?? "t"
    for (token, next) in zip(tokens[index...], tokens[index...].dropFirst())
    where token.depth == 0 && (token.isWord("limit") || token.isWord("order") && next.isWord("by"))
    {
      throw StatementError(
        "\(command.rawValue) has no \(token.isWord("limit") ? "LIMIT" : "ORDER BY"): pick the rows in a subquery, "
          + "as in WHERE id IN (SELECT id FROM \(table) "
          + "ORDER BY id LIMIT 10)")
    }
  }

  private mutating func takeCommand() throws(StatementError) -> ChangeStatement.Command {
    guard let token = current, let command = ChangeStatement.Command(token) else {
      guard let token = current, let command = Self.otherCommand(token) else {
        throw StatementError("not a DELETE, UPDATE or INSERT statement")
      }
      throw Self.refusal(of: command)
    }
    index += 1
    let next = [ChangeStatement.Command.delete: "from", .insert: "into"][command]
    if let next {
      guard current?.isWord(next) == true else {
        throw StatementError("\(next.uppercased()) is missing after \(command.rawValue)")
      }
      index += 1
    }
    return command
  }

  private static func refusal(of command: String) -> StatementError {
    StatementError("this is \(command), not a DELETE, UPDATE or INSERT", isUnsupported: true)
  }

  private static func otherCommand(_ token: SQLToken) -> String? {
    guard token.kind == .word else { return nil }
    switch token.text {
    case "select", "table", "values", "copy", "call", "create", "drop", "truncate", "merge", "do":
      return "a \(token.text.uppercased())"
    case "alter", "explain", "execute":
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

  mutating func parseName() throws(StatementError) -> [String] {
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

  /// Reads an alias; the words may follow the table without one.
  mutating func parseAlias(before words: [String]) throws(StatementError) -> String? {
    let hasAs = current?.isWord("as") == true
    if hasAs { index += 1 }
    guard let token = current, token.kind == .word || token.kind == .quotedIdentifier,
      hasAs || !words.contains(where: token.isWord)
    else {
      if hasAs { throw StatementError("the alias after AS is missing") }
      return nil
    }
    index += 1
    return token.text
  }

  struct Clause {
    var range: Range<Int>
    var first: SQLToken?
  }

  /// Reads a clause up to one of the words that can follow it, at the outermost level.
  mutating func parseClause(
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

  mutating func expectSymbol(_ symbol: String) throws(StatementError) {
    guard current?.isSymbol(symbol) == true else { throw StatementError("“\(symbol)” is missing") }
    index += 1
  }

  // MARK: Tokens

  var current: SQLToken? { index < tokens.count ? tokens[index] : nil }

  /// The source from the first to the last of some tokens, comments between them included.
  func slice(_ range: Range<Int>) -> String {
    guard !range.isEmpty else { return "" }
    let bytes = source[
      tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound]
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ChangeStatement.Command {
  /// The command a word begins.
  fileprivate init?(_ token: SQLToken) {
    guard token.kind == .word, let command = Self(rawValue: token.text.uppercased()) else {
      return nil
    }
    self = command
  }

  /// `an UPDATE`.
  package var phrase: String { (self == .delete ? "a " : "an ") + rawValue }
}
