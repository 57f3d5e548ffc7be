import SchemaModel

extension Simulation {
  /// Does what one queued trigger does (`ri_triggers.c`).
  mutating func fire(_ event: TriggerEvent) {
    switch event.trigger.kind {
    case .user(let user): fire(event.trigger, user, event.operation, isSure: event.isSure)
    case .uniqueRecheck(let index): recheckUnique(index, event)
    case .check:
      guard let constraint = book.constraints[event.trigger.constraint] else { return }
      checkReference(constraint, event)
    case .action(let action, let operation):
      guard let constraint = book.constraints[event.trigger.constraint], let old = event.old
      else { return }
      let key = values(constraint.referencedColumns, of: old).compactMap { $0 }
      guard key.count == constraint.referencedColumns.count else { return }
      if constraint.hasPeriod, action != .noAction { return notePeriod(constraint) }
      carryOut(action, operation, ActionCall(constraint: constraint, key: key, event: event))
    }
  }

  /// One call of a referential action: the constraint, the old key, and what set it off.
  struct ActionCall {
    var constraint: ForeignKeyRule
    var key: [String]
    var event: TriggerEvent

    /// Whether a changed key leads to it, rather than a row that goes.
    var isOnUpdate: Bool { event.operation == .update }
  }

  private mutating func carryOut(
    _ action: ReferentialAction, _ operation: TriggerRule.Operation, _ call: ActionCall
  ) {
    switch action {
    case .noAction: refuse(call, action: .noAction, looksForSubstitute: true)
    case .restrict: refuse(call, action: .restrict, looksForSubstitute: false)
    case .cascade where operation == .delete: cascadeDelete(call)
    case .cascade: cascadeUpdate(call)
    case .setNull: setColumns(call, operation, action: .setNull)
    case .setDefault:
      setColumns(call, operation, action: .setDefault)
      // The same call looks once more: a default equal to the deleted key still references it.
      refuse(call, action: .setDefault, looksForSubstitute: true)
    }
  }

  /// The rows that an action is about; a step of its own says so where they cannot be read.
  private mutating func matches(_ call: ActionCall, _ action: ReferentialAction) -> [Int] {
    let rows = matches(call.constraint, key: call.key)
    if facts.unreadable[call.constraint.referencing] != nil {
      _ = trace.step(
        under: call.event.step, for: call.constraint, effect: .unknown, action: action,
        isOnUpdate: call.isOnUpdate, book: book)
    }
    return rows
  }

  // MARK: Refusing

  /// NO ACTION and RESTRICT: an error while rows reference the key (`ri_restrict`).
  private mutating func refuse(
    _ call: ActionCall, action: ReferentialAction, looksForSubstitute: Bool
  ) {
    if looksForSubstitute, !call.constraint.hasPeriod {
      if let denied = denial(call.constraint.referenced, needs: [.select, .update]) {
        return fail(denied)
      }
      if hasSubstitute(call.constraint, key: call.key) { return }
    }
    if let denied = denial(call.constraint.referencing, needs: [.select, .update]) {
      return fail(denied)
    }
    var rows = matches(call, action)
    if call.constraint.hasPeriod { rows = uncovered(rows, call.constraint, key: call.key) }
    guard !rows.isEmpty else { return }
    let error = Violations.stillReferenced(
      call.constraint, key: call.key, isRestrict: action == .restrict, book: book,
      showsKey: showsKey(
        of: call.constraint.referenced, columns: call.constraint.referencedColumns,
        isNested: call.event.isNested))
    block(rows, call, action: action, error: error)
  }

  /// Records rows that refuse, and the error they cause.
  private mutating func block(
    _ rows: [Int], _ call: ActionCall, action: ReferentialAction, error: ServerError
  ) {
    let step = trace.step(
      under: call.event.step, for: call.constraint, effect: .block, action: action,
      isOnUpdate: call.isOnUpdate, book: book)
    trace.block(
      rows.map { versions[$0].row }, by: call.constraint, action: action, error: error, step: step,
      parent: call.event.old.map { versions[$0].row }, moment: moment,
      isOnUpdate: call.isOnUpdate, book: book)
    fail(error)
  }

  // MARK: Changing

  /// `DELETE FROM [ONLY] referencing WHERE key = columns`.
  private mutating func cascadeDelete(_ call: ActionCall) {
    let table = call.constraint.referencing
    if let denied = denial(table, needs: [.select, .delete]) { return fail(denied) }
    guard beginReferentialQuery(.delete, call.constraint, assigned: []) else { return }
    let rows = matches(call, .cascade)
    refuseIfPublished(table, .delete, call.constraint)
    let step = trace.step(
      under: call.event.step, for: call.constraint, effect: .delete, action: .cascade,
      isOnUpdate: false, book: book)
    for version in rows where beforeDelete(of: version, isNested: true) {
      trace.arrive(versions[version].row, at: step, parent: parentRow(call))
      delete(version, step: step, isNested: true)
    }
    endStatement(.delete, on: table, assigned: [], step: step)
  }

  /// `UPDATE [ONLY] referencing SET columns = new key WHERE old key = columns`.
  private mutating func cascadeUpdate(_ call: ActionCall) {
    guard let new = call.event.new else { return }
    let key = values(call.constraint.referencedColumns, of: new)
    let columns = call.constraint.referencingColumns
    let assignments = key.indices.map {
      ColumnValue(column: columns[$0], value: key[$0])
    }
    update(call, assignments, action: .cascade, effect: .updateKey)
  }

  /// What ON UPDATE CASCADE passes on, as the referencing columns take it: rows that are not there
  /// need no conversion.
  private mutating func converted(
    _ assignments: [ColumnValue], _ constraint: ForeignKeyRule
  ) -> [ColumnValue]? {
    var result = assignments
    var isKnown = true
    for (column, pair) in assignments.enumerated() {
      guard let value = pair.value, mustConvert(column, constraint) else { continue }
      let question = Conversion(constraint: constraint.oid, column: column, value: value)
      switch facts.conversions[question] {
      case .success(let value): result[column].value = value
      case .failure(let error):
        fail(error)
        return nil
      case nil:
        // A value of another type must not get any further.
        need(.conversion(question))
        isKnown = false
      }
    }
    return isKnown ? result : nil
  }

  private func mustConvert(_ column: Int, _ constraint: ForeignKeyRule) -> Bool {
    let referenced = book.relations[constraint.referenced]?
      .column(constraint.referencedColumns[column])
    let referencing = book.relations[constraint.referencing]?
      .column(constraint.referencingColumns[column])
    return referenced?.baseType != referencing?.baseType
  }

  private mutating func setColumns(
    _ call: ActionCall, _ operation: TriggerRule.Operation, action: ReferentialAction
  ) {
    let constraint = call.constraint
    let columns = constraint.columnsSet(on: operation)
    if action == .setNull {
      let assignments = columns.map { ColumnValue(column: $0, value: nil) }
      update(call, assignments, action: .setNull, effect: .setNull)
    } else {
      let assignments = columns.map {
        ColumnValue(column: $0, value: defaultValue(of: $0, in: constraint.referencing))
      }
      update(call, assignments, action: .setDefault, effect: .setDefault)
    }
  }

  private mutating func update(
    _ call: ActionCall, _ assignments: [ColumnValue], action: ReferentialAction,
    effect: Step.Effect
  ) {
    let table = call.constraint.referencing
    let columns = assignments.map(\.column)
    if let error = denial(table, needs: []) ?? refusedAssignment(columns, in: table, action)
      ?? denial(table, needs: [.select, .update])
    {
      return fail(error)
    }
    guard beginReferentialQuery(.update, call.constraint, assigned: columns) else { return }
    let rows = matches(call, action)
    refuseIfPublished(table, .update, call.constraint)
    let step = trace.step(
      under: call.event.step, for: call.constraint, effect: effect, action: action,
      isOnUpdate: call.isOnUpdate, book: book)
    var assignments = assignments
    if effect == .updateKey, !rows.isEmpty {
      guard let values = converted(assignments, call.constraint) else { return }
      assignments = values
    }
    for version in rows {
      let values = effect == .setDefault ? self.assignments(assignments, in: table) : assignments
      let relation = versions[version].relation
      var images = RowImages(
        old: versions[version].values, new: image(of: version, assigning: values))
      guard beforeRow(.update, on: relation, assigned: columns, &images, isNested: true)
      else { continue }
      trace.arrive(versions[version].row, at: step, parent: parentRow(call))
      updateRow(
        RowUpdate(
          version: version, assigned: columns, table: table, step: step, relation: relation,
          values: images.new ?? []))
    }
    endStatement(.update, on: table, assigned: columns, step: step)
  }

  /// What makes the referential UPDATE invalid as a statement, whatever rows there are.
  private func refusedAssignment(
    _ columns: [String], in table: Oid, _ action: ReferentialAction
  ) -> ServerError? {
    if let repeated = columns.first(where: { name in columns.count { $0 == name } > 1 }) {
      return Violations.repeatedAssignment(repeated)
    }
    guard action != .setDefault else { return nil }
    return book.relations[table]?.columns
      .first { $0.isAlwaysIdentity && columns.contains($0.name) }
      .map { Violations.identityAssignment($0.name) }
  }

  private func parentRow(_ call: ActionCall) -> Int? { call.event.old.map { versions[$0].row } }

  // MARK: Looking for the parent

  /// A changed row's reference is checked (`RI_FKey_check`).
  private mutating func checkReference(_ constraint: ForeignKeyRule, _ event: TriggerEvent) {
    guard let new = event.new, versions[new].isLive else { return }
    let values = values(constraint.referencingColumns, of: new)
    if values.allSatisfy({ $0 == nil }) { return }
    if values.contains(nil) {
      guard constraint.isMatchFull else { return }
      return refuseRow(
        new, constraint, event,
        Violations.mixedNulls(constraint, book.name(of: versions[new].relation)))
    }
    if let denied = denial(constraint.referenced, needs: [.select, .update]) {
      return fail(denied)
    }
    let key = values.compactMap { $0 }
    let isPresent =
      constraint.hasPeriod
      ? isCovered(constraint, values: key) : hasReferencedRow(constraint, values: key)
    guard !isPresent else { return }
    let relation = versions[new].relation
    let error = Violations.missingParent(
      constraint, values: key, on: book.name(of: relation), book: book,
      showsKey: showsKey(
        of: relation, columns: constraint.referencingColumns, isNested: event.isNested))
    refuseRow(new, constraint, event, error)
  }

  /// Records a changed row that may not be as it is.
  mutating func refuseRow(
    _ version: Int, _ constraint: ForeignKeyRule, _ event: TriggerEvent, _ error: ServerError
  ) {
    let step = trace.step(
      under: event.step, for: constraint, effect: .block, action: nil, isOnUpdate: false,
      book: book)
    trace.block(
      [versions[version].row], by: constraint, action: constraint.onDelete, error: error,
      step: step, parent: nil, moment: moment, isOnUpdate: false, book: book)
    fail(error)
  }

  private mutating func notePeriod(_ constraint: ForeignKeyRule) {
    trace.doubt(
      Caveat(
        code: .unsupported, table: book.rootName(of: constraint.referencing),
        object: constraint.name,
        message:
          "\(constraint.name) is a temporal key (PERIOD), for which PostgreSQL has NO ACTION only.",
        isDecisive: true))
  }
}
