import SchemaModel
import TerminalCanvas

/// Finds a table by a few letters of its name.
struct GoToTableState: OverlayState {
  private static let width = 64
  private static let height = 18

  private(set) var field = TextField()
  private(set) var cursor = ListCursor()
  private(set) var found: [TableName]
  private let recent: [TableName]

  init(recent: [TableName], graph: SchemaGraph) {
    self.recent = recent
    found = []
    found = TableFinder(recent: recent, graph: graph).find("")
  }

  var hints: [KeyHints.Hint] { [.enter("go"), .escape, .list] }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    if key == .control("c") || key == .control("p") { return .close }
    guard let edit = TextField.edit(for: key) else { return .stay }
    switch edit {
    case .abandon: return .close
    case .accept:
      return found.indices.contains(cursor.index) ? .open(found[cursor.index]) : .stay
    default: self.edit(edit, context.view.graph)
    }
    return .stay
  }

  /// Selects the table clicked, or goes there where it was selected already.
  mutating func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome {
    let popup = Popup(width: Self.width, height: Self.height, in: context.area)
    guard popup.box.contains(point) else { return .close }
    let list = Self.list(in: popup.text)
    let isAgain = cursor.clickSettled(point, in: list, count: found.count)
    return isAgain && found.indices.contains(cursor.index) ? .open(found[cursor.index]) : .stay
  }

  private static func list(in text: Rect) -> Rect { text.splitTop(text.height > 4 ? 2 : 1).rest }

  mutating func paste(_ text: String, _ context: OverlayContext) {
    edit(.insert(text), context.view.graph)
  }

  private mutating func edit(_ edit: TextField.Edit, _ graph: SchemaGraph) {
    switch edit {
    case .up: _ = cursor.move(.moveUp, count: found.count, height: 1)
    case .down: _ = cursor.move(.moveDown, count: found.count, height: 1)
    default:
      guard field.apply(edit) else { return }
      found = TableFinder(recent: recent, graph: graph).find(field.text)
      cursor.index = 0
    }
  }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let (view, area) = (context.view, context.area)
    let text = canvas.drawPopup(
      title: "go to table", trailing: "Enter goes   Esc closes", width: Self.width,
      height: Self.height, in: area, glyphs: view.glyphs)
    let used = canvas.draw("name: ", x: text.x, y: text.y, width: text.width, role: .muted)
    let point = field.draw(x: text.x + used, y: text.y, width: text.width - used, on: &canvas)
    let list = Self.list(in: text)
    guard !found.isEmpty else {
      Line("No table has these letters in this order.", .muted).wrapped(to: list.width)
        .draw(in: list, on: &canvas)
      return point
    }
    canvas.drawList(of: found.count, cursor, view, in: list) { number, row, canvas in
      let name = found[number]
      canvas.draw(Summaries.name(name), x: row.x + 2, y: row.y, width: row.width - 14)
      if recent.contains(name) {
        canvas.draw("seen", x: row.maxX - 5, y: row.y, role: .muted)
      }
    }
    return point
  }
}
