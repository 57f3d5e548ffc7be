import DeletePlanning
import SchemaModel
import TerminalCanvas

/// The totals of a preview, table by table.
enum PreviewTables {
  private static let numberWidth = 11

  static func drawHeader(hasInserts: Bool, in area: Rect, on canvas: inout CellBuffer) {
    guard !area.isEmpty else { return }
    let head =
      DisplayWidth.padded("deleted", to: numberWidth, alignRight: true)
      + DisplayWidth.padded("changed", to: numberWidth, alignRight: true)
      + (hasInserts ? DisplayWidth.padded("inserted", to: numberWidth, alignRight: true) : "")
      + "   table"
    canvas.draw(head, x: area.x + 1, y: area.y, width: area.width - 1, role: .muted)
  }

  static func draw(
    _ effect: TableEffect, hasInserts: Bool, comparedTo before: ComparedLine?,
    _ view: ViewContext, in row: Rect, on canvas: inout CellBuffer
  ) {
    let asItIs = before.flatMap { $0.differs ? "   as it is: \($0.before)" : nil }
    let line =
      number(effect.deleted, .effectDelete, view) + number(effect.updated, .effectSetNull, view)
    (hasInserts ? line + number(effect.inserted, .effectSetDefault, view) : line)
      .then("   " + Summaries.name(effect.table)).then(asItIs ?? "", .muted)
      .draw(x: row.x + 1, y: row.y, width: row.width - 1, on: &canvas)
  }

  /// What happens to one table, as title and text.
  static func text(_ effect: TableEffect, _ view: ViewContext) -> (String, [Line]) {
    let name = Summaries.name(effect.table)
    let deleted = Numbers.rows(effect.deleted, view.glyphs)
    let updated = Numbers.rows(effect.updated, view.glyphs)
    let estimate = view.graph.table(effect.table)?.estimatedRows.flatMap {
      $0 == 0 ? nil : "The table has about \(Numbers.plural(Int($0), "row"))."
    }
    let lines = [
      Line("\(deleted) of \(name) would be deleted, \(updated) changed and kept.")
        .then(
          effect.inserted.isNothing
            ? "" : " \(Numbers.rows(effect.inserted, view.glyphs)) would be inserted.")
    ]
    // A saved preview has no catalog to walk in.
    guard !view.graph.tables.isEmpty else { return (name, lines) }
    return (
      name,
      lines + [Line(estimate ?? "", .muted), Line("\(view.keys[.open]) shows the table.", .muted)]
    )
  }

  private static func number(_ count: RowCount, _ role: Role, _ view: ViewContext) -> Line {
    let text = count.isNothing ? "-" : Numbers.count(count, view.glyphs)
    return Line(
      DisplayWidth.padded(text, to: numberWidth, alignRight: true),
      count.isNothing ? .muted : role)
  }
}
