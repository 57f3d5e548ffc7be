import Lessons
import SchemaModel
import TerminalCanvas

/// Tables with their rows, side by side where there is room, and the keys between them.
struct LessonTables {
  /// More rows of a table are only counted.
  private static let mostRows = 12
  /// Columns that all cells of a row share; a single one may be as wide as that.
  private static let widestRow = 96
  private static let space = 4

  private let comparisons: [TableComparison]
  private let glyphs: Glyphs

  init(_ comparisons: [TableComparison], _ glyphs: Glyphs) {
    self.comparisons = comparisons
    self.glyphs = glyphs
  }

  /// All of it, in lines of at most so many columns.
  func lines(_ width: Int) -> [Line] {
    var lines: [Line] = []
    var row: [[Line]] = []
    var used = 0
    for comparison in comparisons {
      let block = block(comparison)
      let columns = block.map(\.width).max() ?? 0
      if used + columns > width, !row.isEmpty {
        lines += joined(row) + [.blank]
        (row, used) = ([], 0)
      }
      row.append(block.flatMap { [$0.width > width ? cut($0, width) : $0] })
      used += columns + Self.space
    }
    return lines + joined(row) + keys.wrapped(to: max(1, width))
  }

  private func cut(_ line: Line, _ width: Int) -> Line {
    let mark = DisplayWidth.of(glyphs.ellipsis)
    return (line.cut(to: max(1, width - mark)).first ?? .blank).then(glyphs.ellipsis, .muted)
  }

  /// Blocks beside one another.
  private func joined(_ blocks: [[Line]]) -> [Line] {
    let height = blocks.map(\.count).max() ?? 0
    let widths = blocks.map { $0.map(\.width).max() ?? 0 }
    return (0..<height).map { y in
      var line = Line(" ")
      for (number, block) in blocks.enumerated() {
        let part = block.indices.contains(y) ? block[y] : .blank
        line = line + part
        if number + 1 < blocks.count {
          let padding = widths[number] - part.width + Self.space
          line = line.then(String(repeating: " ", count: padding))
        }
      }
      return line
    }
  }

  /// `books: FOREIGN KEY (author_id) REFERENCES authors(id)`.
  private var keys: [Line] {
    comparisons.flatMap { comparison in
      comparison.table.foreignKeys.map { key in
        Line(" \(SafeText.display(comparison.table.name)): ", .muted)
          .then(SafeText.display(key), .keyForeign)
      }
    }
  }

  /// Name, columns, rows.
  private func block(_ comparison: TableComparison) -> [Line] {
    let table = comparison.table
    let rows = comparison.rows.prefix(Self.mostRows)
    let cells = rows.map { row in row.values.map { self.text($0) } }
    let widest = max(20, Self.widestRow / max(1, table.columns.count))
    let widths = table.columns.indices.map { column in
      min(
        widest,
        ([DisplayWidth.of(SafeText.display(table.columns[column]))]
          + cells.map { $0.indices.contains(column) ? $0[column].width : 0 }).max() ?? 1)
    }
    var lines = table.name.isEmpty ? [] : [Line(SafeText.display(table.name), .title)]
    lines.append(head(table, widths))
    let full = widths.reduce(max(0, widths.count - 1) * 2, +)
    lines.append(Line(String(repeating: glyphs.horizontal, count: max(1, full)), .border))
    for (row, cells) in zip(rows, cells) { lines.append(line(cells, widths, row.fate)) }
    let hidden = comparison.rows.count - rows.count
    if hidden > 0 { lines.append(Line("and \(Numbers.plural(hidden, "more row"))", .muted)) }
    if comparison.rows.isEmpty { lines.append(Line("no rows", .muted)) }
    return lines
  }

  private func head(_ table: LessonTable, _ widths: [Int]) -> Line {
    zip(table.columns, widths).enumerated().reduce(Line()) { line, entry in
      let (number, (name, width)) = entry
      let isKey = table.key.contains(name)
      return line.then(number == 0 ? "" : "  ")
        .then(
          DisplayWidth.padded(SafeText.display(name), to: width, ellipsis: glyphs.ellipsis),
          isKey ? .keyPrimary : .muted)
    }
  }

  private func line(_ cells: [Line], _ widths: [Int], _ fate: RowFate) -> Line {
    var line = Line()
    for (number, (cell, width)) in zip(cells, widths).enumerated() {
      if number > 0 { line = line.then("  ") }
      let part = cell.width > width ? cut(cell, width) : cell
      line = line + part.then(String(repeating: " ", count: max(0, width - part.width)))
    }
    guard let (word, role) = Self.mark(fate) else { return line }
    if fate == .deleted {
      line.spans = line.spans.map { Line.Span(text: $0.text, role: role) }
    }
    return line.then("  \(word)", role)
  }

  private static func mark(_ fate: RowFate) -> (String, Role)? {
    switch fate {
    case .same: nil
    case .deleted: ("gone", .effectDelete)
    case .changed: ("changed", .effectSetNull)
    case .inserted: ("new", .verdictSucceeds)
    }
  }

  private func text(_ value: String?) -> Line { .value(value.map { String($0.prefix(200)) }) }
}
