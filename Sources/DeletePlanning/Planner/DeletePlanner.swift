internal import OrderedCollections
package import SchemaModel

/// Works out what one DELETE, UPDATE or INSERT would do, without doing any I/O.
///
/// Run the queries that ``next()`` returns, all in one REPEATABLE READ READ ONLY transaction, and
/// hand their answers to ``receive(_:)``, until ``next()`` returns none. ``report`` is valid at every
/// moment and final once ``isComplete``.
///
/// It works in two phases: *collect* the rows that can be reached, set by set; then *simulate* the
/// trigger queue over them, asking what else the simulation turns out to need. Where the rows are
/// many and the schema is plain enough, they are *counted* instead (``Counting``).
package struct DeletePlanner {
  package internal(set) var report: DeleteReport
  /// Why there can be no preview: the statement is not valid, or a query failed; nil otherwise.
  package internal(set) var failure: ServerError?
  package internal(set) var isComplete = false
  /// Asked now and then while rows are played through, which may take long and asks nothing of the
  /// server; once it says false, the preview must be ended by ``stop(_:)``.
  package var isWanted: @Sendable () -> Bool = { true }

  let request: DeleteRequest
  let statement: ChangeStatement
  var phase = Phase.resolving
  var target = DeleteTarget()
  var book = RuleBook()
  var facts = Facts()
  var roots: [Int] = []
  /// Where the rows of the statement lie, in the order visited, and those not read yet, by relation.
  private var rootPlaces: [RowPlace] = []
  private var unreadRoots: OrderedDictionary<Oid, [RowPlace]> = [:]
  var collector: Collector?
  var batches: [QuestionBatch] = []
  var simulation: Simulation?
  /// Set-based counting: not tried yet, or not possible, where nil.
  var counting: Counting?
  var countedSchema: CountedSchema?
  /// The UPDATE, where only rows that may be refused are played through, and how many rows it visits
  /// and may be refused; nil where all are.
  var plainUpdate: PlainUpdate?
  var plainCount: (all: Int, refusable: Int)?
  /// What an UPDATE sets, by row.
  var assignedValues: [RowPlace: [ColumnValue]] = [:]
  /// How many columns an INSERT's query has; 0 where that need not be known.
  var queryWidth = 0
  /// The answer to ``RuleBookQueries/session``.
  private(set) var session: (any TextTable)?
  /// What plans the statement under the rules as they are, while it has not come to its end; one at
  /// most, and none where nothing is supposed.
  private(set) var baseline: [DeletePlanner] = []
  /// The tables that the answers still to come are about, in their order.
  var asked: ArraySlice<TableName?> = []
  /// Answers that are looked at together.
  private var received: [PlannerAnswer] = []
  /// Doubts from before the first row is deleted.
  var standingDoubts: [Caveat] = []
  /// Whether the statement asks functions that belong to a session.
  var asksSession = false
  /// The error in the statement's own expressions while it visits the rows; nil where there is none.
  var interruption: ServerError?

  enum Phase {
    case resolving, readingView, reaching, readingRules, readingWidth, tryingReturning
    case countingRoots, readingRoots
    case readingRootValues
    case collecting, simulating, orderingScans, comparing, counting
  }

  /// - Throws: where the request holds a statement that is not a single DELETE, UPDATE or INSERT.
  package init(_ request: DeleteRequest, server: ServerFacts?) throws(StatementError) {
    self.request = request
    switch request.target {
    case .statement(let text): statement = try ChangeStatement(text)
    case .rows(let table, let rows): statement = ChangeStatement(deleting: rows, of: table)
    }
    report = DeleteReport(
      statement: statement.text,
      rootTable: TableName(schema: "", name: statement.nameParts.last ?? ""), server: server)
    report.command = statement.command
    report.whatIf = request.whatIf
    if case .uncertain(let reason) = server?.product.trust {
      standingDoubts = [
        Caveat(code: .serverProduct, table: nil, object: nil, message: reason, isDecisive: true)
      ]
    }
    guard !request.whatIf.isEmpty else { return }
    var real = request
    real.whatIf = [:]
    baseline = [try DeletePlanner(real, server: server)]
  }

  // MARK: Asking

  /// The next queries, which may be sent together; empty once there is nothing left to ask.
  package mutating func next() -> [PlannerQuery] {
    guard !isComplete, failure == nil else { return [] }
    var queries = nextBaselineQueries()
    if queries.isEmpty, failure == nil { queries = nextQueries() }
    // A statement for rows that were picked is in our own words.
    if case .rows = request.target {
      for index in queries.indices { queries[index].isInPersonsWords = false }
    }
    report.questionsAsked += queries.count
    asked = queries.map(\.table)[...]
    noteAwaited()
    return queries
  }

  /// The rules as they are come first, on the same snapshot.
  private mutating func nextBaselineQueries() -> [PlannerQuery] {
    guard !baseline.isEmpty else { return [] }
    let queries = baseline[0].next()
    guard queries.isEmpty, let real = baseline.popLast() else { return queries }
    report.before = Prediction(real.report)
    failure = real.failure
    return []
  }

  mutating func nextQueries() -> [PlannerQuery] {
    switch phase {
    case .resolving: resolvingQueries
    case .readingView: [DeleteTarget.lookup(target.views.last?.baseName ?? "")]
    case .reaching:
      [
        PlannerQuery(
          name: "reachable tables", sql: RuleBookQueries.reachable,
          parameters: [String(target.oid)])
      ]
    case .readingRules: ruleBookQueries.queries(about: reachable)
    case .tryingReturning: [target.returningQuery(statement, book)].compactMap { $0 }
    case .readingWidth:
      [
        PlannerQuery(
          name: "columns to insert", sql: assignedRows?.widthQuery ?? "SELECT 1", isGuarded: true
        ).inPersonsWords
      ]
    case .countingRoots: [plainUpdate?.countQuery].compactMap { $0?.reading(report.rootTable) }
    case .readingRoots: [rootsQuery.reading(report.rootTable)]
    case .readingRootValues:
      unreadRoots.map { QuestionSQL(book: book).carriedRows($0, $1) }
    case .collecting, .simulating, .orderingScans, .comparing: batches.map(\.query)
    case .counting: nextCounts()
    }
  }

  private var reachable = "{}"

  private var ruleBookQueries: RuleBookQueries {
    guard let session, session.rowCount > 0 else { return RuleBookQueries(version: 0) }
    let row = TextRow(table: session, row: 0)
    return RuleBookQueries(version: row.number(1), hasPublications: row.flag(2))
  }

  // MARK: Receiving

  /// Takes the answers to the last ``next()``, in the same order.
  package mutating func receive(_ answers: [PlannerAnswer]) {
    for answer in answers { take(answer) }
    endRound()
  }

  /// Takes the next answer to the last ``next()``; ``endRound()`` follows once all are taken.
  package mutating func take(_ answer: PlannerAnswer) {
    report.questionsAnswered += 1
    if asked.popFirst() != nil { noteAwaited() }
    if !baseline.isEmpty { return baseline[0].take(answer) }
    switch (phase, answer) {
    case (.counting, _): counting?.receive(answer)
    // Read while the server works on the next.
    case (.readingRules, .rows(let table)): book.take(table)
    default: received.append(answer)
    }
  }

  /// Goes on once all answers to the last ``next()`` are taken.
  package mutating func endRound() {
    if !baseline.isEmpty { return baseline[0].endRound() }
    let answers = received
    received = []
    switch phase {
    case .resolving: resolve(answers)
    case .readingView: take(rows(answers, 0))
    case .reaching:
      reachable = rows(answers, 0).flatMap { $0.rowCount > 0 ? $0[0, 0] : nil } ?? "{}"
      book = session.map { RuleBook(session: $0) } ?? RuleBook()
      phase = .readingRules
    case .readingRules: readRules()
    case .readingWidth:
      readWidth(answers)
    case .tryingReturning:
      noteReturning(answers)
      startReading()
    case .countingRoots: countRoots(rows(answers, 0))
    case .readingRoots: readRoots(answers)
    case .readingRootValues: readRootValues(answers)
    case .collecting:
      if countedSchema != nil, answers.contains(where: isTooMuch) { return startCounting() }
      absorb(answers)
      collect()
    case .simulating, .orderingScans:
      absorb(answers)
      simulate()
    case .comparing:
      absorb(answers)
      compareOrders()
    case .counting: noteCounts()
    }
  }

  /// Ends the preview with what is known: the person or a time limit stopped it.
  package mutating func stop(_ caveat: Caveat) {
    guard !isComplete else { return }
    report.awaited = []
    keepCounts()
    report.caveats.append(caveat)
    report.outcome = .uncertain
    report.isComplete = true
    isComplete = true
  }

  private func rows(_ answers: [PlannerAnswer], _ index: Int) -> (any TextTable)? {
    guard answers.indices.contains(index), case .rows(let table) = answers[index] else {
      return nil
    }
    return table
  }

  private mutating func resolve(_ answers: [PlannerAnswer]) {
    session = rows(answers, 0)
    report.takenAt = session.flatMap { $0.rowCount > 0 ? $0[0, 5] : nil }
    if let table = rows(answers, 1), target.take(table) { report.rootTable = target.name }
    let plan = rows(answers, 2).map { PlanText($0) }
    let functions = rows(answers, 3)
    let called = (0..<(functions?.rowCount ?? 0)).map {
      (name: functions?[$0, 0] ?? "", kind: functions?[$0, 1])
    }
    noteSessionFunctions(called.filter { $0.kind == "s" }.map(\.name), plan)
    if case .failed(let error) = answers[2], !isStandbyRefusal(error) {
      return refuseStatement(error)
    }
    noteVolatileFunctions(called.filter { $0.kind == "v" }.map(\.name))
    if let column = statement.partialColumn { return stop(partialCaveat(column)) }
    target.hasKnownOrder = plan?.hasKnownOrder ?? false
    target.estimatedRows = plan?.estimatedRows ?? 0
    target.arbiters = plan?.arbiters ?? []
    target.scansForeignTables = plan?.scansForeignTables ?? true
    take(rows(answers, 1))
  }

  /// A relation was looked up: the one named, or the one behind a view.
  private mutating func take(_ table: (any TextTable)?) {
    guard let table, target.take(table) else {
      return failure = ServerError(
        sqlstate: "42P01",
        message: "relation \"\(statement.nameParts.joined(separator: "."))\" does not exist")
    }
    report.rootTable = target.name
    if target.kind == "v", statement.command == .delete, let text = target.viewText,
      let view = ViewDefinition(text)
    {
      target.views.append(view)
      phase = .readingView
    } else if ["r", "p"].contains(target.kind) {
      phase = .reaching
    } else {
      refuseKind()
    }
  }

  private mutating func readRules() {
    book.close()
    book = book.applying(request)
    report.rootTable = book.rootName(of: target.oid)
    if let mistake = book.mistake(in: request) {
      return failure = ServerError(sqlstate: "", message: mistake)
    }
    if target.scansForeignTables, let table = book.foreignTable(under: target.oid) {
      return stop(.foreignTable(table))
    }
    if let assigned = assignedRows {
      book.carryWhatChanges(
        statement.command, in: target.oid, assigned: assigned.columns.map(\.name))
      noteChangeDoubts()
      if assigned.widthQuery != nil { return phase = .readingWidth }
    }
    if mustTryReturning { phase = .tryingReturning } else { startReading() }
  }

  private mutating func readWidth(_ answers: [PlannerAnswer]) {
    if case .failed(let error)? = answers.first {
      refuseRows(error)
      guard interruption != nil else { return }
      doubtEarlierRows()
      return startCollecting()
    }
    queryWidth = rows(answers, 0)?.columnCount ?? 0
    startReading()
  }

  private mutating func startReading() {
    phase = .readingRoots
    considerCounting()
    considerPlainUpdate()
  }

  private mutating func readRoots(_ answers: [PlannerAnswer]) {
    if case .failed(let error)? = answers.first {
      refuseRows(error)
      guard interruption != nil else { return }
      doubtEarlierRows()
      return startCollecting()
    }
    guard let table = rows(answers, 0) else { return }
    if statement.command == .insert {
      readInserted(table)
      return isComplete ? () : startCollecting()
    }
    let width = book.carriedColumns(of: target.oid).count
    let tree = book.root(of: target.oid)
    var seen: Set<RowPlace> = []
    for row in (0..<table.rowCount).map({ TextRow(table: table, row: $0) }) {
      // A USING join may yield a row more than once; it is deleted once.
      guard let place = RowPlace(relation: row.oid(0), ctid: row.text(1)) else { continue }
      noteAssigned(row, at: place, from: 2 + width)
      guard seen.insert(place).inserted else { continue }
      rootPlaces.append(place)
      if target.views.isEmpty, book.root(of: place.relation) == tree {
        _ = facts.store.number(of: place, values: (2..<2 + width).map { row[$0] })
      } else {
        unreadRoots[place.relation, default: []].append(place)
      }
    }
    if unreadRoots.isEmpty { startCollecting() } else { phase = .readingRootValues }
  }

  /// Rows behind a view, or of inheritance children, whose columns are those of their own table.
  private mutating func readRootValues(_ answers: [PlannerAnswer]) {
    for (index, relation) in unreadRoots.keys.enumerated() {
      guard let table = rows(answers, index) else { continue }
      for row in (0..<table.rowCount).map({ TextRow(table: table, row: $0) }) {
        guard let place = RowPlace(relation: relation, ctid: row.text(0)) else { continue }
        _ = facts.store.number(of: place, values: (1..<table.columnCount).map { row[$0] })
      }
    }
    startCollecting()
  }

  private mutating func startCollecting() {
    if statement.command != .insert {
      roots = rootPlaces.compactMap { facts.store.number(at: $0) }
    }
    noteRowSecurity()
    collector = makeCollector()
    askCollector()
  }

  private mutating func absorb(_ answers: [PlannerAnswer]) {
    for (batch, answer) in zip(batches, answers) { facts.absorb(batch, answer, book: book) }
  }

  mutating func ask(_ questions: OrderedSet<Question>) {
    var sql = QuestionSQL(book: book, askedSingly: facts.askedSingly)
    if phase == .collecting, countedSchema != nil { sql.rowLimit = Self.collectLimit + 1 }
    batches = sql.batches(for: questions)
  }

  /// Starts over with no rows known.
  mutating func forgetRows() {
    facts = Facts()
    (rootPlaces, unreadRoots, roots, batches) = ([], [:], [], [])
    assignedValues = [:]
    collector = nil
  }
}
