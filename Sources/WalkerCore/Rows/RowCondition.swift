import SchemaModel

/// Makes a WHERE condition of what a person types to narrow rows.
///
/// `country = DE` gets its quotes, a single word is looked for in all columns, and anything else
/// goes to the server as it was typed.
enum RowCondition {
  /// The condition; nil where the text asks for nothing.
  static func sql(_ text: String, table: Table?) -> String? {
    let text = trimmed(text)
    guard !text.isEmpty else { return nil }
    guard let table else { return text }
    if let comparison = comparison(text, table) { return comparison }
    return isWord(text) ? search(text, table) : text
  }

  private static let operators = ["<>", "!=", "<=", ">=", "!~*", "!~", "~*", "=", "<", ">", "~"]

  /// The column of that name as typed, in any capitals where only one is meant.
  static func column(_ name: String, _ table: Table) -> Column? {
    if let column = table.column(named: name) { return column }
    let similar = table.columns.filter { $0.name.lowercased() == name.lowercased() }
    return similar.count == 1 ? similar[0] : nil
  }

  /// `column op value` with a bare value, its column and value quoted; with anything else after
  /// the operator, its column alone.
  private static func comparison(_ text: String, _ table: Table) -> String? {
    let (name, rest) = leadingName(text)
    guard let column = column(name, table) else { return nil }
    guard let (sign, value) = signAndValue(rest), isBare(value) else {
      let isReadable = text.hasPrefix(SQLText.readableIdentifier(column.name))
      guard !isReadable, continuesComparison(rest) else { return nil }
      return "\(SQLText.identifier(column.name)) \(rest)"
    }
    let literal = trimmed(SQLText.literal(value))
    return "\(SQLText.identifier(column.name)) \(sign) \(literal)"
  }

  /// The name that a text starts with, quoted or not, and what follows it.
  private static func leadingName(_ text: String) -> (name: String, rest: String) {
    let isQuoted = text.hasPrefix("\"")
    let name =
      isQuoted
      ? text.dropFirst().prefix { $0 != "\"" }
      : text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return (String(name), trimmed(String(text.dropFirst(name.count + (isQuoted ? 2 : 0)))))
  }

  private static func continuesComparison(_ rest: String) -> Bool {
    let word = rest.lowercased().prefix { $0.isLetter }
    return signAndValue(rest) != nil || ["is", "in", "between", "not"].contains(String(word))
  }

  private static func signAndValue(_ text: String) -> (String, String)? {
    if let sign = operators.first(where: { text.hasPrefix($0) }) {
      return (sign, trimmed(String(text.dropFirst(sign.count))))
    }
    for word in ["not ilike", "not like", "ilike", "like"]
    where text.lowercased().hasPrefix(word + " ") {
      return (word.uppercased(), trimmed(String(text.dropFirst(word.count))))
    }
    return nil
  }

  /// Whether a value was typed without quotes and is no SQL expression.
  private static func isBare(_ value: String) -> Bool {
    guard !value.isEmpty, !value.contains(where: { "'\"()$".contains($0) }) else { return false }
    let words = value.lowercased().split(separator: " ")
    return !words.contains { ["and", "or", "null", "is", "in", "between"].contains($0) }
  }

  private static func isWord(_ text: String) -> Bool {
    !["true", "false", "null"].contains(text.lowercased())
      && !text.contains { " '\"()=<>;".contains($0) }
  }

  /// A condition that holds where any column contains the word.
  private static func search(_ word: String, _ table: Table) -> String {
    var pattern = "%"
    for character in word {
      if "%_\\".contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
    let literal = trimmed(SQLText.literal(pattern + "%"))
    return table.columns.map { "\(SQLText.identifier($0.name))::text ILIKE \(literal)" }
      .joined(separator: " OR ")
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
