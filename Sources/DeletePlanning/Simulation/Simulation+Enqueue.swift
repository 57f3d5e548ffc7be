import SchemaModel

extension Simulation {
  /// Puts the triggers that a row's change sets off at the end of the queue, in name order
  /// (`AfterTriggerSaveEvent`, `RI_FKey_pk_upd_check_required`, `RI_FKey_fk_upd_check_required`).
  mutating func enqueue(_ change: RowChange) {
    for trigger in book.triggers[change.relation] ?? [] where trigger.isEnabled {
      guard isQueued(trigger, for: change) else { continue }
      queue.append(
        TriggerEvent(
          trigger: trigger, old: change.old, new: change.new, step: change.step,
          isNested: change.isNested))
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
      user.timing == .after && user.isForEachRow && !change.isMove
        && user.fires(on: change.operation, assigned: change.assigned)
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

  // MARK: People's triggers

  /// Notes people's BEFORE triggers that a row's change would fire.
  mutating func noteRowTriggers(
    _ timing: UserTrigger.Timing, _ operation: TriggerRule.Operation, on relation: Oid,
    assigned: [String]
  ) {
    noteTriggers(on: relation) {
      $0.isForEachRow && $0.timing == timing && $0.fires(on: operation, assigned: assigned)
    }
  }

  private mutating func noteTriggers(on relation: Oid, where matches: (UserTrigger) -> Bool) {
    for trigger in book.triggers[relation] ?? [] where trigger.isEnabled {
      if case .user(let user) = trigger.kind, matches(user) { noteUserTrigger(trigger) }
    }
  }

  /// A trigger somebody wrote fires here: from now on nothing is certain.
  mutating func noteUserTrigger(_ trigger: TriggerRule) {
    trace.doubt(
      Caveat(
        code: .userTrigger, table: book.rootName(of: trigger.relation), object: trigger.name,
        message: "Trigger \(trigger.name) on \(book.name(of: trigger.relation).displayName) fires "
          + "and may change what happens.", isDecisive: true))
  }

  /// A statement, the DELETE itself or a referential query, starts on a table: its BEFORE STATEMENT
  /// triggers fire even where no row matches, and rules rewrite it.
  mutating func beginStatement(
    _ operation: TriggerRule.Operation, on relation: Oid, assigned: [String]
  ) {
    let event = operation == .delete ? "4" : "2"
    for rule in book.relations[relation]?.rules ?? [] where rule.event == event {
      trace.doubt(
        Caveat(
          code: .rule, table: book.rootName(of: relation), object: rule.name,
          message: "Rule \(rule.name) on \(book.name(of: relation).displayName) rewrites the "
            + "statement.", isDecisive: true))
    }
    noteTriggers(on: relation) {
      !$0.isForEachRow && $0.timing == .before && $0.fires(on: operation, assigned: assigned)
    }
  }

  /// AFTER STATEMENT triggers are queued behind the statement's row events.
  mutating func endStatement(
    _ operation: TriggerRule.Operation, on relation: Oid, assigned: [String], step: Int
  ) {
    for trigger in book.triggers[relation] ?? [] where trigger.isEnabled {
      guard case .user(let user) = trigger.kind, !user.isForEachRow, user.timing == .after,
        user.fires(on: operation, assigned: assigned)
      else { continue }
      queue.append(TriggerEvent(trigger: trigger, step: step, isNested: true))
    }
  }
}

extension UserTrigger {
  /// Whether it fires on a command, as far as its definition tells, and could matter.
  func fires(on operation: TriggerRule.Operation, assigned: [String]) -> Bool {
    guard operations.contains(operation), !isHarmless else { return false }
    return operation != .update || columns.isEmpty || columns.contains { assigned.contains($0) }
  }
}
