import SchemaModel

extension DeleteReport {
  /// The report as linear text, for terminals, pipes, screen readers and bug reports: everything
  /// the preview screen says.
  ///
  /// - Parameter escape: makes names and data harmless for where the text goes.
  /// - Returns: lines, the last one ended too.
  package func text(escaping escape: @escaping (String) -> String) -> String {
    let writer = ReportText(report: self, escape: escape)
    return writer.sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  /// What the report takes to be otherwise than it is, as a question; nil where that is nothing.
  package var supposition: String? {
    guard !whatIf.isEmpty else { return nil }
    let rules = whatIf.sorted { $0.key < $1.key }.map { "\($0.key) were \($0.value.sql)" }
    return "What if \(rules.joined(separator: ", "))?"
  }

  /// The verdict in one line, for people: `REFUSED by … : 2 rows of invoices`.
  package var verdict: String {
    switch outcome {
    case nil: return "WORKING, \(Self.rows(totalDeleted)) reached so far"
    case .succeeds: return "WOULD SUCCEED: \(accomplishment)"
    case .fails, .failsAtCommit:
      let moment = outcome == .failsAtCommit ? " at COMMIT" : ""
      guard let first = blockers.first, first.error == error?.fields else {
        return "REFUSED\(moment): \(error?.fields.message ?? "")"
      }
      let others = blockers.count > 1 ? ", and \(blockers.count - 1) more" : ""
      return "REFUSED\(moment) by \(first.constraint): \(Self.rows(first.rows)) of "
        + first.table.displayName + others
    case .uncertain:
      let reason = caveats.first { $0.isDecisive }?.message ?? ""
      return "CANNOT TELL: \(reason)"
    }
  }
}

extension DeleteReport {
  /// `deletes 3 rows, changes 1`.
  private var accomplishment: String {
    let parts = [
      ("deletes", totalDeleted, command == .delete),
      ("inserts", totalInserted, command == .insert),
      ("changes", totalUpdated, command == .update),
    ].filter { $0.1.lowerBound > 0 || $0.2 }
    return parts.enumerated().map { number, part in
      "\(part.0) \(number == 0 ? Self.rows(part.1) : part.1.text)"
    }.joined(separator: ", ")
  }

  private static func rows(_ count: RowCount) -> String {
    "\(count.text) \(count.lowerBound == 1 ? "row" : "rows")"
  }
}

extension Step {
  /// What happens to the rows, as a word for people: `DELETE`, `SET NULL`, `REFUSE`.
  package var effectWord: String {
    switch effect {
    case .delete: "DELETE"
    case .update: "UPDATE"
    case .insert: "INSERT"
    case .setNull: "SET NULL"
    case .setDefault: "SET DEFAULT"
    case .updateKey: "UPDATE KEY"
    case .block: "REFUSES"
    }
  }
}

extension Step {
  /// `ON DELETE CASCADE`; nil for the statement itself.
  package var rule: String? {
    action.map { (isOnUpdate ? "ON UPDATE " : "ON DELETE ") + $0.sql }
  }
}

extension Blocker {
  /// Whether a row's own reference leads nowhere, rather than that the row is referenced.
  package var isMissingParent: Bool {
    error.sqlstate == "23503" && error.message.hasPrefix("insert or update on table")
  }
}

/// Writes a report's sections.
private struct ReportText {
  let report: DeleteReport
  let escape: (String) -> String

  var sections: [[String]] {
    [
      report.supposition.map { [escape($0)] } ?? [], [escape(report.verdict)], comparison,
      [escape(report.statement)] + server, error, effects, steps, blockers, caveats, indexes,
      migration, [ending + " " + escape(report.holding)],
    ]
  }

  private var ending: String {
    let questions = report.questionsAnswered == 1 ? "question" : "questions"
    return "Nothing has been changed: fkwalk has only read "
      + "(\(report.questionsAnswered) \(questions), \(report.milliseconds) ms)."
  }

  /// Where that was read, as the screen's title says it.
  private var server: [String] {
    guard let server = report.server, !server.database.isEmpty else { return [] }
    let isRemote = !server.host.isEmpty && !server.host.hasPrefix("/")
    let host = isRemote ? " at \(server.host):\(server.port)" : ""
    let version = server.versionText.prefix { $0 != " " }
    return [
      escape("on database \(server.database)\(host) as \(server.user), PostgreSQL \(version)")
    ]
  }

  /// How to get there; empty where nothing is supposed.
  private var migration: [String] {
    guard !report.whatIf.isEmpty else { return [] }
    let rules = report.whatIf.sorted { $0.key < $1.key }.map { "'\($0.key)=\($0.value.option)'" }
    return [
      "The SQL that makes it so while others work on:",
      "  fkwalk migrate " + escape(rules.joined(separator: " ")),
    ]
  }

  private var comparison: [String] {
    let rows = report.comparison
    guard !rows.isEmpty else { return [] }
    return ["Side by side:"]
      + table(
        [["", "as it is", "what if"]]
          + rows.map { [escape($0.subject), escape($0.before), escape($0.after)] })
  }

  private var error: [String] {
    guard let error = report.error else { return [] }
    let fields = error.fields
    let moment = error.moment == .commit ? " (at COMMIT)" : ""
    var lines = [
      "PostgreSQL would say\(moment):", "  ERROR:  \(fields.sqlstate): " + escape(fields.message),
    ]
    if let detail = fields.detail { lines.append("  DETAIL:  " + escape(detail)) }
    if let hint = fields.hint { lines.append("  HINT:  " + escape(hint)) }
    return lines
  }

  private var effects: [String] {
    let shown = report.effects.filter { $0.counts.contains { $0.rows.lowerBound > 0 } }
    guard !shown.isEmpty else {
      return report.isComplete && report.outcome != .uncertain
        ? ["No row would be deleted, changed or inserted."] : []
    }
    let isFailure = report.error != nil
    let counts = report.hasInserts ? 3 : 2
    var rows = shown.map { effect in
      [escape(effect.table.displayName)] + effect.counts.prefix(counts).map(\.rows.text)
    }
    if shown.count > 1 {
      let totals = [report.totalDeleted, report.totalUpdated, report.totalInserted]
      rows.append(["altogether"] + totals.prefix(counts).map(\.text))
    }
    let head = ["table", "deleted", "changed", "inserted"].prefix(counts + 1)
    return [isFailure ? "Were nothing in its way, it would reach:" : "Rows per table:"]
      + table([Array(head)] + rows)
  }

  /// A deep chain stays readable: so many steps are listed, and so many levels indented.
  private static let stepLimit = 300
  private static let indentLimit = 12

  private var steps: [String] {
    guard report.steps.count > 1 else { return [] }
    let shown = report.steps.prefix(Self.stepLimit)
    let hidden = report.steps.count - shown.count
    return ["Level by level:"] + shown.flatMap(stepLines)
      + (hidden > 0 ? ["  … and \(hidden) more steps"] : [])
  }

  private func stepLines(_ step: Step) -> [String] {
    let indent = String(repeating: "  ", count: min(step.level, Self.indentLimit) + 1)
    var line = "\(indent)\(step.effectWord) \(step.rows.text)  \(escape(step.table.displayName))"
    if let constraint = step.constraint {
      line +=
        ".\(step.columns.map(escape).joined(separator: ","))"
        + "  (\(escape(constraint))\(step.rule.map { ", " + $0 } ?? ""), references "
        + "\(escape(step.referencedTable?.displayName ?? "?")))"
    }
    if step.repeated > 0 { line += "  \(step.repeated) already counted elsewhere" }
    let definition = step.effect == .block ? nil : step.definition
    let lines = [line] + (definition.map { ["\(indent)    \(escape($0))"] } ?? [])
    guard !step.sample.isEmpty else { return lines }
    let rows = step.sample.map(rowText).joined(separator: "; ")
    let more = step.rows.lowerBound > step.sample.count ? "; …" : ""
    return lines + ["\(indent)    \(rows)\(more)"]
  }

  /// `id=42 (name Zoë Quinn)`.
  private func rowText(_ row: SampleRow) -> String {
    let details = row.details.map { "\($0.column) \($0.value ?? "NULL")" }.joined(separator: ", ")
    return escape(row.identity.description + (details.isEmpty ? "" : " (\(details))"))
  }

  private var blockers: [String] {
    guard !report.blockers.isEmpty else { return [] }
    return ["What refuses:"]
      + report.blockers.enumerated().flatMap { blockerLines($0 + 1, $1) }
      + advice
  }

  private var advice: [String] {
    if report.blockers.allSatisfy(\.isMissingParent) {
      let parents = report.blockers.map { escape($0.referencedTable.displayName) }
      let table = escape(report.rootTable.displayName)
      return [
        "  To get past it: insert the missing rows of \(parents.joined(separator: ", ")) first, or "
          + "name ones that are there.",
        "  fkwalk order \(table) says in which order tables are filled.",
      ]
    }
    guard report.command == .delete else {
      return ["  To get past it: delete these rows first, or point them elsewhere."]
    }
    return [
      "  To get past it: delete these rows first, or point them elsewhere.",
      "  fkwalk preview --format sql prints a script that deletes all that is in the way.",
    ]
  }

  private func blockerLines(_ number: Int, _ blocker: Blocker) -> [String] {
    let moment = blocker.moment == .commit ? " at COMMIT" : ""
    let head = "  \(number). \(escape(blocker.constraint))  \(escape(blocker.definition))"
    let count =
      "     \(blocker.rows.text) of \(escape(blocker.table.displayName))\(moment): "
      + escape(blocker.error.message) + " (\(blocker.error.sqlstate))"
    let detail = blocker.error.detail.map { ["     " + escape($0)] } ?? []
    return [head, count] + detail
      + blocker.sample.map { row in
        let chain = row.path.map { escape($0.table.displayName + " " + $0.description) }
        return "       \(rowText(row))"
          + (chain.isEmpty ? "" : "   through " + chain.joined(separator: " > "))
      }
  }

  private var caveats: [String] {
    guard !report.caveats.isEmpty else { return [] }
    return ["Mind:"]
      + report.caveats.map { caveat in
        "  \(caveat.isDecisive ? "UNCERTAIN " : "")\(caveat.code.rawValue): "
          + escape(caveat.message)
      }
  }

  private var indexes: [String] {
    guard !report.missingIndexes.isEmpty else { return [] }
    return ["Without an index each deleted parent costs a scan of the whole table:"]
      + report.missingIndexes.map { index in
        let rows = index.rowsPerScan.map { " of about \($0) rows" } ?? ""
        let cost = index.scans == 1 ? "one scan" : "\(index.scans) scans"
        let waits =
          index.create.contains(" CONCURRENTLY ")
          ? [] : ["writers wait: fkwalk lint makes it partition by partition"]
        let remarks = (index.scans > 0 ? ["else \(cost)\(rows)"] : []) + waits
        return "  \(escape(index.create))"
          + (remarks.isEmpty ? "" : "  -- \(remarks.joined(separator: "; "))")
      }
  }

  /// Columns aligned by character count: names left, numbers right.
  private func table(_ rows: [[String]]) -> [String] {
    let widths = (0..<(rows.first?.count ?? 0)).map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      "  "
        + row.enumerated().map { column, text in
          let padding = String(repeating: " ", count: widths[column] - text.count)
          return column == 0 ? text + padding : padding + text
        }.joined(separator: "  ")
    }
  }
}
