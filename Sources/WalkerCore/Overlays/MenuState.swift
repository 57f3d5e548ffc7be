import TerminalCanvas

/// A few things to choose from.
struct MenuState: OverlayState {
  struct Item: Hashable, Sendable {
    var label: String
    var detail: String
    var choice: Choice
  }

  enum Choice: Hashable, Sendable {
    case save(SaveState)
    case run(Command)
    /// A line of the command line.
    case submit(String)
    /// By ``ThemeChoice/id``; takes effect while it is only looked at.
    case theme(String)
  }

  private static let width = 84

  let title: String
  let items: [Item]
  private(set) var cursor = ListCursor()
  /// What was chosen when the menu opened; closing goes back to it.
  private let before: Choice?

  /// Makes a menu; `chosen` is what is in force now, or nil where the choices are actions.
  init(title: String, items: [Item], chosen: Choice? = nil) {
    self.title = title
    self.items = items
    before = chosen
    cursor.index = items.firstIndex { $0.choice == chosen } ?? 0
  }

  var hints: [KeyHints.Hint] { [.enter("choose"), .escape, .list] }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    if key == .enter { return chosen }
    if key == .escape { return abandoned }
    guard case .command(let command) = context.view.keymap.meaning(of: [key], in: .tables)
    else { return .stay }
    if cursor.move(command, count: items.count, height: items.count) { return looked }
    switch command {
    case .open: return chosen
    case .quit, .back, .interrupt, .themes: return abandoned
    default: return .stay
    }
  }

  /// Looks at the line clicked, or chooses it where it was looked at already.
  mutating func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome {
    let popup = popup(in: context.area)
    guard popup.box.contains(point) else { return abandoned }
    let isAgain = cursor.clickSettled(point, in: popup.text, count: items.count)
    return isAgain ? chosen : looked
  }

  private func popup(in area: Rect) -> Popup {
    Popup(width: Self.width, height: items.count + 2, in: area)
  }

  private var selected: Choice? {
    items.indices.contains(cursor.index) ? items[cursor.index].choice : nil
  }

  private var looked: Overlay.Outcome {
    if case .theme(let id)? = selected { .setTheme(id, closes: false) } else { .stay }
  }

  private var chosen: Overlay.Outcome {
    switch selected {
    case .save(let state): .show(state)
    case .run(let command): .run(command)
    case .submit(let line): .submit(line)
    case .theme(let id): .setTheme(id, closes: true)
    case nil: .close
    }
  }

  private var abandoned: Overlay.Outcome {
    if case .theme(let id)? = before { .setTheme(id, closes: true) } else { .close }
  }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let (view, area) = (context.view, context.area)
    let labels = (items.map { DisplayWidth.of($0.label) }.max() ?? 0) + 2
    let text = canvas.drawPopup(
      title: title, trailing: "Enter chooses   Esc closes", width: Self.width,
      height: items.count + 2, in: area, glyphs: view.glyphs)
    canvas.drawList(of: items.count, cursor, view, in: text) { number, row, canvas in
      let (item, x) = (items[number], row.x + 2)
      canvas.draw(item.label, x: x, y: row.y, width: min(labels, row.width - 2))
      canvas.draw(
        item.detail, x: x + labels, y: row.y, width: row.width - 2 - labels, role: .muted)
    }
    return nil
  }
}
