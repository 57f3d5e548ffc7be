import DeletePlanning
import SchemaModel

// Previews as a session keeps them: what was asked, to be asked again.
extension PreviewState {
  var record: [String: JSONValue]? {
    guard case .rows(let table, let rows) = request.target, rows.count <= Place.mostRows
    else { return nil }
    return [
      "table": table.record, "rows": .array(rows.map(\.key.record)),
      "what_if": .object(request.whatIf.mapValues { .string($0.option) }),
    ]
  }

  init?(record: JSONValue) {
    guard let table = TableName(record: record["table"]) else { return nil }
    let rows = record["rows"].elements.compactMap { RowIdentity(table, record: $0) }
    guard !rows.isEmpty, rows.count == record["rows"].elements.count else { return nil }
    var request = DeleteRequest(target: .rows(table, rows))
    for (constraint, action) in record["what_if"].members {
      request.whatIf[constraint] = action.text.flatMap { RuleChange(option: $0) }
    }
    self.init(request: request)
  }
}
