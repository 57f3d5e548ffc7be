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
      return column.type == "bytea"
        ? "pg_catalog.substring(\(name), 1, \(limit / 4))"
        : "pg_catalog.left(\(text(column)), \(limit))"
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
    !whole.contains(column.name) && !Self.isBounded(column.type)
  }

  private func text(_ column: Column) -> String {
    let name = SQLText.identifier(column.name)
    return ["text", "character varying"].contains(column.type) ? name : "\(name)::pg_catalog.text"
  }

  /// Whether a value of the type, as `format_type` prints it, is always short.
  private static func isBounded(_ type: String) -> Bool {
    guard !type.hasSuffix("[]") else { return false }
    let word = String(type.prefix { $0.isLetter || $0.isNumber || $0 == "\"" })
    return boundedTypes.contains(word) && !type.hasPrefix("character varying")
      && !type.hasPrefix("bit varying")
  }

  private static let boundedTypes: Set<String> = [
    "bigint", "integer", "smallint", "numeric", "real", "double", "money", "boolean", "date",
    "timestamp", "time", "interval", "uuid", "inet", "cidr", "macaddr", "macaddr8", "oid", "name",
    "character", "\"char\"", "bit", "xid", "xid8", "cid", "tid", "pg_lsn", "point", "box", "lseg",
    "line", "circle", "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange",
  ]
}
