import TerminalCanvas

/// The names of panes in one row, for screens that show one pane at a time.
enum PaneTabs {
  /// The name at a point; nil where there is none.
  static func tab(at point: Point, _ titles: [String], in area: Rect) -> Int? {
    guard area.contains(point) else { return nil }
    var end = area.x
    return titles.firstIndex { title in
      end += DisplayWidth.of(title) + 3
      return point.x < end
    }
  }

  static func draw(
    _ titles: [String], selected: Int, in area: Rect, on canvas: inout CellBuffer
  ) {
    guard !area.isEmpty else { return }
    var x = area.x
    for (number, title) in titles.enumerated() {
      let isSelected = number == selected
      let room = area.maxX - x
      guard room > 0 else { break }
      let used = canvas.draw(
        " \(title) ", x: x, y: area.y, width: room, role: isSelected ? .title : .muted)
      if isSelected {
        canvas.highlight(Rect(x: x, y: area.y, width: used, height: 1), as: .inactiveCursor)
      }
      x += used + 1
    }
  }
}
