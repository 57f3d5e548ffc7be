import DeletePlanning
import OrderedCollections
import SchemaModel
import TerminalCanvas

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
  /// The last rows at hand, shown while others are being loaded in their place.
  var previous: RowWindow?
  var landing = Landing.first
  var earlier: RequestID?
  var later: RequestID?
  var cursor = ListCursor()
  /// The selected column, counted as they are shown.
  var column = 0
  /// The first column that shows beside the key columns.
  var firstColumn = 0
  var marks: OrderedSet<RowIdentity> = []
  /// Where a range being marked began.
  var anchor: RowIdentity?
  /// The row to begin at, where an earlier session left it.
  var resumesAt: RowIdentity?
  /// As typed; empty shows all rows.
  var filter = ""
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

  /// The rows to show: those asked for, or the last ones until these arrive.
  var shown: RowWindow? { window.value ?? previous }
  var rows: [Row] { shown?.rows ?? [] }
  var selectedRow: Row? { rows.indices.contains(cursor.index) ? rows[cursor.index] : nil }

  /// Columns as they are shown, key columns first, as places in ``RowWindow/columns``.
  func columnOrder(_ graph: SchemaGraph) -> (order: [Int], keys: Int) {
    guard let shown else { return ([], 0) }
    let names = graph.table(table)?.rowKey?.columns ?? []
    let keys = names.compactMap { name in shown.columns.firstIndex { $0 == name } }
    return (keys + shown.columns.indices.filter { !keys.contains($0) }, keys.count)
  }

  /// The name of the selected column; nil while there are no rows.
  func selectedColumn(_ graph: SchemaGraph) -> Int? {
    let order = columnOrder(graph).order
    return order.indices.contains(column) ? order[column] : nil
  }

  /// What deleting means here: the marked rows, or the one under the cursor.
  var targets: [RowIdentity] {
    marks.isEmpty ? selectedRow.map { [$0.identity] } ?? [] : Array(marks)
  }
}
