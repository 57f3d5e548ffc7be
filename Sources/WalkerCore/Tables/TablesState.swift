import SchemaModel
import TerminalCanvas

/// The list of tables: what is selected, how it is narrowed and sorted.
struct TablesState: PlaceState {
  /// What the list is sorted by.
  enum Order: Hashable, Sendable, CaseIterable {
    case name, rows, parents, children
  }

  private(set) var cursor = ListCursor()
  private(set) var filter: ListFilter
  private(set) var order = Order.name
  /// The tables that show, in order.
  private(set) var visible: [TableName] = []
  /// How wide the widest name of all tables is, and the widest kind: 0 where all are ordinary.
  private(set) var nameWidth = 0
  private(set) var kindWidth = 0
  /// The table that was selected last, for when it shows again.
  private var lastSelected: TableName?

  var kind: PlaceKind { .tables }
  var crumbs: [String] { ["tables"] }
  var editing: TextField? { filter.field }
  var selected: TableName? {
    visible.indices.contains(cursor.index) ? visible[cursor.index] : nil
  }

  init(filter: String = "") { self.filter = ListFilter(filter) }
}

// As a session keeps it.
extension TablesState {
  var record: [String: JSONValue]? {
    ["filter": .string(filter.text), "selected": selected?.record ?? .null]
  }

  init(record: JSONValue) {
    self.init(filter: record["filter"].text ?? "")
    // The one table that shows is the one the cursor is on, and stays so when the list is made.
    visible = TableName(record: record["selected"]).map { [$0] } ?? []
  }
}

extension TablesState {
  mutating func start(_ turn: inout Turn) { catalogChanged(&turn) }

  mutating func catalogChanged(_ turn: inout Turn) {
    let tables = turn.graph.tables
    nameWidth = tables.map { DisplayWidth.of(Summaries.name($0.name)) }.max() ?? 0
    kindWidth = tables.map { DisplayWidth.of(Summaries.kind($0)) }.max() ?? 0
    refill(turn.graph)
  }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    let height = TablesLayout(Rect(turn.body)).list.height
    if cursor.move(command, count: visible.count, height: height) { return true }
    switch command {
    case .open, .right:
      if let selected { turn.open(NeighbourhoodState(table: selected)) }
    case .filter: filter.open()
    case .escape:
      guard filter.clear() else { return false }
      refill(turn.graph)
    case .sort:
      let orders = Order.allCases
      order = orders[((orders.firstIndex(of: order) ?? 0) + 1) % orders.count]
      let isAtTop = cursor.index == 0
      refill(turn.graph)
      // Who has not chosen a table yet wants to see the first ones.
      if isAtTop { cursor.index = 0 }
    case .copy: if let selected { turn.copy(selected.readableSQL) }
    case .previewDelete:
      if let selected { turn.open(RowsState(table: selected)) }
    default: return false
    }
    return true
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    switch command {
    case .open, .filter, .sort, .goToTable:
      view.graph.tables.isEmpty ? "there are no tables" : nil
    default: nil
    }
  }

  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {
    switch edit {
    case .up, .down:
      _ = cursor.move(edit == .up ? .moveUp : .moveDown, count: visible.count, height: 1)
    default:
      if filter.edit(edit) { refill(turn.graph) }
    }
  }

  mutating func settle(_ turn: Turn) {
    let height = TablesLayout(Rect(turn.body)).list.height
    cursor.settle(count: visible.count, height: height)
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    cursor.click(point, in: TablesLayout(Rect(turn.body)).list, count: visible.count)
  }

  /// Makes the list anew; the cursor stays on its table where that still shows.
  private mutating func refill(_ graph: SchemaGraph) {
    lastSelected = selected ?? lastSelected
    let words = filter.words
    let tables = graph.shownTables.filter { words.matches($0.name.displayName) }
    visible = sorted(tables, graph).map(\.name)
    cursor.index = visible.firstIndex { $0 == lastSelected } ?? 0
  }

  private func sorted(_ tables: [Table], _ graph: SchemaGraph) -> [Table] {
    func byNumber(_ number: (Table) -> Int64) -> [Table] {
      tables.enumerated().map { (table: $1, number: number($1), place: $0) }
        .sorted { ($1.number, $0.place) < ($0.number, $1.place) }.map(\.table)
    }
    return switch order {
    case .name: tables
    case .rows: byNumber { $0.estimatedRows ?? -1 }
    case .parents: byNumber { Int64(graph.referencesOf($0.name).count) }
    case .children: byNumber { Int64(graph.referencesTo($0.name).count) }
    }
  }
}

extension SchemaGraph {
  /// The tables as lists show them, in the order of the names that people read: first those of the
  /// schema `public`, which is not named, then schema by schema.
  var shownTables: [Table] {
    tables.filter { $0.name.schema == "public" } + tables.filter { $0.name.schema != "public" }
  }
}
