import SchemaModel

/// The rows that refuse a delete, with all rows on the ways that lead to them.
///
/// Where no two events meet on a row, rows that lead to no refusal cannot change which refusal comes
/// first; so the delete is played through with these rows alone.
struct Blame {
  /// Only of these rows; whatever is not known does not exist.
  var facts = Facts()
  /// Rows whose forebears have not been asked for, with the foreign key that refuses; nil for rows
  /// that go.
  var waiting: [(row: Int, refusing: ForeignKeyRule?)] = []
  var hasScanOrders = false
  /// How many rows refuse, by step and foreign key, where that is more than are kept here.
  var totals: [[Int]: Int] = [:]
  /// Rows that refuse for a row the DELETE itself names, with that row's number.
  private var candidates: [(number: Int, row: StoredRow, constraint: ForeignKeyRule)] = []
  private var linked: Set<[Int]> = []
  private var climbed: Set<Int> = []

  init() { facts.isClosed = true }

  /// Adds a row that refuses.
  mutating func add(_ row: StoredRow, by constraint: ForeignKeyRule) {
    waiting.append((facts.store.number(of: row.place, values: row.values), constraint))
  }

  /// Notes a row that refuses for one of the rows to delete, of which only the first and the last
  /// ones can decide.
  mutating func consider(_ row: StoredRow, for number: Int, by constraint: ForeignKeyRule) {
    candidates.append((number, row, constraint))
  }

  /// Adds the candidates that can be the first or the last to refuse.
  mutating func trim() {
    let sorted = candidates.sorted { $0.number < $1.number }
    let kept = sorted.count > 1000 ? sorted.prefix(300) + sorted.suffix(300) : sorted[...]
    for candidate in kept { add(candidate.row, by: candidate.constraint) }
    candidates = []
  }

  /// Adds a row that another one references.
  mutating func add(
    _ row: StoredRow, referencedBy child: Int, through constraint: ForeignKeyRule, _ book: RuleBook
  ) {
    let number = facts.store.number(of: row.place, values: row.values)
    if climbed.insert(number).inserted { waiting.append((number, nil)) }
    guard linked.insert([number, child, Int(constraint.oid)]).inserted else { return }
    let key = book.slots(constraint.referencedColumns, in: row.place.relation)
      .compactMap { row.values[$0] }
    facts.referencingRows[constraint.oid, default: [:]][key, default: []].append(child)
  }

  /// Partitioned tables of which rows of several partitions matter, whose order is not known.
  func treesWithoutOrder(_ book: RuleBook) -> [Oid] {
    var leaves: [Oid: Set<Oid>] = [:]
    for row in facts.store.rows {
      leaves[book.root(of: row.place.relation), default: []].insert(row.place.relation)
    }
    return leaves.filter { $0.value.count > 1 && facts.leafOrder[$0.key] == nil }.keys.sorted()
  }

  /// Puts rows that reference the same key in physical order, within a partition.
  mutating func sort() {
    let store = facts.store
    for (constraint, keys) in facts.referencingRows {
      facts.referencingRows[constraint] = keys.mapValues { rows in
        rows.sorted { store[$0].place.tupleID < store[$1].place.tupleID }
      }
    }
  }
}
