/// The failing SQL that stands beside an error.
enum StatementText {
  /// What a statement that can violate a foreign key begins with.
  private static let verbs = [
    "insert into", "update ", "delete from", "merge into", "copy ", "truncate ", "alter table",
    "with ", "set constraints", "commit",
  ]

  /// The first statement after a message.
  static func after(_ text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(60)
    for (index, line) in lines.enumerated() {
      guard let start = start(in: line) else { continue }
      let more = lines[(index + 1)...].prefix { isContinuation($0, of: start.opener) }
      let whole = ([line[start.index...]] + more).joined(separator: "\n")
      return closed(whole, by: start.opener)
    }
    return nil
  }

  /// The last statement before a message: what psql echoed, or a debugger's first line.
  static func before(_ text: String) -> String? {
    let lines = text.split(separator: "\n").suffix(12)
    for line in lines.reversed() {
      if let start = start(in: line) {
        return closed(String(line[start.index...]), by: start.opener)
      }
    }
    return nil
  }

  /// Which side a statement changes: deleting can only leave children behind, inserting can only
  /// miss a parent.
  static func form(_ statement: String?) -> Violation.Form? {
    guard let words = statement?.lowercased() else { return nil }
    if words.hasPrefix("delete") || words.hasPrefix("truncate") { return .stillReferenced }
    if words.hasPrefix("insert") || words.hasPrefix("copy") { return .missingParent }
    return nil
  }

  /// Where a statement begins in a line, and the character before it.
  private static func start(in line: Substring) -> (index: Substring.Index, opener: Character)? {
    let lowered = line.lowercased()
    guard lowered.utf8.count == line.utf8.count else { return nil }
    var found: (offset: Int, opener: Character)?
    for verb in verbs {
      guard let range = lowered.firstRange(of: verb) else { continue }
      let before = lowered[..<range.lowerBound]
      let opener = before.last { $0 != " " } ?? ":"
      let isFree = before.isEmpty || before.last.map { " [('\"`\t".contains($0) } ?? true
      guard isFree, ":[('\"`=#>".contains(opener) else { continue }
      let offset = lowered.utf8.distance(from: lowered.startIndex, to: range.lowerBound)
      if found.map({ offset < $0.offset }) ?? true { found = (offset, opener) }
    }
    return found.map { (line.utf8.index(line.startIndex, offsetBy: $0.offset), $0.opener) }
  }

  /// A server log indents the following lines of a statement; a bracket holds them together.
  private static func isContinuation(_ line: Substring, of opener: Character) -> Bool {
    line.first == "\t"
  }

  private static func closed(_ text: String, by opener: Character) -> String? {
    let closers: [Character: Character] = ["[": "]", "'": "'", "\"": "\"", "`": "`"]
    var statement = text[...]
    if let closer = closers[opener], let end = end(of: statement, closer: closer) {
      statement = statement[..<end]
    }
    let trimmed = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return trimmed.isEmpty ? nil : String(trimmed.prefix(2_000))
  }

  /// The closing bracket or quote: for brackets the last of the line, since SQL has brackets too.
  private static func end(of text: Substring, closer: Character) -> Substring.Index? {
    closer == "]" ? text.lastIndex(of: closer) : text.firstIndex(of: closer)
  }
}
