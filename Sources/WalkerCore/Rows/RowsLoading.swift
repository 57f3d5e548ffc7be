import SchemaModel
import TerminalCanvas

// Getting rows from the server.
extension RowsState {
  /// Rows are fetched when the cursor is this near the edge of those at hand.
  private static let margin = 60

  func request(_ position: RowRequest.Position, _ turn: Turn) -> RowRequest {
    RowRequest(
      table: table, equalities: scope.equalities,
      condition: scope.condition(
        and: RowCondition.sql(filter, table: turn.graph.table(table))),
      order: query.order, position: position)
  }

  /// Loads rows in place of those at hand.
  mutating func load(_ position: RowRequest.Position, landing: Landing, _ turn: inout Turn) {
    ask(query, position, landing: landing, &turn)
  }

  /// Loads rows narrowed or sorted in another way; the rows at hand stay at hand until then.
  mutating func ask(
    _ query: RowsQuery, _ position: RowRequest.Position, landing: Landing, _ turn: inout Turn
  ) {
    for request in [window.request, earlier, later] { turn.cancel(request) }
    (earlier, later) = (nil, nil)
    if let rows = window.value { (previous, previousQuery) = (rows, self.query) }
    self.query = query
    self.landing = landing
    window = .loading(turn.ask(.rows(request(position, turn))))
  }

  /// Fetches the next rows before the cursor gets there.
  mutating func loadAhead(_ turn: inout Turn) {
    guard let rows = window.value else { return }
    if rows.hasLater, later == nil, cursor.index >= rows.rows.count - Self.margin,
      let last = rows.rows.last
    {
      later = turn.ask(.rows(request(.after(last.sortKey), turn)))
    }
    if rows.hasEarlier, earlier == nil, cursor.index < Self.margin, let first = rows.rows.first {
      earlier = turn.ask(.rows(request(.before(first.sortKey), turn)))
    }
  }

  mutating func receive(_ page: RowPage, _ id: RequestID, _ turn: inout Turn) {
    if window.request == id {
      window = .loaded(RowWindow(page, of: turn.graph.table(table)))
      previous = nil
      // What the page should start with is gone, and all after it.
      if page.rows.isEmpty, page.hasEarlier { return load(.last, landing: .last, &turn) }
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

  mutating func failed(_ error: ServerError, _ id: RequestID, _ turn: inout Turn) {
    if window.request == id {
      let wasSorted = query.order != previousQuery.order && query.filter == previousQuery.filter
      if wasSorted, previous != nil {
        let column = query.order.map { SafeText.display($0.column) } ?? "the key"
        restore()
        return turn.warn("Not sorted by \(column): \(SafeText.display(error.message))")
      }
      window = .failed(error)
    }
    if earlier == id || later == id {
      turn.warn("More rows could not be read: \(SafeText.display(error.message))")
    }
    forget(id)
  }

  /// Forgets a request for more rows.
  mutating func forget(_ id: RequestID) {
    if earlier == id { earlier = nil }
    if later == id { later = nil }
  }

  /// Goes back to the rows that were at hand, and what they were narrowed and sorted by.
  mutating func restore() {
    guard let previous else { return window = .idle }
    query = previousQuery
    window = .loaded(previous)
    self.previous = nil
  }

  mutating func refresh(_ turn: inout Turn) {
    guard let row = selectedRow, rows.indices.contains(cursor.top) else {
      return load(.first, landing: .first, &turn)
    }
    let isAtStart = cursor.top == 0 && shown?.hasEarlier == false
    load(
      isAtStart ? .first : .from(rows[cursor.top].sortKey),
      landing: .row(row.identity, orIndex: cursor.index - cursor.top), &turn)
  }

  /// Sorts by the selected column, then the other way round, then by the key again.
  mutating func sort(_ turn: inout Turn) {
    guard let selected = selectedColumn(turn.graph), let shown else { return }
    let column = shown.columns[selected]
    var query = query
    switch query.order {
    case RowOrder(column: column): query.order = RowOrder(column: column, isDescending: true)
    case RowOrder(column: column, isDescending: true): query.order = nil
    default: query.order = RowOrder(column: column)
    }
    // Who has not chosen a row yet wants to see the first ones.
    guard let row = selectedRow, cursor.index > 0 || shown.hasEarlier else {
      return ask(query, .first, landing: .first, &turn)
    }
    let data = RowData(columns: shown.columns, row: row)
    let columns = turn.graph.table(table)?.sortColumns(query.order) ?? []
    let sortKey = columns.map { name in
      row.identity.key.first { $0.column == name }?.value ?? data.value(name)
    }
    ask(query, .from(sortKey), landing: .row(row.identity, orIndex: 0), &turn)
  }
}
