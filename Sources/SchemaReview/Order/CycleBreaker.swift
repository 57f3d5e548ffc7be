import SchemaModel

/// Finds where to break the circles of some tables, and the order of the tables that is left.
struct CycleBreaker {
  private(set) var broken: [CycleBreak] = []
  /// Those that could give way but need not.
  private(set) var kept: [CycleBreak] = []
  /// A shortest circle of constraints that cannot give way; empty where there is none.
  private(set) var proof: [ForeignKey] = []
  private(set) var order: [TableName] = []

  private let members: [TableName]
  private let numbers: [TableName: Int]
  /// By table, the tables it needs before it.
  private var needs: [[Int]]

  /// - Parameters:
  ///   - members: tables that reach one another, in name order.
  ///   - keys: the constraints between them, none to a table itself.
  ///   - ways: how each can give way; nil for one that cannot.
  ///   - purpose: whether parents or children come first.
  init(
    members: [TableName], keys: [ForeignKey], ways: [CycleBreak?],
    for purpose: TableOrder.Purpose
  ) {
    self.members = members
    numbers = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
    needs = Array(repeating: [], count: members.count)
    func ends(_ key: ForeignKey) -> (from: Int, to: Int) {
      let (child, parent) = (numbers[key.referencing] ?? 0, numbers[key.referenced] ?? 0)
      return purpose == .insert ? (child, parent) : (parent, child)
    }
    let fixed = zip(keys, ways).compactMap { $1 == nil ? $0 : nil }
    for key in fixed { needs[ends(key).from].append(ends(key).to) }
    if let circle = shortestCircle() {
      proof = Self.keys(along: circle.map { members[$0] }, among: fixed, for: purpose)
      order = members
      return
    }
    for candidate in ways.compactMap({ $0 }).sorted(by: Self.isBetterKept) {
      let (from, to) = ends(candidate.key)
      if reaches(from: to, to: from) {
        broken.append(candidate)
      } else {
        needs[from].append(to)
        kept.append(candidate)
      }
    }
    order = sorted()
  }

  /// Those whose breaking costs the most work come first.
  private static func isBetterKept(_ left: CycleBreak, _ right: CycleBreak) -> Bool {
    let cost: [CycleBreak.Way: Int] = [.nullThenUpdate: 0, .deferred: 1, .action: 2]
    return (cost[left.way] ?? 0, left.key.name, left.key.id)
      < (cost[right.way] ?? 0, right.key.name, right.key.id)
  }

  private func reaches(from start: Int, to end: Int) -> Bool {
    var seen = Array(repeating: false, count: members.count)
    var open = [start]
    while let table = open.popLast() {
      if table == end { return true }
      guard !seen[table] else { continue }
      seen[table] = true
      open += needs[table]
    }
    return false
  }

  /// The tables of a shortest circle of needs, each needing the next; searched breadth first from
  /// every table.
  private func shortestCircle() -> [Int]? {
    var best: [Int]?
    for start in members.indices where !needs[start].isEmpty {
      guard best?.count != 2 else { break }
      if let circle = circle(through: start), circle.count < best?.count ?? .max { best = circle }
    }
    return best
  }

  private func circle(through start: Int) -> [Int]? {
    var origin = Array(repeating: -1, count: members.count)
    var queue = [start]
    var next = 0
    while next < queue.count {
      let table = queue[next]
      next += 1
      for other in needs[table] {
        if other == start {
          var circle = [table]
          while let last = circle.last, last != start { circle.append(origin[last]) }
          return circle.reversed()
        }
        if origin[other] < 0 {
          origin[other] = table
          queue.append(other)
        }
      }
    }
    return nil
  }

  private static func keys(
    along circle: [TableName], among keys: [ForeignKey], for purpose: TableOrder.Purpose
  ) -> [ForeignKey] {
    circle.indices.compactMap { index in
      let (here, next) = (circle[index], circle[(index + 1) % circle.count])
      let (child, parent) = purpose == .insert ? (here, next) : (next, here)
      return keys.first { $0.referencing == child && $0.referenced == parent }
    }
  }

  /// What is needed first comes first; else by name.
  private func sorted() -> [TableName] {
    var state = Array(repeating: 0, count: members.count)
    var result: [TableName] = []
    for start in members.indices {
      var open = [start]
      while let table = open.last {
        if state[table] == 0 {
          state[table] = 1
          open += needs[table].filter { state[$0] == 0 }.sorted(by: >)
        } else {
          open.removeLast()
          if state[table] == 1 {
            state[table] = 2
            result.append(members[table])
          }
        }
      }
    }
    return result
  }
}
