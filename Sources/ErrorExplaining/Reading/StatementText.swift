/// The failing SQL that stands beside an error.
enum StatementText {
  /// What a statement that can violate a foreign key begins with, and a word that must follow.
  private static let verbs: [(verb: String, needs: String?)] = [
    ("insert into", nil), ("update ", " set "), ("delete from", nil), ("merge into", nil),
    ("copy ", " from "), ("truncate ", nil), ("alter table", nil), ("with ", " as "),
    ("set constraints", nil), ("commit;", nil),
  ]

  /// The first statement behind a message: a label or a bracket stands before it.
  ///
  /// An unlabelled one is the next that psql echoes.
  static func after(_ lines: [Substring]) -> String? {
    for (index, line) in lines.enumerated() {
      guard let start = start(in: line), start.opener != nil else { continue }
      let first = line[start.index...]
      if let whole = quoted(first, lines[(index + 1)...], by: start.opener) { return whole }
      let more = continuation(lines[(index + 1)...])
      return closed(([first] + more).joined(separator: "\n"), by: start.opener)
    }
    return nil
  }

  /// A statement in a field of a CSV log goes on over lines up to the field's quote; nil where this
  /// is none.
  private static func quoted(
    _ first: Substring, _ lines: ArraySlice<Substring>, by opener: Character?
  ) -> String? {
    guard opener == "\"", isOpen(String(first), by: opener) else { return nil }
    let whole = ([first] + lines.map { $0.replacing("\"\"", with: "\"") }).joined(separator: "\n")
    return isOpen(whole, by: opener) ? nil : closed(whole, by: opener)
  }

  private static func isOpen(_ text: String, by opener: Character?) -> Bool {
    end(of: text, opener: opener) == text.endIndex
  }

  /// The further lines of a statement: a log indents them, or they are indented up to a semicolon.
  private static func continuation(_ lines: ArraySlice<Substring>) -> ArraySlice<Substring> {
    let indented = lines.prefix { $0.first == "\t" || $0.hasPrefix("  ") }
    if let end = indented.firstIndex(where: { $0.hasSuffix(";") }) { return indented[...end] }
    return lines.prefix { $0.first == "\t" }
  }

  /// The last statement before a message: what psql echoed, or a debugger's last line.
  static func before(_ lines: [Substring]) -> String? {
    for (index, line) in lines.enumerated().reversed() {
      guard let start = start(in: line) else { continue }
      var whole = String(line[start.index...])
      if start.opener == nil || start.opener == "#" || start.opener == ">" {
        for more in lines[(index + 1)...].dropLast() where !whole.hasSuffix(";") {
          whole += "\n" + more.drop(upThrough: "# ")
        }
      }
      return closed(whole, by: start.opener)
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

  /// Where a statement begins in a line, and what stands before it; nil for nothing.
  private static func start(
    in line: Substring
  ) -> (index: Substring.Index, opener: Character?)? {
    let lowered = line.lowercased()
    guard lowered.utf8.count == line.utf8.count else { return nil }
    var found: (offset: Int, opener: Character?)?
    for (verb, needs) in verbs {
      guard let range = lowered.firstRange(of: verb),
        needs.map({ lowered[range.upperBound...].contains($0) }) ?? true
      else { continue }
      let before = lowered[..<range.lowerBound]
      let opener = before.last { $0 != " " && $0 != "\t" }
      let isFree = before.last.map { " [('\"`\t".contains($0) } ?? true
      let offset = lowered.utf8.distance(from: lowered.startIndex, to: range.lowerBound)
      let start = line.utf8.index(line.startIndex, offsetBy: offset)
      // In capitals it is SQL wherever it stands.
      let isSQL = line[start...].hasPrefix(verb.uppercased())
      guard isFree, opener.map({ isSQL || ":[('\"`=#>".contains($0) }) ?? true else { continue }
      if found.map({ offset < $0.offset }) ?? true { found = (offset, opener) }
    }
    return found.map { (line.utf8.index(line.startIndex, offsetBy: $0.offset), $0.opener) }
  }

  private static func closed(_ text: String, by opener: Character?) -> String? {
    let statement = text[..<end(of: text, opener: opener)]
    // Rails puts the parameters behind two spaces.
    let bare = statement.firstRange(of: "  [[").map { statement[..<$0.lowerBound] } ?? statement
    var trimmed = bare.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    // Knex puts the message behind a dash.
    if trimmed.hasSuffix(" -") { trimmed.removeLast(2) }
    return trimmed.isEmpty ? nil : String(trimmed.prefix(2_000))
  }

  /// The end of a statement: a bracket that was opened before it, or the quote it began behind.
  private static func end(of text: String, opener: Character?) -> String.Index {
    let quote = opener.flatMap { "'\"`".contains($0) ? $0 : nil }
    var depth = 0
    var inside: Character?
    var quotesSeen = 0
    for index in text.indices {
      let character = text[index]
      if character == quote {
        let next = text[text.index(after: index)...].first
        if quotesSeen.isMultiple(of: 2), depth == 0, next.map({ !isNamePart($0) }) ?? true {
          return index
        }
        quotesSeen += 1
        continue
      }
      if let open = inside {
        if character == open { inside = nil }
        continue
      }
      switch character {
      case "\"" where depth == 0 && isStringEnd(text[index...]): return index
      case "'", "\"": inside = character
      case "(", "[": depth += 1
      case ")", "]":
        if depth == 0 { return index }
        depth -= 1
      case ";" where depth == 0 && quote == nil: return text.index(after: index)
      default: break
      }
    }
    return text.endIndex
  }

  /// Whether a quote ends a JSON string that the statement is in.
  private static func isStringEnd(_ rest: Substring) -> Bool {
    rest.hasPrefix("\",\"") || rest.hasPrefix("\"}")
  }

  private static func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}

extension Substring {
  /// What follows a mark, or all where it has none.
  fileprivate func drop(upThrough mark: String) -> Substring {
    firstRange(of: mark).map { self[$0.upperBound...] } ?? self
  }
}
