import TerminalCanvas

/// The names of panes in one row, for screens that show one pane at a time.
enum PaneTabs {
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
