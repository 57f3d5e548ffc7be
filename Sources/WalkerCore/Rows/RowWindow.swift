import SchemaModel

/// The consecutive rows of a table that are held at the moment, with room to grow both ways.
struct RowWindow: Hashable, Sendable {
  /// Rows beyond this many are let go at the far end.
  static let limit = 2000
  /// No column is drawn wider than this.
  static let widestColumn = 60

  private(set) var columns: [String]
  private(set) var rows: [Row]
  private(set) var hasEarlier: Bool
  private(set) var hasLater: Bool
  /// The place of the first row among all rows, from 1; nil where that is not known.
  private(set) var firstNumber: Int?
  /// The widest value of each column so far, in columns of the terminal.
  private(set) var widths: [Int]
  private let types: [String?]

  /// Holds one page.
  ///
  /// - Parameters:
  ///   - page: the rows.
  ///   - table: what their columns are; nil where that is not known.
  init(_ page: RowPage, of table: Table? = nil) {
    types = page.columns.map { table?.column(named: $0)?.type }
    columns = page.columns
    rows = page.rows
    hasEarlier = page.hasEarlier
    hasLater = page.hasLater
    firstNumber = page.hasEarlier ? nil : 1
    widths = Array(repeating: 0, count: page.columns.count)
    widen(page.rows)
  }

  /// Adds rows at the end; returns how many went away at the start.
  mutating func append(_ page: RowPage) -> Int {
    rows += page.rows
    hasLater = page.hasLater
    widen(page.rows)
    let excess = max(0, rows.count - Self.limit)
    guard excess > 0 else { return 0 }
    rows.removeFirst(excess)
    hasEarlier = true
    firstNumber = firstNumber.map { $0 + excess }
    return excess
  }

  /// Adds rows at the start; returns how many.
  mutating func prepend(_ page: RowPage) -> Int {
    rows = page.rows + rows
    hasEarlier = page.hasEarlier
    firstNumber = page.hasEarlier ? firstNumber.map { $0 - page.rows.count } : 1
    widen(page.rows)
    if rows.count > Self.limit {
      rows.removeLast(rows.count - Self.limit)
      hasLater = true
    }
    return page.rows.count
  }

  private mutating func widen(_ rows: [Row]) {
    for row in rows {
      for (column, value) in row.values.enumerated() where column < widths.count {
        guard widths[column] < Self.widestColumn else { continue }
        let width = CellText(value, type: types[column]).width
        widths[column] = min(Self.widestColumn, max(widths[column], width))
      }
    }
  }
}
