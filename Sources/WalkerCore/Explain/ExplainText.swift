import DeletePlanning
import ErrorExplaining
import SchemaModel
import TerminalCanvas

/// An explanation as lines for the screen.
struct ExplainText {
  /// What Enter on a line leads to.
  enum Target: Hashable, Sendable {
    case table(TableName)
    case row(RowIdentity)
    case rows(TableName, [ColumnValue])
    case preview
    /// Opens or closes the SQL of a fix.
    case fix(Int)
  }

  struct TextLine: Hashable, Sendable {
    var line: Line
    var target: Target?
    /// What `y` copies there; nil copies everything.
    var copy: String?
  }

  private(set) var lines: [TextLine] = []
  private let width: Int
  private let keys: Keys

  /// - Parameters:
  ///   - state: what shows.
  ///   - width: columns of the screen.
  ///   - keys: what the keys are called.
  init(_ state: ExplainState, width: Int, keys: Keys) {
    self.keys = keys
    self.width = max(1, width - 2)
    guard let explanation = state.explanation else { return }
    let violation = explanation.violation
    add(Line(SafeText.display(explanation.headline), .error))
    add(Line(SafeText.display(explanation.text)), blankBefore: true)
    if let statement = violation.statement {
      add(
        Line("Statement: ", .muted).then(SafeText.display(String(statement.prefix(300)))),
        copy: statement, blankBefore: true)
    }
    addFacts(explanation, isAsking: state.running != nil)
    for (number, fix) in explanation.fixes.enumerated() {
      addFix(fix, number, isOpen: !state.closed.contains(number))
    }
  }

  private mutating func add(
    _ line: Line, _ target: Target? = nil, copy: String? = nil, blankBefore: Bool = false
  ) {
    if blankBefore { lines.append(TextLine(line: .blank)) }
    lines += line.wrapped(to: width).map { TextLine(line: $0, target: target, copy: copy) }
  }

  private mutating func addFacts(_ explanation: Explanation, isAsking: Bool) {
    guard let facts = explanation.live else { return }
    add(Line("In the database", .title), blankBefore: true)
    let side = explanation.violation.side
    for fact in facts.sentences(on: side) {
      let role: Role = fact.kind == .problem ? .warning : .text
      add(
        Line(SafeText.display(fact.text), role, indent: 2), target(of: fact.kind, facts),
        copy: fact.kind == .constraint ? facts.foreignKey?.definition : nil)
      if fact.kind == .children { addSample(facts) }
      if fact.kind == .nearest { addNearest(facts) }
    }
    if isAsking {
      add(
        Line("asking\(keys.glyphs.ellipsis)   \(keys[.stop]) stops", .progress, indent: 2))
    }
  }

  private func target(of kind: LiveFacts.Sentence.Kind, _ facts: LiveFacts) -> Target? {
    guard let key = facts.foreignKey else { return nil }
    switch kind {
    case .constraint: return .table(key.referencing)
    case .children:
      return .rows(key.referencing, pairs(key.referencingColumns, facts.values))
    case .parent where facts.parentExists == true:
      return .row(
        RowIdentity(table: key.referenced, key: pairs(key.referencedColumns, facts.values)))
    case .parent: return .table(key.referenced)
    case .deletion: return .preview
    case .nearest, .others, .problem: return nil
    }
  }

  private func pairs(_ columns: [String], _ values: [String?]) -> [ColumnValue] {
    zip(columns, values).map { ColumnValue(column: $0, value: $1) }
  }

  private mutating func addSample(_ facts: LiveFacts) {
    guard let sample = facts.childSample else { return }
    for (row, line) in zip(sample.rows, sample.lines) {
      // One line for each row, whatever the values.
      let text = Line(SafeText.display(line), .text, indent: 4)
      let short = text.wrapped(to: width).first ?? .blank
      add(short, .row(row.identity), copy: row.identity.description)
    }
  }

  private mutating func addNearest(_ facts: LiveFacts) {
    guard let key = facts.foreignKey else { return }
    for values in facts.nearestKeys {
      let row = RowIdentity(table: key.referenced, key: pairs(key.referencedColumns, values))
      add(Line(SafeText.display(row.description), .keyPrimary, indent: 4), .row(row))
    }
  }

  private mutating func addFix(_ fix: Fix, _ number: Int, isOpen: Bool) {
    let title = Line("\(number + 1). ", .hintKey).then(fix.title + " ", .title)
      .then("(\(fix.safety.rawValue))", fix.safety == .risky ? .warning : .muted)
    add(title, .fix(number), copy: fix.sql, blankBefore: true)
    guard isOpen else { return }
    for line in fix.sql.split(separator: "\n", omittingEmptySubsequences: false) {
      add(Line(SafeText.display(String(line)), .text, indent: 5), .fix(number), copy: fix.sql)
    }
  }
}
