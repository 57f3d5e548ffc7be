import SchemaModel
import TerminalCanvas

/// Finds a table by a few letters of its name.
struct GoToTableState: Hashable, Sendable {
  /// More candidates than this are not ranked for display.
  private static let most = 200

  private(set) var field = TextField()
  private(set) var cursor = ListCursor()
  private(set) var found: [TableName]
  private let recent: [TableName]

  init(recent: [TableName], graph: SchemaGraph) {
    self.recent = recent
    found = []
    found = Self.find("", recent, graph)
  }

  mutating func handle(_ key: KeyPress, _ graph: SchemaGraph) -> Overlay.Outcome {
    if key == .control("c") || key == .control("p") { return .close }
    guard let edit = TextField.edit(for: key) else { return .stay }
    switch edit {
    case .abandon: return .close
    case .accept:
      return found.indices.contains(cursor.index) ? .open(found[cursor.index]) : .stay
    default: self.edit(edit, graph)
    }
    return .stay
  }

  mutating func edit(_ edit: TextField.Edit, _ graph: SchemaGraph) {
    switch edit {
    case .up: _ = cursor.move(.moveUp, count: found.count, height: 1)
    case .down: _ = cursor.move(.moveDown, count: found.count, height: 1)
    default:
      guard field.apply(edit) else { return }
      found = Self.find(field.text, recent, graph)
      cursor.index = 0
    }
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    let text = canvas.drawPopup(
      title: "go to table", trailing: "Enter goes   Esc closes", width: 64,
      height: min(area.height, 18), in: area, glyphs: view.glyphs)
    let used = canvas.draw("name: ", x: text.x, y: text.y, width: text.width, role: .muted)
    let point = field.draw(x: text.x + used, y: text.y, width: text.width - used, on: &canvas)
    let list = text.splitTop(text.height > 4 ? 2 : 1).rest
    guard !found.isEmpty else {
      Line("No table has these letters in this order.", .muted)
        .draw(x: list.x, y: list.y, width: list.width, on: &canvas)
      return point
    }
    var window = cursor
    window.settle(count: found.count, height: list.height)
    for (row, name) in found.dropFirst(window.top).prefix(list.height).enumerated() {
      let y = list.y + row
      canvas.draw(Summaries.name(name), x: list.x + 2, y: y, width: list.width - 14)
      if recent.contains(name) {
        canvas.draw("seen", x: list.maxX - 5, y: y, role: .muted)
      }
      guard window.top + row == cursor.index else { continue }
      canvas.draw(view.glyphs.cursor, x: list.x, y: y)
      canvas.select(row: y, in: list)
    }
    return point
  }

  /// The tables whose names have the letters in order, best first; recent ones lead.
  private static func find(
    _ text: String, _ recent: [TableName], _ graph: SchemaGraph
  ) -> [TableName] {
    let letters = Array(text.lowercased().filter { $0 != " " })
    let ranks = Dictionary(
      recent.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let scored = graph.tables.compactMap { table -> (name: TableName, score: Int, rank: Int)? in
      score(letters, table.name.displayName.lowercased())
        .map { (table.name, $0, ranks[table.name] ?? .max) }
    }
    let sorted = scored.sorted { ($0.score, $0.rank, $0.name) < ($1.score, $1.rank, $1.name) }
    return sorted.prefix(most).map(\.name)
  }

  /// How far the letters are apart; less is better, nil where one is missing.
  private static func score(_ letters: [Character], _ name: String) -> Int? {
    guard let first = letters.first else { return 0 }
    var best: Int?
    let characters = Array(name)
    for start in characters.indices where characters[start] == first {
      guard let gaps = gaps(letters, characters, from: start) else { break }
      let isWordStart = start == 0 || "._".contains(characters[start - 1])
      let score = gaps * 2 + (isWordStart ? 0 : 3) + (start == 0 ? 0 : 1)
      best = min(best ?? score, score)
    }
    return best
  }

  private static func gaps(_ letters: [Character], _ name: [Character], from start: Int) -> Int? {
    var at = start
    var gaps = 0
    for letter in letters {
      guard let next = name[at...].firstIndex(of: letter) else { return nil }
      gaps += next - at
      at = next + 1
    }
    return gaps
  }
}
