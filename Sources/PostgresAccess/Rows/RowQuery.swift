package import SchemaModel

/// The question for a page of rows, as SQL, and how its answer becomes a page.
///
/// Pages are found by comparing whole keys:
///
///     SELECT "id", "name" FROM ONLY "public"."users"
///     WHERE "id" OPERATOR(pg_catalog.>) $1 AND (
///     name LIKE 'A%'
///     ) ORDER BY "id" LIMIT 201
///
/// Only rows of the table itself are shown, as foreign keys see it: those of tables that inherit
/// from it belong to these.
package struct RowQuery: Sendable {
  package let request: RowRequest
  package let query: Query
  /// The columns of a row's key, in the order of ``RowRequest/Position`` values.
  package let sortColumns: [String]
  private let table: Table
  private let conditionOffset: Int

  /// A value is cut off after so many characters.
  package static let cellLimit = 65_536

  /// - Parameters:
  ///   - request: what is asked for.
  ///   - table: the table it is about.
  package init(_ request: RowRequest, of table: Table) {
    var sql = RowSQL(request, table: table)
    self.request = request
    self.table = table
    sortColumns = sql.sortColumns
    query = Query(
      name: "rows of \(table.name)", sql: sql.text(), parameters: sql.parameters,
      transaction: .ownReadOnly)
    conditionOffset = sql.conditionOffset
  }

  /// Reads the rows of an answer, in key order.
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
    let key = sortColumns.enumerated().map { index, name in
      let column = table.columns.firstIndex { $0.name == name }
      return ColumnValue(
        column: name, value: column.map { values[$0] } ?? result[row, values.count + index])
    }
    return Row(identity: RowIdentity(table: table.name, key: key), values: values)
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
