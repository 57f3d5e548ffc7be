import SchemaModel

/// Writes the SELECT for a page of rows.
struct RowSQL {
  let sortColumns: [String]
  private(set) var parameters: [String?] = []
  /// Where the person's condition starts, in characters from 0.
  private(set) var conditionOffset = 0
  private let request: RowRequest
  private let table: Table

  init(_ request: RowRequest, table: Table) {
    self.request = request
    self.table = table
    sortColumns = table.rowKey?.columns ?? ["tableoid", "ctid"]
  }

  /// The statement; its parameters are known once it is written.
  mutating func text() -> String {
    let matching = equalityConditions()
    let (bounds, earlier) = bounds()
    var select = "SELECT \(selectList.joined(separator: ", "))"
    if let earlier { select += ", EXISTS (SELECT\(from)\(condition(matching + [earlier])))" }
    select += from
    let sql =
      isHeap
      ? HeapWindow(at: request.position, of: table.name).conditions.map { window in
        "(\(select)\(condition(matching + bounds + [window]))\(order))"
      }.joined(separator: " UNION ALL ") + " LIMIT \(request.limit + 1)"
      : select + condition(matching + bounds) + order
    // Where it stands twice, the server complains about the first.
    if let place = sql.firstRange(of: personsCondition ?? "\0") {
      conditionOffset = sql[..<place.lowerBound].unicodeScalars.count + "(\n".count
    }
    return sql
  }

  /// Whether rows are told apart by their place in a single file.
  private var isHeap: Bool { table.rowKey == nil && table.kind == .ordinary }

  /// Conditions for where the page starts, and one for the rows before that must be looked for.
  private mutating func bounds() -> (bounds: [String], earlier: String?) {
    switch request.position {
    case .first, .last: ([], nil)
    case .after(let key): ([comparison(">", key)], nil)
    case .before(let key): ([comparison("<", key)], nil)
    case .from(let key): ([comparison(">=", key)], comparison("<", key))
    }
  }

  private var selectList: [String] {
    let isKeyed = table.rowKey != nil
    return table.columns.map(cell) + (isKeyed ? [] : sortColumns.map(SQLText.identifier))
  }

  private var from: String {
    " FROM \(table.kind == .partitioned ? "" : "ONLY ")\(table.name.sql)"
  }

  private var order: String {
    let direction = request.position.isBackward ? " DESC" : ""
    let columns = orderColumns.map { SQLText.identifier($0) + direction }
    return " ORDER BY \(columns.joined(separator: ", ")) LIMIT \(request.limit + 1)"
  }

  /// In a single file `tableoid` is always the same.
  private var orderColumns: [String] { isHeap ? ["ctid"] : sortColumns }

  private func condition(_ parts: [String]) -> String {
    let all = parts + (personsCondition.map { [$0] } ?? [])
    return all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
  }

  /// On lines of its own, so that a comment at its end ends there too.
  private var personsCondition: String? { request.condition.map { "(\n\($0)\n)" } }

  private mutating func equalityConditions() -> [String] {
    request.equalities.map { equality in
      let name = SQLText.identifier(equality.column)
      guard let value = equality.value else { return "\(name) IS NULL" }
      return "\(name) \(operation("=", on: equality.column)) \(placeholder(for: value))"
    }
  }

  /// Rows before or after a key: `ROW("a", "b") > ROW($1, $2)`.
  private mutating func comparison(_ symbol: String, _ key: [String?]) -> String {
    let names = orderColumns.map(SQLText.identifier)
    let values = key.suffix(names.count).map { placeholder(for: $0) }
    let operations = orderColumns.map { operation(symbol, on: $0) }
    if Set(operations).count == 1 {
      let (left, right) = (names.joined(separator: ", "), values.joined(separator: ", "))
      return names.count == 1
        ? "\(left) \(operations[0]) \(right)"
        : "ROW(\(left)) \(operations[0]) ROW(\(right))"
    }
    return expanded(symbol, names, values)
  }

  /// The same column by column, where their operators are in several schemas:
  /// `(a > $1 OR a = $1 AND (b > $2))`.
  private func expanded(_ symbol: String, _ names: [String], _ values: [String]) -> String {
    let strict = String(symbol.prefix(1))
    var sql = ""
    for index in names.indices.reversed() {
      let column = orderColumns[index]
      let isLast = index == names.count - 1
      let beyond =
        "\(names[index]) \(operation(isLast ? symbol : strict, on: column)) \(values[index])"
      let equal = "\(names[index]) \(operation("=", on: column)) \(values[index])"
      sql = isLast ? "(\(beyond))" : "(\(beyond) OR \(equal) AND \(sql))"
    }
    return sql
  }

  private mutating func placeholder(for value: String?) -> String {
    parameters.append(value)
    return "$\(parameters.count)"
  }

  /// The operator that the column's own type has, whatever the search_path.
  private func operation(_ symbol: String, on column: String) -> String {
    let schema = table.column(named: column)?.operatorSchema ?? "pg_catalog"
    return "OPERATOR(\(SQLText.identifier(schema)).\(symbol))"
  }

  /// A column, cut off where its type has no bounds: nobody reads a hundred megabytes.
  private func cell(_ column: Column) -> String {
    let name = SQLText.identifier(column.name)
    guard !sortColumns.contains(column.name) else { return name }
    switch column.type {
    case "text", "character varying":
      return "pg_catalog.left(\(name), \(RowQuery.cellLimit)) AS \(name)"
    case "bytea":
      // Two hexadecimal digits for a byte.
      return "pg_catalog.substring(\(name), 1, \(RowQuery.cellLimit / 2)) AS \(name)"
    case "json", "jsonb", "xml", "tsvector":
      return cutText(name)
    default:
      return column.type.hasSuffix("[]") ? cutText(name) : name
    }
  }

  private func cutText(_ name: String) -> String {
    "pg_catalog.left(\(name)::pg_catalog.text, \(RowQuery.cellLimit)) AS \(name)"
  }
}
