/// One step from table to table along a foreign key, in either direction.
package struct PathStep: Hashable, Sendable {
  package var key: ForeignKey
  /// True from the referencing table to the referenced one, false the other way round.
  package var isTowardsParent: Bool

  package init(key: ForeignKey, isTowardsParent: Bool) {
    self.key = key
    self.isTowardsParent = isTowardsParent
  }

  /// The table the step leaves.
  package var start: TableName { isTowardsParent ? key.referencing : key.referenced }
  /// The table it arrives at.
  package var end: TableName { isTowardsParent ? key.referenced : key.referencing }
}

/// The shortest ways between two tables along foreign keys, in either direction.
package struct ShortestPaths: Hashable, Sendable {
  /// Those that never go down to children and up again come first: they join no unrelated rows.
  ///
  /// All have the same length; empty where the tables are not connected. From a table to itself
  /// only its self references count.
  package let paths: [[PathStep]]
  /// How many paths of that length there are; `Int.max` stands for more than can be counted.
  package let total: Int

  /// So many paths are compared at most before the first `limit` are taken.
  private static let considered = 1000

  /// Searches breadth first.
  ///
  /// Complexity: O(tables + foreign keys), and the length of the paths that are compared.
  package init(in graph: SchemaGraph, from start: TableName, to end: TableName, limit: Int) {
    if start == end {
      let own = graph.referencesOf(start).filter(\.isSelfReferencing)
      total = own.count
      paths = own.prefix(limit).map { [PathStep(key: $0, isTowardsParent: true)] }
      return
    }
    let search = BreadthFirst(graph, from: start, to: end)
    total = search.count[end] ?? 0
    var found: [[PathStep]] = []
    search.collect(endingAt: end, limit: Self.considered, into: &found)
    let ranked = found.enumerated().sorted {
      (Self.valleys($0.element), $0.offset) < (Self.valleys($1.element), $1.offset)
    }
    paths = ranked.prefix(limit).map(\.element)
  }

  /// How often a path goes down to a child and from there up to another parent, or the other way
  /// round, where each such turn pairs rows that only have a row in common.
  private static func valleys(_ path: [PathStep]) -> Int {
    zip(path, path.dropFirst()).filter { $0.isTowardsParent && !$1.isTowardsParent }.count
  }
}

/// The steps by which each table is first reached.
private struct BreadthFirst {
  private var arrivals: [TableName: [PathStep]] = [:]
  /// How many shortest paths lead to a table.
  var count: [TableName: Int]
  private let start: TableName

  init(_ graph: SchemaGraph, from start: TableName, to end: TableName) {
    self.start = start
    count = [start: 1]
    var frontier = [start]
    while !frontier.isEmpty, count[end] == nil {
      var next: [TableName] = []
      var reached: [TableName: Int] = [:]
      for table in frontier {
        for step in graph.steps(from: table) where count[step.end] == nil {
          if reached[step.end] == nil { next.append(step.end) }
          arrivals[step.end, default: []].append(step)
          let (sum, overflow) = (reached[step.end] ?? 0).addingReportingOverflow(count[table] ?? 0)
          reached[step.end] = overflow ? .max : sum
        }
      }
      count.merge(reached) { first, _ in first }
      frontier = next
    }
  }

  /// Puts up to `limit` paths together, from their ends; without recursion, as paths can be long.
  func collect(endingAt end: TableName, limit: Int, into found: inout [[PathStep]]) {
    guard let last = arrivals[end] else { return }
    var open = last.reversed().map { [$0] }
    while let reversed = open.popLast(), found.count < limit {
      guard let first = reversed.last else { continue }
      if first.start == start {
        found.append(reversed.reversed())
      } else {
        open += (arrivals[first.start] ?? []).reversed().map { reversed + [$0] }
      }
    }
  }
}

extension SchemaGraph {
  /// Every step that leaves a table: to its parents, then to its children; self references left
  /// out.
  package func steps(from table: TableName) -> [PathStep] {
    referencesOf(table).filter { !$0.isSelfReferencing }
      .map { PathStep(key: $0, isTowardsParent: true) }
      + referencesTo(table).filter { !$0.isSelfReferencing }
      .map { PathStep(key: $0, isTowardsParent: false) }
  }
}
