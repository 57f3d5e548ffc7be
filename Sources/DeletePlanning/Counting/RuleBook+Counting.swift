import SchemaModel

/// Which referential actions are plain enough to be counted.
extension RuleBook {
  /// What a foreign key does once referenced rows are deleted.
  ///
  /// - Parameters:
  ///   - trigger: the one that does it.
  ///   - constraint: the foreign key.
  ///   - rule: the referencing table.
  ///   - keys: all foreign keys by the tables on either side (``keysByRelation``).
  /// - Returns: nothing but ``CountedSchema/Effect/intricate`` where more than counting is needed.
  func effect(
    of trigger: TriggerRule, _ constraint: ForeignKeyRule, on rule: RelationRule,
    among keys: [Oid: [Oid]]
  ) -> CountedSchema.Effect {
    guard case .action(let action, .delete) = trigger.kind, rule.isPlain, rule.access.isOpen,
      relations[constraint.referenced]?.access.isOpen == true, !constraint.hasPeriod,
      constraint.parent == nil, hasPlainColumns(constraint)
    else { return .intricate }
    switch action {
    case .noAction, .restrict: return .refuse
    case .cascade:
      let isPlain = !isIntercepted(.delete, on: rule) && rule.access.deleteRefusal == nil
      return isPlain && !trigger.isInitiallyDeferred ? .delete : .intricate
    case .setNull: return canSetNull(constraint, rule, keys[rule.oid] ?? []) ? .setNull : .intricate
    case .setDefault: return .intricate
    }
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
  ///   - rule: the table that has it.
  ///   - keys: the foreign keys that lead from or to that table.
  /// - Returns: false where it can, or might.
  private func canSetNull(
    _ constraint: ForeignKeyRule, _ rule: RelationRule, _ keys: [Oid]
  ) -> Bool {
    let columns = Set(constraint.columnsSet(on: .delete))
    return !isIntercepted(.update, on: rule) && rule.access.updateRefusal == nil
      && !(constraint.isMatchFull && columns.count != constraint.referencingColumns.count)
      && rule.columns.allSatisfy { column in
        column.generation == .none && !column.mayHoldNulls
          && !(columns.contains(column.name) && (column.isNotNull || column.isDomain))
      }
      && rule.checks.allSatisfy { check in
        !check.columns.isEmpty && columns.isDisjoint(with: check.columns) && check.isValidated
          && check.unpredictable == nil
      }
      && rule.indexes.allSatisfy { $0.allowsNull(in: columns) }
      && keys.lazy.compactMap { constraints[$0] }.allSatisfy { other in
        other.oid == constraint.oid
          || !(other.referencing == rule.oid && !columns.isDisjoint(with: other.referencingColumns))
            && !(other.referenced == rule.oid && !columns.isDisjoint(with: other.referencedColumns))
      }
      && !(constraint.referenced == rule.oid
        && !columns.isDisjoint(with: constraint.referencedColumns))
  }
}

extension IndexRule {
  /// Whether it cannot mind that some columns become NULL.
  fileprivate func allowsNull(in columns: Set<String>) -> Bool {
    if !usesWholeRow, columns.isDisjoint(with: self.columns) { return true }
    return plainColumns != nil && !nullsConflict && !isExclusion
  }
}

extension RelationRule {
  /// An ordinary table that is no partition.
  var isPlain: Bool { kind == "r" && partitionParent == nil }
}

extension AccessRule {
  /// Whether this role may read all its rows, and its owner may do what referential actions do.
  var isOpen: Bool {
    isReadable && !hasActiveRowSecurity && ownerHasUsage && ownerCanSelect && ownerCanUpdate
      && ownerCanDelete
  }
}
