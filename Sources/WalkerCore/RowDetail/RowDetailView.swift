import SchemaModel
import TerminalCanvas

extension RowDetailState {
  func status(_ view: ViewContext) -> [Line] {
    let keys = view.keys
    guard data.value != nil else { return [] }
    if let more {
      return [Line("Reading more of the value  \(view.waited(more.request))", .progress)]
    }
    func or(_ key: Command, _ text: String) -> Line {
      Line(keys[key], .hintKey).then(" or ", .status) + .hint(keys[.open], text)
    }
    return switch focus {
    case .parents: [or(.left, "walks to the parent row"), .hint(keys[.right], "back")]
    case .middle:
      [
        .hint(keys[.left], "parent rows"), .hint(keys[.right], "child rows"),
        .hint(keys[.open], "the value whole"),
      ]
    case .children:
      [
        or(.right, "shows the child rows"), .hint(keys[.count], "counts them exactly"),
        .hint(keys[.left], "back"),
      ]
    }
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    guard let data = data.value else {
      canvas.drawMessage(message(view), in: area)
      return nil
    }
    let panes = panes(in: area, view.graph)
    PaneTabs.draw(
      titles(view.graph, view.glyphs), selected: focus.rawValue, in: panes.tabs, on: &canvas)
    let rows: [Pane: Int?] = [
      .parents: drawEdges(.parents, data, view, panes, on: &canvas),
      .middle: drawMiddle(view, panes, on: &canvas),
      .children: drawEdges(.children, data, view, panes, on: &canvas),
    ]
    drawDetail(data, view, in: panes.detail, on: &canvas)
    let row = rows[focus] ?? nil
    return row.map { Point(x: panes.inside(focus).x, y: $0) }
  }

  func why(_ view: ViewContext) -> [Line] {
    if let key = selectedKey(view.graph) {
      return EdgeText(key: key, graph: view.graph).explanation
    }
    guard let table = view.graph.table(table) else { return [] }
    return [Line("\(Summaries.name(table.name)) \(label)", .title), .blank]
      + TableText(table: table, graph: view.graph, keys: view.keys).lines(width: 72)
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    let needARow: Set<Command> = [
      .left, .right, .open, .previewDelete, .count, .copy, .nextPane, .previousPane, .pane1,
      .pane2, .pane3,
    ]
    guard data.value == nil, needARow.contains(command) else { return nil }
    return data.request == nil ? "the row is not here" : "the row is still being read"
  }

  private func message(_ view: ViewContext) -> [Line] {
    switch data {
    case .loading(let id):
      [
        Line("Reading \(Summaries.name(table)) \(label)  \(view.waited(id))", .progress),
        Line("\(view.keys[.stop]) stops.", .muted),
      ]
    case .failed(let error) where error.sqlstate.isEmpty:
      [
        Line(SafeText.display(error.message), .warning),
        Line("\(view.keys[.refresh]) asks again, \(view.keys[.escape]) goes back.", .muted),
      ]
    case .failed(let error):
      ErrorText.lines(
        error, after: "\(view.keys[.refresh]) asks again, \(view.keys[.escape]) goes back.")
    case .idle, .loaded:
      [Line("Stopped.", .warning), Line("\(view.keys[.refresh]) reads the row again.", .muted)]
    }
  }

  func titles(_ graph: SchemaGraph, _ glyphs: Glyphs) -> [String] {
    [
      ThreePanes.title(.parents, graph.referencesOf(table).count, glyphs),
      "\(Summaries.name(table)) \(label)",
      ThreePanes.title(.children, graph.children(of: table).count, glyphs),
    ]
  }

  private func drawEdges(
    _ pane: Pane, _ data: RowData, _ view: ViewContext, _ panes: ThreePanes,
    on canvas: inout CellBuffer
  ) -> Int? {
    guard panes.shows(pane) else { return nil }
    let isParents = pane == .parents
    let keys = isParents ? view.graph.referencesOf(table) : view.graph.children(of: table)
    let area = panes.inside(pane)
    let cursor = isParents ? parents : children
    let shown = EdgeList.itemsShown(count: keys.count, height: area.height)
    let isFocused = focus == pane && view.isInFront
    panes.drawBox(
      pane, titles(view.graph, view.glyphs),
      trailing: keys.count > shown ? Numbers.place(cursor.index, of: keys.count) : "",
      isFocused: isFocused, glyphs: view.glyphs, on: &canvas)
    guard !keys.isEmpty else {
      let text = Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: area.height)
      let line = isParents ? "Its table references no other." : "Nothing references its table."
      Line(line, .muted).wrapped(to: text.width).draw(in: text, on: &canvas)
      return nil
    }
    let items = keys.map {
      isParents ? parentItem($0, data, view) : childItem($0, width: area.width - 3, view)
    }
    return EdgeList.draw(
      items, cursor, isFocused: isFocused, in: area, glyphs: view.glyphs, on: &canvas)
  }

  private func parentItem(
    _ key: ForeignKey, _ data: RowData, _ view: ViewContext
  ) -> EdgeList.Item {
    let lookup = data.lookupOfParent(key)
    // Its own columns, as several keys may lead to the same table.
    let columns = key.referencingColumns.map(SafeText.display).joined(separator: ", ")
    let value = lookup.map { pairs in
      zip(key.referencingColumns, pairs).map { "\($0)=\($1.value ?? "NULL")" }
        .joined(separator: " ")
    }
    return EdgeList.Item(
      title: Line(Summaries.name(key.referenced), lookup == nil ? .muted : .edgeParent),
      trailing: Line(),
      details: [
        value.map { Line(SafeText.display($0), .keyForeign) }
          ?? Line("\(columns) is ", .muted).then("NULL", .null),
        Line(Summaries.columns(key, view.glyphs), .muted),
      ])
  }

  private func childItem(_ key: ForeignKey, width: Int, _ view: ViewContext) -> EdgeList.Item {
    let count = counts[key]
    let action = Summaries.action(key.onDelete)
    let hint = action.then("  \(view.keys[.count]) counts", .muted)
    let hasNone = count.value == .exact(0)
    return EdgeList.Item(
      title: Line(Summaries.name(key.referencing), hasNone ? .muted : .edgeChild),
      trailing: countLine(count, view),
      details: [
        Line("by \(SafeText.display(key.referencingColumns.joined(separator: ", ")))", .keyForeign),
        count == .idle && hint.width <= width ? hint : action,
      ])
  }

  private func countLine(_ count: Loadable<RowCount>, _ view: ViewContext) -> Line {
    switch count {
    case .idle: Line("?", .muted)
    case .loading: Line(view.glyphs.ellipsis, .progress)
    case .loaded(let count): Line(Numbers.count(count, view.glyphs))
    case .failed(let error): Line(error.isCancellation ? "stopped" : "error", .error)
    }
  }

  private func drawMiddle(
    _ view: ViewContext, _ panes: ThreePanes, on canvas: inout CellBuffer
  ) -> Int? {
    guard panes.shows(.middle), let text = valueText(view.graph, panes, view.keys) else {
      return nil
    }
    let area = panes.inside(.middle)
    let isFocused = focus == .middle && view.isInFront
    let hidden = text.rows.count - values.top - area.height
    panes.drawBox(
      .middle, titles(view.graph, view.glyphs),
      trailing: hidden > 0 ? Numbers.plural(hidden, "more line") : "", isFocused: isFocused,
      glyphs: view.glyphs, on: &canvas)
    for (row, entry) in text.rows.dropFirst(values.top).prefix(area.height).enumerated() {
      entry.line.draw(x: area.x + 1, y: area.y + row, width: area.width - 1, on: &canvas)
    }
    guard !text.rows.isEmpty else { return nil }
    let row = area.y + values.index - values.top
    if isFocused {
      canvas.draw(view.glyphs.cursor, x: area.x, y: row)
      canvas.select(row: row, in: area)
    }
    return row
  }

  private func drawDetail(
    _ data: RowData, _ view: ViewContext, in area: Rect, on canvas: inout CellBuffer
  ) {
    if let key = selectedKey(view.graph) {
      return EdgeText(key: key, graph: view.graph).brief.draw(in: area, on: &canvas)
    }
    let lines = [
      Line("\(Summaries.name(table)) \(label)", .title, indent: 1),
      Line(
        "\(view.keys[.previewDelete]) previews deleting this row. Nothing is deleted.", .muted,
        indent: 3),
    ]
    lines.draw(in: area, on: &canvas)
  }
}
