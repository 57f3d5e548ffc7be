internal import OrderedCollections
package import SchemaModel

/// Tables in an order in which their rows can be inserted, or deleted.
package struct TableOrder: Hashable, Sendable {
  /// What is to be done with the rows.
  package enum Purpose: Hashable, Sendable {
    /// Parents come first.
    case insert
    /// Children come first.
    case delete
  }

  package let purpose: Purpose
  /// The tables asked for; empty means all.
  package let chosen: [TableName]
  /// The tables that the chosen ones need: parents to insert, children to delete; in name order.
  package let added: [TableName]
  /// In the order in which to go through them.
  package let groups: [OrderGroup]
  let graph: SchemaGraph

  /// Complexity: O(tables + foreign keys) where there are no cycles.
  package init(of graph: SchemaGraph, for purpose: Purpose, chosen: [TableName] = []) {
    self.purpose = purpose
    self.graph = graph
    self.chosen = chosen
    let scope = Self.scope(graph, purpose, chosen)
    added = chosen.isEmpty ? [] : scope.subtracting(chosen).sorted()
    groups = Self.groups(graph, purpose, scope)
  }

  /// The tables themselves and all they need; only keys that are enforced demand anything.
  private static func scope(
    _ graph: SchemaGraph, _ purpose: Purpose, _ chosen: [TableName]
  ) -> Set<TableName> {
    guard !chosen.isEmpty else { return Set(graph.tables.map(\.name)) }
    var reached = Set(chosen)
    var open = chosen
    while let table = open.popLast() {
      let needed =
        purpose == .insert
        ? graph.referencesOf(table).filter(\.isEnforced).map(\.referenced)
        : graph.referencesTo(table).filter(\.isEnforced).map(\.referencing)
      for other in needed where reached.insert(other).inserted { open.append(other) }
    }
    return reached
  }

  private static func groups(
    _ graph: SchemaGraph, _ purpose: Purpose, _ scope: Set<TableName>
  ) -> [OrderGroup] {
    var needs: OrderedDictionary<TableName, [TableName]> = [:]
    for table in scope.sorted() {
      needs[table] =
        purpose == .insert
        ? graph.referencesOf(table).filter(\.isEnforced).map(\.referenced)
        : graph.referencesTo(table).filter(\.isEnforced).map(\.referencing)
    }
    var levels: [TableName: Int] = [:]
    let groups = StronglyConnectedComponents.find(needs).map { tables in
      let members = Set(tables)
      let before = tables.flatMap { needs[$0] ?? [] }.filter { !members.contains($0) }
      let level = (before.compactMap { levels[$0] }.max() ?? 0) + 1
      for table in tables { levels[table] = level }
      return OrderGroup(members: tables.sorted(), level: level, in: graph, for: purpose)
    }
    return groups.sorted { ($0.level, $0.tables[0]) < ($1.level, $1.tables[0]) }
  }
}

/// One table, or several that reference one another in a circle.
package struct OrderGroup: Hashable, Sendable {
  /// In the order in which to go through them once the circle is broken.
  package let tables: [TableName]
  /// From 1; a group needs only groups of lower levels.
  package let level: Int
  /// Whether its tables reference one another, or its one table itself.
  package let isCycle: Bool
  /// The constraints at which to break it; none of them could be left out.
  package let breaks: [CycleBreak]
  /// Others that could be broken in their place.
  package let alternatives: [CycleBreak]
  /// Where nothing breaks it: a circle of constraints of which none can be broken.
  package let proof: [ForeignKey]
  /// Keys of its tables to themselves; one statement that inserts or deletes all rows needs
  /// nothing for these.
  package let selfReferences: [ForeignKey]

  init(
    members: [TableName], level: Int, in graph: SchemaGraph, for purpose: TableOrder.Purpose
  ) {
    self.level = level
    let inside = Set(members)
    let keys = members.flatMap { graph.referencesOf($0) }
      .filter { $0.isEnforced && inside.contains($0.referenced) }
    selfReferences = keys.filter(\.isSelfReferencing)
    isCycle = !keys.isEmpty
    let isSingle = members.count == 1
    let candidates = keys.filter { isSingle || !$0.isSelfReferencing }
    let ways = candidates.map { CycleBreak(of: $0, in: graph, for: purpose) }
    if isSingle {
      tables = members
      breaks = ways.compactMap { $0 }
      alternatives = []
      proof = zip(candidates, ways).compactMap { $1 == nil ? $0 : nil }
      return
    }
    let breaker = CycleBreaker(members: members, keys: candidates, ways: ways, for: purpose)
    tables = breaker.order
    breaks = breaker.broken.sorted { $0.key.name < $1.key.name }
    proof = breaker.proof
    alternatives = breaker.proof.isEmpty ? breaker.kept.sorted { $0.key.name < $1.key.name } : []
  }
}

/// A constraint that need not hold all the time, and how.
package struct CycleBreak: Hashable, Sendable {
  /// How a constraint gives way.
  package enum Way: String, Hashable, Sendable {
    /// Nothing need be done: its ON DELETE action takes the reference away.
    case action
    /// Its checks wait until COMMIT.
    case deferred = "defer"
    /// Its columns are NULL while the others are inserted or deleted.
    case nullThenUpdate = "null_then_update"
  }

  package let key: ForeignKey
  package let way: Way
  /// The columns that become NULL for a while; empty for other ways.
  package let columns: [String]

  /// Nil where the constraint cannot give way.
  init?(of key: ForeignKey, in graph: SchemaGraph, for purpose: TableOrder.Purpose) {
    self.key = key
    let nullable = key.nullableColumns(in: graph)
    let isReleased =
      key.matchType == .full
      ? nullable.count == key.referencingColumns.count : !nullable.isEmpty
    if purpose == .delete, key.onDelete == .cascade || (key.onDelete == .setNull && isReleased) {
      way = .action
      columns = []
    } else if key.deferrability.isDeferrable, purpose == .insert || key.onDelete == .noAction {
      // RESTRICT is checked at once whatever the constraint says (CREATE TABLE, "RESTRICT").
      way = .deferred
      columns = []
    } else if isReleased {
      way = .nullThenUpdate
      columns = nullable
    } else {
      return nil
    }
  }
}

extension ForeignKey {
  /// The referencing columns that can be set to NULL.
  func nullableColumns(in graph: SchemaGraph) -> [String] {
    let table = graph.table(referencing)
    return referencingColumns.filter { name in
      table?.column(named: name).map { $0.isNullable && !$0.isGenerated } ?? false
    }
  }
}
