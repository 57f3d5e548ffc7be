import TerminalCanvas

/// Text to read at leisure, in a box of its own; some of it can be copied and saved.
struct PanelState: OverlayState {
  static let width = 84

  let title: String
  let lines: [Line]
  /// What `e` saves and `y` copies; nil where the text is only for reading.
  let document: SaveState?
  private(set) var cursor = ListCursor()

  init(title: String, lines: [Line], document: SaveState? = nil) {
    self.title = title
    self.lines = lines
    self.document = document
  }

  var hints: [KeyHints.Hint] {
    let keeping: [KeyHints.Hint] = [
      .init(key: "y", text: "copy", press: .character("y")),
      .init(key: "e", text: "save", press: .character("e")),
    ]
    return (document == nil ? [] : keeping)
      + [.escape, .init(key: "j/k", text: "scroll", press: .down)]
  }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    if let document {
      if key == .character("y"), case .text(let text) = document.contents { return .copy(text) }
      if key == .character("e") { return .show(document) }
    }
    if key == .enter || key == .escape { return .close }
    let keys = context.view.keys
    guard case .command(let command) = keys.keymap.meaning(of: [key], in: keys.place) else {
      return .stay
    }
    let width = min(Self.width, context.area.width) - 4
    let height = max(1, context.area.height - 2)
    let count = lines.wrapped(to: max(1, width)).count
    if cursor.scroll(command, count: count, height: height) {
      cursor.settle(count: count, height: height)
      return .stay
    }
    switch command {
    case .why, .open, .quit, .back, .interrupt: return .close
    // What the text tells of can be done from here.
    default: return .run(command)
    }
  }

  /// A click beside the box closes it.
  func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome {
    let area = context.area
    let width = min(Self.width, area.width)
    let count = lines.wrapped(to: max(1, width - 4)).count
    let popup = Popup(width: width, height: count + 2, in: area)
    return popup.box.contains(point) ? .stay : .close
  }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let (view, area) = (context.view, context.area)
    let width = min(Self.width, area.width)
    let wrapped = lines.wrapped(to: max(1, width - 4))
    let height = min(area.height, wrapped.count + 2)
    let hidden = wrapped.count - cursor.top - (height - 2)
    let keys = [
      hidden > 0 ? "\(view.keys[.moveDown]) more" : "", document == nil ? "" : "y copies   e saves",
      "Esc closes",
    ]
    let text = canvas.drawPopup(
      title: title, trailing: keys.filter { !$0.isEmpty }.joined(separator: "   "),
      width: width, height: height, in: area, glyphs: view.glyphs)
    wrapped.draw(in: text, from: cursor.top, on: &canvas)
    return nil
  }
}
