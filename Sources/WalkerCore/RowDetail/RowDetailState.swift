import SchemaModel
import TerminalCanvas

/// The columns and values of one row.
struct RowData: Hashable, Sendable {
  var columns: [String]
  var row: Row

  /// The value in a column, or nil where it is NULL or there is no such column.
  func value(_ column: String) -> String? {
    guard let at = columns.firstIndex(of: column), row.values.indices.contains(at) else {
      return nil
    }
    return row.values[at]
  }

  /// What the parent row by this key has in its columns; nil where a NULL means there is none.
  func lookupOfParent(_ key: ForeignKey) -> [ColumnValue]? {
    pairs(from: key.referencingColumns, to: key.referencedColumns)
  }

  /// What child rows by this key have in their columns; nil where a NULL means there are none.
  func lookupOfChildren(_ key: ForeignKey) -> [ColumnValue]? {
    pairs(from: key.referencedColumns, to: key.referencingColumns)
  }

  private func pairs(from own: [String], to other: [String]) -> [ColumnValue]? {
    let values = own.compactMap(value)
    guard values.count == own.count, own.count == other.count else { return nil }
    return zip(other, values).map { ColumnValue(column: $0, value: $1) }
  }
}

/// One row, whole, between its parent rows and the tables whose rows reference it.
struct RowDetailState: PlaceState {
  let table: TableName
  /// What the row has in some columns that tell it apart.
  let lookup: [ColumnValue]
  var data: Loadable<RowData> = .idle
  /// More of the values, asked for to show one of them.
  var more: More?
  var counts = ChildCounts()
  /// The foreign key that the cursor rests on among the children.
  var resting: UInt32?
  var focus = Pane.middle
  var parents = ListCursor()
  var children = ListCursor()
  var values = ListCursor()

  /// A row that has to be read.
  init(table: TableName, lookup: [ColumnValue]) {
    self.table = table
    self.lookup = lookup
  }

  /// A row that is at hand.
  init(columns: [String], row: Row) {
    table = row.identity.table
    lookup = row.identity.key
    data = .loaded(RowData(columns: columns, row: row))
  }

  /// A request for more of the values that were cut off.
  struct More: Hashable, Sendable {
    /// As much of a value as is ever read, in characters.
    static let limit = 262_144

    var request: RequestID
    var column: Int
  }

  var kind: PlaceKind { .rowDetail }
  var columnsOf: TableName? { table }
  var crumbs: [String] { [Summaries.name(table), label] }

  /// `id=42`.
  var label: String {
    let identity = data.value?.row.identity ?? RowIdentity(table: table, key: lookup)
    return SafeText.display(identity.description)
  }

  /// The foreign key under the cursor; nil in the middle and in an empty list.
  func selectedKey(_ graph: SchemaGraph) -> ForeignKey? {
    let (keys, cursor) =
      switch focus {
      case .parents: (graph.referencesOf(table), parents)
      case .children: (graph.children(of: table), children)
      case .middle: ([ForeignKey](), values)
      }
    return keys.indices.contains(cursor.index) ? keys[cursor.index] : nil
  }

  /// The panes; one at the side with nothing in it leaves its room to the values.
  func panes(in area: Rect, _ graph: SchemaGraph) -> ThreePanes {
    var empty: Set<Pane> = []
    if graph.referencesOf(table).isEmpty { empty.insert(.parents) }
    if graph.referencesTo(table).isEmpty { empty.insert(.children) }
    return ThreePanes(area, focus: focus, empty: empty)
  }

  /// The values as lines for the middle pane.
  func valueText(_ graph: SchemaGraph, _ panes: ThreePanes, _ keys: Keys) -> ValueText? {
    let inside = panes.inside(.middle)
    return data.value.map {
      ValueText(
        $0, table: graph.table(table), graph: graph,
        size: Size(columns: inside.width - 1, rows: inside.height), openKey: keys[.open])
    }
  }
}

// As a session keeps it.
extension RowDetailState {
  var record: [String: JSONValue]? {
    ["table": table.record, "key": lookup.record, "pane": .int(focus.rawValue)]
  }

  init?(record: JSONValue) {
    guard let table = TableName(record: record["table"]),
      let key = [ColumnValue](record: record["key"])
    else { return nil }
    self.init(table: table, lookup: key)
    focus = Pane(record: record["pane"])
  }
}
