internal import OrderedCollections
import SchemaModel

/// The tables a delete can reach and the foreign keys between them, as far as the result is known
/// from sets of rows alone.
///
/// Where nothing but plain cascades, SET NULL on columns nothing else depends on, and refusals by
/// tables that stay are met, no two events on a row can influence each other: the order of rows and
/// triggers does not matter, and counting is exact. Anything else is ``Effect/intricate``.
struct CountedSchema {
  /// What a foreign key does once referenced rows are deleted.
  enum Effect: Hashable {
    case delete, setNull
    /// NO ACTION or RESTRICT.
    case refuse
    /// Something that must be played through row by row as soon as a referenced row is deleted.
    case intricate
  }

  struct Edge {
    var constraint: ForeignKeyRule
    /// Places in ``CountedSchema/nodes``.
    var referenced: Int
    var referencing: Int
    var effect: Effect
    /// For each referenced column of the constraint, its place in the referenced node's key.
    var keyOrder: [Int] = []
    /// Whether both tables are on one circle of cascades.
    var isOnCycle = false
  }

  struct Node {
    var rule: RelationRule
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
  }

  private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []
  private var numbers: [Oid: Int] = [:]
  /// The tables whose rows may refuse.
  private var refusing: Set<Int> = []

  /// - Returns: nil where the table itself cannot be counted.
  init?(_ book: RuleBook, target: Oid) {
    guard let rule = book.relations[target], rule.isPlain, rule.access.isOpen,
      book.inheritanceChildren[target, default: []].isEmpty,
      !book.isIntercepted(.delete, on: rule), rule.access.deleteRefusal == nil
    else { return nil }
    let keys = book.keysByRelation
    var waiting = [node(rule, isDeleted: true)]
    while let current = waiting.popLast() {
      for trigger in book.triggers[nodes[current].rule.oid] ?? [] where trigger.isEnabled {
        waiting += addEdge(trigger, from: current, book, keys)
      }
    }
    markCycles()
    for index in nodes.indices { decideKey(index) }
    for index in nodes.indices { decideTracking(index) }
    checkMembership(book)
    guard !nodes[0].isTracked || hasCertainKey(0) else { return nil }
  }

  /// The number of a relation's node, which is made where it is new.
  private mutating func node(_ rule: RelationRule, isDeleted: Bool) -> Int {
    if let known = numbers[rule.oid] { return known }
    numbers[rule.oid] = nodes.count
    nodes.append(Node(rule: rule, isDeleted: isDeleted))
    return nodes.count - 1
  }

  /// - Returns: the table it leads to, where it must be looked at next.
  private mutating func addEdge(
    _ trigger: TriggerRule, from referenced: Int, _ book: RuleBook, _ keys: [Oid: [Oid]]
  ) -> [Int] {
    guard case .action(_, .delete) = trigger.kind,
      let constraint = book.constraints[trigger.constraint],
      let rule = book.relations[constraint.referencing]
    else { return [] }
    let effect = book.effect(of: trigger, constraint, on: rule, among: keys)
    let referencing = node(rule, isDeleted: false)
    let isNew = effect == .delete && !nodes[referencing].isDeleted
    if isNew { nodes[referencing].isDeleted = true }
    let number = edges.count
    edges.append(
      Edge(
        constraint: constraint, referenced: referenced, referencing: referencing, effect: effect))
    nodes[referenced].outgoing.append(number)
    if effect == .delete { nodes[referencing].arrivals.append(number) }
    if effect == .setNull { nodes[referencing].changes.append(number) }
    if effect == .refuse { refusing.insert(referencing) }
    return isNew ? [referencing] : []
  }

  // MARK: Keys

  /// All outgoing keys must reference the same columns, so that one list of keys serves them all.
  private mutating func decideKey(_ index: Int) {
    let node = nodes[index]
    guard node.isDeleted, let first = node.outgoing.first else { return }
    let leads = node.outgoing.contains { [.delete, .setNull].contains(edges[$0].effect) }
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
      return !child.isKeyed && child.arrivals.count + child.changes.count > 1
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
