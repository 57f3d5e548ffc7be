import SchemaModel
import TerminalCanvas

/// The values of one row, whole, each beside its column's name.
struct ValueText {
  /// Longer values are cut after this many characters.
  static let limit = 20_000

  /// A line of the text, and which column it belongs to.
  struct Row {
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
      let value = data.row.values.indices.contains(column) ? data.row.values[column] : nil
      return Self.broken(value, to: room).enumerated().map { number, part in
        let label = number == 0 ? mark + names[column] : ""
        let padded = DisplayWidth.padded(label, to: nameWidth + 3) + " "
        return Row(column: column, line: Line(padded, role) + part)
      }
    }
  }

  /// The value cut into lines, at its own line ends and where it does not fit.
  private static func broken(_ value: String?, to width: Int) -> [Line] {
    guard let value, !value.isEmpty else { return [.value(value)] }
    var lines: [Line] = []
    var part = ""
    var used = 0
    for character in value.prefix(limit) {
      let columns = Line.valueWidth(String(character))
      if used + columns > width {
        lines.append(.value(part))
        (part, used) = ("", 0)
      }
      part.append(character)
      used += columns
      if character.isNewline {
        lines.append(.value(part))
        (part, used) = ("", 0)
      }
    }
    if !part.isEmpty { lines.append(.value(part)) }
    return lines
  }
}
