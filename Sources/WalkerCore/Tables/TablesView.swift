import SchemaModel
import TerminalCanvas

/// Where the parts of the list of tables are.
struct TablesLayout {
  let box: Rect
  let header: Rect
  let list: Rect
  /// What the selected table is connected with; empty on low screens.
  let detail: Rect

  init(_ area: Rect) {
    let (detail, box) = area.splitBottom(area.height >= 12 ? 3 : 0)
    let inside = box.inset(by: 1)
    (header, list) = inside.splitTop(1)
    self.box = box
    self.detail = detail
  }
}

/// The columns of the list; what does not fit is left out, the kind first.
private struct TableColumns {
  static let numberWidth = 12
  /// With two blanks behind it.
  var name: Int
  /// The same; 0 where it does not show.
  var kind: Int
  /// Rows, parents and children: how many of them show.
  var numbers: Int

  /// - Parameters:
  ///   - width: what there is.
  ///   - name: the width of the widest name.
  ///   - kind: the width of the widest kind; 0 where all tables are ordinary.
  init(width: Int, name: Int, kind: Int) {
    numbers = width >= 56 ? 3 : width >= 44 ? 2 : 1
    let room = max(10, width - numbers * Self.numberWidth - 3)
    self.name = min(max(name, 8) + 2, room)
    let fits = kind > 0 && self.name + max(kind, 4) + 2 <= room
    self.kind = fits ? max(kind, 4) + 2 : 0
  }
}

extension TablesState {
  func note(_ view: ViewContext) -> String {
    filter.isEmpty
      ? Numbers.plural(view.graph.tables.count, "table")
      : "filter: \(SafeText.display(filter.text))   "
        + "\(Numbers.grouped(visible.count)) of \(Numbers.grouped(view.graph.tables.count))"
  }

  func status(_ view: ViewContext) -> [Line] {
    let graph = view.graph
    if graph.foreignKeys.isEmpty, !graph.tables.isEmpty {
      return [
        Line("There are no foreign keys here: nothing to walk.", .warning),
        .hint(view.keys[.open], "twice shows rows"),
      ]
    }
    let unindexed = graph.foreignKeys.count { $0.supportingIndex == nil }
    let counts = [
      Numbers.plural(graph.tables.count, "table"),
      Numbers.plural(graph.foreignKeys.count, "foreign key"),
      Numbers.plural(graph.cycles.count, "cycle"),
    ]
    return [Line(counts.joined(separator: ", "), .status)]
      + (unindexed > 0 ? [Line("\(Numbers.grouped(unindexed)) without index", .status)] : [])
      + [Line("read in \(Numbers.duration(view.catalogMilliseconds))", .muted)]
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    let layout = TablesLayout(area)
    let trailing = visible.isEmpty ? "" : Numbers.place(cursor.index, of: visible.count)
    canvas.box(
      layout.box, title: "tables", trailing: trailing, isFocused: view.isInFront,
      glyphs: view.glyphs)
    guard !visible.isEmpty else {
      canvas.drawMessage(emptyMessage(view), in: layout.box.inset(by: 1))
      return nil
    }
    let columns = TableColumns(width: layout.list.width, name: nameWidth, kind: kindWidth)
    drawHeader(columns, in: layout.header, on: &canvas, glyphs: view.glyphs)
    let words = filter.words
    drawDetail(view, in: layout.detail, on: &canvas)
    return canvas.drawList(of: visible.count, cursor, view, in: layout.list) {
      number, row, canvas in
      draw(visible[number], words, columns, view, in: row, on: &canvas)
    }
  }

  func why(_ view: ViewContext) -> [Line] {
    guard let selected else { return [] }
    return NeighbourhoodState.describe(selected, in: view)
  }

  private func drawHeader(
    _ columns: TableColumns, in area: Rect, on canvas: inout CellBuffer, glyphs: Glyphs
  ) {
    let titles: [(String, Order)] = [
      ("rows", .rows), ("parents", .parents), ("children", .children),
    ]
    let isByName = order == .name
    canvas.draw(
      isByName ? "table \(glyphs.ascending)" : "table", x: area.x + 2, y: area.y,
      width: columns.name, role: isByName ? .title : .muted)
    var x = area.x + 2 + columns.name
    if columns.kind > 0 { canvas.draw("kind", x: x, y: area.y, role: .muted) }
    x += columns.kind
    for (title, order) in titles.prefix(columns.numbers) {
      let text = order == self.order ? "\(glyphs.descending) \(title)" : title
      let padded = DisplayWidth.padded(text, to: TableColumns.numberWidth, alignRight: true)
      canvas.draw(padded, x: x, y: area.y, role: order == self.order ? .title : .muted)
      x += TableColumns.numberWidth
    }
  }

  private func draw(
    _ name: TableName, _ words: WordFilter, _ columns: TableColumns, _ view: ViewContext,
    in area: Rect, on canvas: inout CellBuffer
  ) {
    guard let table = view.graph.table(name) else { return }
    let text = Summaries.name(name)
    var x = area.x + 2
    canvas.draw(text, x: x, y: area.y, width: columns.name - 2)
    for match in words.occurrences(in: text) where match.upperBound <= columns.name - 2 {
      canvas.highlight(
        Rect(x: x + match.lowerBound, y: area.y, width: match.count, height: 1), as: .match)
    }
    x += columns.name
    if columns.kind > 0 { canvas.draw(Summaries.kind(table), x: x, y: area.y, role: .muted) }
    x += columns.kind
    let numbers = [
      (Summaries.estimate(table, view.glyphs), Role.text),
      (connections(view.graph.referencesOf(name).count), .edgeParent),
      (connections(view.graph.referencesTo(name).count), .edgeChild),
    ]
    for (number, role) in numbers.prefix(columns.numbers) {
      let padded = DisplayWidth.padded(number, to: TableColumns.numberWidth, alignRight: true)
      canvas.draw(padded, x: x, y: area.y, role: role)
      x += TableColumns.numberWidth
    }
  }

  private func connections(_ count: Int) -> String { count == 0 ? "-" : String(count) }

  private func drawDetail(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    guard let selected, !area.isEmpty else { return }
    let parents = unique(view.graph.referencesOf(selected).map(\.referenced))
    let children = unique(view.graph.referencesTo(selected).map(\.referencing))
    let kind = view.graph.table(selected).map(Summaries.kind) ?? ""
    let lines = [
      Line(Summaries.name(selected), .title, indent: 1).then(
        kind.isEmpty ? "" : "   \(kind)", .muted),
      connectionLine("references", parents, none: "references no other table", .edgeParent),
      connectionLine("referenced by", children, none: "no table references it", .edgeChild),
    ]
    lines.draw(in: area, on: &canvas)
  }

  private func connectionLine(
    _ verb: String, _ names: [TableName], none: String, _ role: Role
  ) -> Line {
    guard !names.isEmpty else { return Line(none, .muted, indent: 3) }
    return Line(DisplayWidth.padded(verb, to: 15), .muted, indent: 3)
      .then(names.map(Summaries.name).joined(separator: ", "), role)
  }

  private func unique(_ names: [TableName]) -> [TableName] {
    var seen: Set<TableName> = []
    return names.filter { seen.insert($0).inserted }
  }

  private func emptyMessage(_ view: ViewContext) -> [Line] {
    if !filter.isEmpty {
      return [
        Line("No table matches \(SafeText.display(String(filter.text.prefix(80)))).", .warning),
        Line("\(view.keys[.escape]) clears the filter.", .muted),
      ]
    }
    return [
      Line("No tables are visible here.", .warning), .blank,
      Line(
        "The database has none, or \(view.server?.user ?? "this user") may not use their schemas."),
      Line(
        "Connect to another database or as another user, or press \(view.keys[.reload]) to read the "
          + "catalog again.",
        .muted),
    ]
  }
}
