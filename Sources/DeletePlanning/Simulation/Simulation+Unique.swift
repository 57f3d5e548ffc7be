internal import OrderedCollections
import SchemaModel

extension Simulation {
  /// Enters a new version into the indexes its change touches, in index order: works out expressions
  /// and predicates, and looks for conflicts in unique and exclusion indexes; what is wrong at once is
  /// an error (`ExecInsertIndexTuples`).
  ///
  /// - Returns: the deferrable indexes that found a conflict, to be looked at again later.
  mutating func enterIndexes(_ made: Int, _ update: RowUpdate, everyIndex: Bool) -> Set<Oid> {
    var rechecks: Set<Oid> = []
    noteLargeKeys(update)
    for index in book.relations[update.relation]?.indexes ?? []
    where everyIndex || concerns(index, update) {
      guard isCovered(made, by: index, update), index.isUnique else { continue }
      if isEmptyPeriod(made, in: index) {
        block(update, Violations.emptyPeriod(index, relation: book.name(of: update.relation)))
      }
      guard canConflict(index, made), let holder = conflict(index, made) else { continue }
      if index.isImmediate {
        block(update, uniqueError(index, made, holder: holder))
      } else {
        rechecks.insert(index.oid)
      }
    }
    return rechecks
  }

  /// Whether an index has an entry for a new version, as far as is known; working that out may fail.
  private mutating func isCovered(
    _ made: Int, by index: IndexRule, _ update: RowUpdate
  ) -> Bool {
    if let function = index.unpredictable, let relation = book.relations[update.relation] {
      noteUnpredictable(index.name, relation, function)
    }
    guard index.canFail else { return true }
    let values = versions[made].values
    switch facts.indexKeys[index.oid]?[values] {
    case .success(let key):
      let size = key?.reduce(0) { $0 + ($1?.utf8.count ?? 0) } ?? 0
      if size > Self.largestKey { noteLargeKey(index.name, update.relation) }
      return key != nil
    case .failure(let error):
      block(update, error)
      return false
    case nil:
      need(.indexKey(relation: update.relation, index: index.oid, values: values))
      return false
    }
  }

  /// A range that ends with no point in it (`ExecWithoutOverlapsNotEmpty`).
  private func isEmptyPeriod(_ made: Int, in index: IndexRule) -> Bool {
    guard index.forbidsEmpty, let column = index.elements.last?.column,
      let value = values([column], of: made).first
    else { return false }
    return value == "empty" || value == "{}"
  }

  // MARK: Large keys

  /// What a B-tree can hold for sure, in bytes: a third of a page, less what comes with values.
  static let largestKey = 2500

  /// Keys of B-trees must fit a third of a page once compressed, which only the server can tell.
  private mutating func noteLargeKeys(_ update: RowUpdate) {
    let old = update.isInsert ? [] : versions[update.version].values
    let large = update.values.indices.contains { slot in
      guard let value = update.values[slot], value.utf8.count > 300 else { return false }
      return update.isInsert || old[slot] != value
    }
    guard large else { return }
    guard let indexes = facts.btrees[update.relation] else {
      return need(.btrees(relation: update.relation))
    }
    for columns in indexes {
      let size = book.slots(columns, in: update.relation).reduce(0) {
        $0 + (update.values[$1]?.utf8.count ?? 0)
      }
      if size > Self.largestKey {
        noteLargeKey(columns.joined(separator: ", "), update.relation)
      }
    }
  }

  private mutating func noteLargeKey(_ object: String, _ relation: Oid) {
    trace.doubt(
      Caveat(
        code: .unsupported, table: book.rootName(of: relation), object: object,
        message: "The index on \(object) of \(book.name(of: relation).displayName) may not take so "
          + "large a key.", isDecisive: true))
  }

  /// A deferrable unique constraint is looked at again (`unique_key_recheck`).
  mutating func recheckUnique(_ oid: Oid, _ event: TriggerEvent) {
    guard let new = event.new, versions[new].isLive,
      let index = book.relations[versions[new].relation]?.index(oid), canConflict(index, new),
      let holder = conflict(index, new)
    else { return }
    let error = uniqueError(index, new, holder: holder)
    trace.block(
      [versions[new].row], atStep: event.step, error: error, moment: moment, book: book)
    fail(error)
  }

  private func concerns(_ index: IndexRule, _ update: RowUpdate) -> Bool {
    if index.usesWholeRow { return true }
    let slots = book.slots(index.columns, in: update.relation)
    let old = versions[update.version].values
    return slots.contains { old[$0] != update.values[$0] }
  }

  func canConflict(_ index: IndexRule, _ version: Int) -> Bool {
    if index.nullsConflict { return true }
    let columns = index.elements.compactMap(\.column)
    return values(columns, of: version).allSatisfy { $0 != nil }
  }

  /// The version a new one conflicts with; nil where there is none.
  mutating func conflict(_ index: IndexRule, _ version: Int) -> Int? {
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
  private func isIndexed(_ version: Int, _ index: IndexRule) -> Bool {
    guard versions[version].isMine,
      let key = facts.conflicts[index.oid]?[versions[version].values]?.key
    else { return false }
    return indexed[index.oid]?[key]?.contains(version) == true
  }

  /// A rival where the texts of keys do not tell: the server compares, as long as they are few.
  private mutating func otherRival(_ index: IndexRule, _ key: Image, _ version: Int) -> Int? {
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
  private func mayConflict(_ index: IndexRule, _ key: Image, _ other: Image) -> Bool {
    index.isExclusion
      || index.elements.indices.allSatisfy {
        index.elements[$0].textEqualityFamily == nil || key[$0] == other[$0]
      }
  }

  private mutating func noteManyKeys(_ index: IndexRule, _ relation: Oid) {
    trace.doubt(
      Caveat(
        code: .unsupported, table: book.rootName(of: relation), object: index.name,
        message:
          "So many rows change in \(index.name) that they were not compared with each other.",
        isDecisive: true))
  }

  private mutating func rivalry(
    _ index: IndexRule, _ version: Int, _ other: Int
  ) -> Rivalry.Answer? {
    let pair = Rivalry(
      relation: versions[version].relation, index: index.oid, new: versions[version].values,
      other: versions[other].values)
    if facts.rivalries[pair] == nil { need(.rivalry(pair)) }
    return facts.rivalries[pair]
  }

  private mutating func uniqueError(
    _ index: IndexRule, _ version: Int, holder: Int
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
