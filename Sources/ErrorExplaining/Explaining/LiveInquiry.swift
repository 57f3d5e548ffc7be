package import DeletePlanning
package import SchemaModel
import SchemaReview

/// Asks a database about a violation, one question after the other; does no I/O itself.
package struct LiveInquiry: Hashable, Sendable {
  /// One thing to ask; the answer goes to ``LiveInquiry/take(_:)``.
  package enum Question: Hashable, Sendable {
    case rows(RowRequest)
    case count(ReferenceCountRequest)
    case deletion(DeleteRequest)
    /// The script past all that refuses a deletion.
    case script(DeleteRequest)
  }

  private enum Step: Hashable, Sendable {
    case parent, childCount, childSample, deletion, script, keysBefore, keysAfter
  }

  /// What is known by now.
  package private(set) var facts: LiveFacts
  private let violation: Violation
  private let graph: SchemaGraph
  private let version: Int
  /// The constraints that it can be, the likeliest first.
  private let candidates: [ForeignKey]
  /// Those of them that the text does not tell apart.
  private let likeliest: [ForeignKey]
  /// How many of ``likeliest`` are not violated.
  private var tried = 0
  private var isDecided = false
  private var values: [String] = []
  private var steps: [Step] = []

  private static let countLimit = 10_000
  private static let sampleLimit = 5
  private static let nearLimit = 3
  private static let cellLimit = 200
  private static let scriptLimit = 1_000
  private static let candidateLimit = 20

  /// - Parameters:
  ///   - violation: as a text tells it.
  ///   - graph: the tables and constraints of the database.
  ///   - version: `server_version_num`, as not every version knows every way out.
  package init(_ violation: Violation, in graph: SchemaGraph, version: Int) {
    self.violation = violation
    self.graph = graph
    self.version = version
    candidates = ConstraintSearch.candidates(for: violation, in: graph)
    likeliest = Array(
      ConstraintSearch.likeliest(candidates, for: violation).prefix(Self.candidateLimit))
    facts = LiveFacts()
    if let key = candidates.first {
      begin(with: key)
    } else {
      facts.problem = "this database has no such constraint"
    }
  }

  /// Begins to ask about one of the constraints that it can be.
  private mutating func begin(with key: ForeignKey) {
    facts = LiveFacts(key, in: graph, version: version)
    facts.others = candidates.filter { $0 != key }
    // The constraint knows how many columns DETAIL's lists are of.
    values =
      violation.valueText.flatMap { KeyValues.split($0, count: key.referencedColumns.count) } ?? []
    guard values.count == key.referencedColumns.count else { return }
    facts.values = values
    steps = violation.side == .referenced ? [.parent, .childCount, .childSample] : [.parent]
    let isKey = graph.table(key.referenced)?.rowKey?.columns == key.referencedColumns
    if violation.side == .referencing, isKey { steps += [.keysBefore, .keysAfter] }
    if violation.side == .referenced, !violation.removesPartition { steps.append(.deletion) }
  }

  /// Where a constraint holds by now, the text may mean another of its name: the next one is asked
  /// about, and where none is violated, the first one again.
  private mutating func tryNext() {
    guard facts.stillHolds(on: violation.side) == false, let first = likeliest.first,
      likeliest.count > 1, !isDecided
    else { return }
    tried += 1
    isDecided = tried == likeliest.count
    begin(with: isDecided ? first : likeliest[tried])
  }

  /// What to ask next; nil where all is known.
  package var question: Question? {
    guard let step = steps.first, let key = facts.foreignKey else { return nil }
    switch step {
    case .parent:
      return .rows(
        RowRequest(
          table: key.referenced, equalities: parentKey(key), limit: 1, cellLimit: Self.cellLimit))
    case .childCount:
      return .count(
        ReferenceCountRequest(foreignKey: key, referencedValues: values, cap: Self.countLimit))
    case .childSample:
      let children = zip(key.referencingColumns, values).map { ColumnValue(column: $0, value: $1) }
      return .rows(
        RowRequest(
          table: key.referencing, equalities: children, limit: Self.sampleLimit,
          cellLimit: Self.cellLimit))
    case .deletion:
      return .deletion(
        DeleteRequest(target: parentRow(key), whatIf: [key.name: RuleChange(onDelete: .cascade)]))
    case .script:
      return .script(DeleteRequest(target: parentRow(key), rowLimit: Self.scriptLimit))
    case .keysBefore: return near(key, .before(values))
    case .keysAfter: return near(key, .after(values))
    }
  }

  /// Takes the rows that were asked for.
  package mutating func take(_ page: RowPage) {
    guard let step = steps.first else { return }
    steps.removeFirst()
    switch step {
    case .parent:
      facts.parentExists = !page.rows.isEmpty
      if page.rows.isEmpty { steps.removeAll { $0 == .deletion } }
      if !page.rows.isEmpty { steps.removeAll { $0 == .keysBefore || $0 == .keysAfter } }
      tryNext()
    case .childSample: facts.childSample = page
    case .keysBefore, .keysAfter:
      facts.nearestKeys += page.rows.map { row in row.identity.key.map(\.value) }
    case .childCount, .deletion, .script: break
    }
  }

  /// Takes the number of child rows.
  package mutating func take(_ count: RowCount) {
    facts.childRows = count
    steps.removeFirst(steps.isEmpty ? 0 : 1)
    tryNext()
  }

  /// Takes a report of what deleting the parent does; one that is not complete will be followed.
  package mutating func take(_ report: DeleteReport) {
    facts.deletion = report
    guard report.isComplete, !steps.isEmpty else { return }
    steps.removeFirst()
    if report.refuses { steps.append(.script) }
  }

  /// Takes the script that deletes all that is in the way.
  package mutating func take(script: String) {
    facts.script = script
    steps.removeFirst(steps.isEmpty ? 0 : 1)
  }

  /// Goes on without an answer.
  ///
  /// - Parameter reason: why there is none, in one line.
  package mutating func fail(_ reason: String) {
    let what = steps.first == .script ? "how to delete all that is in the way: " : ""
    facts.problem = facts.problem ?? what + reason
    steps.removeFirst(steps.isEmpty ? 0 : 1)
  }

  /// Asks nothing more.
  package mutating func stop() {
    if !steps.isEmpty { facts.problem = facts.problem ?? "stopped" }
    steps = []
  }

  private func near(_ key: ForeignKey, _ position: RowRequest.Position) -> Question {
    .rows(
      RowRequest(
        table: key.referenced, position: position, limit: Self.nearLimit,
        cellLimit: Self.cellLimit))
  }

  private func parentRow(_ key: ForeignKey) -> DeleteRequest.Target {
    .rows(key.referenced, [RowIdentity(table: key.referenced, key: parentKey(key))])
  }

  private func parentKey(_ key: ForeignKey) -> [ColumnValue] {
    zip(key.referencedColumns, values).map { ColumnValue(column: $0, value: $1) }
  }
}

extension DeleteReport {
  /// Whether the statement fails, at once or at COMMIT.
  var refuses: Bool { outcome == .fails || outcome == .failsAtCommit }
}
