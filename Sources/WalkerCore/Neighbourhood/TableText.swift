import SchemaModel
import TerminalCanvas

/// A table in words: its size, its columns, what deleting one of its rows would do.
struct TableText {
  let table: Table
  let graph: SchemaGraph
  let keys: Keys
  /// With more foreign keys than this, consequences are summed up.
  private static let most = 8

  /// The lines for a pane of this width.
  func lines(width: Int) -> [Line] {
    let width = max(8, width)
    let columns = columns(width: width)
    let deleting = consequences + missingIndexes
    // Below many columns nobody would find it.
    let text = table.columns.count > 12 ? [deleting, columns] : [columns, deleting]
    return ([size] + text.flatMap { [.blank] + $0 } + [.blank, invitation]).wrapped(to: width)
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
        SafeText.display(column.name), to: nameWidth, ellipsis: keys.glyphs.ellipsis)
      let type = DisplayWidth.padded(
        shortType(column), to: typeWidth, ellipsis: keys.glyphs.ellipsis)
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

  /// What deleting a row does, what refuses first; where there is a lot of it, summed up.
  private var consequences: [Line] {
    let keys = graph.referencesTo(table.name)
    guard !keys.isEmpty else {
      return [
        Line("No table references this one, so its rows can be deleted without consequences.")
      ]
    }
    let actions: [ReferentialAction] = [.restrict, .noAction, .cascade, .setNull, .setDefault]
    let lines = actions.flatMap { action -> [Line] in
      let same = keys.filter { $0.onDelete == action }
      if keys.count <= Self.most { return same.map { consequence(action, tables([$0]), $0) } }
      return same.isEmpty ? [] : [consequence(action, tables(same), nil)]
    }
    return [Line("Deleting a row here", .title)] + lines
  }

  private func consequence(
    _ action: ReferentialAction, _ children: String, _ key: ForeignKey?
  ) -> Line {
    let letter = Line("\(action.rawValue) ", Summaries.role(action), indent: 1)
    let columns = key.map {
      "." + $0.referencingColumns.map(SafeText.display).joined(separator: ",")
    }
    switch action {
    case .cascade: return letter.then("deletes ", .effectDelete).then(children)
    case .setNull: return letter.then("sets NULL ", .effectSetNull).then(children + (columns ?? ""))
    case .setDefault:
      return letter.then("sets default ", .effectSetDefault).then(children + (columns ?? ""))
    case .restrict, .noAction:
      return letter.then("REFUSED ", .effectBlock).then("while \(children) remain")
    }
  }

  /// The names of a few referencing tables, or how many they are.
  private func tables(_ keys: [ForeignKey]) -> String {
    var names: [String] = []
    for key in keys where !names.contains(Summaries.name(key.referencing)) {
      names.append(Summaries.name(key.referencing))
    }
    return names.count > 4 ? "rows of \(names.count) tables" : names.joined(separator: ", ")
  }

  private var missingIndexes: [Line] {
    let keys = graph.referencesTo(table.name).filter { $0.supportingIndex == nil }
    guard !keys.isEmpty else { return [] }
    let names = keys.map {
      "\(Summaries.name($0.referencing)).\($0.referencingColumns.joined(separator: ","))"
    }
    let which =
      names.count > 4
      ? "\(names.count) of the foreign keys" : SafeText.display(names.joined(separator: ", "))
    return [
      .blank,
      Line("No index", .caution).then(" on \(which)")
        .then(": each delete reads the whole table.", .muted),
    ]
  }

  private var invitation: Line { Line("\(keys[.open]) shows the rows.", .muted) }
}
