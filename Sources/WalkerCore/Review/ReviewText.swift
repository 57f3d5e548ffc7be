import SchemaModel
import SchemaReview
import TerminalCanvas

/// One line of a review list.
struct ReviewLine: Hashable, Sendable {
  /// What Enter on it leads to.
  enum Target: Hashable, Sendable {
    case table(TableName)
    case preview(RowIdentity)
  }

  var line: Line
  /// All there is to say about it.
  var detail: [Line]
  /// What can be run; nil where there is nothing.
  var sql: String?
  /// Nil where it leads nowhere.
  var target: Target?
}

/// What the review lists say.
struct ReviewText {
  private let state: ReviewState

  init(_ state: ReviewState) { self.state = state }

  /// The lines of the list that shows.
  var lines: [ReviewLine] {
    switch (state.tab, state.answer.value) {
    case (.insertOrder, _): state.insertOrder.map(lines) ?? []
    case (.deleteOrder, _): state.deleteOrder.map(lines) ?? []
    case (.findings, .findings(let report)): lines(report)
    case (.orphans, .orphans(let report)): report.results.map(line)
    case (.reach, .reach(let radius)): lines(radius)
    default: []
    }
  }

  /// What was looked at, and whether all of it.
  static func scope(_ answer: ReviewAnswer) -> String {
    switch answer {
    case .findings(let report):
      Numbers.plural(report.keys, "foreign key") + " looked at"
    case .orphans(let report): report.isComplete ? "" : "not all were looked at"
    case .reach(let radius): radius.isComplete ? "" : "not all were looked at"
    }
  }

  /// The whole list: orders as scripts, the others as the commands print them.
  var document: String {
    switch (state.tab, state.answer.value) {
    case (.insertOrder, _), (.deleteOrder, _):
      let order = state.tab == .insertOrder ? state.insertOrder : state.deleteOrder
      return Self.joined(order.map { OrderScript($0).lines } ?? [])
    case (_, .findings(let report)): return Self.joined(report.text.map { SafeText.escaped($0) })
    case (_, .orphans(let report)): return Self.joined(report.text.map { SafeText.escaped($0) })
    case (_, .reach(let radius)): return Self.joined(radius.text.map { SafeText.escaped($0) })
    default: return ""
    }
  }

  private static func joined(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  // MARK: Findings

  private func lines(_ report: LintReport) -> [ReviewLine] {
    let widths = Self.widths(report)
    return report.findings.map { line($0, widths) }
  }

  /// How wide the kinds of findings and the names of tables are, as far as there is room for them.
  private static func widths(_ report: LintReport) -> (kind: Int, table: Int) {
    (
      report.findings.map { DisplayWidth.of($0.code.words) }.max() ?? 0,
      min(30, report.findings.map { DisplayWidth.of(Summaries.name($0.table)) }.max() ?? 0)
    )
  }

  /// `severity  what is found  table  object`, in columns.
  private func line(_ finding: Finding, _ widths: (kind: Int, table: Int)) -> ReviewLine {
    let role: Role =
      switch finding.severity {
      case .error: .error
      case .warning: .caution
      case .info: .muted
      }
    let object = finding.object.map(SafeText.display) ?? ""
    return ReviewLine(
      line: Line(DisplayWidth.padded(finding.severity.rawValue, to: 9), role)
        .then(DisplayWidth.padded(finding.code.words, to: widths.kind) + "  ")
        .then(
          DisplayWidth.padded(Summaries.name(finding.table), to: widths.table) + "  ", .edgeChild
        )
        .then(object, .muted),
      detail: [Line(SafeText.display(finding.message))] + Self.sql(finding.fix, "To mend it"),
      sql: finding.fix.isEmpty ? nil : Self.joined(finding.fix), target: .table(finding.table))
  }

  private static func sql(_ lines: [String], _ title: String) -> [Line] {
    guard !lines.isEmpty else { return [] }
    return [Line(title + ":", .title)] + lines.map { Line(SafeText.display($0), indent: 2) }
  }

  /// What the columns of a list are, as wide as they are; nil where there is no list.
  var heading: String? {
    func right(_ words: [String], _ width: Int) -> String {
      words.map { DisplayWidth.padded($0, to: width, alignRight: true) }.joined()
    }
    switch (state.tab, state.answer.value) {
    case (.insertOrder, _), (.deleteOrder, _): return "level and table"
    case (.findings, .findings(let report)):
      let widths = Self.widths(report)
      return DisplayWidth.padded("severity", to: 9)
        + DisplayWidth.padded("what", to: widths.kind) + "  "
        + DisplayWidth.padded("table", to: widths.table) + "  object"
    case (.orphans, .orphans): return right(["rows"], 8) + "  table, constraint"
    case (.reach, .reach): return right(["deleted", "changed", "tables"], 9) + "  row, outcome"
    default: return nil
    }
  }

  // MARK: Orders

  private func lines(_ order: TableOrder) -> [ReviewLine] {
    let width = "\(order.groups.last?.level ?? 0)".count
    return order.groups.map { group in
      let level = DisplayWidth.padded("\(group.level)", to: width, alignRight: true)
      let names = group.tables.map(Summaries.name).joined(separator: ", ")
      let mark = group.tables.count > 1 ? "  a cycle" : group.isCycle ? "  references itself" : ""
      let explanation = group.explanation(order.purpose)
      return ReviewLine(
        line: Line(level + "  ", .muted).then(names).then(
          mark, group.proof.isEmpty ? .muted : .warning),
        detail: explanation.isEmpty
          ? [plainText(group, order.purpose)]
          : explanation.map { Line(SafeText.display($0)) },
        sql: nil, target: .table(group.tables[0]))
    }
  }

  private func plainText(_ group: OrderGroup, _ purpose: TableOrder.Purpose) -> Line {
    let (rows, first) =
      purpose == .insert ? ("inserted", "its parents") : ("deleted", "its children")
    return group.level == 1
      ? Line("Its rows can be \(rows) first: they wait for no other table.")
      : Line("Its rows can be \(rows) once those of \(first) are, which come before.")
  }

  // MARK: Rows without a parent

  private func line(_ result: OrphanReport.Result) -> ReviewLine {
    let count = result.error == nil ? result.rows.text : "?"
    let key = result.check.key
    let details = result.details.map { Line(SafeText.display($0)) }
    return ReviewLine(
      line: Line(
        DisplayWidth.padded(count, to: 8, alignRight: true) + "  ",
        result.rows.lowerBound > 0 || result.error != nil ? .warning : .muted
      ).then(Summaries.name(key.referencing) + "  ").then(SafeText.display(key.name), .muted),
      detail: details, sql: result.repair.isEmpty ? nil : Self.joined(result.repair),
      target: .table(key.referencing))
  }

  // MARK: Reach

  private func lines(_ radius: BlastRadius) -> [ReviewLine] {
    radius.entries.map { entry in
      let numbers = [entry.deleted.text, entry.updated.text, "\(entry.tables)"].map {
        DisplayWidth.padded($0, to: 9, alignRight: true)
      }
      let row = "\(Summaries.name(entry.row.table)) \(SafeText.display(entry.row.description))"
      return ReviewLine(
        line: Line(numbers.joined()).then("  \(row)  ").then(
          SafeText.display(entry.outcome), entry.refusal == nil ? .muted : .effectBlock),
        detail: [
          Line(
            "Deleting \(row) would delete \(entry.deleted.text) rows and change "
              + "\(entry.updated.text), in \(Numbers.plural(entry.tables, "table")), down to level "
              + "\(entry.levels): \(SafeText.display(entry.outcome))."),
          Line("It is the row that most rows of another table reference.", .muted),
        ], sql: nil, target: .preview(entry.row))
    }
  }
}
