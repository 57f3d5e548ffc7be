import DeletePlanning
import SchemaModel
import TerminalCanvas

extension RowDetailState {
  mutating func start(_ turn: inout Turn) {
    if data.value == nil { load(&turn) } else { countWhereCheap(&turn) }
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
    case .open: walk(&turn)
    case .previewDelete:
      guard let identity = data.value?.row.identity else { return true }
      let request = DeleteRequest(target: .rows(table, [identity]))
      turn.open(PreviewState(request: request))
    case .count: countExactly(&turn)
    case .copy: copyValue(&turn)
    case .refresh: load(&turn)
    default: return false
    }
    return true
  }

  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn) {
    switch answer {
    case .rows(let page):
      if more?.request == id { take(more: page, &turn) } else { receive(page, &turn) }
    case .count(let count): counts.replace(id, with: .loaded(count))
    case .failed(let error):
      if more?.request == id {
        more = nil
        turn.warn("No more of the value could be read: \(SafeText.display(error.message))")
      } else if data.request == id {
        data = .failed(error)
      } else {
        counts.replace(id, with: .failed(error))
      }
    case .report, .verification, .script, .review, .tables, .ran: break
    }
  }

  mutating func stopped(_ id: RequestID) {
    if data.request == id { data = .idle }
    if more?.request == id { more = nil }
    counts.replace(id, with: .idle)
  }

  mutating func settle(_ turn: Turn) {
    let panes = panes(in: Rect(turn.body), turn.graph)
    let height = panes.inside(focus).height
    func settle(_ cursor: inout ListCursor, _ count: Int) {
      cursor.settle(count: count, height: EdgeList.itemsShown(count: count, height: height))
    }
    settle(&parents, turn.graph.referencesOf(table).count)
    settle(&children, turn.graph.children(of: table).count)
    values.settle(count: valueText(turn.graph, panes, turn.keys)?.rows.count ?? 0, height: height)
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    let panes = panes(in: Rect(turn.body), turn.graph)
    guard let pane = panes.pane(at: point, titles(turn.graph, turn.glyphs)) else { return false }
    let hadFocus = focus == pane
    focus = pane
    let inside = panes.inside(pane)
    func hit(_ cursor: inout ListCursor, _ keys: [ForeignKey]) -> Bool {
      let rows = EdgeList.rowsPerItem(count: keys.count, height: inside.height)
      return cursor.click(point, in: inside, count: keys.count, rows: rows) && hadFocus
    }
    switch pane {
    case .parents: return hit(&parents, turn.graph.referencesOf(table))
    case .children: return hit(&children, turn.graph.children(of: table))
    case .middle:
      let count = valueText(turn.graph, panes, turn.keys)?.rows.count ?? 0
      return values.click(point, in: inside, count: count) && hadFocus
    }
  }

  mutating func point(at point: Point, _ turn: Turn) {
    focus = panes(in: Rect(turn.body), turn.graph).pane(at: point, []) ?? focus
  }

  private mutating func load(_ turn: inout Turn) {
    turn.cancel(data.request)
    data = .loading(turn.ask(.rows(RowRequest(table: table, equalities: lookup, limit: 1))))
  }

  private mutating func receive(_ page: RowPage, _ turn: inout Turn) {
    guard let row = page.rows.first else {
      let message = "This row is gone, or you may not see it."
      data = .failed(ServerError(sqlstate: "", message: message))
      return
    }
    data = .loaded(RowData(columns: page.columns, row: row))
    countWhereCheap(&turn)
  }

  private mutating func countWhereCheap(_ turn: inout Turn) {
    guard let data = data.value else { return }
    counts.askWhereCheap(turn.graph.children(of: table), of: data, &turn)
  }

  /// A child that was not counted on arrival and can be counted quickly is, once the cursor rests on it.
  private func uncounted(_ graph: SchemaGraph) -> ForeignKey? {
    guard focus == .children, data.value != nil, let key = selectedKey(graph),
      ChildCounts.isCheap(key, in: graph), counts[key] == .idle
    else { return nil }
    return key
  }

  func awaitsRest(_ graph: SchemaGraph) -> Bool { uncounted(graph) != nil }

  mutating func rest(_ turn: inout Turn) {
    guard let key = uncounted(turn.graph), let data = data.value else { return }
    if resting == key.id { counts.ask(key, of: data, &turn) }
    resting = key.id
  }

  private mutating func countExactly(_ turn: inout Turn) {
    guard let data = data.value else { return }
    let selected = focus == .children ? selectedKey(turn.graph) : nil
    counts.askExactly(selected.map { [$0] } ?? turn.graph.children(of: table), of: data, &turn)
  }

  private mutating func move(_ command: Command, _ turn: Turn) -> Bool {
    let panes = panes(in: Rect(turn.body), turn.graph)
    let height = panes.inside(focus).height
    func move(_ cursor: inout ListCursor, _ count: Int) -> Bool {
      let shown = EdgeList.itemsShown(count: count, height: height)
      return cursor.move(command, count: count, height: shown)
    }
    switch focus {
    case .parents: return move(&parents, turn.graph.referencesOf(table).count)
    case .children: return move(&children, turn.graph.children(of: table).count)
    case .middle:
      let count = valueText(turn.graph, panes, turn.keys)?.rows.count ?? 0
      return values.move(command, count: count, height: height)
    }
  }

  /// Goes one pane over; at the edge it walks on, so that one key walks as far as keys go.
  private mutating func step(towards edge: Pane, _ turn: inout Turn) {
    if focus == edge { return walk(&turn) }
    focus = focus == .middle ? edge : .middle
  }

  private mutating func walk(_ turn: inout Turn) {
    guard let data = data.value else { return }
    guard let key = selectedKey(turn.graph) else { return showValue(&turn) }
    if focus == .parents {
      guard let lookup = data.lookupOfParent(key) else {
        let columns = key.referencingColumns.joined(separator: ", ")
        return turn.warn("\(SafeText.display(columns)) is NULL: this row has no parent there.")
      }
      turn.open(RowDetailState(table: key.referenced, lookup: lookup))
    } else {
      guard let lookup = data.lookupOfChildren(key) else {
        return turn.warn("The referenced columns are NULL, so nothing can reference this row.")
      }
      turn.open(RowsState(table: key.referencing, scope: .equal(lookup)))
    }
  }

  private func copyValue(_ turn: inout Turn) {
    guard focus == .middle, let column = selectedColumn(turn), let row = data.value?.row else {
      return turn.copy(selectedKey(turn.graph)?.definition ?? label)
    }
    guard row.values.indices.contains(column), let value = row.values[column] else {
      return turn.warn("NULL has nothing to copy.")
    }
    if let length = row.wholeLengths[column] {
      turn.say(
        "The beginning of \(Numbers.bytes(length)); \(turn.keys[.open]) reads more of it first.")
    }
    turn.copy(value)
  }

  /// The place of the column under the cursor among the row's values.
  private func selectedColumn(_ turn: Turn) -> Int? {
    let text = valueText(turn.graph, panes(in: Rect(turn.body), turn.graph), turn.keys)
    guard let text, text.rows.indices.contains(values.index) else { return nil }
    return text.rows[values.index].column
  }
}

// Reading one value at leisure.
extension RowDetailState {
  /// Shows the value under the cursor whole, once all that is ever read of it is there.
  private mutating func showValue(_ turn: inout Turn) {
    guard let row = data.value?.row, let column = selectedColumn(turn) else { return }
    guard row.wholeLengths[column] != nil, !hasMore(row.values[column]) else {
      return show(column, &turn)
    }
    turn.cancel(more?.request)
    let request = RowRequest(
      table: table, equalities: row.identity.key, limit: 1, cellLimit: More.limit)
    more = More(request: turn.ask(.rows(request)), column: column)
  }

  /// Whether more of a value was read than comes with a row.
  private func hasMore(_ value: String?) -> Bool {
    (value?.utf8.count ?? 0) > RowRequest.usualCellLimit * 4
  }

  private mutating func take(more page: RowPage, _ turn: inout Turn) {
    guard let column = more?.column else { return }
    more = nil
    receive(page, &turn)
    show(column, &turn)
  }

  private func show(_ column: Int, _ turn: inout Turn) {
    guard let data = data.value, data.columns.indices.contains(column) else { return }
    let name = SafeText.display(data.columns[column])
    let width = min(PanelState.width, turn.body.columns) - 4
    let lines = ValueText.whole(data, column, table: turn.graph.table(table), width: max(1, width))
    let document = data.row.values[column].map {
      SaveState(path: "fkwalk-value.txt", contents: .text($0), what: "the value of \(name)")
    }
    turn.show(PanelState(title: "\(name)  \(label)", lines: lines, document: document))
  }
}
