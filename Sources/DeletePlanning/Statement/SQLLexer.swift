/// Splits SQL text into tokens exactly where PostgreSQL's own lexer does (`scan.l`), assuming
/// `standard_conforming_strings` is on.
struct SQLLexer {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var tokens: [SQLToken] = []

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The tokens of a text, in order; comments and white space separate them and are dropped.
  ///
  /// - Throws: where a quote, comment or parenthesis is not closed, or one is closed too often.
  static func tokens(of text: String) throws(StatementError) -> [SQLToken] {
    var lexer = SQLLexer(text)
    return try lexer.run()
  }

  private mutating func run() throws(StatementError) -> [SQLToken] {
    while let byte = peek() {
      if Self.isSpace(byte) {
        position += 1
      } else if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
        skipLine()
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        try skipBlockComment()
      } else {
        try readToken(byte)
      }
    }
    guard depth == 0 else { throw StatementError("a parenthesis is not closed") }
    return tokens
  }

  private mutating func readToken(_ byte: UInt8) throws(StatementError) {
    switch byte {
    case UInt8(ascii: "'"): try readString(from: position, hasEscapes: false)
    case UInt8(ascii: "\""): try readQuotedIdentifier(from: position, isUnicode: false)
    case UInt8(ascii: "$"): try readDollar()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
    case _ where Self.isIdentifierStart(byte): try readWord()
    default: try readSymbol(byte)
    }
  }

  // MARK: Pieces

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func append(_ kind: SQLToken.Kind, from start: Int, text: String? = nil) {
    let range = start..<position
    tokens.append(
      SQLToken(
        kind: kind, text: text ?? String(decoding: bytes[range], as: UTF8.self), range: range,
        depth: depth))
  }

  private mutating func skipLine() {
    while let byte = peek(), byte != 10, byte != 13 { position += 1 }
  }

  private mutating func skipBlockComment() throws(StatementError) {
    var level = 0
    repeat {
      guard let byte = peek() else { throw StatementError("a /* comment is not closed") }
      if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        level += 1
        position += 2
      } else if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        level -= 1
        position += 2
      } else {
        position += 1
      }
    } while level > 0
  }

  private mutating func readSymbol(_ byte: UInt8) throws(StatementError) {
    let start = position
    position += 1
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["):
      append(.symbol, from: start)
      depth += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"):
      depth -= 1
      guard depth >= 0 else { throw StatementError("a parenthesis is closed that was not opened") }
      append(.symbol, from: start)
    case 0:
      throw StatementError("the text holds a zero byte, which SQL cannot")
    default: append(.symbol, from: start)
    }
  }

  private mutating func readNumber() {
    let start = position
    while let byte = peek(), Self.isIdentifierPart(byte) || byte == UInt8(ascii: ".") {
      position += 1
    }
    append(.constant, from: start)
  }

  private mutating func readWord() throws(StatementError) {
    let start = position
    while let byte = peek(), Self.isIdentifierPart(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    let folded = Self.folded(word)
    if peek() == UInt8(ascii: "'") {
      switch folded {
      case "e": return try readString(from: start, hasEscapes: true)
      case "b", "x", "n": return try readString(from: start, hasEscapes: false)
      default: break
      }
    }
    if folded == "u", peek() == UInt8(ascii: "&") {
      if peek(1) == UInt8(ascii: "'") {
        position += 1
        return try readString(from: start, hasEscapes: false)
      }
      if peek(1) == UInt8(ascii: "\"") {
        position += 1
        return try readQuotedIdentifier(from: start, isUnicode: true)
      }
    }
    append(.word, from: start, text: folded)
  }

  /// Reads a string from its opening quote, which is at the current position.
  private mutating func readString(from start: Int, hasEscapes: Bool) throws(StatementError) {
    position += 1
    while let byte = peek() {
      position += 1
      if byte == UInt8(ascii: "\\"), hasEscapes {
        position += 1
      } else if byte == UInt8(ascii: "'") {
        guard peek() == UInt8(ascii: "'") else { return append(.constant, from: start) }
        position += 1
      }
    }
    position = min(position, bytes.count)
    throw StatementError("a ' quote is not closed")
  }

  private mutating func readQuotedIdentifier(
    from start: Int, isUnicode: Bool
  ) throws(StatementError) {
    position += 1
    var content: [UInt8] = []
    while let byte = peek() {
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard peek() == UInt8(ascii: "\"") else {
          let text = String(decoding: content, as: UTF8.self)
          let decoded = isUnicode ? try UnicodeEscapes.decoded(text) : text
          return append(.quotedIdentifier, from: start, text: decoded)
        }
        position += 1
      }
      content.append(byte)
    }
    throw StatementError("a \" quote is not closed")
  }

  /// Reads `$1`, or a dollar-quoted string: `$tag$ … $tag$`.
  private mutating func readDollar() throws(StatementError) {
    let start = position
    var end = position + 1
    while end < bytes.count, Self.isTagPart(bytes[end], isFirst: end == position + 1) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
      position += 1
      while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        position += 1
      }
      return append(.constant, from: start)
    }
    let tag = bytes[position...end]
    position = end + 1
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "$"), bytes[position...].starts(with: tag) {
        position += tag.count
        return append(.constant, from: start)
      }
      position += 1
    }
    throw StatementError("a $$ quote is not closed")
  }

  // MARK: Character classes

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static func isIdentifierStart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
      || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private static func isIdentifierPart(_ byte: UInt8) -> Bool {
    isIdentifierStart(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "$")
  }

  private static func isTagPart(_ byte: UInt8, isFirst: Bool) -> Bool {
    byte != UInt8(ascii: "$") && (isFirst ? isIdentifierStart(byte) : isIdentifierPart(byte))
  }

  /// Folds A–Z only, as PostgreSQL does for names in UTF-8 (`downcase_identifier`).
  private static func folded(_ word: String) -> String {
    String(
      decoding: word.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}

/// The escapes of `U&"…"` identifiers: `\0061` and `\+000061`, with the default escape character.
enum UnicodeEscapes {
  /// The text with its escapes resolved.
  ///
  /// - Throws: where an escape is not one PostgreSQL accepts.
  static func decoded(_ text: String) throws(StatementError) -> String {
    var result = ""
    var rest = Substring(text)
    while let character = rest.unicodeScalars.first {
      rest = Substring(rest.unicodeScalars.dropFirst())
      guard character == "\\" else {
        result.unicodeScalars.append(character)
        continue
      }
      if rest.unicodeScalars.first == "\\" {
        rest = Substring(rest.unicodeScalars.dropFirst())
        result.unicodeScalars.append("\\")
        continue
      }
      let isLong = rest.unicodeScalars.first == "+"
      if isLong { rest = Substring(rest.unicodeScalars.dropFirst()) }
      let digits = String(String.UnicodeScalarView(rest.unicodeScalars.prefix(isLong ? 6 : 4)))
      guard digits.unicodeScalars.count == (isLong ? 6 : 4), let code = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(code)
      else { throw StatementError("a Unicode escape in an identifier is not valid") }
      result.unicodeScalars.append(scalar)
      rest = Substring(rest.unicodeScalars.dropFirst(isLong ? 6 : 4))
    }
    return result
  }
}
