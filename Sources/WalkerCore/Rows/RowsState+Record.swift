import OrderedCollections
import SchemaModel

// Rows as a session keeps them.
extension RowsState {
  var record: [String: JSONValue]? {
    if case .condition = scope { return nil }
    return [
      "table": table.record, "where": scope.equalities.record,
      "row": (selectedRow?.identity ?? resumesAt)?.key.record ?? .null,
      "marks": .array(marks.prefix(Place.mostRows).map(\.key.record)),
      "sorted_by": JSONValue(query.order?.column),
      "descending": .bool(query.order?.isDescending == true),
      "filter": .string(filter),
      "columns": columnLayout.map { .array($0.order.map { .string($0) }) } ?? .null,
      "hidden": .array(columnLayout?.hidden.sorted().map { .string($0) } ?? []),
    ]
  }

  init?(record: JSONValue) {
    guard let table = TableName(record: record["table"]),
      let scope = RowScope(record: record["where"])
    else { return nil }
    self.init(table: table, scope: scope)
    marks.append(
      contentsOf: record["marks"].elements.compactMap { RowIdentity(table, record: $0) })
    resumesAt = RowIdentity(table, record: record["row"])
    if let column = record["sorted_by"].text {
      query.order = RowOrder(column: column, isDescending: record["descending"] == .bool(true))
    }
    query.filter = record["filter"].text ?? ""
    let columns = record["columns"].elements.compactMap(\.text)
    if !columns.isEmpty {
      columnLayout = ColumnLayout(
        columns, hidden: Set(record["hidden"].elements.compactMap(\.text)))
    }
  }
}

extension RowScope {
  fileprivate init?(record: JSONValue) {
    guard !record.elements.isEmpty else {
      self = .all
      return
    }
    guard let key = [ColumnValue](record: record) else { return nil }
    self = .equal(key)
  }
}
