import SchemaModel

/// The statement itself, row by row.
extension Simulation {
  mutating func changeRow(_ row: RootChange.Row, _ change: RootChange) {
    switch change.command {
    case .delete: deleteRoot(row)
    case .update: updateRoot(row, change)
    case .insert: insertRoot(row, change)
    }
  }

  private mutating func deleteRoot(_ row: RootChange.Row) {
    let version = touch(row.number)
    guard versions[version].isLive, beforeDelete(of: version, isNested: false) else { return }
    trace.arrive(row.number, at: 0, parent: nil)
    delete(version, step: 0, isNested: false)
  }

  // MARK: UPDATE

  private mutating func updateRoot(_ row: RootChange.Row, _ change: RootChange) {
    let version = touch(row.number)
    guard versions[version].isLive else { return }
    let values = row.values + runtimeValues(row, change.target)
    var images = RowImages(
      old: versions[version].values, new: image(of: version, assigning: values))
    guard
      beforeRow(
        .update, on: versions[version].relation, assigned: change.assigned, &images,
        isNested: false)
    else { return }
    trace.arrive(row.number, at: 0, parent: nil)
    updateRow(
      RowUpdate(
        version: version, assigned: change.assigned, table: change.target, step: 0,
        relation: versions[version].relation, values: images.new ?? [], isNested: false))
  }

  private mutating func runtimeValues(_ row: RootChange.Row, _ table: Oid) -> [ColumnValue] {
    assignments(row.runtimeDefaults.map { ColumnValue(column: $0, value: nil) }, in: table)
  }

  // MARK: INSERT

  /// Inserts one row (`ExecInsert`): the partition, BEFORE triggers, constraints, ON CONFLICT, unique
  /// indexes, in that order.
  private mutating func insertRoot(_ row: RootChange.Row, _ change: RootChange) {
    let version = touch(row.number)
    versions[version].isLive = false
    versions[version].values = image(of: version, assigning: runtimeValues(row, change.target))
    var update = RowUpdate(
      version: version, assigned: change.assigned, table: change.target, step: 0,
      relation: change.target, values: versions[version].values, isNested: false, isInsert: true)
    trace.arrive(row.number, at: 0, parent: nil)
    if book.relations[change.target]?.isPartitioned == true {
      guard let leaf = route(update) else { return }
      update.relation = leaf
      versions[version].relation = leaf
    }
    guard beforeInsert(&update) else { return trace.withdraw(row.number) }
    if let outcome = evaluate(update) {
      update.values = outcome.values
      versions[version].values = outcome.values
      checkRow(update, outcome)
      if !outcome.satisfiesPartition, update.relation == change.target, let row = failingRow(update)
      {
        block(update, Violations.partition(book.name(of: change.target), row: row))
      }
    }
    if let conflict = change.conflict, meets(conflict, version, update.relation) {
      return trace.withdraw(row.number)
    }
    finishInsert(update)
  }

  private mutating func finishInsert(_ update: RowUpdate) {
    let version = update.version
    versions[version].isLive = true
    versions[version].isMine = true
    madeVersions[book.root(of: update.relation), default: []].append(version)
    let rechecks = enterIndexes(version, update, everyIndex: true)
    enqueue(
      RowChange(
        relation: update.relation, operation: .insert, new: version, rechecks: rechecks, step: 0,
        isNested: false))
  }

  /// Whether ON CONFLICT keeps a row from being inserted.
  private mutating func meets(
    _ conflict: RootChange.Conflict, _ version: Int, _ relation: Oid
  ) -> Bool {
    let indexes = (book.relations[relation]?.uniqueIndexes ?? []).filter { index in
      conflict.keys?.contains(index.elements.map(\.sql)) ?? true
    }
    var meets = false
    for index in indexes {
      guard index.isImmediate else {
        fail(Violations.deferrableArbiter(index, relation: book.name(of: relation)))
        return false
      }
      if canConflict(index, version), self.conflict(index, version) != nil {
        // The first conflict decides: later indexes are not looked at (`ExecCheckIndexConstraints`).
        meets = true
        break
      }
    }
    guard meets else { return false }
    if conflict.action == .update {
      trace.doubt(
        Caveat(
          code: .unsupported, table: book.rootName(of: relation), object: nil,
          message:
            "A row is there already: what ON CONFLICT DO UPDATE does to it is not worked out.",
          isDecisive: true))
    }
    return true
  }
}
