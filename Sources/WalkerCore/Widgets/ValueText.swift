import SchemaModel
import TerminalCanvas

/// The values of one row, each beside its column's name, long ones not to their end.
struct ValueText: Hashable {
  /// Longer values say how much more there is; ``whole(_:_:width:)`` has it.
  private static let mostLines = 8

  /// A line of the text, and which column it belongs to.
  struct Row: Hashable {
    var column: Int
    var line: Line
  }

  let rows: [Row]

  init(_ data: RowData, table: Table?, graph: SchemaGraph, width: Int) {
    let names = data.columns.map { SafeText.display($0) }
    let widest = names.map { DisplayWidth.of($0) }.max() ?? 0
    let nameWidth = min(widest, max(6, width * 2 / 5))
    let room = max(4, width - nameWidth - 4)
    let references = table.map { Set(graph.referencesOf($0.name).flatMap(\.referencingColumns)) }
    rows = names.indices.flatMap { column -> [Row] in
      let name = data.columns[column]
      let isKey = table?.rowKey?.columns.contains(name) == true
      let isReference = references?.contains(name) == true
      let role: Role = isKey ? .keyPrimary : isReference ? .keyForeign : .muted
      let mark = isKey ? "PK " : isReference ? "FK " : "   "
      let cell = CellText(data.row, column, table?.column(named: name))
      return Self.beginning(cell, width: room).enumerated().map { number, part in
        let label = number == 0 ? mark + names[column] : ""
        let padded = DisplayWidth.padded(label, to: nameWidth + 3) + " "
        return Row(column: column, line: Line(padded, role) + part)
      }
    }
  }

  /// As many lines of a value as belong among others.
  private static func beginning(_ cell: CellText, width: Int) -> [Line] {
    // So many characters fill the lines, and need not be looked at beyond.
    let limit = width * mostLines
    let lines = cell.lines(width: width, limit: limit)
    if let length = cell.length {
      return lines.prefix(mostLines - 1) + [Line("Enter: all \(length)", .muted)]
    }
    guard lines.count > mostLines || cell.isLonger(than: limit) else { return lines }
    return lines.prefix(mostLines - 1) + [Line("Enter: the whole value", .muted)]
  }

  /// One value to read at leisure, and whether all of it is there.
  static func whole(_ data: RowData, _ column: Int, table: Table?, width: Int) -> [Line] {
    let cell = CellText(data.row, column, table?.column(named: data.columns[column]))
    let lines = cell.lines(width: width)
    guard let length = cell.length, data.row.values[column]?.hasPrefix("\\x") != true else {
      return lines
    }
    return lines + [.blank, Line("That is the beginning of \(length).", .warning)]
  }
}
