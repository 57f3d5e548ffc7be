import SchemaModel

// What UPDATE and INSERT give columns.
extension ChangeStatementParser {
  // MARK: UPDATE

  /// Reads `SET column = value, (column, …) = (value, …) | (query), …`.
  mutating func parseAssignments() throws(StatementError) -> [Assignment] {
    guard current?.isWord("set") == true else { throw StatementError("SET is missing") }
    index += 1
    var assignments: [Assignment] = []
    while true {
      assignments += try parseAssignment()
      guard current?.isSymbol(",") == true else { return assignments }
      index += 1
    }
  }

  private mutating func parseAssignment() throws(StatementError) -> [Assignment] {
    if current?.isSymbol("(") == true {
      let columns = try parseColumnList()
      try expectSymbol("=")
      if current?.isWord("row") == true { index += 1 }
      let values = try parseRow(of: columns)
      return zip(columns, values).map { Assignment(column: $0, value: $1) }
    }
    let column = try parseColumn()
    try expectSymbol("=")
    return [Assignment(column: column, value: value(try takeValue()))]
  }

  private mutating func parseColumn() throws(StatementError) -> String {
    guard let token = current, token.kind == .word || token.kind == .quotedIdentifier else {
      throw StatementError("the name of a column is missing")
    }
    index += 1
    while let part = current, part.isSymbol("[") || part.isSymbol(".") {
      partialColumn = token.text
      index += part.isSymbol(".") ? 1 : 0
      while let inner = current, inner.depth > part.depth || !inner.isSymbol("]"),
        part.isSymbol("[")
      {
        index += 1
      }
      index += 1
    }
    return token.text
  }

  /// Reads `(a, b)`.
  private mutating func parseColumnList() throws(StatementError) -> [String] {
    try expectSymbol("(")
    var columns = [try parseColumn()]
    while current?.isSymbol(",") == true {
      index += 1
      columns.append(try parseColumn())
    }
    try expectSymbol(")")
    return columns
  }

  /// Reads `(1, DEFAULT)`, or `(SELECT …)`, of which each column becomes a query of its own.
  private mutating func parseRow(of columns: [String]) throws(StatementError) -> [AssignedValue] {
    guard current?.isSymbol("(") == true else {
      throw StatementError("a list of columns takes values in parentheses")
    }
    let start = index + 1
    let isQuery = ["select", "with", "values", "table"].contains {
      start < tokens.count && tokens[start].isWord($0)
    }
    let inner = try takeParenthesized()
    if isQuery {
      let names = columns.indices.map { "c\($0 + 1)" }
      return names.map {
        .expression(
          "(SELECT s.\($0) FROM (\(slice(inner))) AS s(\(names.joined(separator: ", "))))")
      }
    }
    let values = split(inner)
    guard values.count == columns.count else {
      throw StatementError("there are \(columns.count) columns and \(values.count) values")
    }
    return values.map { value($0) }
  }

  // MARK: INSERT

  /// Reads what follows INSERT INTO.
  mutating func parseInsert(_ with: String) throws(StatementError) -> ChangeStatement {
    let nameParts = try parseName()
    // The word AS cannot be left out here.
    let alias = current?.isWord("as") == true ? try parseAlias(before: []) : nil
    var insertion = Insertion()
    if current?.isSymbol("(") == true, !startsQuery(index + 1) {
      insertion.columns = try parseColumnList()
    }
    if current?.isWord("overriding") == true {
      insertion.ignoresIdentityValues = index + 1 < tokens.count && tokens[index + 1].isWord("user")
      index += 3
    }
    insertion.source = try parseSource()
    insertion.conflict = try parseConflict()
    let returning = try parseClause("returning", before: [])
    guard index >= tokens.count else {
      throw StatementError(
        "not an INSERT that can be read: unexpected “\(slice(index..<index + 1))”")
    }
    var statement = ChangeStatement(
      text: slice(tokens.indices), with: with, isOnly: false, nameParts: nameParts, alias: alias,
      using: nil, condition: nil)
    statement.command = .insert
    statement.insertion = insertion
    statement.partialColumn = partialColumn
    statement.returning = try returning.map { clause throws(StatementError) in
      try ReturningList(slice(clause.range))
    }
    return statement
  }

  private func startsQuery(_ place: Int) -> Bool {
    var place = place
    while place < tokens.count, tokens[place].isSymbol("(") { place += 1 }
    return place < tokens.count
      && ["select", "with", "values", "table"].contains { tokens[place].isWord($0) }
  }

  private mutating func parseSource() throws(StatementError) -> Insertion.Source {
    if current?.isWord("default") == true {
      index += 2
      return .defaults
    }
    let start = index
    if current?.isWord("values") == true, let rows = try parseValues() { return .values(rows) }
    index = start
    guard startsQuery(index) else { throw StatementError("VALUES or a query is missing") }
    while let token = current, !endsSource(token) { index += 1 }
    return .query(slice(start..<index))
  }

  private func endsSource(_ token: SQLToken) -> Bool {
    guard token.depth == 0 else { return false }
    let isConflict =
      token.isWord("on") && index + 1 < tokens.count && tokens[index + 1].isWord("conflict")
    return isConflict || token.isWord("returning")
  }

  /// Reads `VALUES (…), (…)`; nil where it is the beginning of a larger query.
  private mutating func parseValues() throws(StatementError) -> [[AssignedValue]]? {
    var rows: [[AssignedValue]] = []
    repeat {
      index += 1
      guard current?.isSymbol("(") == true else { throw StatementError("“(” is missing") }
      rows.append(split(try takeParenthesized()).map { value($0) })
    } while current?.isSymbol(",") == true
    guard current.map(endsSource) ?? true else { return nil }
    return rows
  }

  private mutating func parseConflict() throws(StatementError) -> Insertion.Conflict? {
    guard current?.isWord("on") == true else { return nil }
    while let token = current, !(token.depth == 0 && token.isWord("do")) { index += 1 }
    index += 1
    guard let word = current, word.isWord("nothing") || word.isWord("update") else {
      throw StatementError("ON CONFLICT says neither DO NOTHING nor DO UPDATE")
    }
    while let token = current, !(token.depth == 0 && token.isWord("returning")) { index += 1 }
    return word.isWord("nothing") ? .nothing : .update
  }

  // MARK: Values

  /// What stands up to the next comma or clause at the outermost level.
  private mutating func takeValue() throws(StatementError) -> Range<Int> {
    let start = index
    let ends = ["from", "where", "returning"]
    // `IS DISTINCT FROM` is no FROM clause.
    while let token = current, token.depth > 0 || !token.isSymbol(",") {
      let isOperator = token.isWord("from") && index > start && tokens[index - 1].isWord("distinct")
      if token.depth == 0, !isOperator, ends.contains(where: token.isWord) { break }
      index += 1
    }
    guard start < index else { throw StatementError("a value is missing after SET") }
    return start..<index
  }

  /// What stands between the parenthesis that comes next and the one that closes it.
  private mutating func takeParenthesized() throws(StatementError) -> Range<Int> {
    let depth = current?.depth ?? 0
    let start = index + 1
    index = start
    while let token = current, token.depth > depth { index += 1 }
    let end = index
    try expectSymbol(")")
    return start..<end
  }

  /// The parts of some tokens between the commas of their outermost level.
  private func split(_ range: Range<Int>) -> [Range<Int>] {
    guard let depth = range.first.map({ tokens[$0].depth }) else { return [] }
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    for place in range where tokens[place].depth == depth && tokens[place].isSymbol(",") {
      parts.append(start..<place)
      start = place + 1
    }
    return parts + [start..<range.upperBound]
  }

  private func value(_ range: Range<Int>) -> AssignedValue {
    range.count == 1 && tokens[range.lowerBound].isWord("default")
      ? .defaultValue : .expression(slice(range))
  }
}
