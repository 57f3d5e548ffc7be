import SchemaModel

/// Counting rows where they lie, once all keys that are needed are known.
extension Counting {
  /// Asks what else references the rows that go.
  mutating func askCounts() {
    for step in steps.indices where steps[step].rows > 0 && steps[step].effect == .delete {
      for edge in schema.nodes[steps[step].node].outgoing { askCount(step, edge) }
    }
  }

  private mutating func askCount(_ step: Int, _ number: Int) {
    let edge = schema.edges[number]
    let target = schema.nodes[edge.referencing]
    switch edge.effect {
    case .intricate: isAbandoned = true
    case .refuse: askRefusers(step, number)
    case .delete where target.isKeyed: break
    case _ where edge.effect.isChange && target.isKeyed:
      ask(.changedKeys, from: step, along: number) { $0.keys(edge, $1) }
    case .delete, .setNull, .setDefault:
      let others = (target.arrivals + target.changes).filter { mayMeet($0, number, at: step) }
      if others.isEmpty {
        ask(.count, from: step, along: number) { $0.count(edge, $1) }
      } else {
        let columns = others.flatMap { schema.foreignColumns(schema.edges[$0]) }
        ask(.groups(others: others), from: step, along: number) {
          $0.groups(edge, by: columns, $1)
        }
      }
    }
  }

  /// Whether another foreign key may reach rows of a step first; or at all, where rows that are set
  /// to NULL must not be met twice.
  private func mayMeet(_ other: Int, _ edge: Int, at step: Int) -> Bool {
    guard other != edge else { return false }
    let own = rank(edge, level: steps[step].level)
    return steps.contains { candidate in
      candidate.node == schema.edges[other].referenced && candidate.effect == .delete
        && candidate.rows > 0
        && (schema.edges[edge].effect.isChange
          || rank(other, level: candidate.level).lexicographicallyPrecedes(own))
    }
  }

  /// Rows set to NULL of a table whose rows may also go: those count as gone.
  mutating func absorbChangedKeys(_ probe: CountingProbe, _ table: any TextTable) {
    let node = schema.edges[probe.edge].referencing
    let order = Array(schema.nodes[node].key.indices)
    var gone = 0
    let lists = Self.lists(table)
    for list in lists {
      list.forEachKey(order) { _, key in
        if let key, tracked[node].step(of: key) != nil { gone += 1 }
      }
    }
    add(lists.reduce(0) { $0 + $1.count } - gone, repeated: gone, to: probe)
  }

  // MARK: Defaults

  /// Asks for the rows that are referenced once rows have their defaults.
  mutating func askDefaultRows() {
    let changed = steps.filter { $0.effect == .setDefault && $0.rows + $0.repeated > 0 }
    for edge in Set(changed.compactMap(\.edge)).sorted() {
      guard let query = sql.defaultRow(schema.edges[edge]) else { continue }
      ask(CountingProbe(query: query, purpose: .defaultRow, edge: edge))
    }
  }

  /// Where the row does not exist, or goes as well, it takes more than counting to say who refuses.
  mutating func absorbDefaultRow(_ probe: CountingProbe, _ table: any TextTable) {
    let node = schema.edges[probe.edge].referenced
    var isThere = false
    for list in Self.lists(table) {
      list.forEachKey(Array(schema.nodes[node].key.indices)) { _, key in
        isThere = key.map { tracked[node].step(of: $0) == nil } ?? false
      }
    }
    if !isThere { isAbandoned = true }
  }

  // MARK: Rows reached by several keys

  /// Rows by the values of the other foreign keys' columns: a row belongs to the step that reaches
  /// it first, in level and in order of keys; where it goes anyhow, setting it to NULL is no change.
  mutating func absorbGroups(_ probe: CountingProbe, _ others: [Int], _ table: any TextTable) {
    let own = rank(probe.edge, level: steps[probe.step].level)
    for groups in Self.lists(table) {
      let counts = KeyRows.elements(groups.columns[0]).map {
        Int(String(decoding: $0, as: UTF8.self)) ?? 0
      }
      var best = [[Int]](repeating: own, count: groups.count)
      var changes = [Int](repeating: own[0], count: groups.count)
      for (edge, order) in zip(others, columnPlaces(others)) {
        let rows = tracked[schema.edges[edge].referenced]
        groups.forEachKey(order) { row, key in
          guard let key, let step = rows.step(of: key) else { return }
          let rank = rank(edge, level: steps[step].level)
          changes[row] += rank[0]
          if rank.lexicographicallyPrecedes(best[row]) { best[row] = rank }
        }
      }
      for row in 0..<groups.count {
        // A row changed twice has its references checked once more, which may fail.
        if changes[row] > 1 { isAbandoned = true }
        let isFirst = best[row] == own
        add(isFirst ? counts[row] : 0, repeated: isFirst ? 0 : counts[row], to: probe)
      }
    }
  }

  /// What comes first: cascades before SET NULL and SET DEFAULT, higher levels, then the order of keys.
  private func rank(_ edge: Int, level: Int) -> [Int] {
    [schema.edges[edge].effect.isChange ? 1 : 0, level, edge]
  }

  /// Where the columns of each foreign key stand in a group's arrays, after its count.
  private func columnPlaces(_ edges: [Int]) -> [[Int]] {
    var start = 1
    return edges.map { edge in
      let width = schema.edges[edge].constraint.referencingColumns.count
      defer { start += width }
      return Array(start..<(start + width))
    }
  }

  // MARK: Examples

  /// Asks for examples of each step's rows, where their keys do not tell already.
  mutating func askSamples() {
    let limit = request.sampleLimit
    guard limit > 0 else { return }
    // Levels below are shown together with those above (``CountingReport``).
    for step in steps.indices where steps[step].rows > 0 && steps[step].level <= 200 {
      if let known = knownSample(step) {
        steps[step].sample = known
      } else if let edge = steps[step].edge, let parent = steps[step].parent {
        let keys =
          steps[step].sampledKeys ?? lists(of: parent).first ?? KeyRows(count: 0, columns: [])
        ask(
          CountingProbe(
            query: sql.rows(schema.edges[edge], keys, limit: limit, name: "examples of"),
            purpose: .sample, step: step,
            needsIndex: schema.edges[edge].hasIndex, weight: 200))
      } else {
        ask(
          CountingProbe(
            query: sql.rootRows(statement, limit: limit), purpose: .sample, step: step))
      }
    }
  }

  /// The first rows of a step whose keys are those that people know rows by.
  private func knownSample(_ step: Int) -> [RowIdentity]? {
    let node = schema.nodes[steps[step].node]
    guard steps[step].effect == .delete, node.isKeyed, !node.key.isEmpty,
      Set(node.key) == Set(book.identityColumns(of: node.rule.oid))
    else { return nil }
    let limit = request.sampleLimit
    let keys =
      node.isTracked
      ? tracked[steps[step].node].list(steps[step].numbers.prefix(limit), width: node.key.count)
      : steps[step].lists.first
    guard let keys else { return nil }
    let columns = keys.columns.map { KeyRows.elements($0).prefix(limit).map(ArrayText.decode) }
    return (0..<(columns.map(\.count).min() ?? 0)).map { row in
      RowIdentity(
        table: book.rootName(of: node.rule.oid),
        key: book.identityColumns(of: node.rule.oid).map { name in
          ColumnValue(column: name, value: node.key.firstIndex(of: name).map { columns[$0][row] })
        })
    }
  }

  mutating func absorbSample(_ probe: CountingProbe, _ table: any TextTable) {
    steps[probe.step].sample = (0..<table.rowCount).compactMap { number in
      let row = TextRow(table: table, row: number)
      return RowPlace(relation: row.oid(0), ctid: row.text(1)).map { place in
        book.identity(
          of: StoredRow(place: place, values: (2..<table.columnCount).map { row[$0] }))
      }
    }
  }
}
