internal import OrderedCollections
import SchemaModel

/// What a simulation leaves behind for the report: steps, arrivals, blockers, doubts, the error.
struct Trace {
  /// One edge of the tree, with the rows that came by it.
  struct TracedStep {
    var parent: Int?
    var level: Int
    /// OID of the declared constraint; nil for the DELETE itself.
    var constraint: Oid?
    var table: TableName
    var effect: Step.Effect
    var action: ReferentialAction?
    /// Whether a changed key leads here, rather than a row that goes.
    var isOnUpdate = false
    /// Numbers of the rows first reached here.
    var rows: [Int] = []
    var repeated = 0
  }

  struct TracedBlocker {
    var constraint: Oid?
    var action: ReferentialAction
    var isOnUpdate = false
    var moment: Moment
    var error: ServerError
    var step: Int
    /// Row numbers, with the parent row each refuses for.
    var rows: OrderedDictionary<Int, Int?> = [:]
  }

  /// Where a row was first reached, and from which row.
  struct Arrival {
    var step: Int
    var parent: Int?
  }

  private struct StepKey: Hashable {
    var parent: Int
    var constraint: Oid
    var effect: Step.Effect
    var isOnUpdate: Bool
  }

  private struct BlockerKey: Hashable {
    var constraint: Oid?
    var sqlstate: String
    var object: String
    var moment: Moment
  }

  private(set) var steps: [TracedStep] = []
  private(set) var arrivals: [Int: Arrival] = [:]
  private(set) var blockers: [TracedBlocker] = []
  private(set) var caveats: OrderedSet<Caveat> = []
  /// The first error; nil where there was none.
  private(set) var error: PredictedError?
  /// Whether something unknowable happened, and whether it was before the first error.
  private(set) var isDoubtful = false
  private(set) var errorIsDoubtful = false
  private var stepNumbers: [StepKey: Int] = [:]
  private var blockerNumbers: [BlockerKey: Int] = [:]

  /// Whether the outcome can be relied on, as far as the simulation itself goes.
  var isCertain: Bool { error == nil ? !isDoubtful : !errorIsDoubtful }

  mutating func openRoot(table: TableName, effect: Step.Effect) {
    steps.append(TracedStep(parent: nil, level: 0, constraint: nil, table: table, effect: effect))
  }

  /// The step for one foreign key under another step, made where it is new.
  mutating func step(
    under parent: Int, for constraint: ForeignKeyRule, effect: Step.Effect,
    action: ReferentialAction?, isOnUpdate: Bool, book: RuleBook
  ) -> Int {
    let declared = book.declared(constraint)
    let key = StepKey(
      parent: parent, constraint: declared.oid, effect: effect, isOnUpdate: isOnUpdate)
    if let known = stepNumbers[key] { return known }
    steps.append(
      TracedStep(
        parent: parent, level: steps[parent].level + 1, constraint: declared.oid,
        table: book.rootName(of: declared.referencing), effect: effect, action: action,
        isOnUpdate: isOnUpdate))
    stepNumbers[key] = steps.count - 1
    return steps.count - 1
  }

  /// A row is reached; only the first time counts.
  mutating func arrive(_ row: Int, at step: Int, parent: Int?) {
    if arrivals[row] == nil {
      arrivals[row] = Arrival(step: step, parent: parent)
      steps[step].rows.append(row)
    } else {
      steps[step].repeated += 1
    }
  }

  /// A row of the statement itself is left alone after all.
  mutating func withdraw(_ row: Int) {
    guard let arrival = arrivals.removeValue(forKey: row) else { return }
    steps[arrival.step].rows.removeAll { $0 == row }
  }

  // MARK: Blockers

  mutating func block(
    _ rows: [Int], by constraint: ForeignKeyRule, action: ReferentialAction, error: ServerError,
    step: Int, parent: Int?, moment: Moment, isOnUpdate: Bool, book: RuleBook
  ) {
    let key = BlockerKey(
      constraint: constraint.oid, sqlstate: error.sqlstate, object: error.constraint ?? "",
      moment: moment)
    let new = add(
      rows, key,
      TracedBlocker(
        constraint: constraint.oid, action: action, isOnUpdate: isOnUpdate, moment: moment,
        error: error, step: step),
      parent: parent)
    if steps[step].effect == .block { steps[step].rows += new }
  }

  /// Rows that cannot be changed as a step wants: NOT NULL, CHECK, unique and the like.
  mutating func block(
    _ rows: [Int], atStep step: Int, error: ServerError, moment: Moment, book: RuleBook
  ) {
    let traced = steps[step]
    let key = BlockerKey(
      constraint: traced.constraint, sqlstate: error.sqlstate,
      object: error.constraint ?? error.column ?? "", moment: moment)
    add(
      rows, key,
      TracedBlocker(
        constraint: traced.constraint, action: traced.action ?? .noAction,
        isOnUpdate: traced.isOnUpdate, moment: moment, error: error, step: step),
      parent: rows.first.flatMap { arrivals[$0]?.parent })
  }

  /// Adds rows to a blocker and returns those that are new to it.
  @discardableResult
  private mutating func add(
    _ rows: [Int], _ key: BlockerKey, _ blocker: TracedBlocker, parent: Int?
  ) -> [Int] {
    let number: Int
    if let known = blockerNumbers[key] {
      number = known
    } else {
      number = blockers.count
      blockerNumbers[key] = number
      blockers.append(blocker)
    }
    let new = rows.filter { blockers[number].rows[$0] == nil }
    for row in new { blockers[number].rows.updateValue(parent, forKey: row) }
    return new
  }

  // MARK: Errors and doubts

  mutating func fail(_ error: PredictedError) {
    guard self.error == nil else { return }
    self.error = error
    errorIsDoubtful = isDoubtful
  }

  /// Something is worth knowing, and its effect is known.
  mutating func note(_ caveat: Caveat) { caveats.append(caveat) }

  /// Something happens whose effect cannot be known.
  mutating func doubt(_ caveat: Caveat) {
    caveats.append(caveat)
    isDoubtful = true
  }
}
