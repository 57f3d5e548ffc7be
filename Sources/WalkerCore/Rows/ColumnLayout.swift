/// Which columns of a table show, and in which order.
struct ColumnLayout: Hashable, Sendable {
  private(set) var order: [String]
  private(set) var hidden: Set<String>

  /// These columns in this order, some of them hidden.
  init(_ columns: [String], hidden: Set<String> = []) {
    order = columns
    self.hidden = hidden
  }

  /// The columns to show; those that the layout does not know come last.
  func shown(of columns: [String]) -> [String] {
    let known = order.filter { columns.contains($0) && !hidden.contains($0) }
    return known + columns.filter { !order.contains($0) }
  }

  func isHidden(_ column: String) -> Bool { hidden.contains(column) }

  /// Hides a column or shows it again.
  mutating func toggle(_ column: String) {
    if hidden.remove(column) == nil { hidden.insert(column) }
  }

  mutating func showAll() { hidden = [] }

  /// Moves a column; returns whether there was room for it to move.
  mutating func move(from index: Int, by distance: Int) -> Bool {
    guard order.indices.contains(index), order.indices.contains(index + distance) else {
      return false
    }
    order.insert(order.remove(at: index), at: index + distance)
    return true
  }
}
