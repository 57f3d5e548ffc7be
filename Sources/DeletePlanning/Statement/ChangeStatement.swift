package import SchemaModel

/// A statement that changes rows, taken apart into its clauses, each as it was written.
///
/// PostgreSQL manual, DELETE and UPDATE (for INSERT see ``Insertion``):
/// `[WITH …] DELETE FROM [ONLY] table [*] [[AS] alias] [USING …] [WHERE …] [RETURNING …]`,
/// `[WITH …] UPDATE [ONLY] table [*] [[AS] alias] SET … [FROM …] [WHERE …] [RETURNING …]`.
package struct ChangeStatement: Hashable, Sendable {
  /// What it does to rows; the raw value is the word it begins with.
  package enum Command: String, Hashable, Sendable, CaseIterable {
    case delete = "DELETE"
    case update = "UPDATE"
    case insert = "INSERT"
  }

  package var command = Command.delete
  /// The whole statement, without a closing semicolon.
  package var text: String
  /// `WITH … ` up to the command; empty where there is none.
  var with: String
  /// Whether only the named table itself is meant, not its inheritance children.
  package var isOnly: Bool
  /// The parts of the table's name, as PostgreSQL reads them: `["public", "users"]`.
  package var nameParts: [String]
  /// The alias as PostgreSQL reads it; nil where there is none.
  var alias: String?
  /// What stands after USING, or an UPDATE's FROM; nil where there is none.
  var using: String?
  /// The condition after WHERE; nil where there is none.
  var condition: String?
  /// What an UPDATE sets, in order; empty for others.
  var assignments: [Assignment] = []
  /// A column of which only a part is set, as an element of an array; nil where there is none.
  var partialColumn: String?
  /// What an INSERT inserts; nil for others.
  var insertion: Insertion?
  /// What stands after RETURNING; nil where there is none.
  var returning: ReturningList?

  /// Whether it reads columns of the table at all, which brings its SELECT policies in.
  var readsColumns: Bool { condition != nil || using != nil || returning != nil }

  /// The table's name quoted, for `to_regclass` and for SQL.
  package var quotedName: String {
    nameParts.map(SQLText.identifier).joined(separator: ".")
  }

  /// Reads one DELETE, UPDATE or INSERT.
  ///
  /// - Throws: where the text is anything else: empty, broken, two statements, another command,
  ///   or a WITH that writes.
  package init(_ text: String) throws(StatementError) {
    var parser = try ChangeStatementParser(text)
    self = try parser.parse()
  }

  init(
    text: String, with: String, isOnly: Bool, nameParts: [String], alias: String?, using: String?,
    condition: String?
  ) {
    self.text = text
    self.with = with
    self.isOnly = isOnly
    self.nameParts = nameParts
    self.alias = alias
    self.using = using
    self.condition = condition
  }

  /// The names before an opening parenthesis in what picks the rows: functions, and some words
  /// besides; and in what is assigned.
  var calledNames: [String] {
    ([with, using, condition].compactMap { $0 } + assignedExpressions).flatMap(Self.calledNames)
  }

  /// A word or view that belongs to the session and needs no parentheses; nil where there is none.
  var sessionWord: String? {
    let words: Set = [
      "current_schema", "pg_cursors", "pg_locks", "pg_prepared_statements", "pg_settings",
    ]
    return ((try? SQLLexer.tokens(of: text)) ?? []).first {
      $0.kind == .word && words.contains($0.text)
    }?.text
  }

  private var assignedExpressions: [String] {
    var values = assignments.map(\.value)
    switch insertion?.source {
    case .values(let rows): values += rows.joined()
    case .query(let query): values.append(.expression(query))
    case .defaults, nil: break
    }
    return values.compactMap { if case .expression(let sql) = $0 { sql } else { nil } }
  }

  /// The names before an opening parenthesis in a part of a statement.
  static func calledNames(in part: String) -> [String] {
    let tokens = (try? SQLLexer.tokens(of: part)) ?? []
    return zip(tokens, tokens.dropFirst()).compactMap { name, next in
      let isName = name.kind == .word || name.kind == .quotedIdentifier
      return isName && next.isSymbol("(") ? name.text : nil
    }
  }

  /// The DELETE of some picked rows of a table.
  package init(deleting rows: [RowIdentity], of table: TableName) {
    let condition = Self.condition(rows)
    let name =
      SQLText.readableIdentifier(table.schema) + "." + SQLText.readableIdentifier(table.name)
    self.init(
      text: "DELETE FROM \(name) WHERE \(rows.isEmpty ? "false" : condition)",
      with: "", isOnly: false, nameParts: [table.schema, table.name], alias: nil, using: nil,
      condition: rows.isEmpty ? "false" : condition)
  }

  /// A list of keys, where they can stand in one.
  private static func condition(_ rows: [RowIdentity]) -> String {
    let conditions = rows.map { row in
      row.key.map { equality($0) }.joined(separator: " AND ")
    }
    if conditions.count == 1 { return conditions[0] }
    let columns = rows.first?.key.map(\.column)
    let canBeListed = rows.allSatisfy { row in
      row.hasKey && row.key.map(\.column) == columns && row.key.allSatisfy { $0.value != nil }
    }
    return canBeListed
      ? DeleteScript.condition(rows)
      : conditions.map { "(\($0))" }.joined(separator: " OR ")
  }

  private static func equality(_ pair: ColumnValue) -> String {
    let column = SQLText.readableIdentifier(pair.column)
    guard let value = pair.value else { return "\(column) IS NULL" }
    return "\(column) = \(SQLText.literal(value))"
  }

  /// How the rest of the statement refers to the table.
  var reference: String { SQLText.identifier(alias ?? nameParts.last ?? "") }

  /// A SELECT over the very rows a DELETE or UPDATE would visit, in the order it would visit them.
  ///
  /// `WITH … SELECT columns FROM [ONLY] table AS alias, using WHERE condition`. A row that a USING
  /// join yields more than once comes more than once.
  func select(_ columns: [String], from source: String? = nil) -> String {
    var sql = with.isEmpty ? "" : with + "\n"
    sql += "SELECT \(columns.joined(separator: ", "))\nFROM "
    sql += source ?? ((isOnly ? "ONLY " : "") + quotedName)
    if alias != nil || source != nil { sql += " AS \(reference)" }
    if let using { sql += ",\n\(using)" }
    if let condition { sql += "\nWHERE \(condition)" }
    return sql
  }
}
