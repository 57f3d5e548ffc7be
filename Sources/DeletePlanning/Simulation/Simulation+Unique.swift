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

  func canConflict(_ index: UniqueRule, _ version: Int) -> Bool {
    if index.nullsConflict { return true }
    let columns = index.elements.compactMap(\.column)
    return values(columns, of: version).allSatisfy { $0 != nil }
  }

  /// The version a new one conflicts with; nil where there is none.
  mutating func conflict(_ index: UniqueRule, _ version: Int) -> Int? {
    let relation = versions[version].relation
    guard let entry = facts.conflicts[index.oid]?[versions[version].values] else {
      need(.conflicts(relation: relation, index: index.oid, values: versions[version].values))
      return nil
    }
    guard let key = entry.key, index.nullsConflict || !key.contains(nil) else { return nil }
    defer { indexed[index.oid, default: [:]][key, default: []].append(version) }
    for row in entry.rows where row != versions[version].row {
      let other = touch(row)
      if isHeld(other, in: relation), !isIndexed(other, index) { return other }
    }
    if index.isDecidedByText {
      return indexed[index.oid]?[key]?.first { isRival($0, version) }
    }
    return otherRival(index, key, version)
  }

  private func isHeld(_ version: Int, in relation: Oid) -> Bool {
    versions[version].isLive && versions[version].relation == relation
  }

  private func isRival(_ other: Int, _ version: Int) -> Bool {
    versions[other].row != versions[version].row
      && isHeld(other, in: versions[version].relation)
  }

  /// Whether a version has a key of its own in an index, rather than that of the stored row.
  private func isIndexed(_ version: Int, _ index: UniqueRule) -> Bool {
    guard versions[version].isMine,
      let key = facts.conflicts[index.oid]?[versions[version].values]?.key
    else { return false }
    return indexed[index.oid]?[key]?.contains(version) == true
  }

  /// A rival where the texts of keys do not tell: the server compares, as long as they are few.
  private mutating func otherRival(_ index: UniqueRule, _ key: Image, _ version: Int) -> Int? {
    let held = indexed[index.oid] ?? [:]
    guard held.count <= 200 else {
      noteManyKeys(index, versions[version].relation)
      return nil
    }
    for (other, numbers) in held where mayConflict(index, key, other) {
      guard let rival = numbers.first(where: { isRival($0, version) }) else { continue }
      if rivalry(index, version, rival)?.isConflict == true { return rival }
    }
    return nil
  }

  /// Whether no element whose text decides keeps two keys apart.
  private func mayConflict(_ index: UniqueRule, _ key: Image, _ other: Image) -> Bool {
    index.isExclusion
      || index.elements.indices.allSatisfy {
        index.elements[$0].textEqualityFamily == nil || key[$0] == other[$0]
      }
  }

  private mutating func noteManyKeys(_ index: UniqueRule, _ relation: Oid) {
    trace.doubt(
      Caveat(
        code: .unsupported, table: book.rootName(of: relation), object: index.name,
        message:
          "So many rows change in \(index.name) that they were not compared with each other.",
        isDecisive: true))
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
