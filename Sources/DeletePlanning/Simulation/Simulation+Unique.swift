import SchemaModel

extension Simulation {
  /// Looks for conflicts of a new version in the unique and exclusion indexes its change touches,
  /// in index order; immediate ones are errors at once.
  ///
  /// - Returns: the deferrable indexes that found a conflict, to be looked at again later.
  mutating func checkUnique(_ made: Int, _ update: RowUpdate, everyIndex: Bool) -> Set<Oid> {
    var rechecks: Set<Oid> = []
    for index in book.relations[update.relation]?.uniqueIndexes ?? [] {
      guard everyIndex || concerns(index, update), canConflict(index, made),
        let holder = conflict(index, made)
      else { continue }
      if index.isImmediate {
        block(update, uniqueError(index, made, holder: holder))
      } else {
        rechecks.insert(index.oid)
      }
    }
    return rechecks
  }

  /// A deferrable unique constraint is looked at again (`unique_key_recheck`).
  mutating func recheckUnique(_ oid: Oid, _ event: TriggerEvent) {
    guard let new = event.new, versions[new].isLive,
      let index = book.relations[versions[new].relation]?.uniqueIndexes.first(where: {
        $0.oid == oid
      }), canConflict(index, new), let holder = conflict(index, new)
    else { return }
    let error = uniqueError(index, new, holder: holder)
    trace.block(
      [versions[new].row], atStep: event.step, error: error, moment: moment, book: book)
    fail(error)
  }

  private func concerns(_ index: UniqueRule, _ update: RowUpdate) -> Bool {
    guard let columns = index.plainColumns else { return true }
    let slots = book.slots(columns, in: update.relation)
    let old = versions[update.version].values
    return slots.contains { old[$0] != update.values[$0] }
  }

  private func canConflict(_ index: UniqueRule, _ version: Int) -> Bool {
    if index.nullsConflict { return true }
    let columns = index.elements.compactMap(\.column)
    return values(columns, of: version).allSatisfy { $0 != nil }
  }

  /// The version a new one conflicts with; nil where there is none.
  private mutating func conflict(_ index: UniqueRule, _ version: Int) -> Int? {
    let relation = versions[version].relation
    let new = versions[version].values
    guard let known = facts.conflicts[index.oid]?[new] else {
      need(.conflicts(relation: relation, index: index.oid, values: new))
      return nil
    }
    for row in known where row != versions[version].row {
      let other = touch(row)
      if versions[other].isLive, !versions[other].isMine { return other }
    }
    guard let columns = index.plainColumns else { return nil }
    let key = values(columns, of: version)
    return (madeVersions[book.root(of: relation)] ?? []).first { other in
      versions[other].isLive && versions[other].relation == relation
        && versions[other].row != versions[version].row && values(columns, of: other) == key
    }
  }

  private func uniqueError(_ index: UniqueRule, _ version: Int, holder: Int) -> ServerError {
    let columns = index.elements.map { $0.column ?? $0.sql }
    let names = index.elements.compactMap(\.column)
    return Violations.conflict(
      index, relation: book.name(of: versions[version].relation), columns: columns,
      values: values(names, of: version), existing: values(names, of: holder))
  }
}
