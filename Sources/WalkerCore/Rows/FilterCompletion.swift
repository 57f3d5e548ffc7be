import SchemaModel

/// The words that could come next in a condition being typed.
struct FilterCompletion: Hashable {
  /// As they would be written, the likeliest first.
  private(set) var words: [String] = []
  /// How many characters before the cursor they stand for.
  private(set) var replaced = 0
  /// The column that an operator or value is wanted for.
  private(set) var column: Column?

  /// - Parameters:
  ///   - text: what was typed before the cursor.
  ///   - table: the table whose rows are narrowed.
  init(_ text: String, table: Table) {
    let tokens = Self.tokens(text)
    let isOpen = text.last.map { !$0.isWhitespace } ?? false
    let fragment = isOpen ? tokens.last.map { String($0) } ?? "" : ""
    let before = isOpen ? tokens.dropLast() : tokens[...]
    let last = before.last.map { $0.lowercased() } ?? ""
    if before.isEmpty || ["and", "or", "not", "("].contains(last) {
      offer(table.columns.map { SQLText.readableIdentifier($0.name) }, for: fragment)
    } else if let column = Self.column(before.last, table), !Self.isValue(before) {
      self.column = column
      offer(Self.operators(column), for: fragment)
    } else if last == "is" {
      offer(["null", "not null"], for: fragment)
    } else if Self.isOperator(last) {
      column = Self.column(before.dropLast().last, table)
      if column?.type == "boolean" { offer(["true", "false"], for: fragment) }
    } else {
      offer(["and", "or"], for: fragment)
    }
  }

  /// Keeps the words that begin with what was typed, then those that contain it.
  private mutating func offer(_ all: [String], for fragment: String) {
    let typed = fragment.lowercased().filter { $0 != "\"" }
    let matching = all.filter { $0.lowercased().contains(typed) && $0 != fragment }
    func isBeginning(_ word: String) -> Bool {
      word.lowercased().drop { $0 == "\"" }.hasPrefix(typed)
    }
    words = matching.filter(isBeginning) + matching.filter { !isBeginning($0) }
    replaced = fragment.count
  }

  private static func column(_ token: Substring?, _ table: Table) -> Column? {
    token.flatMap { RowCondition.column($0.filter { $0 != "\"" }, table) }
  }

  private static func isOperator(_ token: String) -> Bool {
    token.first.map { "<>=!~".contains($0) } == true || ["like", "ilike"].contains(token)
  }

  /// Whether the last of the tokens is what something is compared with.
  private static func isValue(_ tokens: ArraySlice<Substring>) -> Bool {
    tokens.dropLast().last.map { isOperator($0.lowercased()) } ?? false
  }

  private static func operators(_ column: Column) -> [String] {
    let null = column.isNullable ? ["is null", "is not null"] : []
    if column.type == "boolean" { return ["="] + null }
    let isText = ["text", "char", "citext", "name"].contains { column.type.hasPrefix($0) }
    return ["=", "<>"] + (isText ? ["ilike", "like"] : []) + ["<", ">", "<=", ">=", "in ("] + null
  }

  /// Words, quoted names and texts, operators, and single other characters.
  private static func tokens(_ text: String) -> [Substring] {
    var tokens: [Substring] = []
    var rest = text[...]
    while let first = rest.first {
      let token: Substring
      if first == "\"" || first == "'" {
        let inside = rest.dropFirst().prefix { $0 != first }
        token = rest.prefix(inside.count + 2)
      } else if isWord(first) {
        token = rest.prefix(while: isWord)
      } else if "<>=!~".contains(first) {
        token = rest.prefix { "<>=!~*".contains($0) }
      } else {
        token = rest.prefix(1)
      }
      rest = rest.dropFirst(token.count)
      if !token.allSatisfy(\.isWhitespace) { tokens.append(token) }
    }
    return tokens
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
