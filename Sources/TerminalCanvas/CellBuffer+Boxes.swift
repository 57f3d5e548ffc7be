extension CellBuffer {
  /// Draws a frame inside the edge of `rect`: `┌ title ───┐`, and `└─── trailing ┘` below.
  ///
  /// What lies inside the frame stays as it is.
  ///
  /// - Parameters:
  ///   - rect: The frame's outer edge; nothing is drawn when a side has fewer than two cells.
  ///   - title: Shown in the top edge, at the left.
  ///   - trailing: Shown in the bottom edge, at the right.
  ///   - isFocused: Whether the keyboard acts inside this frame.
  ///   - glyphs: What lines are made of.
  package mutating func box(
    _ rect: Rect, title: String = "", trailing: String = "", isFocused: Bool = false,
    glyphs: Glyphs
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let role: Role = isFocused ? .borderFocus : .border
    let bottom = rect.maxY - 1
    edge(rect, y: rect.y, left: glyphs.topLeft, right: glyphs.topRight, glyphs, role)
    edge(rect, y: bottom, left: glyphs.bottomLeft, right: glyphs.bottomRight, glyphs, role)
    for x in [rect.x, rect.maxX - 1] {
      let side = Rect(x: x, y: rect.y + 1, width: 1, height: rect.height - 2)
      fill(side, with: glyphs.vertical, role: role)
    }
    // A corner and, beside a text, one blank on each side of it.
    let room = rect.width - 4
    guard room > 0 else { return }
    if !title.isEmpty { drawLabel(title, x: rect.x + 1, y: rect.y, room: room, role: .title) }
    if !trailing.isEmpty {
      let used = min(room, DisplayWidth.of(trailing))
      drawLabel(trailing, x: rect.maxX - 3 - used, y: bottom, room: used, role: .muted)
    }
  }

  /// Draws a line over the whole width of row `y`.
  package mutating func horizontalLine(y: Int, glyphs: Glyphs) {
    let row = Rect(x: 0, y: y, width: size.columns, height: 1)
    fill(row, with: glyphs.horizontal, role: .border)
  }

  private mutating func edge(
    _ rect: Rect, y: Int, left: Character, right: Character, _ glyphs: Glyphs, _ role: Role
  ) {
    let row = Rect(x: rect.x, y: y, width: rect.width, height: 1)
    fill(row, with: glyphs.horizontal, role: role)
    draw(String(left), x: rect.x, y: y, role: role)
    draw(String(right), x: rect.maxX - 1, y: y, role: role)
  }

  /// Draws a text with a blank before and after it into a frame's edge.
  private mutating func drawLabel(_ text: String, x: Int, y: Int, room: Int, role: Role) {
    let used = draw(text, x: x + 1, y: y, width: room, role: role)
    for blank in [x, x + 1 + used] { draw(" ", x: blank, y: y, role: role) }
  }
}
