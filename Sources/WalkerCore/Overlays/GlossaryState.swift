import ErrorExplaining
import TerminalCanvas

/// The glossary: words narrowed by typing, and what the selected one means.
struct GlossaryState: OverlayState {
  private(set) var field: TextField
  private(set) var cursor = ListCursor()

  init(search: String = "") { field = TextField(search) }

  var hints: [KeyHints.Hint] { [.enter("show"), .escape, .list] }

  var entries: [Glossary.Entry] { Glossary.search(field.text) }

  var selected: Glossary.Entry? {
    let entries = entries
    return entries.indices.contains(cursor.index) ? entries[cursor.index] : nil
  }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    switch key {
    case .control("c"): return .close
    case .pageDown, .pageUp:
      _ = cursor.move(key == .pageUp ? .pageUp : .pageDown, count: entries.count, height: 8)
      return .stay
    default: break
    }
    guard let edit = TextField.edit(for: key) else { return .stay }
    switch edit {
    case .abandon: return .close
    case .accept:
      guard let selected else { return .stay }
      let text = "\(selected.name): \(selected.text) (PostgreSQL manual: \(selected.manual))\n"
      return .show(
        PanelState(
          title: "glossary", lines: GlossaryText.lines(of: [selected]),
          document: SaveState(
            path: "fkwalk-glossary.txt", contents: .text(text), what: "this entry")))
    default: self.edit(edit)
    }
    return .stay
  }

  /// Selects the word clicked.
  mutating func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome {
    let popup = Popup(width: Self.width, height: context.area.height, in: context.area)
    guard popup.box.contains(point) else { return .close }
    _ = cursor.clickSettled(point, in: parts(of: popup.text).list, count: entries.count)
    return .stay
  }

  private static let width = 84

  /// What the selected word means, and where that and the list are.
  private func parts(of text: Rect) -> (meaning: [Line], foot: Rect, list: Rect) {
    let rest = text.splitTop(1).rest
    let meaning =
      selected.map { GlossaryText.lines(of: [$0]).wrapped(to: max(1, text.width)) } ?? []
    let (foot, list) = rest.splitBottom(min(meaning.count + 1, max(0, rest.height - 2)))
    return (meaning, foot, list)
  }

  mutating func paste(_ text: String, _ context: OverlayContext) { edit(.insert(text)) }

  private mutating func edit(_ edit: TextField.Edit) {
    field.search(edit, &cursor, count: entries.count)
  }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let (view, area) = (context.view, context.area)
    let entries = entries
    let text = canvas.drawPopup(
      title: "glossary", trailing: "Enter shows it alone   Esc closes", width: Self.width,
      height: area.height,
      in: area, glyphs: view.glyphs)
    let point = field.drawSearch(in: text, on: &canvas)
    let (meaning, foot, list) = parts(of: text)
    drawList(entries, view, in: list, on: &canvas)
    let rule = String(repeating: view.glyphs.horizontal, count: foot.width)
    canvas.draw(rule, x: foot.x, y: foot.y, width: foot.width, role: .border)
    meaning.draw(in: foot.splitTop(1).rest, on: &canvas)
    return point
  }

  private func drawList(
    _ entries: [Glossary.Entry], _ view: ViewContext, in area: Rect, on canvas: inout CellBuffer
  ) {
    guard !entries.isEmpty else {
      Line("No word matches. Backspace takes letters away.", .muted)
        .draw(x: area.x, y: area.y, width: area.width, on: &canvas)
      return
    }
    canvas.drawList(of: entries.count, cursor, view, in: area) { number, row, canvas in
      canvas.draw(entries[number].name, x: row.x + 2, y: row.y, width: row.width - 2)
    }
  }
}
