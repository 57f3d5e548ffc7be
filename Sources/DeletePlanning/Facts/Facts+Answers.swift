import SchemaModel

extension Facts {
  /// Takes the answer to a batch of questions.
  mutating func absorb(_ batch: QuestionBatch, _ answer: PlannerAnswer, book: RuleBook) {
    switch answer {
    case .rows(let table): absorbRows(batch.questions, table, book)
    case .failed(let error): absorbFailure(batch.questions, error, book)
    }
  }

  private mutating func absorbRows(
    _ questions: [Question], _ table: any TextTable, _ book: RuleBook
  ) {
    let rows = (0..<table.rowCount).map { TextRow(table: table, row: $0) }
    switch questions.first {
    case .referencingRows(let constraint, _): absorbReferencing(constraint, questions, rows, book)
    case .referencedRows(let constraint, _):
      let places = Self.places(rows, count: questions.count)
      for case (.referencedRows(_, let values), let found) in zip(questions, places) {
        referencedRows[constraint, default: [:]][values] = found
      }
    case .overlaps:
      let found = storedRows(rows, count: questions.count)
      for case (.overlaps(let asked), let numbers) in zip(questions, found) {
        overlaps[asked] = numbers
      }
    case .coverage:
      for case (.coverage(let asked), let row) in zip(questions, rows) {
        coverages[asked] = row.flag(1)
      }
    case .equality:
      for (question, row) in zip(questions, rows) {
        if case .equality(let pair) = question { equalities[pair] = row.flag(1) }
      }
    case .conversion:
      for case (.conversion(let asked), let row) in zip(questions, rows) {
        conversions[asked] = .success(row[1])
      }
    case .sequence(let name):
      sequences.updateValue(rows.first.flatMap(SequenceState.init), forKey: name)
    case .defaultValue(let relation, let column):
      defaults[relation, default: [:]][column] = .success(rows.first?[0])
    case .time(let relation, let column):
      times[relation, default: [:]][column] = rows.first?[0] ?? ""
    case .btrees(let relation): btrees[relation] = rows.map { $0.list(0) }
    case .indexKey(_, let index, _): absorbKeys(index, questions, rows)
    case .newRow(let first): absorbNewRows(first, questions, rows, book)
    case .firing:
      for case (.firing(let asked), let row) in zip(questions, rows) {
        firings[asked] = .success(row.flag(1))
      }
    case .route(let root, _): absorbRoutes(root, questions, rows, book)
    case .conflicts(let relation, let index, _):
      absorbConflicts(relation, index, questions, rows, book)
    case .leafOrder(let root):
      let oids = Dictionary(
        book.relations.values.map { ($0.name, $0.oid) }, uniquingKeysWith: { first, _ in first })
      leafOrder[root] = PlanText(table).relations.compactMap { oids[$0] }
    case .rivalry: absorbRivalries(questions, rows)
    case .wholeRow(let place): absorbWholeRows(place.relation, rows, book)
    case .scanOrder(let constraint, let key): absorbScanOrder(constraint, key, rows)
    case nil: break
    }
  }

  /// Rows of `n, tableoid, ctid`, sorted to their question.
  private static func places(_ rows: [TextRow], count: Int) -> [[RowPlace]] {
    var places = [[RowPlace]](repeating: [], count: count)
    for row in rows {
      let number = row.number(0) - 1
      guard places.indices.contains(number),
        let place = RowPlace(relation: row.oid(1), ctid: row.text(2))
      else { continue }
      places[number].append(place)
    }
    return places
  }

  /// Rows of `n, tableoid, ctid, carried…`, put into the store and sorted to their question.
  private mutating func storedRows(_ rows: [TextRow], count: Int) -> [[Int]] {
    var found = [[Int]](repeating: [], count: count)
    for row in rows {
      let number = row.number(0) - 1
      guard found.indices.contains(number),
        let place = RowPlace(relation: row.oid(1), ctid: row.text(2))
      else { continue }
      found[number].append(
        store.number(
          of: place, values: (3..<max(row.table.columnCount, 3)).map { row[$0] }))
    }
    return found
  }

  /// Rows of `n, tableoid, ctid, carried…`; kept leaf by leaf in physical order.
  private mutating func absorbReferencing(
    _ constraint: Oid, _ questions: [Question], _ rows: [TextRow], _ book: RuleBook
  ) {
    let found = storedRows(rows, count: questions.count)
    for case (.referencingRows(_, let key), let numbers) in zip(questions, found) {
      referencingRows[constraint, default: [:]][key] = numbers.sorted {
        let (left, right) = (store[$0].place, store[$1].place)
        return (left.relation, left.tupleID) < (right.relation, right.tupleID)
      }
    }
  }

  private mutating func absorbNewRows(
    _ first: NewRowQuestion, _ questions: [Question], _ rows: [TextRow], _ book: RuleBook
  ) {
    guard let rule = book.relations[first.relation] else { return }
    let sql = QuestionSQL(book: book)
    let stored = sql.generated(rule, .stored)
    let virtual = sql.requiredVirtual(rule)
    for (question, row) in zip(questions, rows) {
      guard case .newRow(let asked) = question else { continue }
      var result = NewRow(values: asked.values, satisfiesPartition: row.flag(1))
      for (offset, column) in stored.enumerated() {
        for slot in book.slots([column.name], in: rule.oid) {
          result.values[slot] = row[2 + offset]
        }
      }
      let virtualStart = 2 + stored.count
      result.nullVirtualColumns = virtual.indices
        .filter { row.flag(virtualStart + $0) }.map { virtual[$0].name }
      let checkStart = virtualStart + virtual.count
      result.failedCheck = rule.checks.indices
        .first { !row.flag(checkStart + $0) }.map { rule.checks[$0].name }
      newRows[asked] = .success(result)
    }
  }

  private mutating func absorbRoutes(
    _ root: Oid, _ questions: [Question], _ rows: [TextRow], _ book: RuleBook
  ) {
    let sql = QuestionSQL(book: book)
    let partitions = sql.partitions(of: root)
    for (question, row) in zip(questions, rows) {
      guard case .route(_, let values) = question else { continue }
      let fitting = partitions.indices.filter { row.flag(1 + $0) }.map { partitions[$0] }
      var route = Route(fitting: Set(fitting))
      var column = 1 + partitions.count
      for table in sql.partitionedTables(of: root) {
        route.keys[table.oid] = table.partitionKeyElements.indices.map { row[column + $0] }
        column += table.partitionKeyElements.count
      }
      routes[root, default: [:]][values] = route
    }
  }

  /// Rows of `n` and the elements of a key; one that a partial index does not cover is left out.
  private mutating func absorbKeys(_ index: Oid, _ questions: [Question], _ rows: [TextRow]) {
    let keys = Dictionary(
      rows.map { row in (row.number(0) - 1, (1..<row.table.columnCount).map { row[$0] }) },
      uniquingKeysWith: { first, _ in first })
    for (number, question) in questions.enumerated() {
      guard case .indexKey(_, _, let values) = question else { continue }
      indexKeys[index, default: [:]][values] = .success(keys[number])
    }
  }

  private mutating func absorbConflicts(
    _ relation: Oid, _ index: Oid, _ questions: [Question], _ rows: [TextRow], _ book: RuleBook
  ) {
    let width = book.relations[relation]?.index(index)?.elements.count ?? 0
    var entries = [IndexEntry](repeating: IndexEntry(), count: questions.count)
    for row in rows {
      let number = row.number(0) - 1
      guard entries.indices.contains(number) else { continue }
      entries[number].key = (1..<width + 1).map { row[$0] }
      guard let place = RowPlace(relation: row.oid(width + 1), ctid: row.text(width + 2)) else {
        continue
      }
      let values = (width + 3..<max(row.table.columnCount, width + 3)).map { row[$0] }
      entries[number].rows.append(store.number(of: place, values: values))
    }
    for case (.conflicts(_, _, let values), let entry) in zip(questions, entries) {
      conflicts[index, default: [:]][values] = entry
    }
  }

  private mutating func absorbRivalries(_ questions: [Question], _ rows: [TextRow]) {
    for (question, row) in zip(questions, rows) {
      guard case .rivalry(let pair) = question else { continue }
      let values = (2..<max(row.table.columnCount, 2)).map { row[$0] }
      rivalries[pair] = Rivalry.Answer(
        isConflict: row.flag(1), newKey: Array(values.prefix(values.count / 2)),
        otherKey: Array(values.suffix(values.count / 2)))
    }
  }

  private mutating func absorbWholeRows(_ relation: Oid, _ rows: [TextRow], _ book: RuleBook) {
    guard let rule = book.relations[relation] else { return }
    for row in rows {
      guard let place = RowPlace(relation: relation, ctid: row.text(0)) else { continue }
      wholeRows[place] = rule.columns.enumerated().map {
        ColumnValue(column: $1.name, value: row[$0 + 1])
      }
    }
  }

  /// Rows of `tableoid, ctid` in the order visited; rows that are not known are left out.
  private mutating func absorbScanOrder(_ constraint: Oid, _ key: [String], _ rows: [TextRow]) {
    scanOrders[constraint, default: []].insert(key)
    let numbers = rows.compactMap { row in
      RowPlace(relation: row.oid(0), ctid: row.text(1)).flatMap { store.number(at: $0) }
    }
    if numbers.count == referencingRows[constraint]?[key]?.count {
      referencingRows[constraint]?[key] = numbers
    }
  }

  /// What a failed query means: an expression that cannot be computed, or a table that cannot be
  /// read.
  private mutating func absorbFailure(
    _ questions: [Question], _ error: ServerError, _ book: RuleBook
  ) {
    for question in questions {
      switch question {
      case .newRow(let asked) where questions.count > 1: askedSingly.insert(asked.relation)
      case .newRow(let asked): newRows[asked] = .failure(error)
      case .indexKey(_, let index, _) where questions.count > 1: askedSingly.insert(index)
      case .indexKey(_, let index, let values):
        indexKeys[index, default: [:]][values] = .failure(error)
      case .firing(let asked) where questions.count > 1: askedSingly.insert(asked.relation)
      case .firing(let asked): firings[asked] = .failure(error)
      case .conversion(let asked) where questions.count > 1:
        askedSingly.insert(asked.constraint)
      case .conversion(let asked): conversions[asked] = .failure(error)
      case .scanOrder(let constraint, let key): scanOrders[constraint, default: []].insert(key)
      case .sequence(let name): sequences.updateValue(nil, forKey: name)
      case .defaultValue(let relation, let column):
        defaults[relation, default: [:]][column] = .failure(error)
      case .referencingRows(let constraint, let key):
        guard let rule = book.constraints[constraint] else { continue }
        unreadable[rule.referencing] = error
        referencingRows[constraint, default: [:]][key] = []
      case .referencedRows(let constraint, let values):
        guard let rule = book.constraints[constraint] else { continue }
        unreadable[rule.referenced] = error
        referencedRows[constraint, default: [:]][values] = []
      case .overlaps(let asked):
        guard let rule = book.constraints[asked.constraint] else { continue }
        unreadable[rule.referenced] = error
        overlaps[asked] = []
      case .coverage(let asked):
        coverages[asked] = true
        unanswered = error
      case .wholeRow(let place):
        wholeRows[place] = []
        unreadable[place.relation] = error
      case .route(let root, let values):
        routes[root, default: [:]][values] = Route()
        unanswered = error
      case .conflicts(_, let index, let values):
        conflicts[index, default: [:]][values] = IndexEntry()
        unanswered = error
      case .leafOrder(let root): leafOrder[root] = []
      case .btrees(let relation): btrees[relation] = []
      case .time(let relation, let column):
        times[relation, default: [:]][column] = ""
        unanswered = error
      case .rivalry(let pair):
        rivalries[pair] = Rivalry.Answer(isConflict: false, newKey: [], otherKey: [])
        unanswered = error
      case .equality(let pair):
        equalities[pair] = pair.left == pair.right
        unanswered = error
      }
    }
  }
}

extension SequenceState {
  /// Reads `last_value, is_called, increment, minimum, maximum`; nil where a number is missing.
  fileprivate init?(_ row: TextRow) {
    guard let last = Int(row.text(0)), let increment = Int(row.text(2)),
      let minimum = Int(row.text(3)), let maximum = Int(row.text(4)), minimum <= maximum
    else { return nil }
    self.init(
      lastValue: last, isCalled: row.flag(1), increment: increment, bounds: minimum...maximum)
  }
}
