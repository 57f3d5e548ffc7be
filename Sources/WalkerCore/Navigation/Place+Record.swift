import SchemaModel

// Places as a session keeps them.
extension Place {
  /// More rows than this are not kept.
  static let mostRows = 1000

  /// What is kept of a place; nil where that would need more than keys.
  var record: JSONValue? {
    state.record.map { members in
      .object(members.merging(["screen": .string(state.kind.rawValue)]) { own, _ in own })
    }
  }

  /// The place that a record is about, not started; nil where it is not known.
  init?(record: JSONValue) {
    let kind = record["screen"].text.flatMap(PlaceKind.init(rawValue:))
    guard let state = kind?.state(record) else { return nil }
    self.init(state)
  }
}

extension PlaceKind {
  /// The screen that a record is about; nil where the record makes none, or none is kept.
  fileprivate func state(_ record: JSONValue) -> (any PlaceState)? {
    switch self {
    case .tables: return TablesState(record: record)
    case .neighbourhood: return NeighbourhoodState(record: record)
    case .rows: return RowsState(record: record)
    case .rowDetail: return RowDetailState(record: record)
    case .preview: return PreviewState(record: record)
    case .path: return PathState(record: record)
    case .review: return ReviewState(record: record)
    // A text may hold anything, and only keys are kept.
    case .explain: return nil
    case .connecting, .lessons, .lesson: return nil
    }
  }
}

extension Pane {
  init(record: JSONValue) {
    self = record.number.flatMap(Pane.init(rawValue:)) ?? .middle
  }
}

extension TableName {
  var record: JSONValue { .array([.string(schema), .string(name)]) }

  init?(record: JSONValue) {
    let parts = record.elements.compactMap(\.text)
    guard parts.count == 2 else { return nil }
    self.init(schema: parts[0], name: parts[1])
  }
}

// The columns and values that tell a row apart.
extension [ColumnValue] {
  var record: JSONValue {
    .array(map { .array([.string($0.column), JSONValue($0.value)]) })
  }

  /// Nil where the record is not one of at least one column.
  init?(record: JSONValue) {
    let values = record.elements.compactMap { pair -> ColumnValue? in
      guard let column = pair.elements.first?.text, pair.elements.count == 2 else { return nil }
      return ColumnValue(column: column, value: pair.elements[1].text)
    }
    guard !values.isEmpty, values.count == record.elements.count else { return nil }
    self = values
  }
}

extension RowIdentity {
  /// Nil where the record is no key.
  init?(_ table: TableName, record: JSONValue) {
    guard let key = [ColumnValue](record: record) else { return nil }
    self.init(table: table, key: key)
  }
}

// Looking into documents that may be anything.
extension JSONValue {
  subscript(_ name: String) -> JSONValue { members[name] ?? .null }

  var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var number: Int? { if case .int(let number) = self { number } else { nil } }
}
