import TerminalCanvas

/// Where a box is that lies over a screen.
struct Popup {
  let box: Rect
  /// What is inside, with a blank column on each side.
  let text: Rect

  init(width: Int, height: Int, in area: Rect) {
    let width = min(width, area.width)
    let height = min(height, area.height)
    box = Rect(
      x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width: width,
      height: height)
    let inside = box.inset(by: 1)
    text = Rect(x: inside.x + 1, y: inside.y, width: inside.width - 2, height: inside.height)
  }
}

extension CellBuffer {
  /// Draws a message in the middle of an area: what is, and after the last blank line what to do,
  /// which is still there where there is too little room for all.
  mutating func drawMessage(_ lines: [Line], in area: Rect) {
    let width = min(72, max(0, area.width - 4))
    var wrapped = lines.wrapped(to: width)
    if wrapped.count > area.height {
      let blank = lines.lastIndex(of: .blank) ?? lines.count
      let end = Array(lines.dropFirst(blank + 1))
        .wrapped(to: width, most: area.height / 2, ellipsis: ellipsis)
      let start = lines.prefix(blank).filter { $0 != .blank }
      wrapped =
        start.wrapped(to: width, most: max(0, area.height - end.count), ellipsis: ellipsis) + end
    }
    let widest = wrapped.map(\.width).max() ?? 0
    let x = area.x + max(0, (area.width - min(widest, width)) / 2)
    let y = area.y + max(0, (area.height - wrapped.count) / 3)
    let height = area.maxY - y
    wrapped.draw(in: Rect(x: x, y: y, width: area.maxX - x, height: height), on: &self)
  }

  /// Draws a box with scrolling text over everything; returns the text's area.
  mutating func drawPopup(
    title: String, trailing: String, width: Int, height: Int, in area: Rect, glyphs: Glyphs
  ) -> Rect {
    let popup = Popup(width: width, height: height, in: area)
    let box = popup.box
    fill(box)
    highlight(box, as: .none)
    self.box(
      box, title: title, trailing: Self.fitting(trailing, box.width - 4),
      isFocused: true, glyphs: glyphs)
    return popup.text
  }

  /// The last parts of a text, each after three blanks, as many as fit; at least the last one.
  private static func fitting(_ text: String, _ width: Int) -> String {
    var parts = text.split(separator: "   ")[...]
    while parts.count > 1, DisplayWidth.of(parts.joined(separator: "   ")) > width {
      parts = parts.dropFirst()
    }
    return parts.joined(separator: "   ")
  }

  /// Marks a line as the selected one, in a pane that has the keyboard or has not.
  mutating func select(row y: Int, in area: Rect, isFocused: Bool = true) {
    let row = Rect(x: area.x, y: y, width: area.width, height: 1)
    highlight(row, as: isFocused ? .cursor : .inactiveCursor)
  }
}
