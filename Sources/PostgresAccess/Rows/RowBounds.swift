import SchemaModel

/// Conditions for the rows on one side of a place in the order of rows.
///
/// With `upward` these are the rows of larger sort keys, NULL counting as larger than all values.
/// Where NULLs come in between there are two conditions, for rows in two runs, the nearer first:
/// each run can be read along an index, which `value > $1 OR value IS NULL` could not.
struct RowBounds {
  private let table: Table
  private let columns: [String]
  /// Whether the first column is not of the key, and may be NULL or too long to be at hand.
  private let isOrdered: Bool
  private let cells: RowCells
  private(set) var parameters: [String?]

  /// - Parameters:
  ///   - request: what is asked for.
  ///   - table: the table it is about.
  ///   - parameters: those that the statement has already.
  init(_ request: RowRequest, table: Table, parameters: [String?]) {
    self.table = table
    self.parameters = parameters
    columns = table.sortColumns(request.order)
    isOrdered = request.order != nil
    cells = RowCells(request, table: table)
  }

  /// The runs of rows beyond a sort key, with the row itself where `inclusive`.
  mutating func runs(from key: [String?], upward: Bool, inclusive: Bool = false) -> [String] {
    // An identity names the table's file too, where rows of a single file need not.
    let key = Array(key.suffix(columns.count))
    let symbol = (upward ? ">" : "<") + (inclusive ? "=" : "")
    guard isOrdered, isNullable(columns[0]), let value = key.first else {
      return [comparison(symbol, columns, placeholders(key))]
    }
    let name = SQLText.identifier(columns[0])
    guard value != nil else {
      let places = key.dropFirst().map { placeholder(for: $0) }
      let nulls = comparison(symbol, Array(columns.dropFirst()), places)
      return ["\(name) IS NULL AND \(nulls)"] + (upward ? [] : ["\(name) IS NOT NULL"])
    }
    let values = comparison(symbol, columns, placeholders(key))
    return [values] + (upward ? ["\(name) IS NULL"] : [])
  }

  private func isNullable(_ column: String) -> Bool {
    table.column(named: column)?.isNullable ?? false
  }

  private mutating func placeholders(_ key: [String?]) -> [String] {
    guard isOrdered, let column = table.column(named: columns[0]), cells.isCut(column) else {
      return key.map { placeholder(for: $0) }
    }
    let others = key.dropFirst().map { placeholder(for: $0) }
    return [wholeValue(column, prefix: key[0], key: others)] + others
  }

  /// The value that the row with this key has; only its beginning is at hand.
  ///
  /// Where the row is gone the beginning of a text must do, and some rows come twice; the beginning
  /// of another value may be none.
  private mutating func wholeValue(_ column: Column, prefix: String?, key: [String]) -> String {
    let conditions = zip(columns.dropFirst(), key).map { other, value in
      "\(SQLText.identifier(other)) \(RowSQL.operation("=", on: other, of: table)) \(value)"
    }
    let row = """
      (SELECT \(SQLText.identifier(column.name))\(RowSQL.from(table)) \
      WHERE \(conditions.joined(separator: " AND ")))
      """
    let isText = ["text", "character varying", "bytea"].contains { column.type.hasPrefix($0) }
    return isText ? "COALESCE(\(row), \(placeholder(for: prefix)))" : row
  }

  /// Rows before or after a key: `ROW("a", "b") > ROW($1, $2)`.
  private func comparison(_ symbol: String, _ columns: [String], _ values: [String]) -> String {
    let names = columns.map(SQLText.identifier)
    let operations = columns.map { RowSQL.operation(symbol, on: $0, of: table) }
    guard Set(operations).count == 1 else { return expanded(symbol, columns, values) }
    let (left, right) = (names.joined(separator: ", "), values.joined(separator: ", "))
    return names.count == 1
      ? "\(left) \(operations[0]) \(right)" : "ROW(\(left)) \(operations[0]) ROW(\(right))"
  }

  /// The same column by column, where their operators are in several schemas:
  /// `(a > $1 OR a = $1 AND (b > $2))`.
  private func expanded(_ symbol: String, _ columns: [String], _ values: [String]) -> String {
    let strict = String(symbol.prefix(1))
    var sql = ""
    for index in columns.indices.reversed() {
      let name = SQLText.identifier(columns[index])
      let isLast = index == columns.count - 1
      func condition(_ symbol: String) -> String {
        "\(name) \(RowSQL.operation(symbol, on: columns[index], of: table)) \(values[index])"
      }
      let beyond = condition(isLast ? symbol : strict)
      sql = isLast ? "(\(beyond))" : "(\(beyond) OR \(condition("=")) AND \(sql))"
    }
    return sql
  }

  private mutating func placeholder(for value: String?) -> String {
    parameters.append(value)
    return "$\(parameters.count)"
  }
}
