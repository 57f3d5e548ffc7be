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
      && fires(trigger, user, on: operation, assigned: assigned)
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
      && fires(trigger, user, on: operation, assigned: assigned)
    {
      let firing = firing(trigger, RowImages(), isNested: step != 0)
      guard firing != .no else { continue }
      queue.append(
        TriggerEvent(
          trigger: trigger, step: step, isNested: true, operation: operation,
          isSure: firing == .yes))
    }
  }

  /// ON CONFLICT DO UPDATE fires the statement's UPDATE triggers too, whether a row is updated or not
  /// (`fireBSTriggers`, `fireASTriggers`).
  mutating func fireUpdateTriggers(_ timing: UserTrigger.Timing, _ change: RootChange) {
    guard change.conflict?.action == .update else { return }
    for (trigger, user) in userTriggers(on: change.target)
    where !user.isForEachRow && user.timing == timing && user.operations.contains(.update) {
      let firing = firing(trigger, RowImages(), isNested: false)
      // Which columns DO UPDATE sets is not read.
      let isSure = firing == .yes && user.columns.isEmpty
      switch (firing, timing) {
      case (.no, _): break
      case (_, .before): fire(trigger, user, .update, isSure: isSure)
      default:
        queue.append(
          TriggerEvent(
            trigger: trigger, step: 0, isNested: false, operation: .update, isSure: isSure))
      }
    }
  }

  // MARK: Rows

  /// BEFORE DELETE triggers fire for a row.
  ///
  /// - Returns: false where one of them has the row left alone.
  mutating func beforeDelete(of version: Int, isNested: Bool) -> Bool {
    var images = RowImages(old: versions[version].values)
    return beforeRow(.delete, on: versions[version].relation, &images, isNested: isNested)
  }

  /// BEFORE ROW triggers fire for a row, and may set columns of the new one to the time.
  ///
  /// - Returns: false where one of them has the row left alone.
  mutating func beforeRow(
    _ operation: TriggerRule.Operation, on relation: Oid, assigned: [String] = [],
    _ images: inout RowImages, isNested: Bool
  ) -> Bool {
    for (trigger, user) in userTriggers(on: relation)
    where user.isForEachRow && user.timing == .before
      && fires(trigger, user, on: operation, assigned: assigned)
    {
      let firing = firing(trigger, images, isNested: isNested)
      if firing == .no { continue }
      guard fireBeforeRow(trigger, user, operation, isSure: firing == .yes, &images)
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
    _ trigger: TriggerRule, _ user: UserTrigger, _ operation: TriggerRule.Operation, isSure: Bool,
    _ images: inout RowImages
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
    case (.delete, _):
      if !assigned.allSatisfy({ isTime($0, in: trigger.relation) }) { noteUserTrigger(trigger) }
    case (.update, .new), (.insert, .new):
      for column in assigned { setTime(column, by: trigger, isSure: isSure, &images) }
    case (.update, .old): noteUserTrigger(trigger)
    }
    return true
  }

  /// A trigger sets a column of the new row to the time, which nothing may depend on.
  private mutating func setTime(
    _ column: String, by trigger: TriggerRule, isSure: Bool, _ images: inout RowImages
  ) {
    let relation = trigger.relation
    guard isTime(column, in: relation), !book.decides(column, in: relation) else {
      return noteUserTrigger(trigger)
    }
    let slot = book.slots([column], in: relation).first
    let isNull = slot.map { images.new?[$0] == .some(nil) } ?? true
    let mayRefuse = isNull && book.relations[relation]?.column(column)?.isNotNull == true
    guard let slot, isSure else { return mayRefuse ? noteUserTrigger(trigger) : () }
    guard let time = facts.times[relation]?[column] else {
      return need(.time(relation: relation, column: column))
    }
    images.new?[slot] = time
    timedColumns[relation, default: []].insert(column)
  }

  /// Whether a column takes the time without an error.
  private func isTime(_ column: String, in relation: Oid) -> Bool {
    guard let rule = book.relations[relation]?.column(column), !rule.isDomain,
      rule.generation == .none
    else { return false }
    return rule.baseType.hasPrefix("timestamp") && rule.baseType.hasSuffix(" time zone")
      || rule.baseType == "date"
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
    case .returns(_, let assigned)
    where (user.timing == .after || !user.isForEachRow)
      && assigned.allSatisfy({ user.isForEachRow && isTime($0, in: trigger.relation) }):
      break
    default: noteUserTrigger(trigger)
    }
  }

  /// A trigger somebody wrote fires here, or may: from now on nothing is certain.
  mutating func noteUserTrigger(_ trigger: TriggerRule) {
    var what = "fires and may change what happens"
    if case .user(let user) = trigger.kind, let function = user.condition?.unpredictable {
      what =
        "fires or not by what \(function) says, which may be something else when the statement runs"
    }
    trace.doubt(userTriggerCaveat(trigger, what, isDecisive: true))
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
    guard condition.unpredictable == nil,
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

  /// Whether a trigger fires on a command, as far as its definition tells.
  func fires(
    _ trigger: TriggerRule, _ user: UserTrigger, on operation: TriggerRule.Operation,
    assigned: [String]
  ) -> Bool {
    guard user.operations.contains(operation) else { return false }
    return operation != .update || user.columns.isEmpty
      || !book.updatedColumns(assigned, of: trigger.relation).isDisjoint(with: user.columns)
  }

  private func userTriggers(on relation: Oid) -> [(TriggerRule, UserTrigger)] {
    (book.triggers[relation] ?? []).compactMap { trigger in
      guard trigger.isEnabled, case .user(let user) = trigger.kind else { return nil }
      return (trigger, user)
    }
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
