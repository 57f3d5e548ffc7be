package import SchemaModel

/// The question for a page of rows, as SQL, and how its answer becomes a page.
///
/// Pages are found by comparing whole keys:
///
///     SELECT "id", pg_catalog.left("name", 4096), … FROM ONLY "public"."users"
///     WHERE "id" OPERATOR(pg_catalog.>) $1 AND (
///     name LIKE 'A%'
///     ) ORDER BY "public"."users"."id" LIMIT 201
///
/// Only rows of the table itself are shown, as foreign keys see it: those of tables that inherit
/// from it belong to these.
package struct RowQuery: Sendable {
  package let request: RowRequest
  package let query: Query
  private let table: Table
  private let cells: RowCells
  private let placeColumns: [String]
  private let conditionOffset: Int

  /// - Parameters:
  ///   - request: what is asked for.
  ///   - table: the table it is about.
  package init(_ request: RowRequest, of table: Table) {
    var sql = RowSQL(request, table: table)
    self.request = request
    self.table = table
    cells = sql.cells
    placeColumns = sql.placeColumns
    query = Query(
      name: "rows of \(table.name)", sql: sql.text(), parameters: sql.parameters,
      transaction: .ownReadOnly)
    conditionOffset = sql.conditionOffset
  }

  /// Reads the rows of an answer, in the order asked for.
  package func page(from result: QueryResult) -> RowPage {
    let count = min(result.rowCount, request.limit)
    let hasMore = result.rowCount > request.limit
    var indexes = Array(0..<count)
    if request.position.isBackward { indexes.reverse() }
    return RowPage(
      columns: table.columns.map(\.name), rows: indexes.map { row(result, $0) },
      hasEarlier: hasEarlier(result, hasMore: hasMore),
      hasLater: hasLater(hasMore: hasMore))
  }

  /// Where in the person's condition an error lies, in characters from 1; nil where it is not
  /// about the condition.
  package func conditionPosition(of error: ServerError) -> Int? {
    guard let condition = request.condition, let position = error.position else { return nil }
    let place = position - conditionOffset
    return (1...condition.unicodeScalars.count + 1).contains(place) ? place : nil
  }

  private func row(_ result: QueryResult, _ row: Int) -> Row {
    let values = table.columns.indices.map { result[row, $0] }
    func value(_ name: String) -> String? {
      if let column = table.columns.firstIndex(where: { $0.name == name }) { return values[column] }
      guard let place = placeColumns.firstIndex(of: name) else { return nil }
      return result[row, values.count + place]
    }
    let key = (table.rowKey?.columns ?? placeColumns).map {
      ColumnValue(column: $0, value: value($0))
    }
    return Row(
      identity: RowIdentity(table: table.name, key: key, details: details(values)), values: values,
      sortKey: table.sortColumns(request.order).map(value),
      wholeLengths: wholeLengths(of: values, result, row))
  }

  /// What a row without a key is known by: its first columns.
  private func details(_ values: [String?]) -> [ColumnValue] {
    guard table.rowKey == nil else { return [] }
    return zip(table.columns, values).prefix(3).map { column, value in
      ColumnValue(column: column.name, value: value.map { String($0.prefix(60)) })
    }
  }

  private func wholeLengths(
    of values: [String?], _ result: QueryResult, _ row: Int
  ) -> [Int: Int] {
    var lengths: [Int: Int] = [:]
    for (place, column) in cells.cutColumns.enumerated() {
      guard let value = values[column],
        let length = result.integer(row, values.count + placeColumns.count + place),
        cells.isLonger(length, than: value, in: column)
      else { continue }
      lengths[column] = length
    }
    return lengths
  }

  private func hasEarlier(_ result: QueryResult, hasMore: Bool) -> Bool {
    switch request.position {
    case .first: false
    case .last, .before: hasMore
    case .after: true
    // The answer is in the last column of every row; without rows, say so in case of doubt.
    case .from: result.rowCount == 0 || result.isTrue(0, result.columnCount - 1)
    }
  }

  private func hasLater(hasMore: Bool) -> Bool {
    switch request.position {
    case .first, .after, .from: hasMore
    case .last: false
    case .before: true
    }
  }
}

extension RowRequest {
  /// The question for one row, by its identity.
  package init(row identity: RowIdentity) {
    self.init(table: identity.table, equalities: identity.key, limit: 1)
  }
}

extension RowRequest.Position {
  /// Whether rows are asked for from the end towards the start.
  var isBackward: Bool {
    switch self {
    case .last, .before: true
    case .first, .after, .from: false
    }
  }
}
