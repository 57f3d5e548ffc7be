import SchemaModel
import TerminalCanvas

/// A table in words: its size, its columns, what deleting one of its rows would do.
struct TableText {
  let table: Table
  let graph: SchemaGraph
  let glyphs: Glyphs

  /// The lines for a pane of this width.
  func lines(width: Int) -> [Line] {
    let width = max(8, width)
    return ([size, .blank] + columns(width: width) + [.blank] + consequences + missingIndexes)
      .flatMap { $0.wrapped(to: width) } + [.blank] + invitation.wrapped(to: width)
  }

  private var size: Line {
    let rows = table.estimatedRows.map { "about \(Numbers.plural(Int($0), "row"))" }
    let line = Line(rows ?? "size not known (never analyzed)", .muted)
    let kind = Summaries.kind(table)
    return kind.isEmpty ? line : line.then("   \(kind)", .muted)
  }

  /// `PK  id   bigint  not null`, in columns that line up.
  private func columns(width: Int) -> [Line] {
    let room = width - 4
    let widestName = table.columns.map { DisplayWidth.of(SafeText.display($0.name)) }.max() ?? 0
    let nameWidth = min(widestName, max(8, room * 45 / 100))
    let widestType = table.columns.map { DisplayWidth.of(shortType($0)) }.max() ?? 0
    let typeWidth = min(widestType, max(4, room - nameWidth - 1))
    let showsNull = room >= nameWidth + typeWidth + 11
    return table.columns.map { column in
      let (mark, role) = keyMark(column.name)
      let name = DisplayWidth.padded(
        SafeText.display(column.name), to: nameWidth, ellipsis: glyphs.ellipsis)
      let type = DisplayWidth.padded(
        shortType(column), to: typeWidth, ellipsis: glyphs.ellipsis)
      let line = Line(DisplayWidth.padded(mark, to: 4), role)
        .then(name + " ", role == .muted ? .text : role).then(type, .muted)
      guard showsNull, !column.isNullable else { return line }
      return line.then("  not null", .muted)
    }
  }

  private func keyMark(_ column: String) -> (String, Role) {
    if table.primaryKey?.columns.contains(column) == true { return ("PK", .keyPrimary) }
    if graph.referencesOf(table.name).contains(where: { $0.referencingColumns.contains(column) }) {
      return ("FK", .keyForeign)
    }
    let isUnique = table.keys.contains { !$0.isPartial && $0.columns == [column] }
    return isUnique ? ("UQ", .keyUnique) : ("", .muted)
  }

  /// The type as people say it, for the long names of the standard.
  private func shortType(_ column: Column) -> String {
    var type = SafeText.display(column.type)
    for (long, short) in [
      ("character varying", "varchar"), ("timestamp with time zone", "timestamptz"),
      ("timestamp without time zone", "timestamp"), ("time without time zone", "time"),
      ("double precision", "double"),
    ] where type.hasPrefix(long) {
      type = short + type.dropFirst(long.count)
    }
    return type
  }

  private var consequences: [Line] {
    let keys = graph.referencesTo(table.name)
    guard !keys.isEmpty else {
      return [
        Line("No table references this one, so its rows can be deleted without consequences.")
      ]
    }
    return [Line("Deleting a row here", .title)]
      + keys.map { key in
        let child = Summaries.name(key.referencing)
        let columns = key.referencingColumns.map(SafeText.display).joined(separator: ", ")
        let letter = Line("\(key.onDelete.rawValue) ", Summaries.role(key.onDelete), indent: 1)
        return switch key.onDelete {
        case .cascade: letter.then("deletes ", .effectDelete).then(child)
        case .setNull: letter.then("sets NULL ", .effectSetNull).then("\(child).\(columns)")
        case .setDefault:
          letter.then("sets default ", .effectSetDefault).then("\(child).\(columns)")
        case .restrict, .noAction:
          letter.then("REFUSED ", .effectBlock).then("while \(child) remain")
        }
      }
  }

  private var missingIndexes: [Line] {
    let keys = graph.referencesTo(table.name).filter { $0.supportingIndex == nil }
    guard !keys.isEmpty else { return [] }
    let names = keys.map {
      "\(Summaries.name($0.referencing)).\($0.referencingColumns.joined(separator: ","))"
    }
    return [
      .blank,
      Line("No index on ", .warning).then(SafeText.display(names.joined(separator: ", ")))
        .then(": each delete reads the whole table.", .muted),
    ]
  }

  private var invitation: Line { Line("Enter shows the rows.", .muted) }
}
