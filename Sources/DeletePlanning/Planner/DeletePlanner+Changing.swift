import SchemaModel

/// Statements that give columns values.
extension DeletePlanner {
  /// The values the statement gives; nil for a DELETE, and before the table is known.
  var assignedRows: AssignedRows? {
    guard statement.command != .delete, let rule = book.relations[target.oid] else { return nil }
    return AssignedRows(statement: statement, rule: rule, book: book, queryWidth: queryWidth)
  }

  /// What reads the rows that the statement visits or makes.
  var rootsQuery: PlannerQuery {
    guard let assigned = assignedRows else { return target.rowsQuery(statement, book) }
    if let sql = assigned.insertedRows {
      return PlannerQuery(name: "rows to insert", sql: sql, isGuarded: true).inPersonsWords
    }
    if let plainUpdate, let plainCount {
      return plainUpdate.rowsQuery(
        areRefused: plainCount.refusable > 0, limit: max(1, request.sampleLimit))
    }
    let alias = statement.reference
    let columns =
      [alias + ".tableoid", alias + ".ctid"]
      + QuestionSQL(book: book).carriedColumns(of: target.oid, alias: alias) + assigned.updates
    return PlannerQuery(
      name: "rows to update", sql: statement.select(columns), isGuarded: true
    ).inPersonsWords
  }

  /// What the statement does to its rows, once these are read.
  var rootChange: RootChange {
    var change = RootChange(
      command: statement.command, target: target.oid, rows: roots.map { .init(number: $0) })
    change.interruption = interruption
    guard let assigned = assignedRows else { return change }
    change.assigned = assigned.columns.map(\.name)
    change.conflict = statement.insertion?.conflict.map {
      RootChange.Conflict(action: $0, keys: arbiterKeys)
    }
    for (number, root) in roots.enumerated() {
      change.rows[number].values = assignedValues[facts.store[root].place] ?? []
      change.rows[number].runtimeDefaults = assigned.runtimeDefaults(ofRow: number)
    }
    // What is worked out later is not set before.
    for number in change.rows.indices {
      let later = Set(change.rows[number].runtimeDefaults)
      change.rows[number].values.removeAll { later.contains($0.column) }
    }
    return change
  }

  // MARK: Many rows of which few matter

  /// Finds out whether all rows of an UPDATE must be played through, where they are many.
  mutating func considerPlainUpdate() {
    guard let assigned = assignedRows, standingDoubts.isEmpty, request.way != .rows,
      request.way == .counts || target.estimatedRows > Self.collectLimit
    else { return }
    plainUpdate = PlainUpdate(statement, assigned, book: book)
    if plainUpdate != nil { phase = .countingRoots }
  }

  /// Takes the answer to ``PlainUpdate/countQuery``; where there is none, all rows are played.
  mutating func countRoots(_ table: (any TextTable)?) {
    phase = .readingRoots
    guard let table, table.rowCount > 0 else { return plainUpdate = nil }
    let row = TextRow(table: table, row: 0)
    plainCount = (row.number(0), row.number(1))
  }

  /// Puts the rows that were not played into a report of those that were.
  mutating func addUnplayedRows() {
    guard let plainCount, let played = report.steps.first?.rows, !report.effects.isEmpty else {
      return
    }
    let unplayed = RowCount.exact(plainCount.all - played.lowerBound)
    report.steps[0].rows = report.steps[0].rows + unplayed
    report.effects[0].updated = report.effects[0].updated + unplayed
  }

  /// The keys of the indexes that ON CONFLICT is about, which partitions have too; nil for all.
  private var arbiterKeys: [[String]]? {
    guard !target.arbiters.isEmpty else { return nil }
    return (book.relations[target.oid]?.uniqueIndexes ?? [])
      .filter { target.arbiters.contains($0.name) }.map { $0.elements.map(\.sql) }
  }

  /// Takes the values of one visited row from behind what is carried of it.
  mutating func noteAssigned(_ row: TextRow, at place: RowPlace, from start: Int) {
    guard let assigned = assignedRows, statement.command == .update else { return }
    let values = assigned.columns.enumerated().map {
      ColumnValue(column: $1.name, value: row[start + $0])
    }
    guard let known = assignedValues[place] else { return assignedValues[place] = values }
    guard known != values else { return }
    let doubt = Caveat(
      code: .orderDependent, table: report.rootTable, object: nil,
      message: "FROM gives several rows for one that is updated; which of them counts cannot be "
        + "told.", isDecisive: true)
    if !standingDoubts.contains(doubt) { standingDoubts.append(doubt) }
  }

  /// Puts the rows to insert down as if they were there.
  mutating func readInserted(_ table: any TextTable) {
    guard let assigned = assignedRows else { return }
    if let limit = request.rowLimit, table.rowCount > limit { return stop(.truncated(at: limit)) }
    let width = book.carriedColumns(of: target.oid).count
    let slots = assigned.columns.map { book.slots([$0.name], in: target.oid).first }
    for number in 0..<table.rowCount {
      var image = Image(repeating: nil, count: width)
      for (column, slot) in slots.enumerated() {
        if let slot { image[slot] = table[number, column] }
      }
      let place = RowPlace(newRow: number, in: target.oid)
      roots.append(facts.store.number(of: place, values: image))
    }
  }

  // MARK: Doubts

  /// What cannot be known of a statement that gives columns values.
  mutating func noteChangeDoubts() {
    guard let assigned = assignedRows else { return }
    noteSleepingChecks()
    if assigned.rule.access.hasActiveRowSecurity {
      doubt(
        .rowSecurity,
        "Row security on \(target.name.displayName) decides which rows the "
          + "\(statement.command.rawValue) may change and make.")
    }
    if statement.returning?.isPlain == false {
      doubt(.unsupported, "What RETURNING gives is not worked out, and might fail.")
    }
    if readsClock {
      report.caveats.append(
        Caveat(
          code: .volatileFunction, table: report.rootTable, object: nil,
          message: "The statement asks for the time: here that is the time of the preview.",
          isDecisive: false))
    }
    for column in assigned.harmlessDefaults {
      let isDecisive = book.decides(
        column.name, in: target.oid, countsUnique: !column.hasMadeUpDefault)
      guard isDecisive || book.decides(column.name, in: target.oid) else { continue }
      let caveat = Caveat(
        code: .volatileDefault, table: report.rootTable, object: column.name,
        message: "The default of \(target.name.displayName).\(column.name) is made when the "
          + "statement runs; the one shown is an example.", isDecisive: isDecisive)
      if isDecisive { standingDoubts.append(caveat) } else { report.caveats.append(caveat) }
    }
  }

  /// A part of a column is not put together with the rest.
  func partialCaveat(_ column: String) -> Caveat {
    Caveat(
      code: .unsupported, table: report.rootTable, object: column,
      message:
        "The statement sets a part of \(column), which is not worked out: give the column whole.",
      isDecisive: true)
  }

  /// Constraints of the table that look for no parent while their triggers are disabled.
  private mutating func noteSleepingChecks() {
    for trigger in book.triggers[target.oid] ?? [] where !trigger.isEnabled {
      guard case .check = trigger.kind, let constraint = book.constraints[trigger.constraint] else {
        continue
      }
      let caveat = Caveat(
        code: .disabledTrigger, table: report.rootTable, object: constraint.name,
        message:
          "The triggers of \(constraint.name) are disabled on \(target.name.displayName): no "
          + "parent is looked for.", isDecisive: false)
      if !report.caveats.contains(caveat) { report.caveats.append(caveat) }
    }
  }

  /// Expressions that ask for the time get that of the preview.
  private var readsClock: Bool {
    let words: Set = [
      "now", "current_timestamp", "current_date", "current_time", "localtimestamp", "localtime",
      "clock_timestamp", "statement_timestamp", "transaction_timestamp",
    ]
    return ((try? SQLLexer.tokens(of: statement.text)) ?? []).contains {
      $0.kind == .word && words.contains($0.text)
    }
  }

  private mutating func doubt(_ code: Caveat.Code, _ message: String) {
    standingDoubts.append(
      Caveat(
        code: code, table: report.rootTable, object: nil, message: message, isDecisive: true))
  }

  /// The rows in the order of VALUES: no scan has a say.
  var hasFixedOrder: Bool {
    switch statement.insertion?.source {
    case .values, .defaults: true
    case .query, nil: false
    }
  }

  /// An expression fails for one row; an earlier one may be refused before that.
  mutating func doubtEarlierRows() {
    guard statement.command != .delete else { return }
    if case .values(let rows)? = statement.insertion?.source, rows.count == 1 { return }
    if case .defaults? = statement.insertion?.source { return }
    doubt(.unsupported, "An expression fails for a row; another row may be refused before that.")
  }
}
