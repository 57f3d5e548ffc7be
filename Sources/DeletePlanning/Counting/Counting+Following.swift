import SchemaModel

/// Following cascades level by level, as far as keys are needed.
extension Counting {
  /// Goes on with the level under way, or the next one.
  ///
  /// - Returns: false at the end.
  mutating func followLevel() -> Bool {
    if readingEdge != nil { closeEdgeList() }
    if pairs.isEmpty {
      guard !reached.isEmpty else { return false }
      for step in reached { pairs += keyedPairs(step) }
      reached = []
    }
    if let edge = pairs.first(where: { isWorthReading($0.step, $0.edge) })?.edge {
      startReading(edge)
      return true
    }
    for (step, edge) in pairs {
      if edgeLists[edge] != nil {
        followList(step, edge)
      } else {
        let schema = schema
        ask(.keys, from: step, along: edge) { $0.keys(schema.edges[edge], $1) }
      }
    }
    pairs = []
    return true
  }

  /// The cascades from a step to tables whose keys are needed.
  private mutating func keyedPairs(_ step: Int) -> [(step: Int, edge: Int)] {
    guard steps[step].rows > 0 else { return [] }
    let outgoing = schema.nodes[steps[step].node].outgoing
    if outgoing.contains(where: { schema.edges[$0].effect == .intricate }) { isAbandoned = true }
    return outgoing.filter {
      schema.edges[$0].effect == .delete && schema.nodes[schema.edges[$0].referencing].isKeyed
    }.map { (step, $0) }
  }

  mutating func absorbRoots(_ table: any TextTable) {
    guard schema.nodes[0].isKeyed else { return steps[0].rows = Self.number(table) }
    for list in Self.lists(table) { reach(list, at: 0) }
    // A join may yield a row more than once.
    steps[0].repeated = 0
  }

  mutating func absorbKeys(_ probe: CountingProbe, _ table: any TextTable) {
    let node = schema.edges[probe.edge].referencing
    for list in Self.lists(table) {
      let count = steps.count
      let step = childStep(of: probe.step, by: probe.edge)
      if step == count { reached.append(step) }
      if schema.nodes[node].isTracked {
        reach(list, at: step)
      } else {
        steps[step].lists += list.parts(of: CountingSQL.chunk)
        steps[step].rows += list.count
      }
    }
  }

  /// Rows of a tracked table are reached by a step.
  private mutating func reach(_ list: KeyRows, at step: Int) {
    let node = steps[step].node
    let numbers = tracked[node].numbers(of: list, Array(schema.nodes[node].key.indices))
    arrive(numbers, at: step)
  }

  /// Rows are reached by a step, some of them perhaps again.
  private mutating func arrive(_ numbers: [UInt32], at step: Int) {
    // Out of the array for as long as it changes, so that it is not copied.
    let node = steps[step].node
    var rows = TrackedRows()
    swap(&rows, &tracked[node])
    var found = steps[step].numbers
    steps[step].numbers = []
    let before = found.count
    rows.reach(numbers, by: step, found: &found)
    let nulls = numbers.lazy.filter { $0 == TrackedRows.none }.count
    steps[step].repeated += numbers.count - nulls - (found.count - before)
    steps[step].rows += found.count - before
    steps[step].numbers = found
    swap(&rows, &tracked[node])
  }

  // MARK: Cycles

  /// Whether a foreign key on a cycle is better read whole: where a good part of the table is
  /// reached anyhow, or the end is many levels away.
  private func isWorthReading(_ step: Int, _ number: Int) -> Bool {
    let edge = schema.edges[number]
    guard edge.isOnCycle, edgeLists[number] == nil, !unreadable.contains(number),
      schema.nodes[edge.referenced].isTracked, schema.nodes[edge.referencing].isTracked,
      book.textDecides(edge.constraint)
    else { return false }
    let estimate = schema.nodes[edge.referencing].table.estimatedRows
    let level = steps[step].level
    if estimate <= 0 { return isDeep || level >= 4 }
    let found = steps.reduce(0) { $1.node == edge.referencing ? $0 + $1.rows : $0 }
    return estimate < 30_000_000
      && (found * 33 > estimate || (isDeep || level >= 8) && estimate < 3_000_000)
  }

  private mutating func startReading(_ edge: Int) {
    readingEdge = edge
    edgeLists[edge] = EdgeList()
    edgeLists[edge]?.reserve(
      max(0, schema.nodes[schema.edges[edge].referencing].table.estimatedRows))
    for node in [schema.edges[edge].referenced, schema.edges[edge].referencing] {
      tracked[node].reserve(max(0, schema.nodes[node].table.estimatedRows))
    }
    ask(
      CountingProbe(
        query: sql.blocks(schema.nodes[schema.edges[edge].referencing].table), purpose: .blocks,
        edge: edge))
  }

  /// Asks for the whole table in pieces of some twenty thousand rows.
  mutating func absorbBlocks(_ probe: CountingProbe, _ blocks: Int) {
    let edge = schema.edges[probe.edge]
    guard blocks < 400_000 else {
      unreadable.insert(probe.edge)
      edgeLists[probe.edge] = nil
      return readingEdge = nil
    }
    let estimate = schema.nodes[edge.referencing].table.estimatedRows
    // Of a partitioned table, the rows that lie at one place in any partition.
    let density = estimate > 0 ? max(1, estimate / max(1, blocks)) : 100
    // Before version 14 each piece would be a scan of the whole table.
    let size = book.serverVersion >= 140_000 ? max(1, 20_000 / density) : max(1, blocks)
    for start in stride(from: 0, to: blocks, by: size) {
      ask(
        CountingProbe(
          query: sql.pairs(edge, start..<min(start + size, blocks)), purpose: .pairs,
          edge: probe.edge, weight: 1500))
    }
  }

  mutating func absorbPairs(_ probe: CountingProbe, _ table: any TextTable) {
    let edge = schema.edges[probe.edge]
    let width = schema.nodes[edge.referencing].key.count
    let foreign = Array(width..<(width + schema.nodes[edge.referenced].key.count))
    for list in Self.lists(table) {
      let children = tracked[edge.referencing].numbers(of: list, Array(0..<width))
      let parents = tracked[edge.referenced].numbers(of: list, foreign)
      edgeLists[probe.edge]?.append(children, references: parents)
    }
  }

  private mutating func closeEdgeList() {
    if let edge = readingEdge { edgeLists[edge]?.close() }
    readingEdge = nil
  }

  private mutating func followList(_ step: Int, _ edge: Int) {
    guard let list = edgeLists[edge] else { return }
    let children = list.children(of: steps[step].numbers)
    guard !children.isEmpty else { return }
    let child = childStep(of: step, by: edge)
    reached.append(child)
    arrive(children, at: child)
  }
}
