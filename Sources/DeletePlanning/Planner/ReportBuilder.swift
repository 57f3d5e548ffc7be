internal import OrderedCollections
import SchemaModel

/// Makes a report of what a simulation left behind.
struct ReportBuilder {
  let book: RuleBook
  let simulation: Simulation
  let request: DeleteRequest

  private var trace: Trace { simulation.trace }

  /// The report filled in, still without an outcome.
  func report(from base: DeleteReport) -> DeleteReport {
    var report = base
    let numbering = reportedSteps()
    report.error = trace.error
    report.effects = effects(root: base.rootTable)
    report.steps = numbering.order.map { step($0, numbering.numbers) }
    report.blockers = blockers(numbering.numbers)
    report.caveats =
      base.caveats.filter { !$0.isDecisive } + trace.caveats
      + book.caveats(reaching: Set(simulation.versions.map(\.relation)))
      + book.caveats(showing: trace.error?.fields)
    report.missingIndexes = book.missingIndexes(
      among: Set(trace.steps.compactMap(\.constraint)), report.effects)
    return report
  }

  /// What PostgreSQL would make of the statement, given all doubts.
  func outcome(caveats: [Caveat]) -> DeleteReport.Outcome {
    let hasOrderDoubt = caveats.contains { $0.code == .orderDependent && $0.isDecisive }
    guard trace.isCertain, !hasOrderDoubt else { return .uncertain }
    guard let error = trace.error else { return .succeeds }
    return error.moment == .commit ? .failsAtCommit : .fails
  }

  // MARK: Effects

  private func effects(root: TableName) -> [TableEffect] {
    var deleted: OrderedDictionary<TableName, Int> = [root: 0]
    var updated: [TableName: Int] = [:]
    var inserted: [TableName: Int] = [:]
    for (row, number) in simulation.current.sorted(by: { $0.key < $1.key }) {
      let version = simulation.versions[number]
      guard !version.isLive || version.isMine else { continue }
      let place = simulation.facts.store[row].place
      let table = book.rootName(of: place.relation)
      if place.isNew {
        deleted[table, default: 0] += 0
        inserted[table, default: 0] += version.isLive ? 1 : 0
        continue
      }
      deleted[table, default: 0] += version.isLive ? 0 : 1
      updated[table, default: 0] += version.isLive ? 1 : 0
    }
    return deleted.map {
      TableEffect(
        table: $0, deleted: .exact($1), updated: .exact(updated[$0] ?? 0),
        inserted: .exact(inserted[$0] ?? 0))
    }
  }

  // MARK: Steps

  /// Steps in which something happens, each after its parent, depth first.
  private func reportedSteps() -> (order: [Int], numbers: [Int: Int]) {
    let children = Dictionary(grouping: trace.steps.indices) { trace.steps[$0].parent }
    var isUsed = trace.steps.map {
      !$0.rows.isEmpty || $0.repeated > 0 || $0.parent == nil || $0.effect == .unknown
    }
    for index in trace.steps.indices.reversed() where isUsed[index] {
      if let parent = trace.steps[index].parent { isUsed[parent] = true }
    }
    var order: [Int] = []
    var stack = [0]
    while let index = stack.popLast() {
      guard trace.steps.indices.contains(index), isUsed[index] else { continue }
      order.append(index)
      stack += (children[index] ?? []).reversed()
    }
    let numbers = Dictionary(
      order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return (order, numbers)
  }

  private func step(_ index: Int, _ numbers: [Int: Int]) -> Step {
    let traced = trace.steps[index]
    let constraint = traced.constraint.flatMap { book.constraints[$0] }
    var step = Step(
      index: numbers[index] ?? 0, parent: traced.parent.flatMap { numbers[$0] },
      level: traced.level, constraint: constraint?.name, definition: constraint?.definition,
      table: traced.table,
      referencedTable: constraint.map { book.rootName(of: $0.referenced) },
      columns: constraint?.referencingColumns ?? [], action: traced.action,
      effect: traced.effect,
      rows: traced.effect == .unknown ? .unknown : .exact(traced.rows.count),
      repeated: traced.repeated,
      sample: traced.rows.prefix(request.sampleLimit).map {
        SampleRow(identity: identity($0, naming: traced.action == nil ? constraint : nil))
      })
    step.constraintID = traced.constraint
    step.isOnUpdate = traced.isOnUpdate
    return step
  }

  // MARK: Rows

  private func sample(
    _ row: Int, refusingFor parent: Int?, naming constraint: ForeignKeyRule?
  ) -> SampleRow {
    SampleRow(identity: identity(row, naming: constraint), path: path(to: parent))
  }

  /// A row, with what it references by a constraint where that is what is wrong with a new one.
  private func identity(_ row: Int, naming constraint: ForeignKeyRule?) -> RowIdentity {
    var identity = identity(row)
    guard let constraint, facts(of: row).isNew, let version = simulation.current[row] else {
      return identity
    }
    let values = simulation.values(constraint.referencingColumns, of: version)
    let named = identity.key.filter {
      $0.value != nil && !constraint.referencingColumns.contains($0.column)
    }
    identity.key =
      named
      + zip(constraint.referencingColumns, values).map { ColumnValue(column: $0, value: $1) }
    return identity
  }

  private func facts(of row: Int) -> RowPlace { simulation.facts.store[row].place }

  /// The chain of rows from a root row down to a row, it included; empty for nil.
  private func path(to row: Int?) -> [RowIdentity] {
    var chain: [RowIdentity] = []
    var seen: Set<Int> = []
    var current = row
    while let number = current, seen.insert(number).inserted {
      chain.append(identity(number))
      current = trace.arrivals[number]?.parent
    }
    return chain.reversed()
  }

  func identity(_ row: Int) -> RowIdentity {
    var stored = simulation.facts.store[row]
    // What a row to insert holds is complete only once it was played through.
    if stored.place.isNew, let version = simulation.current[row] {
      stored.values = simulation.versions[version].values
    }
    return book.identity(of: stored)
  }

  // MARK: Blockers

  private func blockers(_ numbers: [Int: Int]) -> [Blocker] {
    trace.blockers.compactMap { traced in
      guard let constraint = traced.constraint.flatMap({ book.constraints[$0] }) else {
        return nil
      }
      var blocker = Blocker(
        constraint: constraint.name, declaredID: book.declared(constraint).oid,
        definition: book.declared(constraint).definition,
        table: book.rootName(of: constraint.referencing),
        columns: constraint.referencingColumns,
        referencedTable: book.rootName(of: constraint.referenced),
        referencedColumns: constraint.referencedColumns, action: traced.action,
        moment: traced.moment, rows: .exact(traced.rows.count), error: traced.error,
        sample: traced.rows.prefix(request.sampleLimit).map {
          sample($0, refusingFor: $1, naming: constraint)
        },
        step: numbers[traced.step])
      blocker.isOnUpdate = traced.isOnUpdate
      blocker.canBeNull = canBeNull(constraint)
      return blocker
    }
  }

  /// Whether NULL would satisfy a constraint: in one column, or in all with MATCH FULL.
  private func canBeNull(_ constraint: ForeignKeyRule) -> Bool? {
    guard let table = book.relations[constraint.referencing] else { return nil }
    let columns = constraint.referencingColumns.compactMap { table.column($0) }
    return constraint.isMatchFull
      ? columns.allSatisfy { !$0.isNotNull } : columns.contains { !$0.isNotNull }
  }

  // MARK: Order

  /// Whether the other order of rows leads elsewhere, and what that means.
  func orderCaveat(against reversed: Simulation, isKnown: Bool) -> Caveat? {
    guard !simulation.agrees(with: reversed) else { return nil }
    let here = Self.ending(trace.error)
    let there = Self.ending(reversed.trace.error)
    if let error = trace.error, let other = reversed.trace.error {
      let isSame =
        error.fields.constraint == other.fields.constraint
        && error.fields.sqlstate == other.fields.sqlstate
      return Caveat(
        code: .orderDependent, table: nil, object: nil,
        message: isSame
          ? "Which row the error names depends on the order rows are visited in."
          : "Which error comes first depends on the order rows are visited in; in the other order "
            + "\(there).", isDecisive: false)
    }
    return Caveat(
      code: .orderDependent, table: nil, object: nil,
      message: "The outcome depends on the order rows are visited in: as they lie now \(here), in "
        + "the other order \(there).", isDecisive: !isKnown)
  }

  private static func ending(_ error: PredictedError?) -> String {
    guard let fields = error?.fields else { return "it succeeds" }
    let name = (fields.constraint ?? fields.column).map { " by \($0)" } ?? ""
    return "it is refused\(name) (\(fields.sqlstate))"
  }
}

extension Simulation {
  /// Whether two runs end the same: the same error, or none and the same rows gone and changed.
  func agrees(with other: Simulation) -> Bool {
    guard trace.error == other.trace.error else { return false }
    return trace.error != nil || finalRows == other.finalRows
  }

  /// The rows that end up different, with their last values; none for deleted ones.
  private var finalRows: [Int: Image] {
    var rows: [Int: Image] = [:]
    for (row, number) in current {
      let version = versions[number]
      if !version.isLive {
        rows[row] = []
      } else if version.isMine {
        rows[row] = version.values
      }
    }
    return rows
  }
}

extension DeleteReport {
  /// The same with every count a lower bound, for a preview that was stopped.
  func asLowerBound() -> DeleteReport { countingRows { .atLeast($0) } }

  /// The same with no count exact, since something that cannot be known happens on the way.
  ///
  /// - Parameter certain: tables that it cannot reach.
  /// - Returns: the report with the counts of all others as estimates.
  func asEstimate(but certain: Set<TableName> = []) -> DeleteReport {
    countingRows(but: certain) { .about($0) }
  }

  private func countingRows(
    but certain: Set<TableName> = [], _ count: (Int) -> RowCount
  ) -> DeleteReport {
    var report = self
    for index in report.effects.indices where !certain.contains(effects[index].table) {
      report.effects[index].deleted = count(effects[index].deleted.lowerBound)
      report.effects[index].updated = count(effects[index].updated.lowerBound)
      report.effects[index].inserted = count(effects[index].inserted.lowerBound)
    }
    for index in report.steps.indices
    where !certain.contains(steps[index].table) && steps[index].effect != .unknown {
      report.steps[index].rows = count(steps[index].rows.lowerBound)
    }
    for index in report.blockers.indices where !certain.contains(blockers[index].table) {
      report.blockers[index].rows = count(blockers[index].rows.lowerBound)
    }
    return report
  }
}
