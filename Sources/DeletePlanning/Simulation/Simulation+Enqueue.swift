import SchemaModel

extension Simulation {
  /// Puts the triggers that a row's change sets off at the end of the queue, in name order
  /// (`AfterTriggerSaveEvent`, `RI_FKey_pk_upd_check_required`, `RI_FKey_fk_upd_check_required`).
  mutating func enqueue(_ change: RowChange) {
    for trigger in book.triggers[change.relation] ?? [] where trigger.isEnabled {
      guard isQueued(trigger, for: change) else { continue }
      let firing = firing(
        trigger,
        RowImages(
          old: change.old.map { versions[$0].values }, new: change.new.map { versions[$0].values }),
        isNested: change.isNested)
      guard firing != .no else { continue }
      queue.append(
        TriggerEvent(
          trigger: trigger, old: change.old, new: change.new, step: change.step,
          isNested: change.isNested, operation: change.operation, isSure: firing == .yes))
    }
  }

  private mutating func isQueued(_ trigger: TriggerRule, for change: RowChange) -> Bool {
    switch trigger.kind {
    case .action(_, let operation):
      operation == change.operation && isActionQueued(trigger, for: change)
    case .check(let operation):
      operation == change.operation && isCheckQueued(trigger, for: change)
    case .uniqueRecheck(let index): change.rechecks.contains(index)
    case .user(let user):
      user.timing == .after && user.isForEachRow
        && !(change.isMove && change.operation == .update)
        && fires(trigger, user, on: change.operation, assigned: change.assigned)
    }
  }

  private func isActionQueued(_ trigger: TriggerRule, for change: RowChange) -> Bool {
    guard let constraint = book.constraints[trigger.constraint], let old = change.old else {
      return false
    }
    let key = values(constraint.referencedColumns, of: old)
    guard key.allSatisfy({ $0 != nil }) else { return false }
    switch change.operation {
    case .update:
      // Byte for byte: a key that is only equal by its operator is passed on all the same.
      return change.new.map { values(constraint.referencedColumns, of: $0) != key } ?? false
    case .delete: return !(change.isMove && trigger.isClone)
    case .insert: return false
    }
  }

  private mutating func isCheckQueued(_ trigger: TriggerRule, for change: RowChange) -> Bool {
    guard let constraint = book.constraints[trigger.constraint], let new = change.new else {
      return false
    }
    if change.operation == .insert { return true }
    if change.isMove { return false }
    let key = values(constraint.referencingColumns, of: new)
    if key.allSatisfy({ $0 == nil }) { return false }
    if key.contains(nil) { return constraint.isMatchFull }
    guard let old = change.old else { return true }
    return versions[old].isMine
      || !areEqual(
        values(constraint.referencingColumns, of: old), key, by: constraint,
        sides: .referencingReferencing)
  }
}
