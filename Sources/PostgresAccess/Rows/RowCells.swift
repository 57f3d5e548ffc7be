import SchemaModel

/// The columns of a page of rows as a SELECT list: values cut off where their type has no bounds,
/// as nobody reads a hundred megabytes, and how long the whole ones are.
struct RowCells {
  private let table: Table
  /// Columns that come whole: the key.
  private let whole: Set<String>
  private let limit: Int

  init(_ request: RowRequest, table: Table) {
    self.table = table
    whole = Set(table.rowKey?.columns ?? [])
    limit = max(4, request.cellLimit)
  }

  /// The values, in the order of the table's columns.
  var values: [String] {
    table.columns.map { column in
      let name = SQLText.identifier(column.name)
      guard isCut(column) else { return name }
      return LongValue.start(of: name, type: column.type, characters: limit)
    }
  }

  /// The bytes of values longer than their cell, NULL for others; one for each of ``cutColumns``.
  ///
  /// The length of a stored text is known without reading it.
  var lengths: [String] {
    cutColumns.map { index in
      let column = table.columns[index]
      let isBytes = column.type == "bytea"
      let length =
        "pg_catalog.octet_length(\(isBytes ? SQLText.identifier(column.name) : text(column)))"
      let most = isBytes ? limit / 4 : limit
      return "CASE WHEN \(length) OPERATOR(pg_catalog.>) \(most) THEN \(length) END"
    }
  }

  /// The places of the columns whose values may be cut off.
  var cutColumns: [Int] { table.columns.indices.filter { isCut(table.columns[$0]) } }

  /// Whether so many bytes are more than the value that came.
  ///
  /// A text is cut by characters, and the server may count bytes of another encoding.
  func isLonger(_ length: Int, than value: String, in column: Int) -> Bool {
    if table.columns[column].type == "bytea" { return true }
    return value.unicodeScalars.count >= limit && value.utf8.count != length
  }

  /// Whether values of a column may be too long to be fetched whole.
  func isCut(_ column: Column) -> Bool {
    !whole.contains(column.name) && !LongValue.isBounded(column.type)
  }

  private func text(_ column: Column) -> String {
    LongValue.text(of: SQLText.identifier(column.name), type: column.type)
  }
}
