import SchemaModel

/// Works out a delete by sets: how many rows each foreign key reaches, without looking at each.
///
/// Only where ``CountedSchema`` says that this is exact; as soon as it turns out not to be,
/// ``isAbandoned`` is set and the rows must be played through one by one. Keys travel only for
/// tables that something depends on; rows of all others are counted where they lie.
struct Counting {
  private enum Phase {
    case roots, following, counting, lookingBehind, blaming, sampling, finished
  }

  let book: RuleBook
  let schema: CountedSchema
  let statement: ChangeStatement
  let request: DeleteRequest
  let sql: CountingSQL
  /// The DELETE itself first; a step comes after its parent.
  var steps: [CountedStep]
  /// By node; only those of tracked nodes are used.
  var tracked: [TrackedRows]
  /// Rows that refuse and their forebears; nil where nothing refuses.
  var blame: Blame?
  /// Whether there is a result that counting cannot give.
  var isAbandoned = false
  var isFinished: Bool { phase == .finished }
  /// Whether the end is known to be many levels away.
  var isDeep = false

  /// Steps reached in the level under way, and the keys to follow from there.
  var reached: [Int] = [0]
  var pairs: [(step: Int, edge: Int)] = []
  /// Foreign keys on cycles that were read whole; those too large for that.
  var edgeLists: [Int: EdgeList] = [:]
  var unreadable: Set<Int> = []
  /// The foreign key that is being read whole.
  var readingEdge: Int?

  private var phase = Phase.roots
  private var pending: [CountingProbe] = []
  private var asked: [CountingProbe] = []
  private var answered = 0
  /// How much work a round is, as a number of index lookups.
  private static let roundWeight = 80_000
  private var stepNumbers: [Link: Int] = [:]

  /// The way from a step to one below it.
  private struct Link: Hashable {
    var parent: Int
    var edge: Int
  }

  init(
    _ schema: CountedSchema, book: RuleBook, statement: ChangeStatement, request: DeleteRequest
  ) {
    self.book = book
    self.schema = schema
    self.statement = statement
    self.request = request
    sql = CountingSQL(book: book, schema: schema)
    steps = [CountedStep(node: 0, level: 0, effect: .delete)]
    tracked = schema.nodes.map { _ in TrackedRows() }
  }

  /// How many rows were found so far.
  var rowCount: Int { steps.reduce(0) { $0 + $1.rows } }

  // MARK: Asking

  /// The next queries; empty once it is finished or abandoned.
  ///
  /// A round is small enough for its answers to come within a fraction of a second.
  mutating func next() -> [PlannerQuery] {
    while pending.isEmpty, !isFinished, !isAbandoned { advance() }
    guard !isAbandoned, let first = pending.first else { return [] }
    var weight = 0
    let size =
      pending.firstIndex { probe in
        weight += probe.weight
        return probe.needsIndex != first.needsIndex || weight > Self.roundWeight + first.weight
      } ?? pending.count
    asked = Array(pending.prefix(size))
    pending.removeFirst(size)
    if first.needsIndex {
      asked.insert(CountingProbe(query: CountingSQL.useIndexes, purpose: .setting), at: 0)
      asked.append(CountingProbe(query: CountingSQL.useAnything, purpose: .setting))
    }
    answered = 0
    return asked.map { $0.sharedQuery.reading(table(of: $0)) }
  }

  /// The table whose rows a question reads; nil for a setting.
  private func table(of probe: CountingProbe) -> TableName? {
    switch probe.purpose {
    case .setting: nil
    case .roots: schema.nodes.first?.rule.name
    case .sample: schema.nodes[steps[probe.step].node].rule.name
    default:
      schema.edges.indices.contains(probe.edge)
        ? book.rootName(of: schema.edges[probe.edge].constraint.referencing) : nil
    }
  }

  mutating func ask(_ probe: CountingProbe) { pending.append(probe) }

  private mutating func advance() {
    switch phase {
    case .roots:
      ask(CountingProbe(query: sql.roots(statement), purpose: .roots))
      phase = .following
    case .following: if !followLevel() { move(to: .counting) { $0.askCounts() } }
    case .counting:
      move(to: .lookingBehind) {
        $0.askDefaultRows()
        $0.askBehindCounts()
      }
    case .lookingBehind:
      blame?.trim()
      phase = .blaming
    case .blaming: if !askBlame() { move(to: .sampling) { $0.askSamples() } }
    case .sampling, .finished: phase = .finished
    }
  }

  private mutating func move(to next: Phase, _ ask: (inout Counting) -> Void) {
    phase = next
    ask(&self)
  }

  // MARK: Receiving

  /// Takes the next answer to what was asked last.
  mutating func receive(_ answer: PlannerAnswer) {
    guard asked.indices.contains(answered), !isAbandoned else { return }
    guard case .rows(let table) = answer else { return isAbandoned = true }
    answered += 1
    absorb(asked[answered - 1], table)
  }

  private mutating func absorb(_ probe: CountingProbe, _ table: any TextTable) {
    switch probe.purpose {
    case .roots: absorbRoots(table)
    case .keys: absorbKeys(probe, table)
    case .count: add(Self.number(table), to: probe)
    case .groups(let others): absorbGroups(probe, others, table)
    case .changedKeys: absorbChangedKeys(probe, table)
    case .refusers: absorbRefusers(probe, table)
    case .firstRefusers: absorbFirstRefusers(probe, table)
    case .refuserCount: blame?.totals[[probe.step, probe.edge], default: 0] += Self.number(table)
    case .refusingKeys: absorbRefusingKeys(probe, table)
    case .defaultRow: absorbDefaultRow(probe, table)
    case .none: if table.rowCount > 0 { isAbandoned = true }
    case .blocks: absorbBlocks(probe, Self.number(table))
    case .pairs: absorbPairs(probe, table)
    case .ancestors(let children): absorbAncestors(probe, children, table)
    case .order(let batch): blame?.facts.absorb(batch, .rows(table), book: book)
    case .sample: absorbSample(probe, table)
    case .setting: break
    }
  }

  static func number(_ table: any TextTable) -> Int {
    table.rowCount > 0 ? TextRow(table: table, row: 0).number(0) : 0
  }

  /// Rows of `count, array…` as lists of keys.
  static func lists(_ table: any TextTable) -> [KeyRows] {
    (0..<table.rowCount).compactMap { row in
      let count = TextRow(table: table, row: row).number(0)
      let columns = (1..<table.columnCount).compactMap { table[row, $0] }
      return count > 0 ? KeyRows(count: count, columns: columns) : nil
    }
  }

  // MARK: Steps

  /// The step that an edge leads to from another step, made where it is new.
  mutating func childStep(of parent: Int, by edge: Int) -> Int {
    let link = Link(parent: parent, edge: edge)
    if let known = stepNumbers[link] { return known }
    let effect: Step.Effect =
      switch schema.edges[edge].effect {
      case .setNull: .setNull
      case .setDefault: .setDefault
      default: .delete
      }
    steps.append(
      CountedStep(
        parent: parent, edge: edge, node: schema.edges[edge].referencing,
        level: steps[parent].level + 1, effect: effect))
    stepNumbers[link] = steps.count - 1
    return steps.count - 1
  }

  /// Counts rows that a probe found at the step it leads to.
  mutating func add(_ rows: Int, repeated: Int = 0, to probe: CountingProbe) {
    guard rows + repeated > 0 else { return }
    let step = childStep(of: probe.step, by: probe.edge)
    steps[step].rows += rows
    steps[step].repeated += repeated
    if steps[step].sampledKeys == nil, rows > 0 { steps[step].sampledKeys = probe.keys }
  }

  /// The keys of a step's rows.
  func lists(of step: Int) -> [KeyRows] {
    let node = schema.nodes[steps[step].node]
    return node.isTracked
      ? tracked[steps[step].node].lists(steps[step].numbers, width: node.key.count)
      : steps[step].lists
  }

  /// Asks about rows that reference a step's rows: part by part by index, else in one scan, which two
  /// connections can share.
  mutating func ask(
    _ purpose: CountingProbe.Purpose, from step: Int, along edge: Int,
    isDivisible: Bool = true, _ query: (CountingSQL, KeyRows) -> PlannerQuery
  ) {
    let needsIndex = isSelective(step, edge)
    let lists = lists(of: step)
    let parts = isDivisible && !needsIndex ? halves(of: schema.edges[edge].referencing) : [nil]
    for keys in needsIndex ? lists : [KeyRows.joined(lists)] where keys.count > 0 {
      for part in parts {
        ask(
          CountingProbe(
            query: query(sql.within(part, byIndex: needsIndex), keys), purpose: purpose, step: step,
            edge: edge,
            keys: keys, needsIndex: needsIndex, weight: needsIndex ? keys.count + 20 : 40_000))
      }
    }
  }

  /// A large table's halves, or those of its partitions, where the server can scan one without the other.
  private func halves(of node: Int) -> [TablePart?] {
    let table = schema.nodes[node].table
    let blocks = table.estimatedBlocks
    guard table.estimatedRows > 500_000, blocks > 1, book.serverVersion >= 140_000
    else { return [nil] }
    return [.before(blocks / 2), .from(blocks / 2)]
  }

  /// Whether there is an index and it is the better way, as far less than the whole is wanted.
  private func isSelective(_ step: Int, _ edge: Int) -> Bool {
    let estimate = schema.nodes[steps[step].node].table.estimatedRows
    return schema.edges[edge].hasIndex
      && (estimate <= 0 || steps[step].rows < 1000 || steps[step].rows * 10 < estimate * 3)
  }
}
