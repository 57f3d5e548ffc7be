import DeletePlanning
import OrderedCollections
import SchemaModel

// Places as a session keeps them.
extension Place {
  /// More rows than this are not kept.
  private static let mostRows = 1000

  /// What is kept of a place; nil where that would need more than keys.
  var record: JSONValue? {
    switch self {
    case .tables(let state):
      return .object([
        "screen": .string("tables"), "filter": .string(state.filter),
        "selected": state.selected?.record ?? .null,
      ])
    case .neighbourhood(let state):
      return .object([
        "screen": .string("table"), "table": state.table.record,
        "pane": .int(state.focus.rawValue), "parent": .int(state.parents.index),
        "child": .int(state.children.index), "filter": .string(state.filter),
      ])
    case .rows(let state): return Self.record(state)
    case .rowDetail(let state):
      return .object([
        "screen": .string("row"), "table": state.table.record,
        "key": Self.record(state.lookup), "pane": .int(state.focus.rawValue),
      ])
    // A text may hold anything, and only keys are kept.
    case .explain: return nil
    case .lessons, .lesson: return nil
    case .preview(let state):
      guard case .rows(let table, let rows) = state.request.target, rows.count <= Self.mostRows
      else { return nil }
      return .object([
        "screen": .string("preview"), "table": table.record,
        "rows": .array(rows.map { Self.record($0.key) }),
        "what_if": .object(state.request.whatIf.mapValues { .string($0.option) }),
      ])
    case .review(let state):
      return .object(["screen": .string("review"), "tab": .int(state.tab.rawValue)])
    case .path(let state):
      return .object([
        "screen": .string("path"), "table": state.start.record, "to": state.end.record,
      ])
    }
  }

  private static func record(_ state: RowsState) -> JSONValue? {
    if case .condition = state.scope { return nil }
    return .object([
      "screen": .string("rows"), "table": state.table.record,
      "where": record(state.scope.equalities),
      "row": (state.selectedRow?.identity ?? state.resumesAt).map { record($0.key) } ?? .null,
      "marks": .array(state.marks.prefix(mostRows).map { record($0.key) }),
      "sorted_by": JSONValue(state.query.order?.column),
      "descending": .bool(state.query.order?.isDescending == true),
      "filter": .string(state.filter),
      "columns": state.columnLayout.map { .array($0.order.map { .string($0) }) } ?? .null,
      "hidden": .array(state.columnLayout?.hidden.sorted().map { .string($0) } ?? []),
    ])
  }

  private static func record(_ key: [ColumnValue]) -> JSONValue {
    .array(key.map { .array([.string($0.column), JSONValue($0.value)]) })
  }

  /// The place that a record is about, not started; nil where it is not known.
  init?(record: JSONValue) {
    let table = TableName(record: record["table"])
    switch (record["screen"].text, table) {
    case ("review", _):
      self = .review(
        ReviewState(tab: record["tab"].number.flatMap(ReviewState.Tab.init) ?? .findings))
    case ("tables", _):
      self = .tables(
        TablesState(
          filter: record["filter"].text ?? "", selected: TableName(record: record["selected"])))
    case ("table", let table?):
      self = .neighbourhood(
        NeighbourhoodState(
          table: table, pane: Pane(record["pane"]), parent: record["parent"].number ?? 0,
          child: record["child"].number ?? 0,
          filter: record["filter"].text ?? ""))
    case ("row", let table?):
      guard let key = Self.key(record["key"]) else { return nil }
      var state = RowDetailState(table: table, lookup: key)
      state.focus = Pane(record["pane"])
      self = .rowDetail(state)
    case ("rows", let table?):
      guard let scope = Self.scope(record["where"]) else { return nil }
      var state = RowsState(table: table, scope: scope)
      for mark in record["marks"].elements {
        if let key = Self.key(mark) { state.marks.append(RowIdentity(table: table, key: key)) }
      }
      state.resumesAt = Self.key(record["row"]).map { RowIdentity(table: table, key: $0) }
      if let column = record["sorted_by"].text {
        state.query.order = RowOrder(
          column: column, isDescending: record["descending"] == .bool(true))
      }
      state.query.filter = record["filter"].text ?? ""
      let columns = record["columns"].elements.compactMap(\.text)
      if !columns.isEmpty {
        state.columnLayout = ColumnLayout(
          columns, hidden: Set(record["hidden"].elements.compactMap(\.text)))
      }
      self = .rows(state)
    case ("path", let table?):
      guard let end = TableName(record: record["to"]) else { return nil }
      self = .path(PathState(from: table, to: end))
    case ("preview", let table?):
      let keys = record["rows"].elements.compactMap(Self.key)
      guard !keys.isEmpty, keys.count == record["rows"].elements.count else { return nil }
      var request = DeleteRequest(
        target: .rows(table, keys.map { RowIdentity(table: table, key: $0) }))
      for (constraint, action) in record["what_if"].members {
        request.whatIf[constraint] = action.text.flatMap { RuleChange(option: $0) }
      }
      self = .preview(PreviewState(request: request))
    default: return nil
    }
  }

  private static func scope(_ record: JSONValue) -> RowScope? {
    if record.elements.isEmpty { return .all }
    return key(record).map { .equal($0) }
  }

  /// The columns and values of a key; nil where there is none.
  private static func key(_ record: JSONValue) -> [ColumnValue]? {
    let values = record.elements.compactMap { pair -> ColumnValue? in
      guard let column = pair.elements.first?.text, pair.elements.count == 2 else { return nil }
      return ColumnValue(column: column, value: pair.elements[1].text)
    }
    return values.isEmpty || values.count != record.elements.count ? nil : values
  }
}

extension Pane {
  fileprivate init(_ record: JSONValue) {
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

// Looking into documents that may be anything.
extension JSONValue {
  subscript(_ name: String) -> JSONValue { members[name] ?? .null }

  var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var number: Int? { if case .int(let number) = self { number } else { nil } }
}
