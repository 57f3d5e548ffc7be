import SchemaModel
import TerminalCanvas

extension NeighbourhoodState {
  func note(_ view: ViewContext) -> String {
    if !filter.isEmpty { return "filter: \(SafeText.display(filter.text))" }
    guard let at = view.graph.shownTables.firstIndex(where: { $0.name == table }) else { return "" }
    return "table \(Numbers.place(at, of: view.graph.tables.count))"
  }

  func status(_ view: ViewContext) -> [Line] {
    guard view.graph.table(table) != nil else { return [] }
    return switch focus {
    case .parents: walkingOn(.left, view, orBack: .right)
    case .middle: Self.legend
    case .children: walkingOn(.right, view, orBack: .left)
    }
  }

  private func walkingOn(
    _ onward: Command, _ view: ViewContext, orBack back: Command
  ) -> [Line] {
    let keys = view.keys
    let home = Line.hint(keys[back], "back to \(Summaries.name(table))")
    guard let hop = selectedHop(view.graph) else { return [home] }
    let walk =
      Line(keys[onward], .hintKey).then(" or ", .status)
      + .hint(keys[.open], "walks to \(Summaries.name(hop.table))")
    let opening = Line.hint(keys[.expand], hop.isOpen ? "closes it" : "opens it here")
    return [walk] + (hop.canOpen ? [opening] : []) + [home]
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    guard let table = view.graph.table(table) else {
      let name = Summaries.name(self.table)
      canvas.drawMessage(
        [
          Line("\(name) is no longer in the catalog.", .warning),
          Line(
            "\(view.keys[.goToTable]) goes to another table, \(view.keys[.escape]) goes back, "
              + "\(view.keys[.reload]) reads the catalog again.", .muted),
        ], in: area)
      return nil
    }
    let panes = ThreePanes(area, focus: focus)
    PaneTabs.draw(
      titles(view.graph, view.glyphs), selected: focus.rawValue, in: panes.tabs, on: &canvas)
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

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    let needATable: Set<Command> = [
      .left, .right, .open, .expand, .previewDelete, .filter, .why, .path, .openAll, .closeAll,
      .nextPane, .previousPane, .pane1, .pane2, .pane3,
    ]
    return view.graph.table(table) == nil && needATable.contains(command)
      ? "the table is not in the catalog" : nil
  }

  func why(_ view: ViewContext) -> [Line] {
    guard let key = selectedKey(view.graph) else { return Self.describe(table, in: view) }
    return EdgeText(key: key, graph: view.graph).explanation
  }

  /// What the action letters mean, those that refuse first.
  private static var legend: [Line] {
    let actions: [ReferentialAction] = [.restrict, .noAction, .cascade, .setNull, .setDefault]
    return [Line("ON DELETE", .muted)]
      + actions.map {
        Line($0.rawValue, Summaries.role($0)).then(" " + $0.sql.lowercased(), .muted)
      }
  }

  /// A table in a few sentences.
  static func describe(_ name: TableName, in view: ViewContext) -> [Line] {
    guard let table = view.graph.table(name) else { return [] }
    return [Line(Summaries.name(name), .title), .blank]
      + TableText(table: table, graph: view.graph, keys: view.keys).lines(width: 72)
      + GlossaryText.about(table, in: view.graph).flatMap { [.blank, $0] }
  }

  func titles(_ graph: SchemaGraph, _ glyphs: Glyphs) -> [String] {
    [
      title(.parents, of: graph.referencesOf(table).count, graph, glyphs),
      Summaries.name(table),
      title(.children, of: graph.referencesTo(table).count, graph, glyphs),
    ]
  }

  /// How many there are one hop away, of all there are where they are narrowed.
  private func title(_ pane: Pane, of all: Int, _ graph: SchemaGraph, _ glyphs: Glyphs) -> String {
    let shown = hops(pane, graph).count { $0.depth == 1 }
    return ThreePanes.title(pane, all, glyphs, shown: filter.isEmpty ? nil : shown)
  }

  private func drawEdges(
    _ pane: Pane, _ view: ViewContext, _ panes: ThreePanes, on canvas: inout CellBuffer
  ) -> Int? {
    guard panes.shows(pane) else { return nil }
    let hops = hops(pane, view.graph)
    let cursor = pane == .parents ? parents : children
    let isFocused = focus == pane && view.isInFront
    let area = panes.inside(pane)
    let shown = EdgeList.itemsShown(count: hops.count, height: area.height)
    let trailing = hops.count > shown ? Numbers.place(cursor.index, of: hops.count) : ""
    panes.drawBox(
      pane, titles(view.graph, view.glyphs), trailing: trailing, isFocused: isFocused,
      glyphs: view.glyphs, on: &canvas)
    guard !hops.isEmpty else {
      let text = Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: area.height)
      emptyLines(pane, view).wrapped(to: text.width).draw(in: text, on: &canvas)
      return nil
    }
    let names = hops.map { name($0, pane, view) }
    let hasRoom = zip(hops, names).allSatisfy { hop, name in
      name.width + Summaries.action(hop.key.onDelete).width + 4 <= area.width
    }
    let items = zip(hops, names).map { hop, name in
      let title = hasRoom ? name : shortened(name, hop, area, view)
      var item = item(hop, title, pane, view, hasRoom: hasRoom)
      item.guides = Array(stride(from: 0, to: name.indent, by: Self.step))
      return item
    }
    return EdgeList.draw(
      items, cursor, isFocused: isFocused, in: area, glyphs: view.glyphs, on: &canvas)
  }

  /// The action stands beside the name where there is room for all of them, else below it.
  private func item(
    _ hop: Hop, _ name: Line, _ pane: Pane, _ view: ViewContext, hasRoom: Bool
  ) -> EdgeList.Item {
    let key = hop.key
    let role = Summaries.role(key.onDelete)
    let notes = notes(key, pane, view)
    let below = hasRoom ? notes : Line(key.onDelete.sql + "  ", role) + notes
    return EdgeList.Item(
      title: name,
      trailing: hasRoom ? Summaries.action(key.onDelete) : Line(key.onDelete.rawValue, role),
      details: [
        Line(Summaries.columns(key, view.glyphs), .keyForeign, indent: name.indent + 1),
        Line("", indent: name.indent + 1) + below,
      ])
  }

  /// The name cut in its middle where it is too long: names of related tables differ at their ends.
  private func shortened(_ name: Line, _ hop: Hop, _ area: Rect, _ view: ViewContext) -> Line {
    guard name.width + 5 > area.width, name.spans.count > 1 else { return name }
    var name = name
    name.spans = Array(name.spans.prefix(2))
    if hop.key.isSelfReferencing { name.spans[1].text = "itself" }
    let excess = name.width + 5 - area.width
    guard excess > 0 else { return name }
    let text = name.spans[1].text
    let kept = max(4, text.count - excess - view.glyphs.ellipsis.count)
    name.spans[1].text = text.prefix((kept + 1) / 2) + view.glyphs.ellipsis + text.suffix(kept / 2)
    return name
  }

  /// How much further in each hop stands.
  private static let step = 2

  /// `▸ orders`, further in the further away it is; the sign says whether it can be opened.
  private func name(_ hop: Hop, _ pane: Pane, _ view: ViewContext) -> Line {
    let glyphs = view.glyphs
    let isAway = hop.isRepeat && !hop.key.isSelfReferencing
    let sign =
      isAway ? glyphs.cycle : !hop.canOpen ? "" : hop.isOpen ? glyphs.expanded : glyphs.collapsed
    let role: Role = pane == .parents ? .edgeParent : .edgeChild
    let name = Summaries.name(hop.table)
    let suffix = hop.key.isSelfReferencing ? " (itself)" : isAway ? " (circle)" : ""
    return Line(DisplayWidth.padded(sign, to: 2), .muted, indent: min(hop.depth - 1, 8) * Self.step)
      .then(name, role).then(suffix, .muted)
  }

  private func notes(_ key: ForeignKey, _ pane: Pane, _ view: ViewContext) -> Line {
    var warnings = Summaries.warnings(key, in: view.graph)
    if pane == .parents { warnings.removeAll { $0 == "no index" } }
    let traits = Summaries.traits(key, in: view.graph)
    // What warns comes first, as the end is what is cut.
    return Line(warnings.joined(separator: "  "), .caution)
      .then(traits.isEmpty || warnings.isEmpty ? "" : "  ")
      .then(traits.joined(separator: "  "), .muted)
  }

  private func emptyLines(_ pane: Pane, _ view: ViewContext) -> [Line] {
    let name = Summaries.name(table)
    if !filter.isEmpty {
      return [
        Line(
          "None matches \(SafeText.display(filter.text)). \(view.keys[.escape]) clears.", .muted)
      ]
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
    let lines = TableText(table: table, graph: view.graph, keys: view.keys)
      .lines(width: area.width, opensRows: true)
    let hidden = lines.count - text.top - area.height
    panes.drawBox(
      .middle, titles(view.graph, view.glyphs),
      trailing: hidden > 0 ? Numbers.plural(hidden, "more line") : "",
      isFocused: focus == .middle && view.isInFront, glyphs: view.glyphs, on: &canvas)
    lines.draw(in: area, from: text.top, on: &canvas)
  }

  private func drawDetail(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    guard let key = selectedKey(view.graph) else {
      let lines = keyLines(view)
      return lines.draw(in: area, on: &canvas)
    }
    var lines = EdgeText(key: key, graph: view.graph).brief
    if let hop = selectedHop(view.graph), hop.depth > 1 {
      lines.insert(route(hop, width: area.width, view), at: 0)
    }
    lines.draw(in: area, on: &canvas)
  }

  /// `orders › shipments › tracking_events   2 hops`.
  private func route(_ hop: Hop, width: Int, _ view: ViewContext) -> Line {
    let keys = hop.path.compactMap { id in view.graph.foreignKeys.first { $0.id == id } }
    let tables = [table] + keys.map { focus == .parents ? $0.referenced : $0.referencing }
    let way = Crumbs(
      parts: tables.map { Summaries.name($0) }, separator: " \(view.glyphs.separator) ")
    let hops = "   \(Numbers.plural(hop.depth, "hop"))"
    let names = way.fitted(to: width - hops.count - 2, ellipsis: view.glyphs.ellipsis)
    return Line(names, .title, indent: 1).then(hops, .muted)
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
