import TerminalCanvas

/// The selected line of a list and the part of the list that shows.
struct ListCursor: Hashable, Sendable {
  var index = 0
  /// The first line that shows.
  private(set) var top = 0

  /// Where a movement command leads; nil where the command does not move.
  mutating func move(_ command: Command, count: Int, height: Int) -> Bool {
    let page = max(1, height - 1)
    switch command {
    case .moveUp: index -= 1
    case .moveDown: index += 1
    case .pageUp: index -= page
    case .pageDown: index += page
    case .halfPageUp: index -= max(1, page / 2)
    case .halfPageDown: index += max(1, page / 2)
    case .first: index = 0
    case .last: index = count - 1
    default: return false
    }
    index = min(max(0, index), max(0, count - 1))
    return true
  }

  /// Brings the cursor into the list and the part that shows around the cursor.
  ///
  /// - Parameters:
  ///   - count: Lines in the list.
  ///   - height: Lines that fit on the screen.
  mutating func settle(count: Int, height: Int) {
    let height = max(1, height)
    index = min(max(0, index), max(0, count - 1))
    top = min(max(top, index - height + 1), index)
    top = min(top, max(0, count - height))
  }

  /// Scrolls so that some lines after the selected one show too, as far as there is room.
  mutating func reveal(_ lines: Int, height: Int) {
    top = max(top, min(index, index + lines + 1 - max(1, height)))
  }

  /// Shows what was added above the list as scrolled away, so that nothing on the screen moves.
  mutating func shift(by lines: Int) {
    index += lines
    top += lines
  }

  /// Selects the line at a point, where there is one.
  ///
  /// - Parameters:
  ///   - point: where the mouse was clicked.
  ///   - area: where the list shows.
  ///   - count: lines in the list.
  ///   - rows: the rows of the screen that each line has.
  /// - Returns: whether that line was selected before.
  mutating func click(_ point: Point, in area: Rect, count: Int, rows: Int = 1) -> Bool {
    let clicked = top + (point.y - area.y) / max(1, rows)
    guard area.contains(point), clicked < count else { return false }
    defer { index = clicked }
    return index == clicked
  }

  /// The same in a list whose cursor is only settled when it is drawn.
  mutating func clickSettled(_ point: Point, in area: Rect, count: Int) -> Bool {
    settle(count: count, height: area.height)
    return click(point, in: area, count: count)
  }

  /// Scrolls without a selected line, for text.
  mutating func scroll(_ command: Command, count: Int, height: Int) -> Bool {
    index =
      command == .moveUp || command == .pageUp || command == .halfPageUp
      ? top : min(top + max(1, height) - 1, max(0, count - 1))
    return move(command, count: count, height: height)
  }
}
