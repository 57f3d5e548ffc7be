import SchemaModel

extension Simulation {
  /// A row being changed, by the statement itself or a referential query.
  struct RowUpdate {
    var version: Int
    var assigned: [String]
    /// The table the query names: the root, for a partitioned one.
    var table: Oid
    var step: Int
    /// The leaf whose constraints apply: where the row lies, or where it moves to.
    var relation: Oid
    var values: Image
    /// Whether a referential query changes it, rather than the statement itself.
    var isNested = true
    /// Whether it is made anew.
    var isInsert = false
  }

  /// Changes one row and queues what follows (`ExecUpdate`): domains, generated columns, the
  /// partition, NOT NULL, CHECK, unique indexes, in that order.
  mutating func updateRow(_ change: RowUpdate) {
    var update = change
    guard let outcome = evaluate(update) else { return }
    update.values = outcome.values
    if outcome.satisfiesPartition {
      checkRow(update, outcome)
      finishUpdate(update)
    } else {
      move(update)
    }
  }

  /// What a row would hold after some assignments.
  func image(of version: Int, assigning assignments: [ColumnValue]) -> Image {
    var values = versions[version].values
    for pair in assignments {
      for slot in book.slots([pair.column], in: versions[version].relation) {
        values[slot] = pair.value
      }
    }
    return values
  }

  /// BEFORE INSERT triggers fire for a row.
  ///
  /// - Returns: false where one of them has the row left alone.
  mutating func beforeInsert(_ update: inout RowUpdate) -> Bool {
    var images = RowImages(new: update.values)
    defer { update.values = images.new ?? [] }
    return beforeRow(.insert, on: update.relation, &images, isNested: update.isNested)
  }

  private mutating func finishUpdate(_ update: RowUpdate) {
    let made = replace(update.version, with: update.values, in: update.relation)
    let rechecks = enterIndexes(made, update, everyIndex: false)
    enqueue(
      RowChange(
        relation: update.relation, operation: .update, old: update.version, new: made,
        assigned: update.assigned, rechecks: rechecks, step: update.step,
        isNested: update.isNested))
  }

  // MARK: Moving to another partition

  /// A row that no longer fits its partition is deleted there and inserted where it fits
  /// (`ExecCrossPartitionUpdate`); referential triggers see an UPDATE of the root.
  private mutating func move(_ update: RowUpdate) {
    let source = update.relation
    guard let destination = route(update),
      beforeDelete(of: update.version, isNested: update.isNested)
    else { return }
    var update = update
    let old = update.version
    versions[old].isLive = false
    enqueue(
      RowChange(
        relation: source, operation: .delete, old: old, isMove: true, step: update.step,
        isNested: update.isNested))
    update.relation = destination
    guard beforeInsert(&update) else { return }
    if let outcome = evaluate(update) { checkRow(update, outcome) }
    let made = replace(old, with: update.values, in: destination)
    let rechecks = enterIndexes(made, update, everyIndex: true)
    enqueue(
      RowChange(
        relation: destination, operation: .insert, new: made, rechecks: rechecks,
        step: update.step, isNested: update.isNested))
    guard hasUpdateTrigger(source) else { return }
    if let ancestor = referencedAncestor(of: source, below: update.table) {
      return fail(
        Violations.referencedAncestor(book.name(of: ancestor), root: book.name(of: update.table)))
    }
    enqueue(
      RowChange(
        relation: update.table, operation: .update, old: old, new: made, isMove: true,
        assigned: update.assigned, step: update.step, isNested: update.isNested))
  }

  /// The leaf a row belongs into (`ExecFindPartition`); nil where there is none, which is an error.
  mutating func route(_ update: RowUpdate) -> Oid? {
    let root = book.root(of: update.relation)
    noteUnpredictablePartition(update.table)
    guard let route = facts.routes[root]?[update.values] else {
      need(.route(root: root, values: update.values))
      return nil
    }
    // Nothing moves out of the partition that a foreign key is on.
    if update.table == update.relation && !update.isInsert
      || update.table != root && !route.fitting.contains(update.table)
    {
      let name = book.name(of: update.table)
      if let row = failingRow(update) { block(update, Violations.partition(name, row: row)) }
      return nil
    }
    var place = update.table
    while let rule = book.relations[place], rule.isPartitioned {
      guard let next = route.fitting.first(where: { book.relations[$0]?.partitionParent == place })
      else {
        block(update, Violations.noPartition(rule, key: route.keys[place] ?? []))
        return nil
      }
      place = next
    }
    return place
  }

  private func hasUpdateTrigger(_ relation: Oid) -> Bool {
    (book.triggers[relation] ?? []).contains { trigger in
      switch trigger.kind {
      case .action(_, .update), .check(.update): true
      case .user(let user):
        user.isForEachRow && user.timing == .after && user.operations.contains(.update)
      default: false
      }
    }
  }

  /// A partitioned table between a leaf and the root that a foreign key references by itself.
  private func referencedAncestor(of leaf: Oid, below root: Oid) -> Oid? {
    var current = book.relations[leaf]?.partitionParent
    while let oid = current, oid != root {
      let isReferenced = (book.triggers[oid] ?? []).contains { trigger in
        if case .action(_, .update) = trigger.kind { !trigger.isClone } else { false }
      }
      if isReferenced { return oid }
      current = book.relations[oid]?.partitionParent
    }
    return nil
  }

  // MARK: Constraints on the new row

  /// What the server makes of the new row; nil where it refuses to compute it.
  mutating func evaluate(_ update: RowUpdate) -> NewRow? {
    let unchanged = NewRow(values: update.values, satisfiesPartition: true)
    guard needsEvaluation(update) else { return unchanged }
    noteUnpredictableColumns(update)
    let question = NewRowQuestion(
      relation: update.relation, values: update.values, assigned: update.assigned)
    switch facts.newRows[question] {
    case .success(let row): return row
    case .failure(let error):
      block(update, error)
      return unchanged
    case nil:
      need(.newRow(question))
      return unchanged
    }
  }

  /// Partition keys and generated columns are worked out anew, and domains of assigned columns checked.
  private mutating func noteUnpredictableColumns(_ update: RowUpdate) {
    guard let relation = book.relations[update.relation] else { return }
    noteUnpredictablePartition(relation.partitionParent)
    let computesAll = update.isInsert || book.hasTriggerBeforeUpdate(relation.oid)
    let updated = book.updatedColumns(update.assigned, of: relation.oid)
    for column in relation.columns {
      guard let function = column.unpredictable,
        updated.contains(column.name) || computesAll && column.generation != .none
      else { continue }
      noteUnpredictable(column.name, relation, function)
    }
  }

  private mutating func noteUnpredictablePartition(_ parent: Oid?) {
    var current = parent.flatMap { book.relations[$0] }
    while let table = current {
      if let function = table.unpredictable {
        noteUnpredictable("The partition key", table, function)
      }
      current = table.partitionParent.flatMap { book.relations[$0] }
    }
  }

  private func needsEvaluation(_ update: RowUpdate) -> Bool {
    guard let relation = book.relations[update.relation] else { return false }
    return relation.partitionCondition != nil || !relation.checks.isEmpty
      || relation.columns.contains {
        $0.generation != .none || $0.isDomain && update.assigned.contains($0.name)
      }
  }

  /// NOT NULL by attribute number, then CHECK by name (`ExecConstraints`).
  mutating func checkRow(_ update: RowUpdate, _ outcome: NewRow) {
    guard let relation = book.relations[update.relation] else { return }
    let firstNull = relation.columns.first { column in
      guard column.isNotNull, column.generation != .virtual,
        let slot = book.slots([column.name], in: relation.oid).first
      else { return false }
      return update.values[slot] == nil
    }
    if let name = firstNull?.name ?? outcome.nullVirtualColumns.first {
      if let row = failingRow(update) {
        block(update, Violations.notNull(column: name, relation: relation.name, row: row))
      }
      return
    }
    for check in relation.checks {
      if let function = check.unpredictable { noteUnpredictable(check.name, relation, function) }
    }
    if let check = outcome.failedCheck, let row = failingRow(update) {
      block(update, Violations.check(check, relation: relation.name, row: row))
    }
  }

  /// Something about a row's constraints asks a function that may answer otherwise.
  ///
  /// - Parameters:
  ///   - object: the CHECK, column or index.
  ///   - relation: the table it is on.
  ///   - function: its name.
  mutating func noteUnpredictable(
    _ object: String, _ relation: RelationRule, _ function: String
  ) {
    trace.doubt(
      Caveat(
        code: .unsupported, table: book.rootName(of: relation.oid), object: object,
        message: "\(object) on \(relation.name.displayName) uses \(function), which may answer "
          + "otherwise when the statement runs.", isDecisive: true))
  }

  /// All columns of the new row, for the DETAIL; nil while the row must still be read.
  mutating func failingRow(_ update: RowUpdate) -> [ColumnValue]? {
    let place = facts.store[versions[update.version].row].place
    guard let whole = update.isInsert ? [] : facts.wholeRows[place] else {
      need(.wholeRow(place))
      return nil
    }
    let layout = book.relations[update.table]?.columns ?? []
    if update.isInsert { noteMadeValues(layout, update.table) }
    noteTimes(update)
    let old = Dictionary(
      whole.map { ($0.column, $0.value) }, uniquingKeysWith: { first, _ in first })
    return layout.map { column in
      if column.generation == .virtual { return ColumnValue(column: column.name, value: "virtual") }
      if let slot = book.slots([column.name], in: update.relation).first {
        return ColumnValue(column: column.name, value: update.values[slot])
      }
      return ColumnValue(column: column.name, value: old[column.name] ?? nil)
    }
  }

  /// Values that are made when the statement runs show in the DETAIL.
  private mutating func noteMadeValues(_ columns: [ColumnRule], _ table: Oid) {
    for column in columns where column.hasHarmlessDefault {
      trace.note(
        Caveat(
          code: .volatileDefault, table: book.rootName(of: table), object: column.name,
          message: "\(column.name) is made when the statement runs: the DETAIL shows an example.",
          isDecisive: false))
    }
  }

  private mutating func noteTimes(_ update: RowUpdate) {
    for column in timedColumns[update.relation, default: []].sorted() {
      trace.note(
        Caveat(
          code: .volatileFunction, table: book.rootName(of: update.relation), object: column,
          message:
            "\(column) is set to the time by a trigger: the DETAIL shows that of the preview.",
          isDecisive: false))
    }
  }

  mutating func block(_ update: RowUpdate, _ error: ServerError) {
    trace.block(
      [versions[update.version].row], atStep: update.step, error: error, moment: moment, book: book)
    fail(error)
  }
}
