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
    let rules = whatIf.sorted { $0.key < $1.key }.map { "\($0.key) were ON DELETE \($0.value.sql)" }
    return "What if \(rules.joined(separator: ", "))?"
  }

  /// The verdict in one line, for people: `REFUSED by … : 2 rows of invoices`.
  package var verdict: String {
    let total = "\(totalDeleted.text) \(totalDeleted.lowerBound == 1 ? "row" : "rows")"
    switch outcome {
    case nil: return "WORKING, \(total) reached so far"
    case .succeeds:
      let changed = totalUpdated.lowerBound
      return "WOULD SUCCEED: deletes \(total)"
        + (changed > 0 ? ", changes \(totalUpdated.text)" : "")
    case .fails, .failsAtCommit:
      let moment = outcome == .failsAtCommit ? " at COMMIT" : ""
      guard let first = blockers.first else {
        return "REFUSED\(moment): \(error?.fields.message ?? "")"
      }
      let others = blockers.count > 1 ? ", and \(blockers.count - 1) more" : ""
      return "REFUSED\(moment) by \(first.constraint): \(first.rows.text) "
        + "\(first.rows.lowerBound == 1 ? "row" : "rows") of \(first.table.displayName)\(others)"
    case .uncertain:
      let reason = caveats.first { $0.isDecisive }?.message ?? ""
      return "CANNOT BE TOLD: \(reason)"
    }
  }
}

extension Step {
  /// What happens to the rows, as a word for people: `DELETE`, `SET NULL`, `REFUSE`.
  package var effectWord: String {
    switch effect {
    case .delete: "DELETE"
    case .setNull: "SET NULL"
    case .setDefault: "SET DEFAULT"
    case .updateKey: "UPDATE KEY"
    case .block: "REFUSES"
    }
  }
}

/// Writes a report's sections.
private struct ReportText {
  let report: DeleteReport
  let escape: (String) -> String

  var sections: [[String]] {
    [
      report.supposition.map { [escape($0)] } ?? [], [escape(report.verdict)],
      [escape(report.statement)] + server, error, effects, steps, blockers, caveats, indexes,
      [ending + " " + escape(report.holding)],
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
    let shown = report.effects.filter { $0.deleted.lowerBound + $0.updated.lowerBound > 0 }
    guard !shown.isEmpty else {
      return report.isComplete && report.outcome != .uncertain
        ? ["No row would be deleted or changed."] : []
    }
    let isFailure = report.error != nil
    var rows = shown.map { [escape($0.table.displayName), $0.deleted.text, $0.updated.text] }
    if shown.count > 1 {
      rows.append(["altogether", report.totalDeleted.text, report.totalUpdated.text])
    }
    return [isFailure ? "Were nothing in its way, it would reach:" : "Rows per table:"]
      + table([["table", "deleted", "changed"]] + rows)
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
        + "  (\(escape(constraint)), ON DELETE \(step.action?.sql ?? ""), references "
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
      + [
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
        return "  \(escape(index.create))" + (index.scans > 0 ? "  -- else \(cost)\(rows)" : "")
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
