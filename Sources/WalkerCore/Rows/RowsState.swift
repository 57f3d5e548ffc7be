import DeletePlanning
import OrderedCollections
import SchemaModel
import TerminalCanvas

/// What a person narrows and sorts rows by.
struct RowsQuery: Hashable, Sendable {
  /// As typed; empty shows all rows.
  var filter = ""
  /// Nil sorts by the key.
  var order: RowOrder?
}

/// The rows of a table: those at hand, the cursor, marks and filter.
struct RowsState: PlaceState {
  /// Where the cursor goes when rows arrive that replace those at hand.
  enum Landing: Hashable, Sendable {
    case first, last
    case row(RowIdentity, orIndex: Int)
  }

  let table: TableName
  let scope: RowScope
  var window: Loadable<RowWindow> = .idle
  var query = RowsQuery()
  /// The last rows at hand, shown while others are being loaded in their place, and what they were
  /// narrowed and sorted by.
  var previous: RowWindow?
  var previousQuery = RowsQuery()
  var landing = Landing.first
  var earlier: RequestID?
  var later: RequestID?
  /// The search for the rows between the start of a range and the cursor.
  var ranging: RangeSearch?
  var cursor = ListCursor()
  /// The selected column, counted as they are shown.
  var column = 0
  /// The first column that shows beside the key columns.
  var firstColumn = 0
  var marks: OrderedSet<RowIdentity> = []
  /// The row last selected before other rows were asked for by another filter.
  var leftRow: Row?
  /// Where a range being marked began.
  var anchor: RangeAnchor?
  /// Which columns show, in which order; nil shows all as the table has them.
  var columnLayout: ColumnLayout?
  /// The row to begin at, where an earlier session left it.
  var resumesAt: RowIdentity?
  /// Where the cursor rests.
  var resting: RestingRow?
  var field: TextField?

  init(table: TableName, scope: RowScope = .all) {
    self.table = table
    self.scope = scope
  }

  var kind: PlaceKind { .rows }
  var columnsOf: TableName? { table }
  var editing: TextField? { field }
  var crumbs: [String] {
    [Summaries.name(table), SafeText.display(scope.crumb)]
  }

  var filter: String { query.filter }

  /// The rows to show: those asked for, or the last ones until these arrive.
  var shown: RowWindow? {
    if case .failed = window { return nil }
    return window.value ?? previous
  }
  /// What the rows that show are narrowed and sorted by.
  var shownQuery: RowsQuery { window.value == nil && previous != nil ? previousQuery : query }
  var rows: [Row] { shown?.rows ?? [] }
  var selectedRow: Row? { rows.indices.contains(cursor.index) ? rows[cursor.index] : nil }

  /// Columns as they are shown, key columns first, as places in ``RowWindow/columns``.
  func columnOrder(_ graph: SchemaGraph) -> (order: [Int], keys: Int) {
    guard let shown else { return ([], 0) }
    let names = graph.table(table)?.rowKey?.columns ?? []
    let keys = names.compactMap { name in shown.columns.firstIndex(of: name) }
    let others = (columnLayout?.shown(of: shown.columns) ?? shown.columns)
      .compactMap { name in shown.columns.firstIndex(of: name) }
    return (keys + others.filter { !keys.contains($0) }, keys.count)
  }

  /// The place of the selected column in ``RowWindow/columns``; nil while there are no rows.
  func selectedColumn(_ graph: SchemaGraph) -> Int? {
    let order = columnOrder(graph).order
    return order.indices.contains(column) ? order[column] : nil
  }

  /// What deleting means here: the marked rows, or the one under the cursor.
  var targets: [RowIdentity] {
    marks.isEmpty ? selectedRow.map { [$0.identity] } ?? [] : Array(marks)
  }
}
