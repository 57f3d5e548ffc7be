import SchemaModel
import TerminalCanvas

/// The values of one row, each beside its column's name, long ones not to their end.
struct ValueText: Hashable {
  /// How many lines of a value show: all of them where all values have room then, else fewer; the
  /// rest is left to ``whole(_:_:table:width:)``.
  private static let limits = [64, 24, 8]

  /// A line of the text, and which column it belongs to.
  struct Row: Hashable {
    var column: Int
    var line: Line
  }

  let rows: [Row]

  /// - Parameters:
  ///   - data: the row.
  ///   - table: its table; nil where that is gone.
  ///   - graph: the schema.
  ///   - size: the room there is.
  ///   - openKey: the key that shows a value whole.
  init(_ data: RowData, table: Table?, graph: SchemaGraph, size: Size, openKey: String) {
    var rows: [Row] = []
    for limit in Self.limits {
      rows = Self.rows(data, table, graph, width: size.columns, openKey, limit: limit)
      if rows.count <= size.rows { break }
    }
    self.rows = rows
  }

  private static func rows(
    _ data: RowData, _ table: Table?, _ graph: SchemaGraph, width: Int, _ openKey: String,
    limit: Int
  ) -> [Row] {
    let names = data.columns.map { SafeText.display($0) }
    let widest = names.map { DisplayWidth.of($0) }.max() ?? 0
    let nameWidth = min(widest, max(6, width * 2 / 5))
    let room = max(4, width - nameWidth - 4)
    let references = table.map { Set(graph.referencesOf($0.name).flatMap(\.referencingColumns)) }
    return names.indices.flatMap { column -> [Row] in
      let name = data.columns[column]
      let isKey = table?.rowKey?.columns.contains(name) == true
      let isReference = references?.contains(name) == true
      let role: Role = isKey ? .keyPrimary : isReference ? .keyForeign : .muted
      let mark = isKey ? "PK " : isReference ? "FK " : "   "
      let cell = CellText(data.row, column, table?.column(named: name))
      return beginning(cell, width: room, openKey, most: limit).enumerated().map { number, part in
        let label = number == 0 ? mark + names[column] : ""
        let padded = DisplayWidth.padded(label, to: nameWidth + 3) + " "
        return Row(column: column, line: Line(padded, role) + part)
      }
    }
  }

  /// As many lines of a value as belong among others.
  private static func beginning(
    _ cell: CellText, width: Int, _ openKey: String, most mostLines: Int
  ) -> [Line] {
    // So many characters fill the lines, and need not be looked at beyond.
    let limit = width * mostLines
    let lines = cell.lines(width: width, limit: limit)
    if let length = cell.length {
      return lines.prefix(mostLines - 1) + [Line("\(openKey): all \(length)", .muted)]
    }
    guard lines.count > mostLines || cell.isLonger(than: limit) else { return lines }
    return lines.prefix(mostLines - 1) + [Line("\(openKey): the whole value", .muted)]
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
