internal import OrderedCollections
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
      let index = book.relations[versions[new].relation]?.uniqueIndex(oid), canConflict(index, new),
      let holder = conflict(index, new)
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
    for other in madeRivals(index, version)
    where versions[other].isLive && versions[other].relation == relation
      && versions[other].row != versions[version].row && isConflict(index, version, other)
    {
      return other
    }
    return nil
  }

  /// Versions that a new one may conflict with: those with the same key where its text tells.
  private mutating func madeRivals(_ index: UniqueRule, _ version: Int) -> [Int] {
    let root = book.root(of: versions[version].relation)
    guard let columns = textKey(index, versions[version].relation) else {
      return madeVersions[root] ?? []
    }
    let key = values(columns, of: version).compactMap { $0 }
    guard key.count == columns.count else { return madeVersions[root] ?? [] }
    return madeKeys(columns, root: root)[key] ?? []
  }

  /// Whether two new versions conflict; only the server can tell where more than plain texts are
  /// compared.
  private mutating func isConflict(_ index: UniqueRule, _ version: Int, _ other: Int) -> Bool {
    if let columns = textKey(index, versions[version].relation) {
      return values(columns, of: version) == values(columns, of: other)
    }
    return rivalry(index, version, other)?.isConflict ?? false
  }

  /// The columns of a unique index in which equal texts, and no others, conflict; nil where only the
  /// server can tell.
  private func textKey(_ index: UniqueRule, _ relation: Oid) -> [String]? {
    guard !index.isExclusion, let columns = index.plainColumns,
      columns.allSatisfy({ book.relations[relation]?.column($0)?.textEqualityFamily != nil })
    else { return nil }
    return columns
  }

  private mutating func rivalry(
    _ index: UniqueRule, _ version: Int, _ other: Int
  ) -> Rivalry.Answer? {
    let pair = Rivalry(
      relation: versions[version].relation, index: index.oid, new: versions[version].values,
      other: versions[other].values)
    if facts.rivalries[pair] == nil { need(.rivalry(pair)) }
    return facts.rivalries[pair]
  }

  private mutating func uniqueError(
    _ index: UniqueRule, _ version: Int, holder: Int
  ) -> ServerError {
    let names = index.elements.compactMap(\.column)
    var keys = [version, holder].map { values(names, of: $0) }
    if names.count < index.elements.count, let answer = rivalry(index, version, holder) {
      keys = [answer.newKey, answer.otherKey]
    }
    return Violations.conflict(
      index, relation: book.name(of: versions[version].relation), values: keys[0],
      existing: keys[1])
  }
}
