import SchemaModel

/// A table as referential queries know it: with all partitions below it.
struct CountedTable {
  var rule: RelationRule
  /// The partitions below it, at every level.
  private(set) var partitions: [RelationRule] = []

  /// - Parameters:
  ///   - rule: the table.
  ///   - partitions: the partitions directly below each partitioned table.
  init(_ rule: RelationRule, partitions: [Oid: [RelationRule]]) {
    self.rule = rule
    var waiting = rule.isPartitioned ? partitions[rule.oid] ?? [] : []
    while let partition = waiting.popLast() {
      self.partitions.append(partition)
      waiting += partition.isPartitioned ? partitions[partition.oid] ?? [] : []
    }
  }

  /// The table with its partitions.
  var relations: [RelationRule] { [rule] + partitions }

  /// The tables that hold its rows: its lowest partitions, or itself.
  var leaves: [Oid] { relations.lazy.filter { !$0.isPartitioned }.map(\.oid) }

  /// Whether all its rows lie in ordinary tables.
  var isPlain: Bool { relations.allSatisfy { $0.kind == "r" || $0.isPartitioned } }

  /// Whether this role may read all its rows, and its owners may do what referential actions do.
  ///
  /// Rows of partitions are read by way of the table, with its privileges and row security; but
  /// NO ACTION looks into the partition for a row that has the same key now, as the partition's owner.
  var isOpen: Bool {
    rule.access.isReadable && !rule.access.hasActiveRowSecurity
      && relations.allSatisfy(\.access.isOpenToOwner)
  }

  /// Whether it is part of a partition tree.
  var isInTree: Bool { rule.isPartitioned || rule.partitionParent != nil }

  /// How many rows it had when its partitions were last analyzed; 0 or less where that is not known.
  var estimatedRows: Int {
    guard rule.isPartitioned else { return rule.estimatedRows }
    return partitions.reduce(0) { $0 + ($1.isPartitioned ? 0 : max(0, $1.estimatedRows)) }
  }

  /// How many blocks it had then; of a partitioned table, the largest partition.
  var estimatedBlocks: Int {
    rule.isPartitioned ? partitions.map(\.estimatedBlocks).max() ?? 0 : rule.estimatedBlocks
  }
}

/// What is done to a table's rows once a row that they reference goes, by the same declared foreign
/// key wherever that row lies.
struct DeleteAction {
  var trigger: TriggerRule
  /// The foreign key to the table itself.
  var constraint: ForeignKeyRule
  /// The copies of it that the triggers of each leaf name; the key itself where there is one leaf.
  var copies: [Oid: ForeignKeyRule]

  /// Whether a trigger of another leaf does the same.
  func isSame(as trigger: TriggerRule, _ constraint: ForeignKeyRule) -> Bool {
    self.constraint.oid == constraint.oid && self.trigger.kind == trigger.kind
      && self.trigger.isInitiallyDeferred == trigger.isInitiallyDeferred
  }
}

extension AccessRule {
  /// Whether its owner may do what referential actions do.
  fileprivate var isOpenToOwner: Bool {
    ownerHasUsage && ownerCanSelect && ownerCanUpdate && ownerCanDelete
  }
}
