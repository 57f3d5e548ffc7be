import OrderedCollections
import SchemaModel
import TerminalCanvas

/// Where a range of rows being marked began.
struct RangeAnchor: Hashable, Sendable {
  var identity: RowIdentity
  var sortKey: [String?]
}

/// A search for the rows of a range whose start is no longer at hand.
struct RangeSearch: Hashable, Sendable {
  /// A range of more rows than this is not marked.
  static let limit = 10_000

  var request: RequestID
  /// Where the search began and what it looks for.
  var start: RangeAnchor
  var end: RangeAnchor
  /// Whether the other direction was tried before.
  var isSecond = false
}

// Marking rows.
extension RowsState {
  mutating func toggleMark() {
    guard let row = selectedRow else { return }
    if marks.remove(row.identity) == nil { marks.append(row.identity) }
    cursor.index = min(cursor.index + 1, rows.count - 1)
  }

  /// Marks this row and goes on to the next.
  mutating func extendMark(_ command: Command, _ turn: inout Turn) {
    guard let row = selectedRow else { return }
    marks.append(row.identity)
    _ = move(command == .markUp ? .moveUp : .moveDown, &turn)
  }

  mutating func markRange(_ turn: inout Turn) {
    guard let row = selectedRow else { return }
    let here = RangeAnchor(identity: row.identity, sortKey: row.sortKey)
    guard let anchor else {
      self.anchor = here
      return turn.say(
        "Range begun. Move, then \(turn.keys[.markRange]) marks it; \(turn.keys[.escape]) gives it up."
      )
    }
    if let range = rangeBeingMarked {
      for number in range { marks.append(rows[number].identity) }
      self.anchor = nil
    } else {
      search(RangeSearch(request: RequestID(0), start: anchor, end: here), &turn)
    }
  }

  /// The rows from the anchor to the cursor; nil while no range is being marked, or its start is
  /// not at hand.
  var rangeBeingMarked: Range<Int>? {
    guard let anchor, let start = rows.firstIndex(where: { $0.identity == anchor.identity }) else {
      return nil
    }
    return min(start, cursor.index)..<min(rows.count, max(start, cursor.index) + 1)
  }

  /// Asks for the rows from one end on, whichever it is.
  private mutating func search(_ search: RangeSearch, _ turn: inout Turn) {
    turn.cancel(ranging?.request)
    var request = request(.from(search.start.sortKey), turn)
    request.limit = RangeSearch.limit
    request.cellLimit = 4
    ranging = search
    ranging?.request = turn.ask(.rows(request))
  }

  mutating func take(range page: RowPage, _ turn: inout Turn) {
    guard let search = ranging else { return }
    ranging = nil
    if let end = page.rows.firstIndex(where: { $0.identity == search.end.identity }) {
      for row in page.rows[...end] { marks.append(row.identity) }
      anchor = nil
    } else if !search.isSecond {
      self.search(
        RangeSearch(
          request: search.request, start: search.end, end: search.start, isSecond: true), &turn)
    } else {
      turn.warn(
        "Nothing was marked: the range has more than \(Numbers.grouped(RangeSearch.limit)) rows, "
          + "or its start is gone.")
    }
  }

  /// Shows the marked rows alone, wherever they are.
  func showMarked(_ turn: inout Turn) {
    guard let first = marks.first else { return }
    func list(_ parts: [String]) -> String { "(" + parts.joined(separator: ", ") + ")" }
    let columns = list(first.key.map { SQLText.identifier($0.column) })
    let keys = marks.map { row in list(row.key.map { SQLText.literal($0.value) }) }
    var place = RowsState(
      table: table, scope: .condition("\(columns) IN \(list(keys))", what: "that are marked"))
    place.marks = marks
    place.columnLayout = columnLayout
    turn.open(place)
  }
}
