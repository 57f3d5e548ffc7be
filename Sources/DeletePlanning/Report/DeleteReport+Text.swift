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
    case nil: return "NOT KNOWN YET: \(Self.rows(totalDeleted)) reached so far"
    case .succeeds: return "WOULD SUCCEED: \(accomplishment)"
    case .fails: return "REFUSED" + reason()
    case .failsAtCommit: return "REFUSED AT COMMIT" + reason()
    case .uncertain: return "CANNOT TELL: \(doubt)"
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
    let moment = report.takenAt.map { ", at " + escape($0) } ?? ""
    return "Nothing has been changed: fkwalk has only read "
      + "(\(report.effort), \(report.milliseconds) ms\(moment))."
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
    return [report.occasion] + errorLines(error.fields, indent: "  ")
  }

  private func errorLines(_ fields: ServerError, indent: String) -> [String] {
    let rest = [("DETAIL", fields.detail), ("HINT", fields.hint)].compactMap { name, text in
      text.map { "\(indent)\(name):  " + escape($0) }
    }
    return ["\(indent)ERROR:  \(fields.sqlstate): " + escape(fields.message)] + rest
  }

  private var effects: [String] {
    let shown = report.effects.filter { $0.counts.contains { $0.rows.lowerBound > 0 } }
    guard !shown.isEmpty else {
      return report.isComplete && report.outcome != .uncertain && !report.isUnexamined
        ? ["No row would be deleted, changed or inserted."] : []
    }
    let isFailure = report.error != nil
    let counts = report.hasInserts ? 3 : 2
    var rows = shown.map { effect in
      [escape(effect.table.displayName)] + effect.counts.prefix(counts).map { written($0.rows) }
    }
    if shown.count > 1 {
      let totals = [report.totalDeleted, report.totalUpdated, report.totalInserted]
      rows.append(["altogether"] + totals.prefix(counts).map(written))
    }
    let head = ["table", "deleted", "changed", "inserted"].prefix(counts + 1)
    return [isFailure ? "Were nothing in its way, it would reach:" : "Rows per table:"]
      + table([Array(head)] + rows)
  }

  /// Where nothing is known of, how well that is known says nothing.
  private func written(_ rows: RowCount) -> String { rows.lowerBound == 0 ? "0" : rows.text }

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
    var line =
      "\(indent)\(report.effectWord(of: step)) \(step.rows.text)  \(escape(step.table.displayName))"
    if let constraint = step.constraint {
      line +=
        ".\(step.columns.map(escape).joined(separator: ","))"
        + "  (\(escape(constraint))\(step.rule.map { ", " + $0 } ?? ""), references "
        + "\(escape(step.referencedTable?.displayName ?? "?")))"
    }
    if report.blocker(at: step)?.moment == .commit { line += "  at COMMIT" }
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

  /// What else to run, once for all that refuses.
  private var advice: [String] {
    if report.blockers.contains(where: \.isMissingParent) {
      return [
        "  fkwalk order \(escape(report.rootTable.displayName)) says in which order tables are filled."
      ]
    }
    guard report.command == .delete else { return [] }
    return [
      "  fkwalk preview --format sql prints a script that deletes all that is in the way."
    ]
  }

  private func blockerLines(_ number: Int, _ blocker: Blocker) -> [String] {
    let head = "  \(number). \(escape(blocker.constraint))  \(escape(blocker.definition))"
    // The first error stands above.
    let isFirst = blocker.error == report.error?.fields
    let error =
      isFirst
      ? []
      : ["     " + report.occasion(of: blocker)] + errorLines(blocker.error, indent: "       ")
    return [head, "     " + escape(report.refusal(blocker))] + error
      + ["     To get past it: " + escape(report.wayPast(blocker))]
      + blocker.sample.map { row in
        let chain = row.path.map { escape($0.table.displayName + " " + $0.description) }
        return "       \(rowText(row))"
          + (chain.isEmpty ? "" : "   through " + chain.joined(separator: " > "))
      }
  }

  /// What a kind of note means is said once.
  private var caveats: [String] {
    guard report.isComplete else { return ["Notes: not known yet, as not all was read."] }
    guard !report.caveats.isEmpty else { return [] }
    var explained: Set<Caveat.Code> = []
    return ["Notes:"]
      + report.caveats.flatMap { caveat in
        let head = "  \(caveat.isDecisive ? "UNCERTAIN" : "note") \(caveat.code.rawValue): "
        let meaning = explained.insert(caveat.code).inserted ? caveat.meaning + " " : ""
        return [head + escape(caveat.message), "    " + escape(meaning + caveat.consequence)]
      }
  }

  private var indexes: [String] {
    guard !report.missingIndexes.isEmpty else { return [] }
    return ["Without an index each deleted parent costs a scan of the whole table:"]
      + report.missingIndexes.map { index in
        let waits =
          index.create.contains(" CONCURRENTLY ")
          ? [] : ["writers wait: fkwalk lint makes it partition by partition"]
        let remarks = (index.cost.map { ["else \($0)"] } ?? []) + waits
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
