import SchemaModel

/// People's triggers and rules: followed where what they do is certain, noted as doubts otherwise.
extension Simulation {
  // MARK: Statements

  /// The statement itself starts.
  ///
  /// - Returns: false where a rule replaces it by nothing.
  mutating func beginRootStatement(
    _ operation: TriggerRule.Operation, on target: Oid, assigned: [String]
  ) -> Bool {
    for rule in rules(operation, on: target) {
      if rule.replacesCommand, rule.doesNothing {
        trace.note(ruleCaveat(rule, on: target, isDecisive: false))
        return false
      }
      trace.doubt(ruleCaveat(rule, on: target, isDecisive: true))
    }
    beforeStatement(operation, on: target, assigned: assigned, isNested: false)
    return true
  }

  /// A referential query starts: its BEFORE STATEMENT triggers fire even where no row matches.
  ///
  /// - Returns: false where a rule replaces the query by others, which PostgreSQL refuses.
  mutating func beginReferentialQuery(
    _ operation: TriggerRule.Operation, _ constraint: ForeignKeyRule, assigned: [String]
  ) -> Bool {
    let table = constraint.referencing
    for rule in rules(operation, on: table) {
      if rule.replacesCommand {
        trace.note(ruleCaveat(rule, on: table, isDecisive: false))
        fail(Violations.rewrittenQuery(constraint, book: book))
        return false
      }
      trace.doubt(ruleCaveat(rule, on: table, isDecisive: true))
    }
    beforeStatement(operation, on: table, assigned: assigned, isNested: true)
    return true
  }

  private func rules(_ operation: TriggerRule.Operation, on relation: Oid) -> [RewriteRule] {
    let event = [TriggerRule.Operation.update: "2", .insert: "3", .delete: "4"][operation]
    return (book.relations[relation]?.rules ?? []).filter { $0.event == event }
  }

  private func ruleCaveat(_ rule: RewriteRule, on relation: Oid, isDecisive: Bool) -> Caveat {
    Caveat(
      code: .rule, table: book.rootName(of: relation), object: rule.name,
      message: "Rule \(rule.name) on \(book.name(of: relation).displayName) rewrites the "
        + "statement.", isDecisive: isDecisive)
  }

  private mutating func beforeStatement(
    _ operation: TriggerRule.Operation, on relation: Oid, assigned: [String], isNested: Bool
  ) {
    for (trigger, user) in userTriggers(on: relation)
    where !user.isForEachRow && user.timing == .before
      && user.fires(on: operation, assigned: assigned)
    {
      let firing = firing(trigger, RowImages(), isNested: isNested)
      if firing != .no { fire(trigger, user, operation, isSure: firing == .yes) }
    }
  }

  /// AFTER STATEMENT triggers are queued behind the statement's row events.
  mutating func endStatement(
    _ operation: TriggerRule.Operation, on relation: Oid, assigned: [String], step: Int
  ) {
    for (trigger, user) in userTriggers(on: relation)
    where !user.isForEachRow && user.timing == .after
      && user.fires(on: operation, assigned: assigned)
    {
      let firing = firing(trigger, RowImages(), isNested: step != 0)
      guard firing != .no else { continue }
      queue.append(
        TriggerEvent(
          trigger: trigger, step: step, isNested: true, operation: operation,
          isSure: firing == .yes))
    }
  }

  // MARK: Rows

  /// BEFORE DELETE triggers fire for a row.
  ///
  /// - Returns: false where one of them has the row left alone.
  mutating func beforeDelete(of version: Int, isNested: Bool) -> Bool {
    beforeRow(
      .delete, on: versions[version].relation, RowImages(old: versions[version].values),
      isNested: isNested)
  }

  /// BEFORE ROW triggers fire for a row.
  ///
  /// - Returns: false where one of them has the row left alone.
  mutating func beforeRow(
    _ operation: TriggerRule.Operation, on relation: Oid, assigned: [String] = [],
    _ images: RowImages, isNested: Bool
  ) -> Bool {
    for (trigger, user) in userTriggers(on: relation)
    where user.isForEachRow && user.timing == .before
      && user.fires(on: operation, assigned: assigned)
    {
      let firing = firing(trigger, images, isNested: isNested)
      guard firing == .no || fireBeforeRow(trigger, user, operation, isSure: firing == .yes)
      else { return false }
    }
    return true
  }

  /// Rows are visited that are not known: what BEFORE triggers do for them is not either.
  mutating func doubtRowTriggers(_ operation: TriggerRule.Operation, within target: Oid) {
    for relation in book.relations.keys.sorted() where isRelation(relation, within: target) {
      for (trigger, user) in userTriggers(on: relation)
      where user.isForEachRow && user.timing == .before && user.operations.contains(operation) {
        noteUserTrigger(trigger)
      }
    }
  }

  private mutating func fireBeforeRow(
    _ trigger: TriggerRule, _ user: UserTrigger, _ operation: TriggerRule.Operation, isSure: Bool
  ) -> Bool {
    guard case .returns(let value, let assigned) = user.body else {
      fire(trigger, user, operation, isSure: isSure)
      return true
    }
    switch (operation, value) {
    case (_, .null), (.delete, .new), (.insert, .old):
      if !isSure {
        noteUserTrigger(trigger)
        return true
      }
      trace.note(
        userTriggerCaveat(trigger, "has rows left as they are", isDecisive: false))
      return false
    case (.delete, _): return true
    case (.update, .new), (.insert, .new):
      if !assigned.allSatisfy({ canTakeTime($0, in: trigger.relation) }) {
        noteUserTrigger(trigger)
      }
    case (.update, .old): noteUserTrigger(trigger)
    }
    return true
  }

  /// Whether a column takes the time without an error and nothing depends on it.
  private func canTakeTime(_ column: String, in relation: Oid) -> Bool {
    guard let rule = book.relations[relation]?.column(column), !rule.isDomain,
      rule.generation == .none,
      book.slots([column], in: relation).isEmpty || !book.decides(column, in: relation)
    else { return false }
    return rule.baseType.hasPrefix("timestamp") || rule.baseType == "date"
  }

  /// Fires a trigger whose return value does not matter.
  mutating func fire(
    _ trigger: TriggerRule, _ user: UserTrigger, _ operation: TriggerRule.Operation, isSure: Bool
  ) {
    switch user.body {
    case .raises(let sqlstate, let message, let detail, let hint) where isSure:
      let name = book.name(of: trigger.relation)
      fail(
        ServerError(
          sqlstate: sqlstate,
          message: message.map { $0.text(on: name, operation) }.joined(), detail: detail,
          hint: hint))
    case .returns where user.timing == .after || !user.isForEachRow: break
    default: noteUserTrigger(trigger)
    }
  }

  /// A trigger somebody wrote fires here: from now on nothing is certain.
  mutating func noteUserTrigger(_ trigger: TriggerRule) {
    trace.doubt(
      userTriggerCaveat(trigger, "fires and may change what happens", isDecisive: true))
  }

  private func userTriggerCaveat(
    _ trigger: TriggerRule, _ what: String, isDecisive: Bool
  ) -> Caveat {
    Caveat(
      code: .userTrigger, table: book.rootName(of: trigger.relation), object: trigger.name,
      message: "Trigger \(trigger.name) on \(book.name(of: trigger.relation).displayName) \(what).",
      isDecisive: isDecisive)
  }

  // MARK: WHEN

  /// Whether a trigger fires for a row.
  enum Firing {
    case no, yes, unknown
  }

  /// Whether a trigger's WHEN condition holds, as the server works it out; one that may come out
  /// otherwise when the DELETE runs is not asked for.
  mutating func firing(
    _ trigger: TriggerRule, _ images: RowImages, isNested: Bool
  ) -> Firing {
    guard case .user(let user) = trigger.kind, let condition = user.condition else { return .yes }
    guard !condition.isUnpredictable,
      condition.columns.allSatisfy({ isKnown($0, in: trigger.relation) })
    else { return .unknown }
    let question = FiringQuestion(
      relation: trigger.relation, trigger: trigger.oid, images: images, isNested: isNested)
    switch facts.firings[question] {
    case .success(let fires): return fires ? .yes : .no
    case .failure(let error):
      fail(error)
      return .no
    case nil:
      need(.firing(question))
      return .unknown
    }
  }

  /// Whether a column is carried, or worked out from those that are.
  private func isKnown(_ column: String, in relation: Oid) -> Bool {
    book.relations[relation]?.column(column)?.generation == .virtual
      || !book.slots([column], in: relation).isEmpty
  }

  private func userTriggers(on relation: Oid) -> [(TriggerRule, UserTrigger)] {
    (book.triggers[relation] ?? []).compactMap { trigger in
      guard trigger.isEnabled, case .user(let user) = trigger.kind else { return nil }
      return (trigger, user)
    }
  }
}

extension UserTrigger {
  /// Whether it fires on a command, as far as its definition tells.
  func fires(on operation: TriggerRule.Operation, assigned: [String]) -> Bool {
    guard operations.contains(operation) else { return false }
    return operation != .update || columns.isEmpty || columns.contains { assigned.contains($0) }
  }
}

extension TriggerBody.MessagePart {
  fileprivate func text(on table: TableName, _ operation: TriggerRule.Operation) -> String {
    switch self {
    case .text(let text): text
    case .tableName: table.name
    case .tableSchema: table.schema
    case .operation:
      switch operation {
      case .insert: "INSERT"
      case .update: "UPDATE"
      case .delete: "DELETE"
      }
    }
  }
}
