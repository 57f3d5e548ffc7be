internal import OrderedCollections
import SchemaModel

// The second phase: the trigger queue, played over the rows that were collected.
extension DeletePlanner {
  func run(isReversed: Bool = false, isChangedFirst: Bool = false) -> Simulation {
    var simulation = Simulation(
      book: book, facts: facts, isReversed: isReversed, isChangedFirst: isChangedFirst)
    simulation.isWanted = isWanted
    for doubt in standingDoubts { simulation.trace.doubt(doubt) }
    if let error = facts.unanswered {
      simulation.trace.doubt(
        Caveat(
          code: .unsupported, table: nil, object: nil,
          message: "The server could not work out what becomes of a row: \(error.message).",
          isDecisive: true))
    }
    simulation.run(rootChange)
    if let table = simulation.foreignTable { simulation.trace.doubt(.foreignTable(table)) }
    return simulation
  }

  mutating func simulate() {
    phase = .simulating
    let result = run()
    ask(result.needs)
    guard batches.isEmpty, !result.isBrokenOff else { return }
    simulation = result
    compareOrders()
  }

  /// Plays the delete once more with every set of rows backwards, and where rows changed meanwhile
  /// may lie anywhere, with those first: where the result is the same, physical order does not
  /// matter.
  mutating func compareOrders() {
    guard let simulation else { return }
    phase = .comparing
    guard mayDependOnOrder else { return finish(simulation, others: []) }
    let reversed = run(isReversed: true)
    let changedFirst = simulation.hasUnknownPlaces ? run(isChangedFirst: true) : nil
    ask(reversed.needs.union(changedFirst?.needs ?? []))
    guard batches.isEmpty, !reversed.isBrokenOff, changedFirst?.isBrokenOff != true else { return }
    if !simulation.agrees(with: reversed), askScanOrders() { return }
    let others = [changedFirst.map { ($0, false) }, (reversed, target.hasKnownOrder)]
    finish(simulation, others: others.compactMap { $0 })
  }

  private var mayDependOnOrder: Bool {
    roots.count > 1 && !hasFixedOrder
      || facts.referencingRows.values.contains { $0.values.contains { $0.count > 1 } }
  }

  /// Where order matters, asks for the order in which the referential queries themselves visit
  /// rows; false where that is known already, or would be too much to ask.
  private mutating func askScanOrders() -> Bool {
    var questions: OrderedSet<Question> = []
    for (constraint, keys) in facts.referencingRows {
      for (key, rows) in keys
      where rows.count > 1 && facts.scanOrders[constraint]?.contains(key) != true {
        questions.append(.scanOrder(constraint: constraint, key: key))
      }
    }
    guard !questions.isEmpty else { return false }
    guard questions.count <= 200 else {
      target.hasKnownOrder = false
      return false
    }
    phase = .orderingScans
    ask(questions)
    return !batches.isEmpty
  }

  /// Ends the preview; the others are plays in other orders, each with whether it is known not to be
  /// the order of the server.
  private mutating func finish(
    _ simulation: Simulation, others: [(play: Simulation, isKnown: Bool)]
  ) {
    let builder = ReportBuilder(book: book, simulation: simulation, request: request)
    report = builder.report(from: report)
    addUnplayedRows()
    if let other = others.first(where: { !simulation.agrees(with: $0.play) }),
      let caveat = builder.orderCaveat(against: other.play, isKnown: other.isKnown)
    {
      report.caveats.append(caveat)
    }
    report.outcome = builder.outcome(caveats: report.caveats)
    if report.outcome == .uncertain {
      report = report.asEstimate(but: tablesBesideUnreadable)
    }
    report.isComplete = true
    isComplete = true
  }

  /// Tables that what cannot be read does not lead to, where that is the only doubt.
  private var tablesBesideUnreadable: Set<TableName> {
    let doubts = report.caveats.filter(\.isDecisive)
    guard doubts.allSatisfy({ $0.code == .noSelectPrivilege && $0.table != nil }) else { return [] }
    var reached = Set(doubts.compactMap(\.table))
    while true {
      let next = book.constraints.values.filter {
        reached.contains(book.rootName(of: $0.referenced))
      }.map { book.rootName(of: $0.referencing) }
      guard !reached.isSuperset(of: next) else { break }
      reached.formUnion(next)
    }
    return Set(report.effects.map(\.table)).subtracting(reached)
  }
}
