internal import OrderedCollections
import SchemaModel

/// Finds the rows a delete can reach, level by level, with one question per foreign key and level.
///
/// It follows every action as if nothing refused, so it may find more than the simulation will use;
/// what it finds lets the simulation run with few questions of its own. A row is followed once per
/// kind of change, so cycles end.
struct Collector {
  /// What is done to a row.
  private enum Change {
    case deleted
    case updated(Set<String>)
  }

  /// A question asked for a row, and what its answer leads to.
  private struct Lead {
    var constraint: Oid
    var key: [String]
    var isDeleted: Bool
    var columns: Set<String>
  }

  private let book: RuleBook
  private var frontier: [(row: Int, change: Change)] = []
  private var leads: [Lead] = []
  private var deleted: Set<Int> = []
  private var updated: [Int: Set<String>] = [:]
  private(set) var level = 0
  /// How many rows were found in all by the end of each level.
  private var counts: [Int]

  /// - Parameters:
  ///   - book: the rules.
  ///   - roots: the rows the statement names.
  ///   - columns: those that an UPDATE changes; nil where rows are deleted.
  init(book: RuleBook, roots: [Int], updating columns: Set<String>? = nil) {
    self.book = book
    counts = [0]
    if let columns {
      for row in roots { reachUpdated(row, columns) }
    } else {
      deleted = Set(roots)
      frontier = roots.map { ($0, .deleted) }
    }
    counts.append(rowCount)
  }

  /// How many rows were found so far.
  var rowCount: Int { deleted.count + updated.count }

  /// How many rows there will be after the next level, should it grow as the last one did.
  var expectedCount: Int {
    let found = zip(counts.dropFirst(), counts).map { $0 - $1 }
    guard let last = found.last, let before = found.dropLast().last else { return rowCount }
    return rowCount + last * min(last, 4 * before) / max(1, before)
  }

  /// The rows found so far, by number: those that go, and those that change.
  var foundRows: (deleted: Set<Int>, updated: Set<Int>) {
    (deleted, Set(updated.lazy.filter { !$0.value.isEmpty }.map(\.key)))
  }

  /// What must be asked to get to the next level; empty where the end is reached.
  mutating func nextQuestions(_ facts: Facts) -> OrderedSet<Question> {
    leads = []
    var questions: OrderedSet<Question> = []
    for (row, change) in frontier {
      for lead in self.leads(of: row, change, facts) {
        leads.append(lead)
        if facts.referencingRows[lead.constraint]?[lead.key] == nil {
          questions.append(.referencingRows(constraint: lead.constraint, key: lead.key))
        }
      }
    }
    frontier = []
    level += 1
    return questions
  }

  /// Follows the answers one level down.
  ///
  /// - Returns: whether new rows were found.
  mutating func advance(_ facts: Facts) -> Bool {
    defer { counts.append(rowCount) }
    for lead in leads {
      for row in facts.referencingRows[lead.constraint]?[lead.key] ?? [] {
        if lead.isDeleted { reachDeleted(row) } else { reachUpdated(row, lead.columns) }
      }
    }
    return !frontier.isEmpty
  }

  private mutating func reachDeleted(_ row: Int) {
    guard deleted.insert(row).inserted else { return }
    frontier.append((row, .deleted))
  }

  private mutating func reachUpdated(_ row: Int, _ columns: Set<String>) {
    let new = columns.subtracting(updated[row] ?? [])
    guard !new.isEmpty || updated[row] == nil else { return }
    updated[row, default: []].formUnion(columns)
    frontier.append((row, .updated(new)))
  }

  private func leads(of row: Int, _ change: Change, _ facts: Facts) -> [Lead] {
    let stored = facts.store[row]
    return (book.triggers[stored.place.relation] ?? []).compactMap { trigger in
      guard trigger.isEnabled, case .action(let action, let operation) = trigger.kind,
        let constraint = book.constraints[trigger.constraint],
        concerns(change, operation, constraint)
      else { return nil }
      let key = book.slots(constraint.referencedColumns, in: stored.place.relation)
        .compactMap { stored.values[$0] }
      guard key.count == constraint.referencedColumns.count else { return nil }
      return Lead(
        constraint: constraint.oid, key: key,
        isDeleted: action == .cascade && operation == .delete,
        columns: changedColumns(action, operation, constraint))
    }
  }

  private func concerns(
    _ change: Change, _ operation: TriggerRule.Operation, _ constraint: ForeignKeyRule
  ) -> Bool {
    switch change {
    case .deleted: operation == .delete
    case .updated(let columns):
      operation == .update && constraint.referencedColumns.contains { columns.contains($0) }
    }
  }

  /// The columns an action changes, with the generated ones that may follow.
  private func changedColumns(
    _ action: ReferentialAction, _ operation: TriggerRule.Operation,
    _ constraint: ForeignKeyRule
  ) -> Set<String> {
    if action == .noAction || action == .restrict { return [] }
    let generated = book.relations[constraint.referencing]?.columns
      .filter { $0.generation == .stored }.map(\.name)
    return Set(constraint.columnsSet(on: operation) + (generated ?? []))
  }
}
