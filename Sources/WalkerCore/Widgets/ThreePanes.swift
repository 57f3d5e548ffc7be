import TerminalCanvas

/// Parents on the left, the thing itself in the middle, children on the right.
enum Pane: Int, Hashable, Sendable, CaseIterable {
  case parents, middle, children

  /// The pane a command goes to directly; nil where it does not change panes.
  func target(of command: Command) -> Pane? {
    let count = Pane.allCases.count
    return switch command {
    case .pane1, .goParents: .parents
    case .pane2: .middle
    case .pane3, .goChildren: .children
    case .nextPane: Pane(rawValue: (rawValue + 1) % count)
    case .previousPane: Pane(rawValue: (rawValue + count - 1) % count)
    default: nil
    }
  }
}

/// Where three panes are: side by side, or one at a time where the screen is narrow.
struct ThreePanes {
  /// Narrower screens show one pane.
  static let narrowest = 76
  /// Room for a title, and a sentence on a few lines.
  private static let emptyWidth = 18

  /// One row that names the panes; empty where all three show.
  let tabs: Rect
  /// What lies below all panes.
  let detail: Rect
  private let frames: [Pane: Rect]

  /// - Parameters:
  ///   - area: what there is for all of it.
  ///   - focus: the pane that shows where there is room for one.
  ///   - empty: the panes at the sides with nothing in them, which need little room.
  init(_ area: Rect, focus: Pane, empty: Set<Pane> = []) {
    func width(_ pane: Pane, _ hundredths: Int) -> Int {
      let usual = area.width * hundredths / 100
      return empty.contains(pane) ? min(usual, Self.emptyWidth) : usual
    }
    let (detail, rest) = area.splitBottom(area.height >= 16 ? 3 : area.height >= 10 ? 2 : 0)
    self.detail = detail
    guard area.width < Self.narrowest else {
      let (left, others) = rest.splitLeft(width(.parents, 28))
      let (right, middle) = others.splitRight(width(.children, 31))
      frames = [.parents: left, .middle: middle, .children: right]
      tabs = Rect(x: area.x, y: area.y, width: 0, height: 0)
      return
    }
    let (tabs, pane) = rest.splitTop(1)
    self.tabs = tabs
    frames = [focus: pane]
  }

  /// What is in a side pane, with the arrow that leads there: `← 2 PARENTS`, `1 of 4 CHILDREN →`.
  ///
  /// - Parameters:
  ///   - pane: the pane.
  ///   - count: how many there are.
  ///   - glyphs: the signs to draw with.
  ///   - shown: how many of them show; nil for all.
  /// - Returns: the title; empty for the middle.
  static func title(_ pane: Pane, _ count: Int, _ glyphs: Glyphs, shown: Int? = nil) -> String {
    let all = Numbers.grouped(count)
    let number = shown.map { "\(Numbers.grouped($0)) of \(all)" } ?? all
    let (left, right) = glyphs == .ascii ? ("<-", "->") : ("←", "→")
    return switch pane {
    case .parents: "\(left) \(number) \(count == 1 ? "PARENT" : "PARENTS")"
    case .children: "\(number) \(count == 1 ? "CHILD" : "CHILDREN") \(right)"
    case .middle: ""
    }
  }

  /// The pane with its border; empty where it does not show.
  func frame(of pane: Pane) -> Rect { frames[pane] ?? Rect(x: 0, y: 0, width: 0, height: 0) }

  /// What is inside the border, with a blank column on each side.
  func inside(_ pane: Pane) -> Rect {
    let inside = frame(of: pane).inset(by: 1)
    return Rect(x: inside.x, y: inside.y, width: inside.width, height: inside.height)
  }

  /// Draws a pane's border.
  ///
  /// The title of the pane that has the keyboard is marked, as its name in a row of names is:
  /// without colours the border does not tell.
  func drawBox(
    _ pane: Pane, _ titles: [String], trailing: String, isFocused: Bool, glyphs: Glyphs,
    on canvas: inout CellBuffer
  ) {
    let frame = frame(of: pane)
    let title = tabs.isEmpty ? titles[pane.rawValue] : ""
    canvas.box(frame, title: title, trailing: trailing, isFocused: isFocused, glyphs: glyphs)
    guard isFocused, !title.isEmpty else { return }
    let width = min(DisplayWidth.of(title), frame.width - 4)
    canvas.highlight(Rect(x: frame.x + 2, y: frame.y, width: width, height: 1), as: .inactiveCursor)
  }

  func shows(_ pane: Pane) -> Bool { frames[pane] != nil }

  /// The pane at a point, or the one whose name is there; nil where there is none.
  func pane(at point: Point, _ titles: [String]) -> Pane? {
    if let tab = PaneTabs.tab(at: point, titles, in: tabs) { return Pane(rawValue: tab) }
    return frames.first { $0.value.contains(point) }?.key
  }
}

/// A list of foreign keys, each on one to four rows, as many as there is room for.
struct EdgeList {
  /// One foreign key: what it leads to, and what is worth knowing.
  struct Item {
    var title: Line
    /// At the right end of the first row.
    var trailing: Line
    var details: [Line]
    /// Columns of the title at which lines lead down from what was opened above.
    var guides: [Int] = []
  }

  /// How many rows each item has, blank ones included.
  static func rowsPerItem(count: Int, height: Int) -> Int {
    if count * 4 - 1 <= height { return 4 }
    if count * 3 <= height { return 3 }
    return height >= 6 ? 2 : 1
  }

  /// How many items show at once.
  static func itemsShown(count: Int, height: Int) -> Int {
    max(1, height / rowsPerItem(count: count, height: height))
  }

  /// Draws the list; returns the row of the selected item.
  static func draw(
    _ items: [Item], _ cursor: ListCursor, isFocused: Bool, in area: Rect, glyphs: Glyphs,
    on canvas: inout CellBuffer
  ) -> Int? {
    let rows = rowsPerItem(count: items.count, height: area.height)
    let shown = itemsShown(count: items.count, height: area.height)
    var selectedRow: Int?
    for (number, item) in items.enumerated().dropFirst(cursor.top).prefix(shown) {
      let y = area.y + (number - cursor.top) * rows
      guard y < area.maxY else { break }
      let isSelected = number == cursor.index
      if isSelected, isFocused { canvas.draw(glyphs.cursor, x: area.x, y: y) }
      let trailing = item.trailing.width
      let room = area.width - 3 - (trailing > 0 ? trailing + 1 : 0)
      item.title.draw(x: area.x + 2, y: y, width: room, on: &canvas)
      item.trailing.draw(x: area.maxX - 1 - trailing, y: y, width: trailing, on: &canvas)
      let below = Rect(x: area.x + 3, y: y + 1, width: area.width - 3, height: rows - 1)
      for guide in item.guides {
        for y in y..<min(y + rows, area.maxY) {
          canvas.draw(String(glyphs.vertical), x: area.x + 2 + guide, y: y, role: .border)
        }
      }
      let whole = item.details.wrapped(to: below.width)
      // Where there is no room for all, a line that is cut says more than its first word; and the
      // last of four rows stays blank.
      (whole.count > min(rows - 1, 2) ? item.details : whole)
        .draw(in: below.intersection(area), on: &canvas)
      guard isSelected else { continue }
      canvas.select(row: y, in: area, isFocused: isFocused)
      selectedRow = y
    }
    return selectedRow
  }
}
