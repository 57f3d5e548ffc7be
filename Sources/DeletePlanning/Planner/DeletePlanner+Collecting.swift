internal import OrderedCollections
import SchemaModel

/// The first phase: which rows can be reached.
extension DeletePlanner {
  /// Nothing follows from rows that are not there yet.
  func makeCollector() -> Collector {
    guard let assigned = assignedRows, let rule = book.relations[target.oid] else {
      return Collector(book: book, roots: roots)
    }
    let generated = rule.columns.filter { $0.generation == .stored }
    return Collector(
      book: book, roots: statement.command == .insert ? [] : roots,
      updating: Set((assigned.columns + generated).map(\.name)))
  }

  mutating func collect() {
    guard collector?.advance(facts) == true else { return simulate() }
    guard let collector else { return }
    if let limit = request.rowLimit, collector.rowCount > limit { return truncate(at: limit) }
    let isMuch =
      collector.expectedCount > Self.collectLimit || collector.level > Self.collectLevels
    if countedSchema != nil, isMuch { return startCounting() }
    noteProgress()
    askCollector()
  }

  mutating func askCollector() {
    phase = .collecting
    while let questions = collector?.nextQuestions(facts) {
      ask(questions)
      if !batches.isEmpty { return }
      guard collector?.advance(facts) == true else { break }
    }
    simulate()
  }

  mutating func truncate(at limit: Int) {
    let partial = run()
    report = ReportBuilder(book: book, simulation: partial, request: request).report(from: report)
      .asLowerBound()
    stop(.truncated(at: limit))
  }
}
