import TerminalCanvas

extension CellBuffer {
  /// Draws the lines of a list that show around its cursor, and the cursor.
  ///
  /// - Parameters:
  ///   - count: lines in the list.
  ///   - cursor: the selected line; it need not be settled.
  ///   - view: whether the list is in front, and what the cursor looks like.
  ///   - area: where the list shows; its first column is for the cursor.
  ///   - drawLine: draws one line, counted from 0, into its row of the area.
  /// - Returns: the place of the cursor; nil where there is no line, or no room for one.
  @discardableResult
  mutating func drawList(
    of count: Int, _ cursor: ListCursor, _ view: ViewContext, in area: Rect,
    drawLine: (_ number: Int, _ row: Rect, _ canvas: inout CellBuffer) -> Void
  ) -> Point? {
    var cursor = cursor
    cursor.settle(count: count, height: area.height)
    var place: Point?
    for number in cursor.top..<min(count, cursor.top + area.height) {
      let y = area.y + number - cursor.top
      drawLine(number, Rect(x: area.x, y: y, width: area.width, height: 1), &self)
      guard number == cursor.index else { continue }
      draw(view.glyphs.cursor, x: area.x, y: y)
      select(row: y, in: area, isFocused: view.isInFront)
      place = Point(x: area.x, y: y)
    }
    return place
  }
}
