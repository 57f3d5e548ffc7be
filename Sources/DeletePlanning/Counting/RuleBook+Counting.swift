import SchemaModel

/// Which referential actions are plain enough to be counted.
extension RuleBook {
  /// What a foreign key does once referenced rows are deleted.
  ///
  /// - Parameters:
  ///   - action: what a trigger of the referenced table does.
  ///   - table: the referencing table.
  ///   - keys: all foreign keys by the tables on either side (``keysByRelation``).
  /// - Returns: nothing but ``CountedSchema/Effect/intricate`` where more than counting is needed.
  func effect(
    of action: DeleteAction, on table: CountedTable, among keys: [Oid: [Oid]]
  ) -> CountedSchema.Effect {
    let constraint = action.constraint
    guard case .action(let kind, .delete) = action.trigger.kind, table.isPlain, table.isOpen,
      !constraint.hasPeriod, hasPlainColumns(constraint)
    else { return .intricate }
    switch kind {
    case .noAction, .restrict: return .refuse
    case .cascade:
      return canDelete(table) && !action.trigger.isInitiallyDeferred ? .delete : .intricate
    case .setNull:
      return canSetNull(constraint, table, keys) ? .setNull : .intricate
    case .setDefault:
      return canSetDefault(constraint, table, keys) ? .setDefault : .intricate
    }
  }

  /// What happens once a row of a table goes, in the order of the triggers.
  ///
  /// - Returns: nil where not all leaves of a partitioned table do the same, or where which of them
  ///   have rows makes a difference to what is said about them.
  func deleteActions(of table: CountedTable) -> [DeleteAction]? {
    var actions: [DeleteAction] = []
    let leaves = table.leaves
    for leaf in leaves {
      var count = 0
      for trigger in triggers[leaf] ?? [] {
        guard case .action(_, .delete) = trigger.kind else { continue }
        guard trigger.isEnabled else {
          if table.rule.isPartitioned, !isReplicaRole { return nil }
          continue
        }
        guard let copy = constraints[trigger.constraint],
          let constraint = original(of: copy, to: table.rule.oid)
        else { return nil }
        count += 1
        if leaf == leaves.first {
          actions.append(
            DeleteAction(trigger: trigger, constraint: constraint, copies: [leaf: copy]))
        } else if let number = actions.firstIndex(where: { $0.isSame(as: trigger, constraint) }) {
          actions[number].copies[leaf] = copy
        } else {
          return nil
        }
      }
      guard count == actions.count else { return nil }
    }
    return table.rule.isPartitioned && isReferencedInVain(leaves) ? nil : actions
  }

  /// The key that references a table, of a copy of it for one of the table's partitions; nil where it
  /// is none.
  private func original(of copy: ForeignKeyRule, to table: Oid) -> ForeignKeyRule? {
    var current: ForeignKeyRule? = copy
    while let constraint = current, constraint.referenced != table {
      current = constraint.parent.flatMap { constraints[$0] }
    }
    return current
  }

  /// Whether a key that is not enforced references any of some tables.
  private func isReferencedInVain(_ leaves: [Oid]) -> Bool {
    let leaves = Set(leaves)
    return constraints.values.contains { !$0.isEnforced && leaves.contains($0.referenced) }
  }

  /// Whether deleting rows of a table does nothing but delete them, as far as the table goes.
  func canDelete(_ table: CountedTable) -> Bool {
    table.relations.allSatisfy {
      !isIntercepted(.delete, on: $0) && $0.access.deleteRefusal == nil
    }
  }

  /// Whether a key has an index in each table that holds referencing rows.
  func hasIndex(_ constraint: ForeignKeyRule, on table: CountedTable) -> Bool {
    guard !constraint.hasIndex, table.rule.isPartitioned else { return constraint.hasIndex }
    let key = declared(constraint).oid
    let indexed = Set(
      constraints.values.filter { $0.hasIndex && declared($0).oid == key }.map(\.referencing))
    return !table.leaves.isEmpty && table.leaves.allSatisfy(indexed.contains)
  }

  /// The foreign keys by the tables on either side.
  var keysByRelation: [Oid: [Oid]] {
    var keys: [Oid: [Oid]] = [:]
    for constraint in constraints.values {
      keys[constraint.referencing, default: []].append(constraint.oid)
      if constraint.referenced != constraint.referencing {
        keys[constraint.referenced, default: []].append(constraint.oid)
      }
    }
    return keys
  }

  /// The partitions directly below each partitioned table.
  var partitionsByParent: [Oid: [RelationRule]] {
    var partitions: [Oid: [RelationRule]] = [:]
    for rule in relations.values {
      if let parent = rule.partitionParent { partitions[parent, default: []].append(rule) }
    }
    return partitions.mapValues { $0.sorted { $0.oid < $1.oid } }
  }

  /// Whether rules or people's triggers take part when rows of a table are deleted or updated.
  func isIntercepted(_ operation: TriggerRule.Operation, on rule: RelationRule) -> Bool {
    let event = operation == .delete ? "4" : "2"
    if rule.rules.contains(where: { $0.event == event }) { return true }
    return (triggers[rule.oid] ?? []).contains { trigger in
      guard trigger.isEnabled, case .user(let user) = trigger.kind else { return false }
      return user.operations.contains(operation)
    }
  }

  /// Whether equal values of a foreign key and the key it references have the same text.
  func textDecides(_ constraint: ForeignKeyRule) -> Bool {
    zip(constraint.referencedColumns, constraint.referencingColumns).allSatisfy { pair in
      let referenced = relations[constraint.referenced]?.column(pair.0)?.textEqualityFamily
      let referencing = relations[constraint.referencing]?.column(pair.1)?.textEqualityFamily
      return referenced != nil && referenced == referencing
    }
  }

  /// Whether values can travel as elements of arrays and compare the same at the other end.
  func hasPlainColumns(_ constraint: ForeignKeyRule) -> Bool {
    let columns =
      constraint.referencedColumns.map { relations[constraint.referenced]?.column($0) }
      + constraint.referencingColumns.map { relations[constraint.referencing]?.column($0) }
    return Set(constraint.referencingColumns).count == constraint.referencingColumns.count
      && columns.allSatisfy { column in
        guard let column else { return false }
        return column.nondeterministicCollation == nil && !column.baseType.hasSuffix("]")
          && column.baseType != "box"
      }
  }

  /// Whether setting a key to NULL can neither fail nor set anything else off.
  ///
  /// - Parameters:
  ///   - constraint: the key.
  ///   - table: the table that has it.
  ///   - keys: the foreign keys by the tables on either side.
  /// - Returns: false where it can, or might.
  private func canSetNull(
    _ constraint: ForeignKeyRule, _ table: CountedTable, _ keys: [Oid: [Oid]]
  ) -> Bool {
    let columns = Set(constraint.columnsSet(on: .delete))
    return !(constraint.isMatchFull && columns.count != constraint.referencingColumns.count)
      && canSet(columns, toNull: true, constraint, table, keys)
  }

  /// The same for setting it to its default; that the row which it then references exists, and stays,
  /// remains to be seen.
  private func canSetDefault(
    _ constraint: ForeignKeyRule, _ table: CountedTable, _ keys: [Oid: [Oid]]
  ) -> Bool {
    let columns = constraint.referencingColumns.compactMap { table.rule.column($0) }
    guard constraint.deleteSetColumns.isEmpty, constraint.parent == nil,
      !columns.contains(where: \.hasVolatileDefault)
    else { return false }
    let defaults = columns.count { $0.defaultExpression != nil }
    return [0, columns.count].contains(defaults)
      && canSet(Set(columns.map(\.name)), toNull: defaults == 0, constraint, table, keys)
  }

  private func canSet(
    _ columns: Set<String>, toNull: Bool, _ constraint: ForeignKeyRule, _ table: CountedTable,
    _ keys: [Oid: [Oid]]
  ) -> Bool {
    let tree = table.rule.root
    return table.relations.allSatisfy { canSet(columns, toNull: toNull, of: $0) }
      && !(table.isInTree && mayMoveRows(columns, of: tree))
      && table.relations.allSatisfy { rule in
        (keys[rule.oid] ?? []).lazy.compactMap { constraints[$0] }.allSatisfy { other in
          declared(other).oid == declared(constraint).oid
            || !other.uses(columns, of: rule.oid) && !other.isAlwaysChecked(on: rule.oid)
        }
      }
      && !(root(of: constraint.referenced) == tree
        && !columns.isDisjoint(with: constraint.referencedColumns))
  }

  /// Whether one relation takes rows in which some columns change, and nothing else happens.
  private func canSet(_ columns: Set<String>, toNull: Bool, of rule: RelationRule) -> Bool {
    !isIntercepted(.update, on: rule) && rule.access.updateRefusal == nil
      && rule.columns.allSatisfy { column in
        column.generation == .none && !column.mayHoldNulls
          && !(columns.contains(column.name) && (toNull && column.isNotNull || column.isDomain))
      }
      && rule.checks.allSatisfy { check in
        !check.columns.isEmpty && columns.isDisjoint(with: check.columns) && check.isValidated
          && check.unpredictable == nil
      }
      && rule.indexes.allSatisfy { toNull ? $0.allowsNull(in: columns) : $0.ignores(columns) }
  }

  /// Whether rows whose columns change may belong into another partition.
  private func mayMoveRows(_ columns: Set<String>, of tree: Oid) -> Bool {
    relations.values.contains { rule in
      rule.root == tree
        && (rule.partitionKey.contains(0) || !columns.isDisjoint(with: rule.partitionColumns))
    }
  }
}

extension ForeignKeyRule {
  /// Whether a key that is null in part is refused whenever its row changes, however it came there
  /// (`RI_FKey_fk_upd_check_required`).
  fileprivate func isAlwaysChecked(on table: Oid) -> Bool {
    referencing == table && isMatchFull && referencingColumns.count > 1
  }

  /// Whether some columns of a table are among those it compares, on either side.
  fileprivate func uses(_ columns: Set<String>, of table: Oid) -> Bool {
    referencing == table && !columns.isDisjoint(with: referencingColumns)
      || referenced == table && !columns.isDisjoint(with: referencedColumns)
  }
}

extension IndexRule {
  /// Whether it cannot mind that some columns become NULL.
  fileprivate func allowsNull(in columns: Set<String>) -> Bool {
    ignores(columns) || plainColumns != nil && !nullsConflict && !isExclusion
  }

  /// Whether it has nothing to do with some columns.
  func ignores(_ columns: Set<String>) -> Bool {
    !usesWholeRow && columns.isDisjoint(with: self.columns)
  }
}
