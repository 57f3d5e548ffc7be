import TerminalCanvas

/// Asks where to write something, and again before writing over something.
struct SaveState: OverlayState {
  let contents: Document
  /// What is written, for people: `the report`.
  let what: String
  private(set) var field: TextField
  /// Why it could not be written; then only writing over it helps.
  var conflict: String?

  init(path: String, contents: Document, what: String) {
    field = TextField(path)
    self.contents = contents
    self.what = what
  }

  var hints: [KeyHints.Hint] {
    conflict == nil
      ? [
        .enter("write"), .escape, .init(key: "Ctrl-U", text: "clear", press: .control("u")),
      ]
      : [
        .init(key: "y", text: "write over it", press: .character("y")), .enter("another name"),
        .escape,
      ]
  }
  var scrolls: Bool { false }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    if key == .control("c") { return .close }
    if conflict != nil {
      switch key {
      case .character("y"):
        return .write(path: field.text, contents: contents, overwrite: true)
      case .escape: return .close
      default:
        conflict = nil
        if key == .enter { return .stay }
      }
    }
    guard let edit = TextField.edit(for: key) else { return .stay }
    switch edit {
    case .abandon: return .close
    case .accept:
      guard !field.text.isEmpty else { return .stay }
      return .write(path: field.text, contents: contents, overwrite: false)
    default: field.apply(edit)
    }
    return .stay
  }

  mutating func paste(_ text: String, _ context: OverlayContext) { field.apply(.insert(text)) }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let (view, area) = (context.view, context.area)
    let width = min(64, area.width)
    let trouble = trouble.wrapped(to: max(1, width - 4))
    let text = canvas.drawPopup(
      title: "write \(what)", trailing: "", width: width, height: 3 + trouble.count, in: area,
      glyphs: view.glyphs)
    let used = canvas.draw("file: ", x: text.x, y: text.y, width: text.width, role: .muted)
    let point = field.draw(x: text.x + used, y: text.y, width: text.width - used, on: &canvas)
    trouble.draw(in: text.splitTop(1).rest, on: &canvas)
    return conflict == nil ? point : nil
  }

  /// Why it could not be written, and what can be done; nothing where there is no trouble.
  private var trouble: [Line] {
    guard let conflict else { return [] }
    return [
      Line(SafeText.display(conflict), .warning),
      Line("y ", .hintKey).then("writes over it   ").then("Enter ", .hintKey)
        .then("another name   ").then("Esc ", .hintKey).then("closes"),
    ]
  }
}
