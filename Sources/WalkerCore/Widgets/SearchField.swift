import TerminalCanvas

// A text field that a list below it is searched with.
extension TextField {
  /// Edits the text; up and down move in what was found, and another text begins at its top.
  mutating func search(_ edit: Edit, _ cursor: inout ListCursor, count: Int) {
    switch edit {
    case .up: _ = cursor.move(.moveUp, count: count, height: 1)
    case .down: _ = cursor.move(.moveDown, count: count, height: 1)
    default: if apply(edit) { cursor.index = 0 }
    }
  }

  /// Draws it into the first row of an area.
  ///
  /// - Parameters:
  ///   - area: the whole of the search and what it found.
  ///   - room: columns to leave free at the end of the row.
  ///   - canvas: what to draw on.
  /// - Returns: the place of the cursor.
  func drawSearch(in area: Rect, leaving room: Int = 0, on canvas: inout CellBuffer) -> Point {
    let used = canvas.draw("search: ", x: area.x, y: area.y, width: area.width, role: .muted)
    return draw(x: area.x + used, y: area.y, width: area.width - used - room, on: &canvas)
  }
}
