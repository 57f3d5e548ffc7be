import SchemaModel
import TerminalCanvas

extension NeighbourhoodState {
  func note(_ view: ViewContext) -> String {
    if !filter.isEmpty { return "filter: \(SafeText.display(filter))" }
    guard let at = view.graph.tables.firstIndex(where: { $0.name == table }) else { return "" }
    return "table \(at + 1) of \(view.graph.tables.count)"
  }

  func status(_ view: ViewContext) -> Line {
    switch focus {
    case .parents: walkingOn("Left", to: selectedKey(view.graph)?.referenced, orBack: "Right")
    case .middle: Self.legend
    case .children: walkingOn("Right", to: selectedKey(view.graph)?.referencing, orBack: "Left")
    }
  }

  private func walkingOn(_ key: String, to target: TableName?, orBack back: String) -> Line {
    let onward = target.map { "\(key) or Enter walks on to \(Summaries.name($0)).  " } ?? ""
    return Line(onward + "\(back): back to \(Summaries.name(table)).", .status)
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    guard let table = view.graph.table(table) else {
      let name = Summaries.name(self.table)
      canvas.drawMessage(
        [
          Line("\(name) is no longer in the catalog.", .warning),
          Line("Ctrl-P goes to another table, Esc goes back, R reads the catalog again.", .muted),
        ], in: area)
      return nil
    }
    let panes = ThreePanes(area, focus: focus)
    PaneTabs.draw(titles(view), selected: focus.rawValue, in: panes.tabs, on: &canvas)
    let parentRow = drawEdges(.parents, view, panes, on: &canvas)
    drawMiddle(table, view, panes, on: &canvas)
    let childRow = drawEdges(.children, view, panes, on: &canvas)
    drawDetail(view, in: panes.detail, on: &canvas)
    switch focus {
    case .parents: return parentRow.map { Point(x: panes.inside(.parents).x, y: $0) }
    case .children: return childRow.map { Point(x: panes.inside(.children).x, y: $0) }
    case .middle: return Point(x: panes.inside(.middle).x, y: panes.inside(.middle).y)
    }
  }

  func why(_ view: ViewContext) -> [Line] {
    guard let key = selectedKey(view.graph) else { return Self.describe(table, in: view) }
    return EdgeText(key: key, graph: view.graph).explanation
  }

  /// What the action letters mean.
  private static var legend: Line {
    let actions: [ReferentialAction] = [.cascade, .setNull, .setDefault, .restrict, .noAction]
    return actions.reduce(Line("ON DELETE", .muted)) { line, action in
      line.then("  ")
        + Line(action.rawValue, Summaries.role(action))
        .then(" " + action.sql.lowercased(), .muted)
    }
  }

  /// A table in a few sentences.
  static func describe(_ name: TableName, in view: ViewContext) -> [Line] {
    guard let table = view.graph.table(name) else { return [] }
    return [Line(Summaries.name(name), .title), .blank]
      + TableText(table: table, graph: view.graph, glyphs: view.glyphs).lines(width: 72)
  }

  private func titles(_ view: ViewContext) -> [String] {
    [
      ThreePanes.title(.parents, parentKeys(view.graph).count, view.glyphs),
      Summaries.name(table),
      ThreePanes.title(.children, childKeys(view.graph).count, view.glyphs),
    ]
  }

  private func drawEdges(
    _ pane: Pane, _ view: ViewContext, _ panes: ThreePanes, on canvas: inout CellBuffer
  ) -> Int? {
    guard panes.shows(pane) else { return nil }
    let keys = pane == .parents ? parentKeys(view.graph) : childKeys(view.graph)
    let cursor = pane == .parents ? parents : children
    let isFocused = focus == pane && view.isInFront
    let area = panes.inside(pane)
    let shown = EdgeList.itemsShown(count: keys.count, height: area.height)
    let trailing = keys.count > shown ? "\(cursor.index + 1) of \(keys.count)" : ""
    canvas.box(
      panes.frame(of: pane), title: panes.tabs.isEmpty ? titles(view)[pane.rawValue] : "",
      trailing: trailing,
      isFocused: isFocused, glyphs: view.glyphs)
    guard !keys.isEmpty else {
      let text = Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: area.height)
      emptyLines(pane).wrapped(to: text.width).draw(in: text, on: &canvas)
      return nil
    }
    let names = keys.map { key in
      Summaries.name(pane == .parents ? key.referenced : key.referencing)
        + (key.isSelfReferencing ? " (itself)" : "")
    }
    let hasRoom = zip(keys, names).allSatisfy { key, name in
      DisplayWidth.of(name) + Summaries.action(key.onDelete).width + 4 <= area.width
    }
    let items = zip(keys, names).map { item($0, $1, pane, view, hasRoom: hasRoom) }
    return EdgeList.draw(
      items, cursor, isFocused: isFocused, in: area, glyphs: view.glyphs, on: &canvas)
  }

  /// The action stands beside the name where there is room for all of them, else below it.
  private func item(
    _ key: ForeignKey, _ name: String, _ pane: Pane, _ view: ViewContext, hasRoom: Bool
  ) -> EdgeList.Item {
    let role = Summaries.role(key.onDelete)
    let notes = notes(key, pane, view)
    let below = hasRoom ? notes : Line(key.onDelete.sql + "  ", role) + notes
    return EdgeList.Item(
      title: Line(name, pane == .parents ? .edgeParent : .edgeChild),
      trailing: hasRoom ? Summaries.action(key.onDelete) : Line(key.onDelete.rawValue, role),
      details: [Line(Summaries.columns(key, view.glyphs), .keyForeign), below])
  }

  private func notes(_ key: ForeignKey, _ pane: Pane, _ view: ViewContext) -> Line {
    var warnings = Summaries.warnings(key)
    if pane == .parents { warnings.removeAll { $0 == "no index" } }
    let traits = Summaries.traits(key, in: view.graph).joined(separator: "  ")
    return Line(traits + (traits.isEmpty || warnings.isEmpty ? "" : "  "), .muted)
      .then(warnings.joined(separator: "  "), .warning)
  }

  private func emptyLines(_ pane: Pane) -> [Line] {
    let name = Summaries.name(table)
    if !filter.isEmpty {
      return [Line("None matches \(SafeText.display(filter)). Esc clears.", .muted)]
    }
    switch pane {
    case .parents: return [Line("\(name) references no other table.", .muted)]
    case .middle: return []
    case .children:
      return [
        Line("Nothing references \(name).", .muted), .blank,
        Line("Its rows can be deleted without touching another table.", .muted),
      ]
    }
  }

  private func drawMiddle(
    _ table: Table, _ view: ViewContext, _ panes: ThreePanes, on canvas: inout CellBuffer
  ) {
    guard panes.shows(.middle) else { return }
    let inside = panes.inside(.middle)
    let area = Rect(
      x: inside.x + 1, y: inside.y, width: inside.width - 2, height: inside.height)
    let lines = TableText(table: table, graph: view.graph, glyphs: view.glyphs)
      .lines(width: area.width)
    let hidden = lines.count - text.top - area.height
    canvas.box(
      panes.frame(of: .middle), title: panes.tabs.isEmpty ? titles(view)[1] : "",
      trailing: hidden > 0 ? "\(Numbers.plural(hidden, "more line"))" : "",
      isFocused: focus == .middle && view.isInFront, glyphs: view.glyphs)
    lines.draw(in: area, from: text.top, on: &canvas)
  }

  private func drawDetail(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    guard let key = selectedKey(view.graph) else {
      let lines = keyLines(view)
      return lines.draw(in: area, on: &canvas)
    }
    EdgeText(key: key, graph: view.graph).brief.draw(in: area, on: &canvas)
  }

  /// The keys of the table, for the time that no foreign key is selected.
  private func keyLines(_ view: ViewContext) -> [Line] {
    guard let table = view.graph.table(table) else { return [] }
    let keys = table.keys.filter { !$0.isPartial }.map { key in
      let columns = key.columns.map { SafeText.display(SQLText.readableIdentifier($0)) }
        .joined(separator: ", ")
      return Line("\(key.isPrimary ? "PRIMARY KEY" : "UNIQUE") (\(columns))", indent: 3)
    }
    let none = [Line("It has no key: rows are told apart by their place.", .muted, indent: 3)]
    return [Line(Summaries.name(table.name), .title, indent: 1)] + (keys.isEmpty ? none : keys)
  }
}
