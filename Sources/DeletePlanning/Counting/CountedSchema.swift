internal import OrderedCollections
import SchemaModel

/// The tables a delete can reach and the foreign keys between them, as far as the result is known
/// from sets of rows alone.
///
/// Where nothing but plain cascades, SET NULL and SET DEFAULT on columns nothing else depends on, and
/// refusals by tables that stay are met, no two events on a row can influence each other: the order of rows and
/// triggers does not matter, and counting is exact. Anything else is ``Effect/intricate``.
struct CountedSchema {
  /// What a foreign key does once referenced rows are deleted.
  enum Effect: Hashable {
    case delete, setNull, setDefault
    /// NO ACTION or RESTRICT.
    case refuse
    /// Something that must be played through row by row as soon as a referenced row is deleted.
    case intricate

    /// Whether referencing rows stay, with other values.
    var isChange: Bool { self == .setNull || self == .setDefault }
  }

  struct Edge {
    var constraint: ForeignKeyRule
    /// What its triggers on each leaf of the referenced table call it.
    var copies: [Oid: ForeignKeyRule] = [:]
    /// Places in ``CountedSchema/nodes``.
    var referenced: Int
    var referencing: Int
    var effect: Effect
    /// Whether an index leads to referencing rows, in each partition.
    var hasIndex: Bool
    /// For each referenced column of the constraint, its place in the referenced node's key.
    var keyOrder: [Int] = []
    /// Whether both tables are on one circle of cascades.
    var isOnCycle = false
  }

  struct Node {
    var table: CountedTable
    /// Whether a cascade leads here, or it is where the delete starts.
    var isDeleted: Bool
    /// Places in ``CountedSchema/edges``: keys that reference it, in the order their triggers fire;
    /// cascades and SET NULL that reach it.
    var outgoing: [Int] = []
    var arrivals: [Int] = []
    var changes: [Int] = []
    /// The columns that the outgoing keys reference.
    var key: [String] = []
    /// Whether the keys of its rows are fetched, since more depends on them.
    var isKeyed = false
    /// Whether its rows are told apart by their keys.
    var isTracked = false

    var rule: RelationRule { table.rule }
  }

  private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []
  /// The nodes that lose rows, by the tables that hold those.
  private(set) var holders: [Oid: Int] = [:]
  private var numbers: [Oid: Int] = [:]
  /// The tables whose rows may refuse.
  private var refusing: Set<Int> = []

  /// - Returns: nil where the table itself cannot be counted.
  init?(_ book: RuleBook, target: Oid) {
    guard let rule = book.relations[target],
      book.inheritanceChildren[target, default: []].isEmpty
    else { return nil }
    let partitions = book.partitionsByParent
    let table = CountedTable(rule, partitions: partitions)
    guard table.isPlain, table.isOpen, book.canDelete(table) else { return nil }
    let keys = book.keysByRelation
    var waiting = [node(table, isDeleted: true)]
    var irregular: Set<Int> = []
    while let current = waiting.popLast() {
      guard let actions = book.deleteActions(of: nodes[current].table) else {
        irregular.insert(current)
        continue
      }
      for action in actions {
        waiting += addEdge(action, from: current, book, keys, partitions)
      }
    }
    guard !irregular.contains(0) else { return nil }
    shun(irregular.union(overlapping))
    findHolders()
    markCycles()
    for index in nodes.indices { decideKey(index) }
    for index in nodes.indices { decideTracking(index) }
    checkMembership(book)
    guard !nodes[0].isTracked || hasCertainKey(0) else { return nil }
  }

  /// Adds a node and returns its number.
  private mutating func node(_ table: CountedTable, isDeleted: Bool) -> Int {
    numbers[table.rule.oid] = nodes.count
    nodes.append(Node(table: table, isDeleted: isDeleted))
    return nodes.count - 1
  }

  /// - Returns: the table it leads to, where it must be looked at next.
  private mutating func addEdge(
    _ action: DeleteAction, from referenced: Int, _ book: RuleBook, _ keys: [Oid: [Oid]],
    _ partitions: [Oid: [RelationRule]]
  ) -> [Int] {
    guard let rule = book.relations[action.constraint.referencing] else { return [] }
    let referencing =
      numbers[rule.oid]
      ?? node(CountedTable(rule, partitions: partitions), isDeleted: false)
    let effect = book.effect(of: action, on: nodes[referencing].table, among: keys)
    let isNew = effect == .delete && !nodes[referencing].isDeleted
    if isNew { nodes[referencing].isDeleted = true }
    let number = edges.count
    edges.append(
      Edge(
        constraint: action.constraint, copies: action.copies, referenced: referenced,
        referencing: referencing, effect: effect,
        hasIndex: book.hasIndex(action.constraint, on: nodes[referencing].table)))
    nodes[referenced].outgoing.append(number)
    if effect == .delete { nodes[referencing].arrivals.append(number) }
    if effect.isChange { nodes[referencing].changes.append(number) }
    if effect == .refuse { refusing.insert(referencing) }
    return isNew ? [referencing] : []
  }

  // MARK: Partitions

  /// Tables that share partitions of which rows go or change: the same row could be met twice.
  private var overlapping: Set<Int> {
    var holders: [Oid: [Int]] = [:]
    for number in nodes.indices where nodes[number].table.isInTree {
      for leaf in nodes[number].table.leaves { holders[leaf, default: []].append(number) }
    }
    let shared = holders.values.filter { numbers in
      numbers.count > 1
        && numbers.contains { nodes[$0].isDeleted || !nodes[$0].changes.isEmpty }
    }
    return Set(shared.joined())
  }

  /// Keeps counting from going to some tables.
  private mutating func shun(_ tables: Set<Int>) {
    for number in edges.indices where tables.contains(edges[number].referencing) {
      edges[number].effect = .intricate
    }
  }

  /// Notes where the rows of each leaf are looked for.
  private mutating func findHolders() {
    for number in nodes.indices where nodes[number].isDeleted {
      for leaf in nodes[number].table.leaves where holders[leaf] == nil { holders[leaf] = number }
    }
  }

  // MARK: Keys

  /// All outgoing keys must reference the same columns, so that one list of keys serves them all.
  private mutating func decideKey(_ index: Int) {
    let node = nodes[index]
    guard node.isDeleted, let first = node.outgoing.first else { return }
    let leads = node.outgoing.contains {
      edges[$0].effect == .delete || edges[$0].effect.isChange
    }
    nodes[index].isKeyed = index == 0 || leads || refusing.contains(index)
    nodes[index].key = edges[first].constraint.referencedColumns
    for number in node.outgoing {
      let columns = edges[number].constraint.referencedColumns
      edges[number].keyOrder = columns.compactMap { nodes[index].key.firstIndex(of: $0) }
      if columns.count != nodes[index].key.count || edges[number].keyOrder.count != columns.count {
        edges[number].effect = .intricate
      }
    }
  }

  private mutating func decideTracking(_ index: Int) {
    let node = nodes[index]
    guard node.isKeyed else { return }
    let isNeededForOthers = node.outgoing.contains { number in
      let child = nodes[edges[number].referencing]
      return edges[number].effect == .setDefault
        || !child.isKeyed && child.arrivals.count + child.changes.count > 1
    }
    nodes[index].isTracked =
      index == 0 || node.arrivals.count > 1 || !node.changes.isEmpty || isNeededForOthers
      || refusing.contains(index) || node.arrivals.contains { edges[$0].isOnCycle }
    if nodes[index].isTracked, !hasCertainKey(index) {
      for number in node.arrivals { edges[number].effect = .intricate }
    }
  }

  /// Whether a table's key tells its rows apart: it is unique, as it is referenced, and never null.
  private func hasCertainKey(_ index: Int) -> Bool {
    nodes[index].key.allSatisfy { nodes[index].rule.column($0)?.isNotNull == true }
  }

  /// Where rows reached by several keys are told apart by the values of those keys, equal text must
  /// mean equal values.
  private mutating func checkMembership(_ book: RuleBook) {
    for node in nodes {
      let reaching = node.arrivals + node.changes
      let isAmbiguous = node.isKeyed ? node.changes.count > 1 : reaching.count > 1
      for number in reaching where isAmbiguous {
        let hasKeys = nodes[edges[number].referenced].isTracked
        if node.isKeyed || !hasKeys || !book.textDecides(edges[number].constraint) {
          edges[number].effect = .intricate
        }
      }
    }
  }

  // MARK: Cycles

  private mutating func markCycles() {
    var targets: OrderedDictionary<TableName, [TableName]> = [:]
    for edge in edges where edge.effect == .delete {
      targets[nodes[edge.referenced].rule.name, default: []]
        .append(nodes[edge.referencing].rule.name)
    }
    var group: [TableName: Int] = [:]
    for (number, names) in StronglyConnectedComponents.find(targets).enumerated() {
      for name in names { group[name] = number }
    }
    for number in edges.indices where edges[number].effect == .delete {
      let edge = edges[number]
      edges[number].isOnCycle =
        group[nodes[edge.referenced].rule.name] == group[nodes[edge.referencing].rule.name]
    }
  }
}
