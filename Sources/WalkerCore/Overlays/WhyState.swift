import TerminalCanvas

/// What a line means, in a box of its own.
struct WhyState: Hashable, Sendable {
  static let width = 78

  let lines: [Line]
  private(set) var cursor = ListCursor()

  init(lines: [Line]) { self.lines = lines }

  mutating func handle(_ key: KeyPress, _ body: Size) -> Overlay.Outcome {
    guard case .command(let command) = Keymap.meaning(of: [key], in: .tables) else { return .stay }
    let width = min(Self.width, body.columns) - 4
    let height = max(1, body.rows - 2)
    let count = lines.wrapped(to: max(1, width)).count
    if cursor.scroll(command, count: count, height: height) {
      cursor.settle(count: count, height: height)
      return .stay
    }
    switch command {
    case .escape, .why, .open, .quit, .back, .interrupt: return .close
    default: return .stay
    }
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    let width = min(Self.width, area.width)
    let wrapped = lines.wrapped(to: max(1, width - 4))
    let height = min(area.height, wrapped.count + 2)
    let hidden = wrapped.count - cursor.top - (height - 2)
    let text = canvas.drawPopup(
      title: "why", trailing: hidden > 0 ? "j more   Esc closes" : "Esc closes", width: width,
      height: height, in: area, glyphs: view.glyphs)
    wrapped.draw(in: text, from: cursor.top, on: &canvas)
  }
}
