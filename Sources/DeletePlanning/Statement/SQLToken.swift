/// One lexical element of an SQL text (PostgreSQL manual, "Lexical Structure").
struct SQLToken: Hashable {
  enum Kind: Hashable {
    /// An unquoted word, key word or name, folded to lower case.
    case word
    /// A `"quoted"` or `U&"quoted"` identifier, decoded.
    case quotedIdentifier
    /// A constant of any kind: string, bit string, number, positional parameter.
    case constant
    /// One operator or punctuation character.
    case symbol
  }

  var kind: Kind
  /// The word or identifier as PostgreSQL reads it; for others the text as written.
  var text: String
  /// Bytes of the source, comments and white space around it left out.
  var range: Range<Int>
  /// How many parentheses and brackets are open before it.
  var depth: Int

  func isWord(_ word: String) -> Bool { kind == .word && text == word }

  func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}

/// Why a text is not the one statement that can be previewed.
package struct StatementError: Error, Hashable, Sendable {
  /// One sentence for people: what is wrong.
  package var message: String
  /// Whether it is a statement that exists but is not previewed, rather than a broken text.
  package var isUnsupported: Bool

  package init(_ message: String, isUnsupported: Bool = false) {
    self.message = message
    self.isUnsupported = isUnsupported
  }
}
