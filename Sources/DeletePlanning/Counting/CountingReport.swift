internal import OrderedCollections
import SchemaModel

/// Makes a report of what was counted.
struct CountingReport {
  let counting: Counting
  /// Whether all is counted; until then counts are lower bounds.
  let isFinal: Bool
  /// The rows that refuse played through, and what is to be said of them; nil where none do.
  private let refusal: DeleteReport?
  private let order: Caveat?
  private let refusalOutcome: DeleteReport.Outcome?

  /// For each step the one it is shown with.
  private let shownWith: [Int]

  /// The tables of which rows were found, in ``CountedSchema/nodes``.
  private let reached: [Int]

  private var schema: CountedSchema { counting.schema }

  init(_ counting: Counting, base: DeleteReport, hasKnownOrder: Bool, isFinal: Bool) {
    self.counting = counting
    self.isFinal = isFinal
    shownWith = Self.folded(counting.steps)
    var rows = counting.schema.nodes.map { _ in 0 }
    for step in counting.steps { rows[step.node] += step.rows }
    reached = rows.indices.filter { rows[$0] > 0 }
    guard isFinal, counting.blame != nil else {
      (refusal, order, refusalOutcome) = (nil, nil, nil)
      return
    }
    let plays = counting.play()
    let builder = ReportBuilder(
      book: counting.book, simulation: plays.forward, request: counting.request)
    let refusal = builder.report(from: base)
    let order = builder.orderCaveat(against: plays.backward, isKnown: hasKnownOrder)
    self.refusal = refusal
    self.order = order
    refusalOutcome = builder.outcome(caveats: refusal.caveats + [order].compactMap { $0 })
  }

  /// Far down, the levels of a circle are shown as one: nobody reads ten thousand steps.
  private static func folded(_ steps: [CountedStep]) -> [Int] {
    var shownWith = Array(steps.indices)
    var children: [[Int]: Int] = [:]
    for number in steps.indices where steps[number].level > 100 {
      guard let parent = steps[number].parent.map({ shownWith[$0] }), let edge = steps[number].edge
      else { continue }
      var above: Int? = parent
      while let step = above, steps[step].edge != edge { above = steps[step].parent }
      shownWith[number] = above ?? children[[parent, edge], default: number]
      children[[parent, edge]] = shownWith[number]
    }
    return shownWith
  }

  /// The report filled in; with an outcome where it is final.
  func report(from base: DeleteReport) -> DeleteReport {
    var report = base
    report.effects = effects(root: base.rootTable)
    fillSteps(of: &report)
    guard isFinal else { return report }
    report.error = refusal?.error
    report.caveats =
      (refusal.map(caveats) ?? counting.book.caveats(reaching: reachedRelations))
      + [order].compactMap { $0 }
    report.missingIndexes = counting.book.missingIndexes(among: usedConstraints, report.effects)
    report.outcome = refusalOutcome ?? .succeeds
    return report
  }

  /// The table that people know a node's rows by.
  private func name(ofNode node: Int) -> TableName {
    counting.book.rootName(of: schema.nodes[node].rule.oid)
  }

  private func count(_ rows: Int) -> RowCount { isFinal ? .exact(rows) : .atLeast(rows) }

  // MARK: Effects

  private func effects(root: TableName) -> [TableEffect] {
    var rows: OrderedDictionary<TableName, (deleted: Int, updated: Int)> = [root: (0, 0)]
    for step in counting.steps where step.rows > 0 {
      let table = name(ofNode: step.node)
      rows[table, default: (0, 0)].deleted += step.effect == .delete ? step.rows : 0
      rows[table, default: (0, 0)].updated += step.effect == .delete ? 0 : step.rows
    }
    return rows.map { table, rows in
      TableEffect(table: table, deleted: count(rows.deleted), updated: count(rows.updated))
    }
  }

  // MARK: What is worth saying

  private func caveats(_ refusal: DeleteReport) -> [Caveat] {
    let standing = counting.book.caveats(reaching: reachedRelations)
    return refusal.caveats.filter { !standing.contains($0) } + standing
  }

  private var reachedRelations: Set<Oid> {
    Set(reached.flatMap { schema.nodes[$0].table.leaves })
  }

  /// The foreign keys whose action runs, and those that refuse.
  private var usedConstraints: Set<Oid> {
    var isDeleted = schema.nodes.map { _ in false }
    for step in counting.steps where step.rows > 0 && step.effect == .delete {
      isDeleted[step.node] = true
    }
    let nodes = isDeleted.indices.filter { isDeleted[$0] }
    let blocking = Set((refusal?.blockers ?? []).map(\.declaredID))
    return Set(
      nodes.flatMap { schema.nodes[$0].outgoing }
        .map { (effect: schema.edges[$0].effect, key: declared($0).oid) }
        .filter { $0.effect != .refuse || blocking.contains($0.key) }.map(\.key))
  }

  // MARK: Steps

  /// A step of the report before it has a number: counted, or rows that refuse.
  private enum Item {
    case counted(Int)
    case refusing(Int)
  }

  /// Lists the steps depth first, children in the order their triggers fire.
  private func fillSteps(of report: inout DeleteReport) {
    let refusing = refusingSteps()
    let totals = totals(refusing)
    let shown = counting.steps.indices.filter { shownWith[$0] == $0 }
    let children = Dictionary(grouping: shown) { number in
      counting.steps[number].parent.map { shownWith[$0] }
    }
    let folded = Dictionary(grouping: counting.steps.indices) { shownWith[$0] }
    var stack: [(item: Item, parent: Int?)] = [(.counted(0), nil)]
    var numbers: [Int: Int] = [:]
    report.steps = []
    while let (item, parent) = stack.popLast() {
      let index = report.steps.count
      switch item {
      case .refusing(let number):
        guard var step = refusal?.steps[number] else { continue }
        numbers[number] = index
        step.index = index
        step.parent = parent
        step.level = parent.map { report.steps[$0].level + 1 } ?? 0
        step.rows = totals[number].map { .exact($0) } ?? step.rows
        report.steps.append(step)
      case .counted(let number):
        report.steps.append(
          step(number, index: index, parent: parent, folded: folded[number] ?? []))
        let found: [(item: Item, edge: Int)] =
          (children[number] ?? []).map { (.counted($0), counting.steps[$0].edge ?? 0) }
          + (refusing[number] ?? []).map { (.refusing($0.step), $0.edge) }
        stack += found.sorted { $0.edge > $1.edge }.map { ($0.item, index) }
      }
    }
    report.blockers = (refusal?.blockers ?? []).map { blocker in
      var blocker = blocker
      if let total = blocker.step.flatMap({ totals[$0] }) { blocker.rows = .exact(total) }
      blocker.step = blocker.step.flatMap { numbers[$0] }
      return blocker
    }
  }

  /// How many rows really refuse at each refusing step, where only some of them were played.
  private func totals(_ refusing: [Int: [(step: Int, edge: Int)]]) -> [Int: Int] {
    var totals: [Int: Int] = [:]
    for (parent, steps) in refusing {
      for (step, edge) in steps {
        guard let total = counting.blame?.totals[[parent, edge]],
          total > Counting.refuserLimit
        else { continue }
        totals[step] = total
      }
    }
    return totals
  }

  private func step(_ number: Int, index: Int, parent: Int?, folded: [Int]) -> Step {
    let step = counting.steps[number]
    let constraint = step.edge.map(declared)
    let level = step.parent.map { counting.steps[shownWith[$0]].level + 1 } ?? 0
    var report = Step(
      index: index, parent: parent, level: level, constraint: constraint?.name,
      definition: constraint?.definition, table: name(ofNode: step.node),
      referencedTable: constraint.map { counting.book.rootName(of: $0.referenced) },
      columns: constraint?.referencingColumns ?? [],
      action: constraint.map { _ in Self.action(of: step.effect) },
      effect: step.effect, rows: count(folded.reduce(0) { $0 + counting.steps[$1].rows }),
      repeated: folded.reduce(0) { $0 + counting.steps[$1].repeated },
      sample: step.sample.map { SampleRow(identity: $0) })
    report.constraintID = constraint?.oid
    return report
  }

  /// The foreign key behind an edge, as it was declared.
  private func declared(_ edge: Int) -> ForeignKeyRule {
    counting.book.declared(schema.edges[edge].constraint)
  }

  private static func action(of effect: Step.Effect) -> ReferentialAction {
    switch effect {
    case .setNull: .setNull
    case .setDefault: .setDefault
    default: .cascade
    }
  }

  /// The refusing steps of the played rows, by the counted step that they stand under.
  private func refusingSteps() -> [Int: [(step: Int, edge: Int)]] {
    guard let refusal else { return [:] }
    var places: [Int: Int] = [0: 0]
    var refusing: [Int: [(step: Int, edge: Int)]] = [:]
    for step in refusal.steps.dropFirst() {
      let parent = step.parent.flatMap { places[$0] } ?? 0
      let edge = schema.nodes[counting.steps[parent].node].outgoing.first {
        declared($0).oid == step.constraintID
      }
      guard let edge else { continue }
      if step.effect == .block {
        refusing[parent, default: []].append((step.index, edge))
      } else {
        places[step.index] = counting.steps.indices.first {
          counting.steps[$0].parent == parent && counting.steps[$0].edge == edge
        }
      }
    }
    return refusing
  }
}
