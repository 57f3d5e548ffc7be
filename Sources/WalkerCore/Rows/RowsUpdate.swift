import DeletePlanning
import OrderedCollections
import SchemaModel
import TerminalCanvas

extension RowsState {
  mutating func start(_ turn: inout Turn) {
    guard let row = resumesAt else { return load(.first, landing: .first, &turn) }
    // Where it stands in another order than that of the key is not kept.
    let isByKey = query.order == nil
    load(
      isByKey ? .from(row.key.map(\.value)) : .first, landing: .row(row, orIndex: 0), &turn)
  }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    if move(command, &turn) { return true }
    switch command {
    case .left: column -= 1
    case .right: column += 1
    case .open: openRow(&turn)
    case .follow: follow(&turn)
    case .mark: toggleMark()
    case .markRange: markRange(&turn)
    case .markUp, .markDown: extendMark(command, &turn)
    case .showMarked: showMarked(&turn)
    case .unmarkAll: marks = []
    case .sort: sort(&turn)
    case .columns: chooseColumns(&turn)
    case .previewDelete: preview(&turn)
    case .filter: field = TextField(filter, cursor: failurePlace(turn.graph))
    case .refresh:
      resting = nil
      refresh(&turn)
    case .copy: copyValue(&turn)
    case .count: countExactly(&turn)
    case .goParents: turn.open(NeighbourhoodState(table: table, focus: .parents))
    case .goChildren: turn.open(NeighbourhoodState(table: table, focus: .children))
    case .escape: return retreat(&turn)
    default: return false
    }
    return true
  }

  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {
    switch edit {
    case .accept:
      let text = field?.text ?? ""
      field = nil
      if text != filter || window.value == nil { narrow(text, &turn) }
    case .complete: complete(turn)
    case .abandon: field = nil
    case .up, .down: _ = move(edit == .up ? .moveUp : .moveDown, &turn)
    default: field?.apply(edit)
    }
  }

  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn) {
    switch answer {
    case .rows(let page):
      if ranging?.request == id { take(range: page, &turn) } else { receive(page, id, &turn) }
    case .failed(let error):
      if ranging?.request == id {
        ranging = nil
        turn.warn("Nothing was marked: \(SafeText.display(error.message))")
      }
      resting?.counts.replace(id, with: .failed(error))
      failed(error, id, &turn)
    case .count(let count): resting?.counts.replace(id, with: .loaded(count))
    case .report, .verification, .script, .review, .tables, .ran: break
    }
  }

  mutating func stopped(_ id: RequestID) {
    if window.request == id { restore() }
    if ranging?.request == id { ranging = nil }
    resting?.counts.replace(id, with: .idle)
    forget(id)
  }

  mutating func settle(_ turn: Turn) {
    // Where it was is where it goes back to after an error.
    guard shown != nil else { return }
    let layout = layout(turn)
    cursor.settle(count: rows.count, height: layout.list.height)
    let (order, keys) = columnOrder(turn.graph)
    column = min(max(0, column), max(0, order.count - 1))
    firstColumn = min(max(keys, firstColumn), max(keys, order.count - 1))
    guard column >= keys else { return }
    firstColumn = min(firstColumn, column)
    while firstColumn < column, !grid(turn.graph, layout, turn.glyphs).shows(column) {
      firstColumn += 1
    }
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    let layout = layout(turn)
    let grid = grid(turn.graph, layout, turn.glyphs)
    let hit = grid.columns.first { point.x < $0.x + $0.width + 2 }?.number ?? column
    let wasThere = hit == column
    // The head of the selected column sorts by it.
    if layout.header.contains(point) {
      column = hit
      if wasThere { sort(&turn) }
      return false
    }
    guard layout.list.contains(point) else { return false }
    let isAgain = cursor.click(point, in: layout.list, count: rows.count)
    column = hit
    return isAgain && wasThere
  }

  private func layout(_ turn: Turn) -> RowsLayout {
    RowsLayout(Rect(turn.body), isTyping: field != nil)
  }

  mutating func move(_ command: Command, _ turn: inout Turn) -> Bool {
    guard shown != nil else { return false }
    if command == .first, shown?.hasEarlier == true {
      load(.first, landing: .first, &turn)
      return true
    }
    if command == .last, shown?.hasLater == true {
      load(.last, landing: .last, &turn)
      return true
    }
    let height = layout(turn).list.height
    guard cursor.move(command, count: rows.count, height: height) else { return false }
    loadAhead(&turn)
    return true
  }
}

// What the keys do to rows.
extension RowsState {
  private mutating func retreat(_ turn: inout Turn) -> Bool {
    if anchor != nil {
      anchor = nil
      return true
    }
    if case .failed = window, previous != nil {
      restore()
      return true
    }
    guard !filter.isEmpty else { return false }
    narrow("", &turn)
    return true
  }

  private mutating func narrow(_ text: String, _ turn: inout Turn) {
    anchor = nil
    // A place in another order is none in this one.
    leftRow = shownQuery.order == query.order ? selectedRow ?? leftRow : nil
    var query = query
    query.filter = text
    guard text.isEmpty, let row = leftRow else {
      return ask(query, .first, landing: .first, &turn)
    }
    ask(query, .from(row.sortKey), landing: .row(row.identity, orIndex: 0), &turn)
  }

  /// Takes the first of the words that could come next.
  private mutating func complete(_ turn: Turn) {
    guard let field, let table = turn.graph.table(table) else { return }
    let completion = FilterCompletion(String(field.text.prefix(field.cursor)), table: table)
    if let word = completion.words.first {
      self.field?.complete(replacing: completion.replaced, with: word + " ")
    }
  }

  private func chooseColumns(_ turn: inout Turn) {
    guard let shown else { return }
    let keys = turn.graph.table(table)?.rowKey?.columns ?? []
    let others = shown.columns.filter { !keys.contains($0) }
    let selected = selectedColumn(turn.graph).map { shown.columns[$0] }
    turn.show(
      ColumnsState(
        keys: keys, layout: columnLayout ?? ColumnLayout(others), selected: selected,
        table: turn.graph.table(table)))
  }

  mutating func arrange(_ layout: ColumnLayout, _ turn: inout Turn) {
    let selected = selectedColumn(turn.graph)
    columnLayout = layout
    let order = columnOrder(turn.graph).order
    column = selected.flatMap { order.firstIndex(of: $0) } ?? column
  }

  private func preview(_ turn: inout Turn) {
    guard !targets.isEmpty else { return turn.warn("There is no row to preview deleting.") }
    let request = DeleteRequest(target: .rows(table, targets))
    turn.open(PreviewState(request: request))
  }

  private func openRow(_ turn: inout Turn) {
    guard let row = selectedRow, let shown else { return }
    turn.open(RowDetailState(columns: shown.columns, row: row))
  }

  private func follow(_ turn: inout Turn) {
    guard let row = selectedRow, let shown, let selected = selectedColumn(turn.graph) else {
      return
    }
    let name = shown.columns[selected]
    let keys = turn.graph.referencesOf(table).filter { $0.referencingColumns.contains(name) }
    guard let key = keys.first else {
      return turn.warn(
        "\(SafeText.display(name)) is no reference. Move to one with "
          + "\(turn.keys[.left]) and \(turn.keys[.right]).")
    }
    let data = RowData(columns: shown.columns, row: row)
    guard let lookup = data.lookupOfParent(key) else {
      return turn.warn("\(SafeText.display(name)) is NULL: this row has no parent there.")
    }
    turn.open(RowDetailState(table: key.referenced, lookup: lookup))
  }

  private func copyValue(_ turn: inout Turn) {
    guard let row = selectedRow, let column = selectedColumn(turn.graph),
      row.values.indices.contains(column)
    else { return }
    guard let value = row.values[column] else { return turn.warn("NULL has nothing to copy.") }
    if let length = row.wholeLengths[column] {
      turn.say(
        "The beginning of \(Numbers.bytes(length)); \(turn.keys[.open]) shows the row with more of it."
      )
    }
    turn.copy(value)
  }
}
