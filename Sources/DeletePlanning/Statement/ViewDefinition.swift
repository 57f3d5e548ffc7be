import SchemaModel

/// A simple view taken apart, so that the places of the rows behind it can be asked for too.
///
/// Only views PostgreSQL can delete through by itself: one table or view after FROM, no joins,
/// grouping or set operations (PostgreSQL manual, CREATE VIEW, "Updatable Views").
struct ViewDefinition: Hashable, Sendable {
  /// The definition as read.
  let text: String
  /// The select list, as written.
  private var columns: String
  private var isOnly: Bool
  /// The table or view it selects from, quoted.
  var baseName: String
  private var reference: String
  /// The condition after WHERE; nil where there is none.
  private var condition: String?

  /// Reads what `pg_get_viewdef` prints; nil where it is more than a simple view.
  init?(_ text: String) {
    self.text = text
    guard var tokens = try? SQLLexer.tokens(of: text)[...] else { return nil }
    let source = Array(text.utf8)
    func slice(_ part: ArraySlice<SQLToken>) -> String {
      guard let first = part.first, let last = part.last else { return "" }
      return String(
        decoding: source[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
    }
    if tokens.last?.isSymbol(";") == true { tokens.removeLast() }
    guard tokens.popFirst()?.isWord("select") == true,
      let from = tokens.firstIndex(where: { $0.depth == 0 && $0.isWord("from") })
    else { return nil }
    columns = slice(tokens[tokens.startIndex..<from])
    tokens = tokens[(from + 1)...]
    isOnly = tokens.first?.isWord("only") == true
    if isOnly { tokens.removeFirst() }
    var parts: [String] = []
    repeat {
      if !parts.isEmpty { tokens.removeFirst() }
      guard let part = tokens.popFirst(), part.kind == .word || part.kind == .quotedIdentifier
      else { return nil }
      parts.append(part.text)
    } while tokens.first?.isSymbol(".") == true
    baseName = parts.map(SQLText.identifier).joined(separator: ".")
    reference = parts.last ?? ""
    if let alias = tokens.first, alias.kind != .symbol, !alias.isWord("where") {
      reference = alias.text
      tokens.removeFirst()
    }
    guard let next = tokens.popFirst() else { return }
    guard next.isWord("where"), !tokens.isEmpty else { return nil }
    condition = slice(tokens)
  }

  /// The view as a subquery with the places of its rows.
  ///
  /// - Parameters:
  ///   - inner: the same for the view it selects from; nil where that is a table.
  ///   - columns: the names, quoted, of the relation's OID and the place of the row.
  /// - Returns: SQL in parentheses, without an alias.
  func subquery(over inner: String?, named columns: (relation: String, place: String)) -> String {
    let alias = SQLText.identifier(reference)
    let (relation, place) = inner == nil ? ("tableoid", "ctid") : columns
    let source = inner ?? ((isOnly ? "ONLY " : "") + baseName)
    return "(SELECT \(alias).\(relation) AS \(columns.relation), "
      + "\(alias).\(place) AS \(columns.place), \(self.columns)\nFROM \(source) AS \(alias)"
      + (condition.map { "\nWHERE \($0)" } ?? "") + ")"
  }
}
