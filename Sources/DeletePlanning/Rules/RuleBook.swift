internal import OrderedCollections
import SchemaModel

/// Everything in the catalog that decides what one DELETE does: the relations it can reach, their
/// triggers in firing order, and the constraints behind them.
struct RuleBook: Sendable {
  var relations: [Oid: RelationRule] = [:]
  var constraints: [Oid: ForeignKeyRule] = [:]
  /// Per relation in the order they fire: by name, byte by byte.
  var triggers: [Oid: [TriggerRule]] = [:]
  /// Inheritance children (not partitions) of a relation.
  var inheritanceChildren: [Oid: [Oid]] = [:]
  var isReplicaRole = false
  /// Whether the person's `search_path` puts other schemas before `pg_catalog`, so that a bare `now()`
  /// in a function may be anybody's.
  var isCatalogHidden = false
  /// Whether floating-point numbers are shown with fewer digits than tell them apart
  /// (`extra_float_digits` below 1).
  var roundsFloats = false
  /// Whether a publication keeps rows of any relation from being deleted or updated.
  var hasPublicationRefusals = false
  var serverVersion = 150_000
  /// The columns carried for each row of a tree, by the tree's root.
  var carried: [Oid: OrderedSet<String>] = [:]
  /// Those of them that nothing depends on, by the tree's root: of long values the beginning will do.
  var shownOnly: [Oid: Set<String>] = [:]
  /// How many answers it was read from so far.
  var answersTaken = 0

  /// A copy's declared foreign key, or the key itself.
  func declared(_ constraint: ForeignKeyRule) -> ForeignKeyRule {
    var current = constraint
    while let parent = current.parent.flatMap({ constraints[$0] }) { current = parent }
    return current
  }

  /// The topmost partitioned table above a relation, or the relation itself.
  func root(of relation: Oid) -> Oid { relations[relation]?.root ?? relation }

  /// The name of the table people know: that of the root.
  func rootName(of relation: Oid) -> TableName {
    relations[root(of: relation)]?.name ?? TableName(schema: "", name: "?")
  }

  func name(of relation: Oid) -> TableName {
    relations[relation]?.name ?? TableName(schema: "", name: "?")
  }

  /// The columns by which people tell a relation's rows apart; empty where there is no key.
  ///
  /// A key of one partition alone is none: all rows of a table are named in the same way.
  func identityColumns(of relation: Oid) -> [String] {
    relations[root(of: relation)]?.primaryKey ?? []
  }

  /// What people know rows by besides the key: a name; where there is no key, some short columns.
  func detailColumns(of relation: Oid) -> [String] {
    guard let rule = relations[root(of: relation)] else { return [] }
    let key = identityColumns(of: relation)
    return key.isEmpty ? rule.shortColumns : rule.namingColumns.filter { !key.contains($0) }
  }

  /// The columns carried for a relation's rows, in slot order.
  func carriedColumns(of relation: Oid) -> [String] {
    Array(carried[root(of: relation)] ?? OrderedSet())
  }

  /// The columns of a relation that foreign keys compare, on either side; all of them have an
  /// equality operator, and are carried.
  func keyColumns(of relation: Oid) -> [String] {
    let root = root(of: relation)
    let columns = constraints.values.flatMap { constraint in
      (self.root(of: constraint.referencing) == root ? constraint.referencingColumns : [])
        + (self.root(of: constraint.referenced) == root ? constraint.referencedColumns : [])
    }
    return Set(columns).filter { carried[root]?.contains($0) == true }.sorted()
  }

  /// The places of some columns among those carried for a relation's rows.
  ///
  /// A column that is not carried has no place and is left out.
  func slots(_ columns: [String], in relation: Oid) -> [Int] {
    guard let carried = carried[root(of: relation)] else { return [] }
    return columns.compactMap { carried.firstIndex(of: $0) }
  }

  /// The columns that a tree is partitioned by, at every level.
  func partitionColumns(ofTreeOf relation: Oid) -> Set<String> {
    let root = root(of: relation)
    return Set(relations.values.filter { $0.root == root }.flatMap(\.partitionColumns))
  }

  /// Works out which columns must be carried for each tree: keys always, and where rows can be
  /// changed rather than deleted, whatever decides whether the change is allowed.
  mutating func decideCarriedColumns() {
    for relation in relations.values where relation.oid == relation.root {
      carried[relation.oid] = OrderedSet(relation.primaryKey)
    }
    for relation in relations.values {
      for column in relation.primaryKey { carried[relation.root]?.append(column) }
    }
    for constraint in constraints.values {
      for column in constraint.referencingColumns { carry(column, of: constraint.referencing) }
      for column in constraint.referencedColumns { carry(column, of: constraint.referenced) }
      for column in constraint.deleteSetColumns { carry(column, of: constraint.referencing) }
    }
    let changing = Set(triggers.values.joined().compactMap { $0.changesRows ? $0.constraint : nil })
    for constraint in constraints.values where changing.contains(constraint.oid) {
      carryWhatDecides(root(of: constraint.referencing))
    }
    for trigger in triggers.values.joined() { carryWhatFires(trigger) }
    shownOnly = [:]
    for relation in relations.keys {
      for column in detailColumns(of: relation) { carryToShow(column, of: relation) }
    }
    for (root, columns) in carried { carried[root] = OrderedSet(columns.sorted()) }
  }

  /// What a trigger's WHEN condition looks at.
  private mutating func carryWhatFires(_ trigger: TriggerRule) {
    guard trigger.isEnabled, case .user(let user) = trigger.kind, let condition = user.condition,
      condition.unpredictable == nil, user.operations != [.insert],
      let relation = relations[trigger.relation]
    else { return }
    let needsAll =
      condition.usesWholeRow || relation.columns.contains { $0.generation != .none }
    let columns = needsAll ? relation.columns.map(\.name) : condition.columns
    for name in columns {
      guard let column = relation.column(name), column.generation != .virtual else { continue }
      carry(name, of: trigger.relation)
    }
  }

  /// The columns of new rows that a trigger sets to the time.
  private mutating func carryWhatIsTimed(by trigger: TriggerRule) {
    guard trigger.isEnabled, case .user(let user) = trigger.kind, user.timing == .before,
      !user.operations.isDisjoint(with: [.insert, .update]),
      case .returns(.new, let assigned) = user.body
    else { return }
    for name in assigned {
      guard let column = relations[trigger.relation]?.column(name), column.isReadable,
        column.generation == .none
      else { continue }
      carry(name, of: trigger.relation)
    }
  }

  /// The columns that count as updated where some are assigned: generated columns that depend on
  /// one of these too (`ExecGetAllUpdatedCols`).
  ///
  /// From PostgreSQL 16 on, all generated columns of a table count where it has a BEFORE UPDATE
  /// trigger for rows, enabled or not, which might change anything (`ExecInitGenerated`).
  func updatedColumns(_ assigned: [String], of relation: Oid) -> Set<String> {
    guard let rule = relations[relation] else { return Set(assigned) }
    let numbers = Set(assigned.compactMap { rule.column($0)?.number })
    let countsAll = serverVersion >= 160_000 && hasTriggerBeforeUpdate(relation)
    let generated = rule.columns.filter { column in
      column.generation != .none && (countsAll || !numbers.isDisjoint(with: column.generatedFrom))
    }
    return Set(assigned).union(generated.map(\.name))
  }

  /// Whether a trigger may change any column of a row before it is updated, so that all generated
  /// columns are worked out anew.
  func hasTriggerBeforeUpdate(_ relation: Oid) -> Bool {
    (triggers[relation] ?? []).contains { trigger in
      guard case .user(let user) = trigger.kind else { return false }
      return user.isForEachRow && user.timing == .before && user.operations.contains(.update)
    }
  }

  mutating func carry(_ column: String, of relation: Oid) {
    carried[root(of: relation), default: []].append(column)
    shownOnly[root(of: relation)]?.remove(column)
  }

  /// Carries what people shall see and nothing depends on.
  mutating func carryToShow(_ column: String, of relation: Oid) {
    // Whether an index takes a value depends on all of it.
    if relations[relation]?.column(column)?.isIndexed == true {
      return carry(column, of: relation)
    }
    let root = root(of: relation)
    if carried[root, default: []].append(column).inserted {
      shownOnly[root, default: []].insert(column)
    }
  }

  mutating func carryWhatDecides(_ root: Oid) {
    for relation in relations.values where relation.root == root {
      for trigger in triggers[relation.oid] ?? [] { carryWhatIsTimed(by: trigger) }
      let needsAll =
        relation.partitionCondition != nil || relation.columns.contains { $0.generation != .none }
        || relation.checksWholeRow
        || relation.indexes.contains(where: \.usesWholeRow)
      let names =
        needsAll
        ? relation.columns.map(\.name)
        : relation.checks.flatMap(\.columns) + relation.columns.filter(\.mayHoldNulls).map(\.name)
          + relation.indexes.flatMap(\.columns)
      for name in names where relation.column(name)?.generation != .virtual {
        carry(name, of: root)
      }
    }
  }
}
