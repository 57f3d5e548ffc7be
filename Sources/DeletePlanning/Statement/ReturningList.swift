import SchemaModel

/// The list after RETURNING, which PostgreSQL works out for each row as it is deleted: an error in
/// it comes before anything that foreign keys do.
///
/// PostgreSQL manual, DELETE: `RETURNING [WITH (OLD AS name, NEW AS name)] output, …`; OLD and NEW
/// from PostgreSQL 18 on.
struct ReturningList: Hashable, Sendable {
  /// As written.
  private(set) var text: String
  /// Whether it names nothing but columns, which cannot fail.
  private(set) var isPlain: Bool
  /// The outputs, from the first one on.
  private var outputs: String
  /// Where in ``outputs`` the old and the new row are named, and the names themselves.
  private var rowNames: [RowName] = []

  private struct RowName: Hashable, Sendable {
    var range: Range<Int>
    var name: String
    var isOld: Bool
  }

  /// - Throws: where the text cannot be split into tokens.
  init(_ text: String) throws(StatementError) {
    self.text = text
    var tokens = try SQLLexer.tokens(of: text)[...]
    var (old, new) = ("old", "new")
    if tokens.first?.isWord("with") == true {
      let names = tokens.prefix { !$0.isSymbol(")") }
      for (place, token) in names.enumerated() where token.isWord("as") && place > 0 {
        let (row, name) = (names[names.startIndex + place - 1], names.dropFirst(place + 1).first)
        if row.isWord("old") { old = name?.text ?? old } else { new = name?.text ?? new }
      }
      tokens = tokens.dropFirst(names.count + 1)
    }
    let start = tokens.first?.range.lowerBound ?? 0
    outputs = String(decoding: Array(text.utf8)[start...], as: UTF8.self)
    isPlain = tokens.split { $0.isSymbol(",") }.allSatisfy(Self.isColumn)
    for (token, next) in zip(tokens, tokens.dropFirst())
    where token.kind != .constant && next.isSymbol(".") && [old, new].contains(token.text) {
      let range = token.range.lowerBound - start..<token.range.upperBound - start
      rowNames.append(RowName(range: range, name: token.text, isOld: token.text == old))
    }
  }

  /// The names before an opening parenthesis: functions, and some words besides.
  var calledNames: [String] { ChangeStatement.calledNames(in: outputs) }

  /// `*`, `a`, `t.a`, `t.*`, each perhaps with another name.
  private static func isColumn(_ tokens: ArraySlice<SQLToken>) -> Bool {
    let names = tokens.filter { !$0.isSymbol(".") && !$0.isWord("as") }
    let dots = tokens.count { $0.isSymbol(".") }
    return names.allSatisfy {
      $0.kind == .word || $0.kind == .quotedIdentifier || $0.isSymbol("*")
    } && names.count - dots <= 2
  }

  /// The outputs as a SELECT of the rows can have them: the old row is the row itself, the new one
  /// is null.
  ///
  /// - Parameters:
  ///   - reference: how the statement refers to the table.
  ///   - type: the table's row type, quoted.
  ///   - version: `server_version_num`; before PostgreSQL 18 rows have no names.
  /// - Returns: a list of expressions, as SQL.
  func outputs(reference: String, type: String, version: Int) -> String {
    guard version >= 180_000 else { return outputs }
    var bytes = Array(outputs.utf8)
    for row in rowNames.reversed() where SQLText.identifier(row.name) != reference {
      bytes.replaceSubrange(row.range, with: (row.isOld ? reference : "(NULL::\(type))").utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
