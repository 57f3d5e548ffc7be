import SchemaModel
import TerminalCanvas

/// The row that the cursor rests on, and how many rows reference it.
struct RestingRow: Hashable, Sendable {
  let row: RowIdentity
  var counts = ChildCounts()
  /// Whether the counts were asked for.
  var isCounted = false
}

// Counting child rows before anyone opens them: once the cursor rests, so that walking through rows
// asks nothing.
extension RowsState {
  func awaitsRest(_ graph: SchemaGraph) -> Bool {
    guard window.value != nil, let row = selectedRow, !graph.referencesTo(table).isEmpty else {
      return false
    }
    return resting?.row != row.identity || resting?.isCounted != true
  }

  mutating func rest(_ turn: inout Turn) {
    guard awaitsRest(turn.graph), let row = selectedRow else { return }
    guard resting?.row == row.identity else { return settleOn(row, &turn) }
    guard let shown else { return }
    resting?.isCounted = true
    resting?.counts.askWhereCheap(
      turn.graph.children(of: table), of: RowData(columns: shown.columns, row: row), &turn)
  }

  /// Counts all that references the selected row, to the end.
  mutating func countExactly(_ turn: inout Turn) {
    guard let row = selectedRow, let shown else { return }
    if resting?.row != row.identity { settleOn(row, &turn) }
    resting?.isCounted = true
    resting?.counts.askExactly(
      turn.graph.children(of: table), of: RowData(columns: shown.columns, row: row), &turn)
  }

  private mutating func settleOn(_ row: Row, _ turn: inout Turn) {
    resting?.counts.cancel(&turn)
    resting = RestingRow(row: row.identity)
  }

  /// What is known of the selected row's children; nil while nothing is.
  func childSummary(_ view: ViewContext) -> [Line]? {
    guard let resting, resting.row == selectedRow?.identity else { return nil }
    let keys = view.graph.children(of: table)
    guard let known = resting.counts.summary(keys, view.glyphs) else { return nil }
    let others = keys.count { resting.counts[$0] == .idle }
    let more = "counts \(Numbers.plural(others, "other", "others")) too"
    return [known] + (others > 0 ? [.hint(view.keys[.count], more)] : [])
  }
}
