import SchemaModel
import TerminalCanvas

/// A table in words: its size, its columns, what deleting one of its rows would do.
struct TableText {
  let table: Table
  let graph: SchemaGraph
  let keys: Keys
  /// With more foreign keys than this, consequences are summed up.
  private static let most = 8

  /// The lines for so many columns; where a key shows the rows, they say which.
  func lines(width: Int, opensRows: Bool = false) -> [Line] {
    let width = max(8, width)
    let columns = columns(width: width)
    let deleting = consequences + missingIndexes
    // Below many columns nobody would find it.
    let text = table.columns.count > 12 ? [deleting, columns] : [columns, deleting]
    return (head(width, opensRows) + text.flatMap { [.blank] + $0 }).wrapped(to: width)
  }

  private func head(_ width: Int, _ opensRows: Bool) -> [Line] {
    guard opensRows else { return [size] }
    let rows = (table.estimatedRows ?? 0) > 0 ? "them" : "the rows"
    let hint = Line("\(keys[.open]) shows \(rows)", .muted)
    let both = size.then("   ") + hint
    return both.width <= width ? [both] : [size, hint]
  }

  private var size: Line {
    let rows = table.estimatedRows.map {
      $0 == 0 ? "empty when last analyzed" : "about \(Numbers.plural(Int($0), "row"))"
    }
    let line = Line(rows ?? "size not known (never analyzed)", .muted)
    let kind = Summaries.kind(table)
    return kind.isEmpty ? line : line.then("   \(kind)", .muted)
  }

  /// `PK  id   bigint  not null`, in columns that line up; `NN` where there is little room.
  private func columns(width: Int) -> [Line] {
    let widestName = table.columns.map { DisplayWidth.of(SafeText.display($0.name)) }.max() ?? 0
    let widestType = table.columns.map { DisplayWidth.of(shortType($0)) }.max() ?? 0
    // What is before the name, and the blank after it.
    let room = width - 5
    let words = ["  not null", "  NN"]
    let notNull = words.first { widestName + widestType + $0.count <= room } ?? words[1]
    let shared = room - notNull.count
    let nameWidth = min(widestName, max(8, shared * 60 / 100, shared - widestType))
    let typeWidth = min(widestType, max(4, shared - nameWidth))
    return table.columns.map { column in
      let (mark, role) = keyMark(column.name)
      let name = DisplayWidth.padded(
        SafeText.display(column.name), to: nameWidth, ellipsis: keys.glyphs.ellipsis)
      let type = DisplayWidth.padded(
        shortType(column), to: typeWidth, ellipsis: keys.glyphs.ellipsis)
      let line = Line(DisplayWidth.padded(mark, to: 4), role)
        .then(name + " ", role == .muted ? .text : role).then(type, .muted)
      return column.isNullable ? line : line.then(notNull, .muted)
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
    let (refusing, others) = (
      keys.filter(graph.refusesDelete), keys.filter { !graph.refusesDelete($0) }
    )
    let actions: [ReferentialAction] = [.restrict, .noAction, .cascade, .setNull, .setDefault]
    let groups = [refusing, others].flatMap { keys in
      actions.map { action in keys.filter { $0.onDelete == action } }
    }
    let lines = groups.filter { !$0.isEmpty }.flatMap { group in
      keys.count <= Self.most ? group.map { consequence([$0]) } : [consequence(group)]
    }
    return [Line("Deleting a row here", .title)] + lines
  }

  /// What keys with one action do, by which all of them refuse or none does.
  private func consequence(_ keys: [ForeignKey]) -> Line {
    let key = keys[0]
    let letter = Line(key.onDelete.rawValue, Summaries.role(key.onDelete), indent: 1).then(" ")
    let children = tables(keys)
    func list(_ columns: [String]) -> String {
      columns.map(SafeText.display).joined(separator: ",")
    }
    let columns = keys.count == 1 ? "." + list(key.columnsSetOnDelete) : ""
    switch key.onDelete {
    case .cascade: return letter.then("deletes", .effectDelete).then(" \(children)")
    case .setNull where graph.refusesDelete(key):
      let why =
        keys.count == 1 ? "\(list(graph.notNullColumns(setBy: key))) is NOT NULL" : "NOT NULL"
      return letter.then("REFUSED", .effectBlock).then(" while \(children) remain (\(why))")
    case .setNull: return letter.then("sets NULL", .effectSetNull).then(" \(children)\(columns)")
    case .setDefault:
      return letter.then("sets default", .effectSetDefault).then(" \(children)\(columns)")
    case .restrict, .noAction:
      return letter.then("REFUSED", .effectBlock).then(" while \(children) remain")
    }
  }

  /// The names of a few referencing tables, or how many they are.
  private func tables(_ keys: [ForeignKey]) -> String {
    var names: [String] = []
    for key in keys where !names.contains(Summaries.name(key.referencing)) {
      names.append(Summaries.name(key.referencing))
    }
    return names.count > 4
      ? "rows of \(Numbers.plural(names.count, "table"))" : names.joined(separator: ", ")
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
}
