import SchemaModel
import TerminalCanvas

/// Where the parts of the rows screen are.
struct RowsLayout {
  let box: Rect
  let header: Rect
  let rule: Rect
  let list: Rect
  /// The selected value whole; empty on low screens.
  let detail: Rect

  /// - Parameters:
  ///   - area: all there is.
  ///   - isTyping: whether a filter is being typed, about which there is something to say.
  init(_ area: Rect, isTyping: Bool = false) {
    let lines = area.height >= 12 ? 2 : area.height >= 7 || isTyping ? 1 : 0
    let (detail, box) = area.splitBottom(lines)
    let (header, rest) = box.inset(by: 1).splitTop(1)
    let (rule, list) = rest.splitTop(rest.height >= 5 ? 1 : 0)
    self.box = box
    self.header = header
    self.rule = rule
    self.list = list
    self.detail = detail
  }
}

/// The columns of rows that fit beside one another.
struct RowsGrid {
  struct Column {
    /// Its place among the columns as they are shown.
    var number: Int
    /// Its place in ``RowWindow/columns``.
    var source: Int
    var label: String
    var role: Role
    var isNumeric: Bool
    /// As wide as it is where it would say something else if it were cut off: a number, a time.
    var least = 0
    var x: Int
    var width: Int
  }

  /// Columns left of the first value, for cursor and mark.
  static let gutter = 4
  static let separatorWidth = 3

  private(set) var columns: [Column] = []
  /// Whether columns are out of sight on the right.
  private(set) var isCut = false
  private let lastIsWhole: Bool

  /// Lays out the key columns and, beside them, the others from `first` on.
  init(_ all: [Column], keys: Int, first: Int, in area: Rect) {
    let natural = all.reduce(0) { $0 + $1.width + Self.separatorWidth }
    let cap = natural <= area.width - Self.gutter ? RowWindow.widestColumn : 24
    // The key leaves half of the room to what stands beside it.
    let keyRoom = all.count > keys ? (area.width - Self.gutter) / 2 : area.width
    var keyCap = cap
    while keyCap > 6,
      all[..<min(keys, all.count)].reduce(0, { $0 + min($1.width, keyCap) + Self.separatorWidth })
        > keyRoom
    { keyCap -= 1 }
    var x = area.x + Self.gutter
    var lastIsWhole = true
    for column in all[..<min(keys, all.count)] + all.dropFirst(max(keys, first)) {
      let room = area.maxX - x - 1
      guard room >= min(column.width, 6), room > 0 else {
        isCut = true
        break
      }
      let most = min(column.width, column.number < keys ? keyCap : max(cap, column.least))
      var placed = column
      placed.x = x
      placed.width = min(most, room)
      lastIsWhole = placed.width == most
      columns.append(placed)
      x += placed.width + Self.separatorWidth
    }
    self.lastIsWhole = lastIsWhole
    if lastIsWhole { widenCut(all, to: area.maxX - 1) }
  }

  /// Gives the room that is left over to the first column that was cut.
  private mutating func widenCut(_ all: [Column], to end: Int) {
    guard let last = columns.last,
      let cut = columns.indices.first(where: { columns[$0].width < all[columns[$0].number].width })
    else { return }
    let room = end - last.x - last.width
    let more = min(room, all[columns[cut].number].width - columns[cut].width)
    guard more > 0 else { return }
    columns[cut].width += more
    for later in columns.indices where later > cut { columns[later].x += more }
  }

  /// Whether a column shows at its full width, or fills the screen.
  func shows(_ number: Int) -> Bool {
    guard let at = columns.firstIndex(where: { $0.number == number }) else { return false }
    return at + 1 < columns.count || lastIsWhole || columns.count == 1
  }
}

extension RowsState {
  /// The grid as the screen shows it.
  func grid(_ graph: SchemaGraph, _ layout: RowsLayout, _ glyphs: Glyphs) -> RowsGrid {
    guard let shown else { return RowsGrid([], keys: 0, first: 0, in: layout.list) }
    let (order, keys) = columnOrder(graph)
    let description = graph.table(table)
    let references = Set(graph.referencesOf(table).flatMap(\.referencingColumns))
    let columns = order.enumerated().map { number, source in
      let name = shown.columns[source]
      let isKey = number < keys
      let isReference = references.contains(name)
      let mark = isKey ? "PK " : isReference ? "FK " : ""
      let label = mark + SafeText.display(name) + sortMark(name, glyphs)
      let column = description?.column(named: name)
      let isNumeric = Summaries.isNumeric(column)
      let isWhole = isNumeric || column?.type.hasPrefix("time") == true
      return RowsGrid.Column(
        number: number, source: source, label: label,
        role: isKey ? .keyPrimary : isReference ? .keyForeign : .muted, isNumeric: isNumeric,
        least: isWhole ? min(40, shown.widths[source]) : 0,
        x: 0, width: max(1, DisplayWidth.of(label), shown.widths[source]))
    }
    return RowsGrid(columns, keys: keys, first: firstColumn, in: layout.list)
  }

  private func sortMark(_ column: String, _ glyphs: Glyphs) -> String {
    guard let order = shownQuery.order, order.column == column else { return "" }
    return " " + (order.isDescending ? glyphs.descending : glyphs.ascending)
  }
}
