import SchemaModel
import SchemaReview
import TerminalCanvas

/// The shortest ways from one table to another along foreign keys.
struct PathState: PlaceState {
  /// More ways of the same length are only counted.
  private static let mostPaths = 100

  let start: TableName
  let end: TableName
  private(set) var found: ShortestPaths?
  /// On a line with a table, always.
  private(set) var cursor = ListCursor()

  init(from start: TableName, to end: TableName) {
    self.start = start
    self.end = end
  }

  var kind: PlaceKind { .path }
  var columnsOf: TableName? { start }
  var crumbs: [String] {
    [Summaries.name(start), "path to \(Summaries.name(end))"]
  }

  /// The path that the cursor is on; nil where there is none.
  func selectedPath(_ glyphs: Glyphs) -> [PathStep]? {
    let lines = lines(glyphs)
    guard let found, lines.indices.contains(cursor.index) else { return nil }
    return found.paths[lines[cursor.index].path]
  }

  mutating func start(_ turn: inout Turn) { search(turn) }
  mutating func catalogChanged(_ turn: inout Turn) { search(turn) }

  private mutating func search(_ turn: Turn) {
    found = ShortestPaths(in: turn.graph, from: start, to: end, limit: Self.mostPaths)
    cursor.index = max(1, cursor.index)
  }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    let lines = lines(turn.glyphs)
    let before = cursor.index
    let height = PathLayout(Rect(turn.body)).list.height
    if cursor.move(command, count: lines.count, height: height) {
      snap(lines, downward: cursor.index >= before)
      return true
    }
    switch command {
    case .open, .right:
      guard lines.indices.contains(cursor.index), let table = lines[cursor.index].table else {
        return true
      }
      turn.open(NeighbourhoodState(table: table))
    case .copy:
      guard let path = selectedPath(turn.glyphs) else { return true }
      turn.copy(JoinSQL(path, in: turn.graph).lines.joined(separator: "\n") + "\n")
    default: return false
    }
    return true
  }

  mutating func settle(_ turn: Turn) {
    let count = lines(turn.glyphs).count
    cursor.settle(count: count, height: PathLayout(Rect(turn.body)).list.height)
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    let lines = lines(turn.glyphs)
    let isAgain = cursor.click(
      point, in: PathLayout(Rect(turn.body)).list, count: lines.count)
    snap(lines, downward: false)
    return isAgain
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    switch command {
    case .open, .copy: found?.paths.isEmpty == false ? nil : "there is no path"
    default: nil
    }
  }

  /// Brings the cursor to the next line with a table.
  private mutating func snap(_ lines: [PathLine], downward: Bool) {
    let stops = lines.indices.filter { lines[$0].table != nil }
    let next = stops.first { $0 >= cursor.index } ?? stops.last
    let previous = stops.last { $0 <= cursor.index } ?? stops.first
    cursor.index = (downward ? next : previous) ?? 0
  }
}

// As a session keeps it.
extension PathState {
  var record: [String: JSONValue]? { ["table": start.record, "to": end.record] }

  init?(record: JSONValue) {
    guard let start = TableName(record: record["table"]), let end = TableName(record: record["to"])
    else { return nil }
    self.init(from: start, to: end)
  }
}
