import SchemaModel
import TerminalCanvas

/// Chooses which columns show, and in which order; takes effect at once.
struct ColumnsState: OverlayState {
  private static let width = 60

  /// Those that always show, in front.
  let keys: [String]
  private(set) var layout: ColumnLayout
  private(set) var cursor = ListCursor()
  private let types: [String: String]

  /// - Parameters:
  ///   - keys: the columns of the key, which always show.
  ///   - layout: the other columns as they are now.
  ///   - selected: the column that the cursor begins on; nil begins at the top.
  ///   - table: the table, for the types of its columns; nil where it is gone.
  init(keys: [String], layout: ColumnLayout, selected: String?, table: Table?) {
    self.keys = keys
    self.layout = layout
    types = Dictionary(
      table?.columns.map { ($0.name, $0.type) } ?? [], uniquingKeysWith: { first, _ in first })
    cursor.index = layout.order.firstIndex { $0 == selected } ?? 0
  }

  var hints: [KeyHints.Hint] {
    [
      .init(key: "Space", text: "show/hide", press: .character(" ")),
      .init(key: "J/K", text: "move", press: .character("J")), .escape,
    ]
  }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    switch key {
    case .character(" "):
      guard layout.order.indices.contains(cursor.index) else { return .stay }
      layout.toggle(layout.order[cursor.index])
      cursor.index = min(cursor.index + 1, layout.order.count - 1)
    case .character("K"), .shiftUp, .left, .character("h"): move(by: -1)
    case .character("J"), .shiftDown, .right, .character("l"): move(by: 1)
    case .character("a"): layout.showAll()
    case .enter, .escape, .character("c"), .character("q"), .control("c"): return .close
    default:
      if case .command(let command) = context.view.keymap.meaning(of: [key], in: .tables) {
        _ = cursor.move(command, count: layout.order.count, height: 10)
      }
      return .stay
    }
    return .arrange(layout)
  }

  /// Selects the column clicked, or shows and hides it where it was selected already.
  mutating func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome {
    let popup = Popup(width: Self.width, height: layout.order.count + 4, in: context.area)
    guard popup.box.contains(point) else { return .close }
    let list = Self.list(in: popup.text)
    guard cursor.clickSettled(point, in: list, count: layout.order.count) else { return .stay }
    layout.toggle(layout.order[cursor.index])
    return .arrange(layout)
  }

  private static func list(in text: Rect) -> Rect { text.splitTop(text.height >= 6 ? 2 : 1).rest }

  private mutating func move(by distance: Int) {
    if layout.move(from: cursor.index, by: distance) { cursor.index += distance }
  }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let (view, area) = (context.view, context.area)
    let text = canvas.drawPopup(
      title: "columns", trailing: "Esc closes", width: Self.width,
      height: layout.order.count + 4, in: area, glyphs: view.glyphs)
    let list = Self.list(in: text)
    let help = text.splitTop(text.height - list.height).top
    let fixed = keys.isEmpty ? "" : "The key always shows: \(keys.joined(separator: ", "))"
    let lines = [
      Line("Space ", .hintKey).then("shows or hides  ", .hintText)
        .then("J/K ", .hintKey).then("moves down/up  ", .hintText)
        .then("a ", .hintKey).then("all", .hintText),
      Line(SafeText.display(fixed), .muted),
    ]
    lines.draw(in: help, on: &canvas)
    guard !layout.order.isEmpty else {
      Line("There are no other columns.", .muted)
        .draw(x: list.x, y: list.y, width: list.width, on: &canvas)
      return nil
    }
    canvas.drawList(of: layout.order.count, cursor, view, in: list) { number, row, canvas in
      let name = layout.order[number]
      let isHidden = layout.isHidden(name)
      let line = Line(isHidden ? "  [ ] " : "  [x] ", .hintKey)
        .then(SafeText.display(name), isHidden ? .muted : .text)
        .then(isHidden ? "  hidden" : "  \(SafeText.display(types[name] ?? ""))", .muted)
      line.draw(x: row.x, y: row.y, width: row.width, on: &canvas)
    }
    return nil
  }
}
