import SchemaModel
import TerminalCanvas

/// One table with its parents and children, and where in them the person is.
struct NeighbourhoodState: PlaceState {
  let table: TableName
  private(set) var focus = Pane.middle
  private(set) var parents = ListCursor()
  private(set) var children = ListCursor()
  private(set) var text = ListCursor()
  /// The paths of the hops that were selected last, on either side, for when they show again.
  private var selectedPaths: [Pane: [UInt32]] = [:]
  /// The paths of the hops that are opened, on either side.
  private(set) var open: [Pane: Set<[UInt32]>] = [:]
  /// Narrows both lists; empty shows all.
  private(set) var filter = ListFilter()
  /// The foreign key walked along to get here, and in which direction.
  private let arrival: ForeignKey?

  init(table: TableName, arrival: ForeignKey? = nil, focus: Pane = .middle) {
    self.table = table
    self.arrival = arrival
    self.focus = focus
  }

  var kind: PlaceKind { .neighbourhood }
  var columnsOf: TableName? { table }
  var crumbs: [String] { [Summaries.name(table)] }
  var editing: TextField? { filter.field }

  /// The foreign keys on one side, with those beyond them that are opened.
  func hops(_ pane: Pane, _ graph: SchemaGraph) -> [Hop] {
    guard pane != .middle else { return [] }
    return Hops(pane: pane, graph: graph)
      .list(from: table, open: open[pane] ?? [], words: filter.words)
  }

  /// The line under the cursor; nil in the middle and in an empty list.
  func selectedHop(_ graph: SchemaGraph) -> Hop? {
    let hops = hops(focus, graph)
    let index = focus == .parents ? parents.index : children.index
    return hops.indices.contains(index) ? hops[index] : nil
  }

  /// The foreign key under the cursor; nil in the middle and in an empty list.
  func selectedKey(_ graph: SchemaGraph) -> ForeignKey? { selectedHop(graph)?.key }
}

// As a session keeps it: the pane, the places of the selected keys, the filter.
extension NeighbourhoodState {
  var record: [String: JSONValue]? {
    [
      "table": table.record, "pane": .int(focus.rawValue), "parent": .int(parents.index),
      "child": .int(children.index), "filter": .string(filter.text),
    ]
  }

  init?(record: JSONValue) {
    guard let table = TableName(record: record["table"]) else { return nil }
    self.init(table: table, focus: Pane(record: record["pane"]))
    parents.index = max(0, record["parent"].number ?? 0)
    children.index = max(0, record["child"].number ?? 0)
    filter = ListFilter(record["filter"].text ?? "")
  }
}

extension NeighbourhoodState {
  mutating func start(_ turn: inout Turn) {
    let (above, below) = (hops(.parents, turn.graph), hops(.children, turn.graph))
    if let arrival {
      parents.index = above.firstIndex { $0.key.id == arrival.id } ?? 0
      children.index = below.firstIndex { $0.key.id == arrival.id } ?? 0
    }
    if focus == .parents, above.isEmpty { focus = .middle }
    if focus == .children, below.isEmpty { focus = .middle }
  }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    if let target = focus.target(of: command) {
      focus = target
      return true
    }
    if move(command, turn) { return true }
    switch command {
    case .left: step(towards: .parents, &turn)
    case .right: step(towards: .children, &turn)
    case .open: focus == .middle ? openRows(&turn) : walk(&turn)
    case .previewDelete:
      turn.say(
        "Choose a row, or mark several with \(turn.keys.on(.rows)[.mark]); "
          + "then \(turn.keys.on(.rows)[.previewDelete]) previews deleting them.")
      openRows(&turn)
    case .expand: expand(&turn)
    case .openAll: openAll(&turn)
    case .closeAll: closeAll(turn)
    case .filter: filter.open()
    case .copy: turn.copy(selectedKey(turn.graph)?.definition ?? table.readableSQL)
    case .escape: return keepingCursors(turn) { $0.filter.clear() }
    default: return false
    }
    return true
  }

  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {
    switch edit {
    case .up, .down: _ = move(edit == .up ? .moveUp : .moveDown, turn)
    default: _ = keepingCursors(turn) { $0.filter.edit(edit) }
    }
  }

  mutating func settle(_ turn: Turn) {
    let panes = ThreePanes(Rect(turn.body), focus: focus)
    let height = panes.inside(focus).height
    func settle(_ cursor: inout ListCursor, _ keys: [Hop]) {
      let shown = EdgeList.itemsShown(count: keys.count, height: height)
      cursor.settle(count: keys.count, height: shown)
    }
    settle(&parents, hops(.parents, turn.graph))
    settle(&children, hops(.children, turn.graph))
    text.settle(count: middleLines(turn).count, height: height)
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    let panes = ThreePanes(Rect(turn.body), focus: focus)
    let titles = titles(turn.graph, turn.glyphs)
    guard let pane = panes.pane(at: point, titles) else { return false }
    let hadFocus = focus == pane
    focus = pane
    let inside = panes.inside(pane)
    let count = hops(pane, turn.graph).count
    func hit(_ cursor: inout ListCursor) -> Bool {
      let rows = EdgeList.rowsPerItem(count: count, height: inside.height)
      return cursor.click(point, in: inside, count: count, rows: rows) && hadFocus
    }
    return switch pane {
    case .parents: hit(&parents)
    case .children: hit(&children)
    case .middle: false
    }
  }

  mutating func point(at point: Point, _ turn: Turn) {
    focus = ThreePanes(Rect(turn.body), focus: focus).pane(at: point, []) ?? focus
  }

  private mutating func move(_ command: Command, _ turn: Turn) -> Bool {
    let height = ThreePanes(Rect(turn.body), focus: focus).inside(focus).height
    func move(_ cursor: inout ListCursor, _ keys: [Hop]) -> Bool {
      let shown = EdgeList.itemsShown(count: keys.count, height: height)
      return cursor.move(command, count: keys.count, height: shown)
    }
    return switch focus {
    case .parents: move(&parents, hops(.parents, turn.graph))
    case .children: move(&children, hops(.children, turn.graph))
    case .middle: text.scroll(command, count: middleLines(turn).count, height: height)
    }
  }

  /// Goes one pane over; at the edge it walks on, so that one key walks as far as keys go.
  private mutating func step(towards edge: Pane, _ turn: inout Turn) {
    if focus == edge { return walk(&turn) }
    focus = focus == .middle ? edge : .middle
  }

  private mutating func walk(_ turn: inout Turn) {
    guard let hop = selectedHop(turn.graph) else { return }
    turn.open(NeighbourhoodState(table: hop.table, arrival: hop.key, focus: focus))
  }

  private func openRows(_ turn: inout Turn) { turn.open(RowsState(table: table)) }

  private func middleLines(_ turn: Turn) -> [Line] {
    guard let table = turn.graph.table(table) else { return [] }
    let width = ThreePanes(Rect(turn.body), focus: focus).inside(.middle).width - 2
    return TableText(table: table, graph: turn.graph, keys: turn.keys)
      .lines(width: width, opensRows: true)
  }
}

// Looking further than one hop.
extension NeighbourhoodState {
  /// Opens the selected table's own keys below it, or closes them.
  private mutating func expand(_ turn: inout Turn) {
    guard let hop = selectedHop(turn.graph) else {
      return turn.say(
        "\(turn.keys[.left]) or \(turn.keys[.right]) goes to the parents or children; "
          + "\(turn.keys[.expand]) opens them there.")
    }
    let name = Summaries.name(hop.table)
    if hop.isOpen {
      open[focus]?.remove(hop.path)
    } else if hop.canOpen {
      open[focus, default: []].insert(hop.path)
    } else {
      let nothing = focus == .parents ? "has no parents" : "has no children"
      turn.say(
        hop.isRepeat ? "\(name) is on the way here already: a circle." : "\(name) \(nothing).")
    }
  }

  /// Opens one hop more of everything on this side, as far as that is still readable.
  private mutating func openAll(_ turn: inout Turn) {
    let closed = hops(focus, turn.graph).filter { $0.canOpen && !$0.isOpen }
    var wider = self
    wider.open[focus, default: []].formUnion(closed.map(\.path))
    guard wider.hops(focus, turn.graph).count <= Hops.limit else {
      return turn.warn(
        "That would be more than \(Hops.limit) lines. \(turn.keys[.expand]) opens the selected table alone."
      )
    }
    keepingCursors(turn) { $0.open = wider.open }
  }

  private mutating func closeAll(_ turn: Turn) {
    keepingCursors(turn) { state in state.open[state.focus] = [] }
  }

  /// Changes what is listed; each cursor stays on its line, or goes to the one above it that is left.
  private mutating func keepingCursors<Result>(
    _ turn: Turn, _ change: (inout Self) -> Result
  ) -> Result {
    let sides: [(Pane, WritableKeyPath<Self, ListCursor>)] = [
      (.parents, \.parents), (.children, \.children),
    ]
    for (pane, cursor) in sides {
      let (hops, index) = (hops(pane, turn.graph), self[keyPath: cursor].index)
      if hops.indices.contains(index) { selectedPaths[pane] = hops[index].path }
    }
    let result = change(&self)
    for (pane, cursor) in sides {
      let path = selectedPaths[pane] ?? []
      let index = hops(pane, turn.graph).lastIndex { path.starts(with: $0.path) }
      self[keyPath: cursor].index = index ?? 0
    }
    return result
  }
}
