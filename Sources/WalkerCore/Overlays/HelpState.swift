import SchemaModel
import TerminalCanvas

/// Help for a screen: all commands, narrowed by typing; Enter runs one.
struct HelpState: OverlayState {
  private static let width = 96

  let place: PlaceKind
  private let keymap: Keymap
  /// Why commands can do nothing now.
  private let obstacles: [Command: String]
  private(set) var field = TextField()
  private(set) var cursor = ListCursor()

  init(place: PlaceKind, keymap: Keymap, obstacles: [Command: String]) {
    self.place = place
    self.keymap = keymap
    self.obstacles = obstacles
  }

  var hints: [KeyHints.Hint] { [.enter("run"), .escape, .list] }

  /// The commands that match what was typed, those of this screen first; those of other screens come
  /// last, where something was typed.
  var entries: [CommandEntry] {
    let words = WordFilter(field.text)
    let here = keymap.entries.filter { $0.places.contains(place) && $0.places.count < 5 }
    let everywhere = keymap.entries.filter {
      $0.holds(in: place) && !($0.places.contains(place) && $0.places.count < 5)
    }
    let exact = keymap.entries.filter { $0.holds(in: place) && $0.keys.contains(field.text) }
    guard !field.text.isEmpty else { return here + everywhere }
    let elsewhere = keymap.entries.filter { !$0.holds(in: place) }
    let found = (here + everywhere + elsewhere).filter {
      words.matches([$0.command.rawValue, $0.summary].joined(separator: " "))
    }
    return exact + found.filter { entry in !exact.contains { $0.command == entry.command } }
  }

  var selected: CommandEntry? {
    let entries = entries
    return entries.indices.contains(cursor.index) ? entries[cursor.index] : nil
  }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    switch key {
    case .control("c"), .function(1): return .close
    case .pageDown, .pageUp:
      _ = cursor.move(key == .pageUp ? .pageUp : .pageDown, count: entries.count, height: 10)
      return .stay
    default: break
    }
    guard let edit = TextField.edit(for: key) else { return .stay }
    switch edit {
    case .abandon: return .close
    case .accept: return run
    default: self.edit(edit)
    }
    return .stay
  }

  /// Selects the line clicked, or runs it where it was selected already.
  mutating func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome {
    let popup = Popup(width: Self.width, height: context.area.height, in: context.area)
    guard popup.box.contains(point) else { return .close }
    let list = Self.split(popup.text, in: context.area).list
    let isAgain = cursor.clickSettled(point, in: list, count: entries.count)
    return isAgain ? run : .stay
  }

  private var run: Overlay.Outcome {
    guard let selected, selected.holds(in: place) else { return .stay }
    return .run(selected.command)
  }

  /// The list of commands, and below it more about the selected one where there is room.
  private static func split(_ text: Rect, in area: Rect) -> (foot: Rect, list: Rect) {
    let (foot, list) = text.splitTop(1).rest.splitBottom(
      area.height >= 16 ? 6 : area.height >= 9 ? 3 : 0)
    return (foot, list)
  }

  mutating func paste(_ text: String, _ context: OverlayContext) { edit(.insert(text)) }

  private mutating func edit(_ edit: TextField.Edit) {
    field.search(edit, &cursor, count: entries.count)
  }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let (view, area) = (context.view, context.area)
    let entries = entries
    let text = canvas.drawPopup(
      title: "help: \(place.rawValue)", trailing: "Enter runs   Esc closes", width: Self.width,
      height: area.height, in: area, glyphs: view.glyphs)
    let point = field.drawSearch(in: text, leaving: 12, on: &canvas)
    let count = field.text.isEmpty ? "" : "\(entries.count) found"
    canvas.draw(count, x: text.maxX - DisplayWidth.of(count), y: text.y, role: .muted)
    let (foot, list) = Self.split(text, in: area)
    drawList(entries, view, in: list, on: &canvas)
    drawFoot(view, in: foot, on: &canvas)
    return point
  }

  private func drawList(
    _ entries: [CommandEntry], _ view: ViewContext, in area: Rect, on canvas: inout CellBuffer
  ) {
    guard !entries.isEmpty else {
      Line("No command matches. Backspace takes letters away.", .muted).wrapped(to: area.width)
        .draw(in: area, on: &canvas)
      return
    }
    canvas.drawList(of: entries.count, cursor, view, in: area) { number, row, canvas in
      let entry = entries[number]
      let labels = entry.labels(view.glyphs)
      let keys = labels.isEmpty ? ":" + entry.command.rawValue : labels.joined(separator: " ")
      let keysWidth = row.width >= 56 ? 16 : 7
      canvas.draw(keys, x: row.x + 2, y: row.y, width: keysWidth, role: .hintKey)
      let x = row.x + keysWidth + 3
      let obstacle = obstacle(to: entry)
      let used = canvas.draw(
        entry.summary, x: x, y: row.y, width: row.maxX - x,
        role: obstacle == nil ? .text : .muted)
      if let obstacle {
        canvas.draw(
          "  (\(obstacle))", x: x + used, y: row.y, width: row.maxX - x - used, role: .muted)
      }
    }
  }

  /// Why a command can do nothing on this screen, or nothing now; nil where it can.
  private func obstacle(to entry: CommandEntry) -> String? {
    guard entry.holds(in: place) else {
      return "on: " + entry.places.map(\.rawValue).sorted().joined(separator: ", ")
    }
    return obstacles[entry.command].map { "not here: \($0)" }
  }

  /// The selected command at length, and what the signs mean.
  private func drawFoot(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    guard !area.isEmpty else { return }
    let rule = String(repeating: view.glyphs.horizontal, count: area.width)
    canvas.draw(rule, x: area.x, y: area.y, role: .border)
    var lines: [Line] = []
    if let selected {
      lines.append(
        Line(selected.command.rawValue, .title)
          .then(
            "  "
              + (selected.explanation.isEmpty
                ? selected.summary : view.keys.filled(selected.explanation))
          )
          .then(obstacle(to: selected).map { "  (\($0))" } ?? "", .muted)
      )
    }
    lines = Array(lines.wrapped(to: area.width).prefix(2))
    while lines.count < 2 { lines.append(.blank) }
    lines += [
      Line("c cascade  r restrict  a no action  n set null  d set default", .muted),
      Line(
        "\(view.glyphs.cycle) cycle or counted already   \(view.glyphs.atLeast) at least   "
          + "~ deferrable   ? not known", .muted),
      Line("Hold Shift to select text with the mouse.", .muted),
    ]
    lines.draw(
      in: Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1), on: &canvas)
  }
}
