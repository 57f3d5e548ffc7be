import SchemaModel

/// Writes the SELECT for a page of rows.
struct RowSQL {
  /// The pseudo-columns that tell rows apart where there is no key.
  let placeColumns: [String]
  let cells: RowCells
  private(set) var parameters: [String?] = []
  /// Where the person's condition starts, in characters from 0.
  private(set) var conditionOffset = 0
  private let request: RowRequest
  private let table: Table

  init(_ request: RowRequest, table: Table) {
    self.request = request
    self.table = table
    placeColumns = table.rowKey == nil ? ["tableoid", "ctid"] : []
    cells = RowCells(request, table: table)
  }

  /// The statement; its parameters are known once it is written.
  mutating func text() -> String {
    let matching = equalityConditions()
    let (runs, earlier) = runs()
    var select = "SELECT \(selectList.joined(separator: ", "))"
    if !earlier.isEmpty {
      let isEarlier = earlier.count == 1 ? earlier[0] : "(\(earlier.joined(separator: " OR ")))"
      select += ", EXISTS (SELECT\(Self.from(table))\(condition(matching + [isEarlier])))"
    }
    select += Self.from(table)
    let parts = runs.map { select + condition(matching + $0) + order }
    // Runs are in order, and so are the rows within each.
    let sql =
      parts.count == 1
      ? parts[0]
      : parts.map { "(\($0))" }.joined(separator: " UNION ALL ") + " LIMIT \(request.limit + 1)"
    // Where it stands several times, the server complains about the first.
    if let place = sql.firstRange(of: personsCondition ?? "\0") {
      conditionOffset = sql[..<place.lowerBound].unicodeScalars.count + "(\n".count
    }
    return sql
  }

  static func from(_ table: Table) -> String {
    " FROM \(table.kind == .partitioned ? "" : "ONLY ")\(table.name.sql)"
  }

  /// The operator that the column's own type has, whatever the search_path.
  static func operation(_ symbol: String, on column: String, of table: Table) -> String {
    let schema = table.column(named: column)?.operatorSchema ?? "pg_catalog"
    return "OPERATOR(\(SQLText.identifier(schema)).\(symbol))"
  }

  /// Whether rows are told apart by their place in a single file, and come in its order.
  private var isHeap: Bool {
    table.rowKey == nil && table.kind == .ordinary && request.order == nil
  }

  /// Conditions for the runs of rows that the page may be in, and for the rows before the page
  /// where it must be found out whether there are any.
  private mutating func runs() -> (runs: [[String]], earlier: [String]) {
    var bounds = RowBounds(request, table: table, parameters: parameters)
    let upward = request.order?.isDescending != true
    var earlier: [String] = []
    let runs: [String]?
    switch request.position {
    case .first, .last: runs = nil
    case .after(let key): runs = bounds.runs(from: key, upward: upward)
    case .before(let key): runs = bounds.runs(from: key, upward: !upward)
    case .from(let key):
      runs = bounds.runs(from: key, upward: upward, inclusive: true)
      earlier = bounds.runs(from: key, upward: !upward)
    }
    parameters = bounds.parameters
    guard isHeap else { return (runs.map { $0.map { [$0] } } ?? [[]], earlier) }
    let windows = HeapWindow(at: request.position, of: table.name).conditions
    return (windows.map { (runs ?? []) + [$0] }, earlier)
  }

  private var selectList: [String] {
    cells.values + placeColumns.map(SQLText.identifier) + cells.lengths
  }

  private var order: String {
    let isDescending = request.position.isBackward != (request.order?.isDescending == true)
    // In full: a bare name would mean the cell, which may be cut off.
    let columns = table.sortColumns(request.order).map {
      "\(table.name.sql).\(SQLText.identifier($0))\(isDescending ? " DESC" : "")"
    }
    return " ORDER BY \(columns.joined(separator: ", ")) LIMIT \(request.limit + 1)"
  }

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
      parameters.append(value)
      let operation = Self.operation("=", on: equality.column, of: table)
      return "\(name) \(operation) $\(parameters.count)"
    }
  }
}
