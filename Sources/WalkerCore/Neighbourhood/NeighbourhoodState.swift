import SchemaModel
import TerminalCanvas

/// One table with its parents and children, and where in them the person is.
struct NeighbourhoodState: PlaceState {
  let table: TableName
  private(set) var focus = Pane.middle
  private(set) var parents = ListCursor()
  private(set) var children = ListCursor()
  private(set) var text = ListCursor()
  /// Narrows both lists; empty shows all.
  private(set) var filter = ""
  private(set) var field: TextField?
  /// The foreign key walked along to get here, and in which direction.
  private let arrival: ForeignKey?

  init(table: TableName, arrival: ForeignKey? = nil, focus: Pane = .middle) {
    self.table = table
    self.arrival = arrival
    self.focus = focus
  }

  /// A table as an earlier session left it: the pane, and the places of the selected keys.
  init(table: TableName, pane: Pane, parent: Int, child: Int) {
    self.init(table: table, focus: pane)
    parents.index = max(0, parent)
    children.index = max(0, child)
  }

  var kind: PlaceKind { .neighbourhood }
  var columnsOf: TableName? { table }
  var crumbs: [String] { [Summaries.name(table)] }
  var editing: TextField? { field }

  /// The foreign keys to the parents that show.
  func parentKeys(_ graph: SchemaGraph) -> [ForeignKey] {
    let words = WordFilter(filter)
    return graph.referencesOf(table).filter {
      words.matches($0.referenced.displayName + " " + $0.name)
    }
  }

  /// The foreign keys of the children that show.
  func childKeys(_ graph: SchemaGraph) -> [ForeignKey] {
    let words = WordFilter(filter)
    return graph.referencesTo(table).filter {
      words.matches($0.referencing.displayName + " " + $0.name)
    }
  }

  /// The foreign key under the cursor; nil in the middle and in an empty list.
  func selectedKey(_ graph: SchemaGraph) -> ForeignKey? {
    let (keys, cursor) =
      switch focus {
      case .parents: (parentKeys(graph), parents)
      case .children: (childKeys(graph), children)
      case .middle: ([ForeignKey](), text)
      }
    return keys.indices.contains(cursor.index) ? keys[cursor.index] : nil
  }
}

extension NeighbourhoodState {
  mutating func start(_ turn: inout Turn) {
    let parentKeys = parentKeys(turn.graph)
    let childKeys = childKeys(turn.graph)
    if let arrival {
      parents.index = parentKeys.firstIndex { $0.id == arrival.id } ?? 0
      children.index = childKeys.firstIndex { $0.id == arrival.id } ?? 0
    }
    if focus == .parents, parentKeys.isEmpty { focus = .middle }
    if focus == .children, childKeys.isEmpty { focus = .middle }
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
      turn.say("Choose a row, or mark several with Space; then d previews deleting them.")
      openRows(&turn)
    case .filter: field = TextField(filter)
    case .copy: turn.copy(selectedKey(turn.graph)?.definition ?? table.description)
    case .escape:
      guard !filter.isEmpty else { return false }
      filter = ""
    default: return false
    }
    return true
  }

  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {
    switch edit {
    case .accept: field = nil
    case .abandon:
      field = nil
      filter = ""
    case .up, .down: _ = move(edit == .up ? .moveUp : .moveDown, turn)
    default:
      field?.apply(edit)
      filter = field?.text ?? ""
    }
  }

  mutating func settle(_ turn: Turn) {
    let panes = ThreePanes(Rect(turn.body), focus: focus)
    let height = panes.inside(focus).height
    func settle(_ cursor: inout ListCursor, _ keys: [ForeignKey]) {
      let shown = EdgeList.itemsShown(count: keys.count, height: height)
      cursor.settle(count: keys.count, height: shown)
    }
    settle(&parents, parentKeys(turn.graph))
    settle(&children, childKeys(turn.graph))
    text.settle(count: middleLines(turn).count, height: height)
  }

  mutating func click(_ point: Point, _ turn: inout Turn) {
    let panes = ThreePanes(Rect(turn.body), focus: focus)
    guard let pane = panes.pane(at: point) else { return }
    focus = pane
    let inside = panes.inside(pane)
    func hit(_ cursor: inout ListCursor, _ keys: [ForeignKey]) {
      let rows = EdgeList.rowsPerItem(count: keys.count, height: inside.height)
      let index = cursor.top + (point.y - inside.y) / rows
      if point.y >= inside.y, index < keys.count { cursor.index = index }
    }
    switch pane {
    case .parents: hit(&parents, parentKeys(turn.graph))
    case .children: hit(&children, childKeys(turn.graph))
    case .middle: break
    }
  }

  private mutating func move(_ command: Command, _ turn: Turn) -> Bool {
    let height = ThreePanes(Rect(turn.body), focus: focus).inside(focus).height
    func move(_ cursor: inout ListCursor, _ keys: [ForeignKey]) -> Bool {
      let shown = EdgeList.itemsShown(count: keys.count, height: height)
      return cursor.move(command, count: keys.count, height: shown)
    }
    return switch focus {
    case .parents: move(&parents, parentKeys(turn.graph))
    case .children: move(&children, childKeys(turn.graph))
    case .middle: text.scroll(command, count: middleLines(turn).count, height: height)
    }
  }

  /// Goes one pane over; at the edge it walks on, so that one key walks as far as keys go.
  private mutating func step(towards edge: Pane, _ turn: inout Turn) {
    if focus == edge { return walk(&turn) }
    focus = focus == .middle ? edge : .middle
  }

  private mutating func walk(_ turn: inout Turn) {
    guard let key = selectedKey(turn.graph) else { return }
    let target = focus == .parents ? key.referenced : key.referencing
    turn.open(.neighbourhood(NeighbourhoodState(table: target, arrival: key, focus: focus)))
  }

  private func openRows(_ turn: inout Turn) { turn.open(.rows(RowsState(table: table))) }

  private func middleLines(_ turn: Turn) -> [Line] {
    guard let table = turn.graph.table(table) else { return [] }
    let width = ThreePanes(Rect(turn.body), focus: focus).inside(.middle).width - 2
    return TableText(table: table, graph: turn.graph, glyphs: turn.glyphs).lines(width: width)
  }
}
