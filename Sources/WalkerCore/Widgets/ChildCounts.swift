import SchemaModel
import TerminalCanvas

/// How many rows reference one row, by each foreign key, as far as that was asked for.
struct ChildCounts: Hashable, Sendable {
  /// Counts are asked for unasked only for so many tables, and only where it is cheap.
  private static let countsAtOnce = 12
  /// A table of no more rows is read in a few milliseconds.
  private static let smallTable: Int64 = 10_000
  /// Counting stops here, unless asked for exactly.
  private static let usualCap = 100

  /// By the foreign key's identifier.
  private var counts: [UInt32: Loadable<RowCount>] = [:]

  subscript(key: ForeignKey) -> Loadable<RowCount> { counts[key.id] ?? .idle }

  /// Whether counting is quick: an index leads to the rows, or the table is small.
  static func isCheap(_ key: ForeignKey, in graph: SchemaGraph) -> Bool {
    guard key.supportingIndex == nil else { return true }
    guard let table = graph.table(key.referencing), table.kind != .foreign,
      let rows = table.estimatedRows
    else { return false }
    return rows <= smallTable
  }

  /// Counts by the keys where that is quick.
  mutating func askWhereCheap(_ keys: [ForeignKey], of data: RowData, _ turn: inout Turn) {
    for key in keys.prefix(Self.countsAtOnce) where Self.isCheap(key, in: turn.graph) {
      ask(key, of: data, cap: Self.usualCap, &turn)
    }
  }

  /// Counts by one key, up to the usual number.
  mutating func ask(_ key: ForeignKey, of data: RowData, _ turn: inout Turn) {
    ask(key, of: data, cap: Self.usualCap, &turn)
  }

  /// Counts by these keys to the end, however long it takes.
  mutating func askExactly(_ keys: [ForeignKey], of data: RowData, _ turn: inout Turn) {
    for key in keys { ask(key, of: data, cap: Int(Int32.max), &turn) }
  }

  private mutating func ask(
    _ key: ForeignKey, of data: RowData, cap: Int, _ turn: inout Turn
  ) {
    turn.cancel(counts[key.id]?.request)
    guard let lookup = data.lookupOfChildren(key) else {
      counts[key.id] = .loaded(.exact(0))
      return
    }
    let request = ReferenceCountRequest(
      foreignKey: key, referencedValues: lookup.map(\.value), cap: cap)
    counts[key.id] = .loading(turn.ask(.count(request)))
  }

  /// Takes an answer, or forgets what was stopped.
  mutating func replace(_ id: RequestID, with count: Loadable<RowCount>) {
    for (key, value) in counts where value.request == id { counts[key] = count }
  }

  /// Stops what is still being counted.
  mutating func cancel(_ turn: inout Turn) {
    for (key, value) in counts where value.request != nil {
      turn.cancel(value.request)
      counts[key] = nil
    }
  }

  /// What is known in one line: `children: 23 orders, ≥100 sessions`; nil while nothing is.
  func summary(_ keys: [ForeignKey], _ glyphs: Glyphs) -> Line? {
    let known = keys.compactMap { key in self[key].value.map { (key, $0) } }
    guard !known.isEmpty else { return nil }
    let some = known.filter { $0.1 != .exact(0) }
    guard !some.isEmpty else {
      let isAll = known.count == keys.count
      return Line(isAll ? "No row references this one." : "children: none so far", .muted)
    }
    return some.enumerated().reduce(Line("children:", .muted)) { line, entry in
      let (key, count) = entry.element
      let name = Summaries.name(key.referencing)
      let isTwice = some.count { $0.0.referencing == key.referencing } > 1
      let columns = key.referencingColumns.map(SafeText.display).joined(separator: ",")
      return line.then(entry.offset > 0 ? ", " : " ", .muted)
        .then(Numbers.count(count, glyphs)).then(" ")
        .then(isTwice ? "\(name).\(columns)" : name, .edgeChild)
    }
  }
}
