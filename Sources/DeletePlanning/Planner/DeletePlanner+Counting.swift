internal import OrderedCollections
import SchemaModel

/// Counting instead of playing through, where rows are many.
extension DeletePlanner {
  /// Up to so many rows are played through one by one.
  static let collectLimit = 3000
  /// Up to so many levels are followed one by one.
  static let collectLevels = 12

  /// Whether the result comes from counting rather than from playing every row through.
  package var isCounted: Bool { counting != nil }

  /// Finds out whether the delete can be counted, and starts at once where many rows are expected.
  mutating func considerCounting() {
    guard statement.command == .delete, request.way != .rows, target.views.isEmpty,
      interruption == nil
    else { return }
    countedSchema = CountedSchema(book, target: target.oid)
    if request.way == .counts || target.estimatedRows > Self.collectLimit { startCounting() }
  }

  /// Whether a query found more rows than shall be played through.
  func isTooMuch(_ answer: PlannerAnswer) -> Bool {
    if case .rows(let table) = answer { table.rowCount > Self.collectLimit } else { false }
  }

  /// Forgets the rows read so far and counts.
  mutating func startCounting() {
    guard let schema = countedSchema else { return }
    let isDeep = (collector?.level ?? 0) > Self.collectLevels
    forgetRows()
    counting = Counting(schema, book: book, statement: statement, request: request)
    counting?.isDeep = isDeep
    phase = .counting
  }

  mutating func nextCounts() -> [PlannerQuery] {
    let queries = counting?.next() ?? []
    if counting?.isAbandoned == true {
      abandonCounting()
      return nextQueries()
    }
    if queries.isEmpty { finishCounting() }
    return queries
  }

  /// The rows must be played through after all.
  private mutating func abandonCounting() {
    counting = nil
    countedSchema = nil
    phase = .readingRoots
  }

  /// Puts what was counted so far into the report.
  mutating func keepCounts() {
    if let counting, !counting.isAbandoned { fill(from: counting, isFinal: false) }
  }

  /// Keeps the report up to date while counting goes on.
  mutating func noteCounts() {
    guard let counting else { return }
    keepCounts()
    if let limit = request.rowLimit, counting.rowCount > limit { stop(.truncated(at: limit)) }
  }

  private mutating func finishCounting() {
    guard let counting else { return }
    fill(from: counting, isFinal: true)
    if !standingDoubts.isEmpty {
      report = report.asEstimate()
      report.caveats = standingDoubts + report.caveats
      report.outcome = .uncertain
    }
    report.isComplete = true
    isComplete = true
  }

  private mutating func fill(from counting: Counting, isFinal: Bool) {
    report = CountingReport(
      counting, base: report, hasKnownOrder: target.hasKnownOrder, isFinal: isFinal
    ).report(from: report)
  }

  // MARK: Progress while rows are collected

  /// Says whose rows the answers still to come are about.
  mutating func noteAwaited() {
    report.awaited = OrderedSet(asked.compactMap(\.self)).elements
  }

  /// Shows the rows collected so far as lower bounds.
  mutating func noteProgress() {
    guard let found = collector?.foundRows else { return }
    var counts: OrderedDictionary<TableName, (deleted: Int, updated: Int)> = [
      report.rootTable: (0, 0)
    ]
    for row in found.deleted { counts[tableName(row), default: (0, 0)].deleted += 1 }
    for row in found.updated.subtracting(found.deleted) {
      counts[tableName(row), default: (0, 0)].updated += 1
    }
    report.effects = counts.map {
      TableEffect(table: $0, deleted: .atLeast($1.deleted), updated: .atLeast($1.updated))
    }
  }

  private func tableName(_ row: Int) -> TableName {
    book.rootName(of: facts.store[row].place.relation)
  }
}

extension Caveat {
  static func truncated(at limit: Int) -> Caveat {
    Caveat(
      code: .truncated, table: nil, object: nil,
      message: "Following stopped after \(limit) rows; there are more.", isDecisive: true)
  }
}
