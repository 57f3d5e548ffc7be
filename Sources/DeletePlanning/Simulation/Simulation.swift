internal import DequeModule
internal import OrderedCollections
import SchemaModel

/// Plays a statement through, row by row, as PostgreSQL's executor and trigger queue would.
///
/// AFTER ROW triggers go into one first-in-first-out queue, in name order within a row; what they
/// do puts further events at its end (`trigger.c`, `ri_triggers.c`). A refusal is recorded and the
/// play goes on as if it had not been, so that one run finds the first error, every other blocker,
/// and what the delete would reach. Where a fact is missing, the question is kept in ``needs`` and
/// the run goes on with a guess: its result counts only once nothing is missing.
struct Simulation {
  let book: RuleBook
  let facts: Facts
  /// Whether each set of rows is visited backwards, to find out whether order matters.
  let isReversed: Bool
  /// Whether rows that this statement changed are visited before others, where that is not known.
  let isChangedFirst: Bool
  /// Whether rows were found by an index, or might be, of which this statement had changed some: an
  /// index may find them at their old place, at the end, or wherever their new values put them.
  var hasUnknownPlaces = false
  var versions: [Version] = []
  /// The current version of each row touched so far.
  var current: [Int: Int] = [:]
  /// Numbers of versions this statement made, by tree, in order of making.
  var madeVersions: [Oid: [Int]] = [:]
  /// The same by what they hold, as far as was asked.
  var madeKeys: [MadeKeys.Place: MadeKeys] = [:]
  /// Numbers of the versions that have a key of their own in a unique or exclusion index.
  var indexed: [Oid: OrderedDictionary<Image, [Int]>] = [:]
  var queue: Deque<TriggerEvent> = []
  var deferred: Deque<TriggerEvent> = []
  var moment = Moment.statement
  /// How many numbers were taken from each sequence.
  var takenNumbers: [String: Int] = [:]
  /// Columns that triggers set to the time, by relation.
  var timedColumns: [Oid: Set<String>] = [:]
  var needs: OrderedSet<Question> = []
  var trace: Trace
  /// Asked now and then; where it says false, the play ends where it is.
  var isWanted: @Sendable () -> Bool = { true }
  /// Whether the play was ended, so that its result is none.
  private(set) var isBrokenOff = false
  private var stepCount = 0

  init(
    book: RuleBook, facts: Facts, isReversed: Bool = false, isChangedFirst: Bool = false
  ) {
    self.book = book
    self.facts = facts
    self.isReversed = isReversed
    self.isChangedFirst = isChangedFirst
    trace = Trace()
  }

  /// Runs a statement over its rows.
  mutating func run(_ change: RootChange) {
    trace.openRoot(table: book.rootName(of: change.target), effect: change.command.effect)
    guard beginRootStatement(change.operation, on: change.target, assigned: change.assigned) else {
      return
    }
    fireUpdateTriggers(.before, change)
    for row in isReversed ? change.rows.reversed() : change.rows {
      if breaksOff() { return }
      changeRow(row, change)
    }
    if let interruption = change.interruption {
      interrupt(by: interruption, change)
    }
    fireUpdateTriggers(.after, change)
    endStatement(change.operation, on: change.target, assigned: change.assigned, step: 0)
    drain()
    moment = .commit
    while let event = deferred.popFirst(), !isBrokenOff {
      fire(event)
      drain()
    }
  }

  private mutating func breaksOff() -> Bool {
    stepCount += 1
    if stepCount.isMultiple(of: 1024), !isWanted() { isBrokenOff = true }
    return isBrokenOff
  }

  /// An expression fails for a row; for one that a trigger leaves alone, RETURNING is not worked out.
  private mutating func interrupt(by error: ServerError, _ change: RootChange) {
    let hasRows = !change.rows.isEmpty
    if hasRows, trace.arrivals.isEmpty { return }
    if !hasRows { doubtRowTriggers(change.operation, within: change.target) }
    fail(error)
  }

  private mutating func drain() {
    while let event = queue.popFirst(), !breaksOff() {
      if event.trigger.isInitiallyDeferred, moment == .statement {
        deferred.append(event)
      } else {
        fire(event)
      }
    }
  }

  /// Rows in the order visited, or backwards where that is tried.
  func inOrder(_ rows: [Int]) -> [Int] { isReversed ? rows.reversed() : rows }

  // MARK: Versions

  /// The current version of a row, which is made from the store where the row is new here.
  mutating func touch(_ row: Int) -> Int {
    if let known = current[row] { return known }
    let stored = facts.store[row]
    versions.append(
      Version(
        row: row, relation: stored.place.relation, values: stored.values, isLive: true,
        isMine: false))
    current[row] = versions.count - 1
    return versions.count - 1
  }

  /// Some columns of a version; a column that is not carried reads as NULL.
  func values(_ columns: [String], of version: Int) -> Image {
    let version = versions[version]
    return book.slots(columns, in: version.relation).map { version.values[$0] }
  }

  /// Whether a relation is another one or a partition below it.
  func isRelation(_ relation: Oid, within ancestor: Oid) -> Bool {
    var current: Oid? = relation
    while let oid = current {
      if oid == ancestor { return true }
      current = book.relations[oid]?.partitionParent
    }
    return false
  }

  mutating func delete(_ version: Int, step: Int, isNested: Bool) {
    versions[version].isLive = false
    enqueue(
      RowChange(
        relation: versions[version].relation, operation: .delete, old: version, step: step,
        isNested: isNested))
  }

  /// Replaces a version by a changed one and returns the new one's number.
  mutating func replace(_ version: Int, with values: Image, in relation: Oid) -> Int {
    versions[version].isLive = false
    let row = versions[version].row
    versions.append(
      Version(row: row, relation: relation, values: values, isLive: true, isMine: true))
    let made = versions.count - 1
    current[row] = made
    madeVersions[book.root(of: relation), default: []].append(made)
    return made
  }

  /// Asks for a fact that is missing.
  mutating func need(_ question: Question) { needs.append(question) }

  // MARK: Errors and doubts

  /// Records an error; the first one is what PostgreSQL raises, unless something unknowable came
  /// before it.
  mutating func fail(_ error: ServerError) {
    trace.fail(PredictedError(moment: moment, fields: error))
  }
}
