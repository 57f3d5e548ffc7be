import DeletePlanning
import OrderedCollections
import SchemaModel
import TerminalCanvas

extension RowsState {
  mutating func start(_ turn: inout Turn) {
    guard let row = resumesAt else { return load(.first, landing: .first, &turn) }
    load(.from(row.key.map(\.value)), landing: .row(row, orIndex: 0), &turn)
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
    case .unmarkAll: marks = []
    case .previewDelete: preview(&turn)
    case .filter: field = TextField(filter)
    case .refresh: refresh(&turn)
    case .copy: copyValue(&turn)
    case .goParents: turn.open(.neighbourhood(NeighbourhoodState(table: table, focus: .parents)))
    case .goChildren: turn.open(.neighbourhood(NeighbourhoodState(table: table, focus: .children)))
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
    case .abandon: field = nil
    case .up, .down: _ = move(edit == .up ? .moveUp : .moveDown, &turn)
    default: field?.apply(edit)
    }
  }

  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn) {
    switch answer {
    case .rows(let page): receive(page, id)
    case .failed(let error): failed(error, id, &turn)
    case .count, .report, .verification, .script: break
    }
  }

  mutating func stopped(_ id: RequestID) {
    if window.request == id { window = previous.map { .loaded($0) } ?? .idle }
    if earlier == id { earlier = nil }
    if later == id { later = nil }
  }

  mutating func settle(_ turn: Turn) {
    let layout = RowsLayout(Rect(turn.body))
    cursor.settle(count: rows.count, height: layout.list.height)
    let (order, keys) = columnOrder(turn.graph)
    column = min(max(0, column), max(0, order.count - 1))
    firstColumn = min(max(keys, firstColumn), max(keys, order.count - 1))
    guard column >= keys else { return }
    firstColumn = min(firstColumn, column)
    while firstColumn < column, !grid(turn.graph, layout).shows(column) { firstColumn += 1 }
  }

  mutating func click(_ point: Point, _ turn: inout Turn) {
    let list = RowsLayout(Rect(turn.body)).list
    let index = cursor.top + point.y - list.y
    guard list.contains(point), index < rows.count else { return }
    cursor.index = index
    let grid = grid(turn.graph, RowsLayout(Rect(turn.body)))
    if let hit = grid.columns.first(where: { point.x < $0.x + $0.width + 2 }) {
      column = hit.number
    }
  }

  private mutating func move(_ command: Command, _ turn: inout Turn) -> Bool {
    if command == .first, shown?.hasEarlier == true {
      load(.first, landing: .first, &turn)
      return true
    }
    if command == .last, shown?.hasLater == true {
      load(.last, landing: .last, &turn)
      return true
    }
    let height = RowsLayout(Rect(turn.body)).list.height
    guard cursor.move(command, count: rows.count, height: height) else { return false }
    loadAhead(&turn)
    return true
  }
}

// Loading.
extension RowsState {
  /// Rows are fetched when the cursor is this near the edge of those at hand.
  private static let margin = 60

  private func request(_ position: RowRequest.Position, _ turn: Turn) -> RowRequest {
    RowRequest(
      table: table, equalities: scope.equalities,
      condition: scope.condition(
        and: RowCondition.sql(filter, table: turn.graph.table(table))), position: position)
  }

  /// Loads rows in place of those at hand.
  private mutating func load(
    _ position: RowRequest.Position, landing: Landing, _ turn: inout Turn
  ) {
    for request in [window.request, earlier, later] { turn.cancel(request) }
    (earlier, later) = (nil, nil)
    previous = shown
    self.landing = landing
    window = .loading(turn.loadRows(request(position, turn)))
  }

  /// Fetches the next rows before the cursor gets there.
  private mutating func loadAhead(_ turn: inout Turn) {
    guard let rows = window.value else { return }
    if rows.hasLater, later == nil, cursor.index >= rows.rows.count - Self.margin,
      let last = rows.rows.last
    {
      later = turn.loadRows(request(.after(last.sortKey), turn))
    }
    if rows.hasEarlier, earlier == nil, cursor.index < Self.margin, let first = rows.rows.first {
      earlier = turn.loadRows(request(.before(first.sortKey), turn))
    }
  }

  private mutating func receive(_ page: RowPage, _ id: RequestID) {
    if window.request == id {
      window = .loaded(RowWindow(page))
      previous = nil
      land()
    } else if later == id, var rows = window.value {
      later = nil
      cursor.shift(by: -rows.append(page))
      window = .loaded(rows)
    } else if earlier == id, var rows = window.value {
      earlier = nil
      cursor.shift(by: rows.prepend(page))
      window = .loaded(rows)
    }
  }

  private mutating func land() {
    switch landing {
    case .first: cursor.index = 0
    case .last: cursor.index = rows.count - 1
    case .row(let identity, let index):
      cursor.index = rows.firstIndex { $0.identity == identity } ?? index
    }
  }

  private mutating func failed(_ error: ServerError, _ id: RequestID, _ turn: inout Turn) {
    if window.request == id { window = .failed(error) }
    if earlier == id || later == id {
      turn.warn("More rows could not be read: \(SafeText.display(error.message))")
    }
    if earlier == id { earlier = nil }
    if later == id { later = nil }
  }

  private mutating func refresh(_ turn: inout Turn) {
    guard let row = selectedRow, rows.indices.contains(cursor.top) else {
      return load(.first, landing: .first, &turn)
    }
    let top = rows[cursor.top].sortKey
    let isAtStart = cursor.top == 0 && shown?.hasEarlier == false
    load(
      isAtStart ? .first : .from(top),
      landing: .row(row.identity, orIndex: cursor.index - cursor.top), &turn)
  }

  private mutating func narrow(_ text: String, _ turn: inout Turn) {
    filter = text
    anchor = nil
    load(.first, landing: .first, &turn)
  }
}

// What the keys do to rows.
extension RowsState {
  private mutating func retreat(_ turn: inout Turn) -> Bool {
    if anchor != nil {
      anchor = nil
      return true
    }
    guard !filter.isEmpty else { return false }
    narrow("", &turn)
    return true
  }

  private mutating func toggleMark() {
    guard let row = selectedRow else { return }
    if marks.remove(row.identity) == nil { marks.append(row.identity) }
    cursor.index = min(cursor.index + 1, rows.count - 1)
  }

  private mutating func markRange(_ turn: inout Turn) {
    guard let row = selectedRow else { return }
    guard anchor != nil else {
      anchor = row.identity
      return turn.say("Range begun. Move, then v marks it; Esc gives it up.")
    }
    for number in rangeBeingMarked ?? cursor.index..<cursor.index {
      marks.append(rows[number].identity)
    }
    anchor = nil
  }

  /// The rows from the anchor to the cursor; nil while no range is being marked.
  var rangeBeingMarked: Range<Int>? {
    guard let anchor, !rows.isEmpty else { return nil }
    let start = rows.firstIndex { $0.identity == anchor } ?? cursor.index
    let ends = (min(start, cursor.index), max(start, cursor.index))
    return ends.0..<min(rows.count, ends.1 + 1)
  }

  private func preview(_ turn: inout Turn) {
    guard !targets.isEmpty else { return turn.warn("There is no row to preview deleting.") }
    let request = DeleteRequest(target: .rows(table, targets))
    turn.open(.preview(PreviewState(request: request)))
  }

  private func openRow(_ turn: inout Turn) {
    guard let row = selectedRow, let shown else { return }
    turn.open(.rowDetail(RowDetailState(columns: shown.columns, row: row)))
  }

  private func follow(_ turn: inout Turn) {
    guard let row = selectedRow, let shown, let selected = selectedColumn(turn.graph) else {
      return
    }
    let name = shown.columns[selected]
    let keys = turn.graph.referencesOf(table).filter { $0.referencingColumns.contains(name) }
    guard let key = keys.first else {
      return turn.warn("\(SafeText.display(name)) is no reference. Move to one with h and l.")
    }
    let data = RowData(columns: shown.columns, row: row)
    guard let lookup = data.lookupOfParent(key) else {
      return turn.warn("\(SafeText.display(name)) is NULL: this row has no parent there.")
    }
    turn.open(.rowDetail(RowDetailState(table: key.referenced, lookup: lookup)))
  }

  private func copyValue(_ turn: inout Turn) {
    guard let row = selectedRow, let column = selectedColumn(turn.graph),
      row.values.indices.contains(column)
    else { return }
    guard let value = row.values[column] else { return turn.warn("NULL has nothing to copy.") }
    turn.copy(value)
  }
}
