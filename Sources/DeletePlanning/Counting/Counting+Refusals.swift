internal import OrderedCollections
import SchemaModel

/// Finding out who refuses first.
extension Counting {
  /// More rows than this that refuse by one key are not looked at one by one.
  static let refuserLimit = 1000

  /// Asks for rows that refuse because they reference a step's rows.
  mutating func askRefusers(_ step: Int, _ number: Int) {
    let edge = schema.edges[number]
    let target = schema.nodes[edge.referencing]
    if target.isDeleted, target.isTracked {
      ask(.refusingKeys, from: step, along: number) { $0.keys(edge, $1) }
    } else {
      let limit = target.isDeleted ? 1 : Self.refuserLimit + 1
      ask(target.isDeleted ? .none : .refusers, from: step, along: number, isDivisible: false) {
        $0.rows(edge, $1, limit: limit)
      }
    }
  }

  /// Asks for rows that refuse because they reference rows that were only counted.
  mutating func askBehindCounts() {
    for step in steps.indices.dropFirst()
    where steps[step].rows > 0 && steps[step].effect == .delete
      && !schema.nodes[steps[step].node].isKeyed
    {
      for number in schema.nodes[steps[step].node].outgoing { askBehind(step, number) }
    }
  }

  private mutating func askBehind(_ step: Int, _ number: Int) {
    let edge = schema.edges[number]
    guard edge.effect == .refuse, let parent = steps[step].parent, let arrival = steps[step].edge
    else { return isAbandoned = true }
    let isDeleted = schema.nodes[edge.referencing].isDeleted
    let keys = KeyRows.joined(lists(of: parent))
    ask(
      CountingProbe(
        query: sql.rows(
          edge, behind: schema.edges[arrival], keys,
          limit: isDeleted ? 1 : Self.refuserLimit + 1),
        purpose: isDeleted ? .none : .refusers, step: step, edge: number, weight: 40_000))
  }

  mutating func absorbRefusers(_ probe: CountingProbe, _ table: any TextTable) {
    guard table.rowCount > 0 else { return }
    var blame = blame ?? Blame()
    defer { self.blame = blame }
    let edge = schema.edges[probe.edge]
    if table.rowCount > Self.refuserLimit {
      guard schema.nodes[edge.referenced].isKeyed else { return isAbandoned = true }
      for (purpose, query) in [
        (.firstRefusers, sql.firstRows(edge, probe.keys)),
        (.refuserCount, sql.count(edge, probe.keys)),
      ] as [(CountingProbe.Purpose, PlannerQuery)] {
        var probe = probe
        (probe.purpose, probe.query) = (purpose, query)
        ask(probe)
      }
    } else {
      blame.totals[[probe.step, probe.edge], default: 0] += table.rowCount
      for row in Self.storedRows(table) { blame.add(row, by: edge.constraint) }
    }
  }

  /// Where many rows refuse, the first one of each key is enough to tell who is first.
  mutating func absorbFirstRefusers(_ probe: CountingProbe, _ table: any TextTable) {
    let edge = schema.edges[probe.edge]
    let columns = schema.foreignColumns(edge)
    let isRoot = edge.referenced == 0 && probe.step == 0 && book.textDecides(edge.constraint)
    guard isRoot || table.rowCount <= Self.refuserLimit else { return isAbandoned = true }
    for row in Self.storedRows(table) {
      let key = book.slots(columns, in: row.place.relation).map { row.values[$0] }
      if isRoot, let number = rootNumber(key) {
        blame?.consider(row, for: number, by: edge.constraint)
      } else {
        blame?.add(row, by: edge.constraint)
      }
    }
  }

  /// The number of a row to delete by its key; nil for any other row.
  private func rootNumber(_ key: Image) -> Int? {
    let text = key.map { ArrayText.element($0 ?? "") }.joined(separator: ",")
    return Array(text.utf8).withUnsafeBufferPointer { key in
      tracked[0].step(of: key) == 0 ? tracked[0].table.find(key) : nil
    }
  }

  /// Rows of a table that loses rows refuse only where they stay; those that go at an earlier level,
  /// or at the same one, are gone by then.
  mutating func absorbRefusingKeys(_ probe: CountingProbe, _ table: any TextTable) {
    let node = schema.edges[probe.edge].referencing
    let order = Array(schema.nodes[node].key.indices)
    for list in Self.lists(table) {
      list.forEachKey(order) { _, key in
        guard let key, let step = tracked[node].step(of: key),
          steps[step].level <= steps[probe.step].level
        else { return isAbandoned = true }
      }
    }
  }

  private static func storedRows(_ table: any TextTable, from first: Int = 0) -> [StoredRow] {
    (0..<table.rowCount).compactMap { number in
      let row = TextRow(table: table, row: number)
      return RowPlace(relation: row.oid(first), ctid: row.text(first + 1)).map { place in
        StoredRow(place: place, values: ((first + 2)..<table.columnCount).map { row[$0] })
      }
    }
  }

  // MARK: Forebears

  /// Asks for what is missing to tell who refuses first.
  ///
  /// - Returns: false once all is known.
  mutating func askBlame() -> Bool {
    guard let known = blame else { return false }
    if !known.waiting.isEmpty {
      askAncestors(known)
      return true
    }
    if askLeafOrders() { return true }
    guard !known.hasScanOrders else { return false }
    blame?.sort()
    blame?.hasScanOrders = true
    return askScanOrders()
  }

  private mutating func askAncestors(_ known: Blame) {
    var children: [Oid: [Int]] = [:]
    for (row, refusing) in known.waiting {
      let relation = known.facts.store[row].place.relation
      let arrivals = schema.holders[relation].map { schema.nodes[$0].arrivals } ?? []
      let constraints = refusing.map { [$0] } ?? arrivals.map { schema.edges[$0].constraint }
      for constraint in constraints { children[constraint.oid, default: []].append(row) }
    }
    blame?.waiting = []
    for (edge, value) in schema.edges.enumerated() {
      guard let rows = children.removeValue(forKey: value.constraint.oid) else { continue }
      let columns = value.constraint.referencingColumns
      let values = rows.map { self.values(columns, of: $0, known) }
      ask(
        CountingProbe(
          query: sql.referenced(value.constraint, by: values), purpose: .ancestors(rows),
          edge: edge))
    }
  }

  private func values(_ columns: [String], of row: Int, _ blame: Blame) -> Image {
    let stored = blame.facts.store[row]
    return book.slots(columns, in: stored.place.relation).map { stored.values[$0] }
  }

  /// Rows of `n, tableoid, ctid, carried…`, where `n` numbers the rows that reference them.
  mutating func absorbAncestors(
    _ probe: CountingProbe, _ children: [Int], _ table: any TextTable
  ) {
    let copies = schema.edges[probe.edge].copies
    for (number, row) in Self.storedRows(table, from: 1).enumerated() {
      let child = TextRow(table: table, row: number).number(0) - 1
      guard children.indices.contains(child), let constraint = copies[row.place.relation] else {
        continue
      }
      blame?.add(row, referencedBy: children[child], through: constraint, book)
    }
    if let blame, blame.facts.store.rows.count > 50_000 { isAbandoned = true }
  }

  // MARK: Playing

  /// Asks for the order in which partitions are visited whose rows matter.
  private mutating func askLeafOrders() -> Bool {
    let trees = blame?.treesWithoutOrder(book) ?? []
    for tree in trees { blame?.facts.leafOrder[tree] = [] }
    let questions = trees.map { Question.leafOrder(root: $0) }
    ask(QuestionSQL(book: book).batches(for: .init(questions)))
    return !trees.isEmpty
  }

  private mutating func ask(_ batches: [QuestionBatch]) {
    for batch in batches {
      ask(CountingProbe(query: batch.query, purpose: .order(batch)))
    }
  }

  /// Where the order of rows decides which error comes first, asks for the real order.
  private mutating func askScanOrders() -> Bool {
    let plays = play()
    guard let blame, !plays.forward.agrees(with: plays.backward) else { return false }
    let questions = blame.facts.referencingRows.flatMap { constraint, keys in
      keys.filter { $0.value.count > 1 }.keys.map {
        Question.scanOrder(constraint: constraint, key: $0)
      }
    }
    guard questions.count <= 200 else { return false }
    ask(QuestionSQL(book: book).batches(for: .init(questions)))
    return !questions.isEmpty
  }

  /// The delete played with the rows that matter, forwards and backwards.
  func play() -> (forward: Simulation, backward: Simulation) {
    let roots = blamedRoots()
    let plays = [false, true].map { isReversed in
      var play = Simulation(book: book, facts: blame?.facts ?? Facts(), isReversed: isReversed)
      play.run(
        RootChange(
          command: .delete, target: schema.nodes[0].rule.oid,
          rows: roots.map { RootChange.Row(number: $0) }))
      return play
    }
    return (plays[0], plays[1])
  }

  /// The rows to delete among those that matter, in the order visited.
  private func blamedRoots() -> [Int] {
    guard let blame else { return [] }
    let node = schema.nodes[0]
    let roots = blame.facts.store.rows.indices.compactMap { row -> (number: Int, row: Int)? in
      guard schema.holders[blame.facts.store[row].place.relation] == 0 else { return nil }
      return rootNumber(values(node.key, of: row, blame)).map { ($0, row) }
    }
    return roots.sorted { $0.number < $1.number }.map(\.row)
  }
}
