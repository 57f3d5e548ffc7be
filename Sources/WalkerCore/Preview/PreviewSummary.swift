import DeletePlanning
import SchemaModel
import TerminalCanvas

/// The outcome and the totals of a preview in two sentences.
struct PreviewSummary {
  let report: DeleteReport?
  let isRunning: Bool
  let failure: ServerError?
  let whatIf: [String: RuleChange]
  let verification: Loadable<Verification>
  let keys: Keys

  init(_ state: PreviewState, _ keys: Keys) {
    report = state.report
    isRunning = state.running != nil
    failure = state.failure
    whatIf = state.request.whatIf
    verification = state.verification
    self.keys = keys
  }

  private var glyphs: Glyphs { keys.glyphs }

  /// What there is to say, the verdict first.
  var lines: [Line] {
    [supposition + verdict, totals, changedRules, asItIs, verified].filter { !$0.spans.isEmpty }
  }

  /// Before the verdict, even where nothing else fits: it is not about the rules as they are.
  private var supposition: Line {
    whatIf.isEmpty ? Line() : Line("WHAT IF", .effectMaybe).then("  ")
  }

  /// The rules that are not as the database has them.
  private var changedRules: Line {
    guard !whatIf.isEmpty else { return Line() }
    let rules = whatIf.sorted { $0.key < $1.key }.map {
      "\(SafeText.display($0.key)) were \(SafeText.display($0.value.sql))"
    }
    return Line("if ", .muted).then(rules.joined(separator: ", "))
  }

  /// What the rules that the database has lead to, below what those supposed do.
  private var asItIs: Line {
    guard let before = report?.before, report?.isComplete == true else { return Line() }
    let now = report.map { Prediction($0) }
    let same = now?.outcome == before.outcome && now?.effects == before.effects
    return Line("as it is  ", .muted)
      .then(same ? "the same: " : "").then(SafeText.display(before.verdict), role(of: before))
  }

  private func role(of prediction: Prediction) -> Role {
    switch prediction.outcome {
    case .succeeds: .verdictSucceeds
    case .fails, .failsAtCommit: .verdictFails
    case .uncertain, nil: .verdictUncertain
    }
  }

  private var verified: Line {
    switch verification {
    case .idle: Line()
    case .loading:
      Line("running the \(report?.command.rawValue ?? "DELETE"), to be rolled back", .progress)
    case .failed(let error):
      Line("NOT VERIFIED", .verdictUncertain).then(": \(obstacle(error))")
    case .loaded(let result) where result.isDefect:
      Line("NOT AS PREDICTED", .verdictFails).then(": \(keys[.verify]) shows how it differed")
    case .loaded(let result) where result.wasUncertain:
      Line("RUN AND ROLLED BACK", .verdictUncertain).then(": \(outcome(result))")
    case .loaded(let result):
      Line("VERIFIED", .verdictSucceeds)
        .then(": run and rolled back, \(outcome(result)), just as predicted")
    }
  }

  private func obstacle(_ error: ServerError) -> String {
    let words = SafeText.display(error.message)
    return error.sqlstate == "55P03"
      ? "another session holds locks on these rows (\(words))" : words
  }

  private func outcome(_ result: Verification) -> String {
    guard let error = result.observed.error else { return "it succeeded" }
    let constraint = error.fields.constraint.map { " by \(SafeText.display($0))" } ?? ""
    return "it was refused\(constraint)\(error.moment == .commit ? " at COMMIT" : "")"
  }

  /// `REFUSED by …`, which comes before everything else.
  var verdict: Line {
    guard let report else { return Line("reading what the foreign keys would do", .progress) }
    guard report.isComplete, let outcome = report.outcome else { return unfinished(report) }
    return switch outcome {
    case .succeeds: Line("WOULD SUCCEED", .verdictSucceeds)
    case .fails: Line("REFUSED", .verdictFails) + reason(report)
    case .failsAtCommit: Line("REFUSED AT COMMIT", .verdictFails) + reason(report)
    case .uncertain:
      Line("CANNOT TELL", .verdictUncertain).then(": \(SafeText.display(report.doubt))")
    }
  }

  /// `DELETE 139 rows in 5 tables`, and what else changes.
  var totals: Line {
    guard let report, !report.effects.isEmpty else { return Line() }
    let isRefused = report.outcome == .fails || report.outcome == .failsAtCommit
    let lead = report.isComplete ? (isRefused ? "otherwise  " : "") : "so far  "
    var line = Line(lead, .muted)
    let deleted = report.effects.filter { !$0.deleted.isNothing }
    let updated = report.effects.filter { !$0.updated.isNothing }
    let inserted = report.effects.filter { !$0.inserted.isNothing }
    let parts: [(String, Role, RowCount, [TableEffect], isRoot: Bool)] = [
      ("DELETE", .effectDelete, report.totalDeleted, deleted, report.command == .delete),
      ("INSERT", .effectSetDefault, report.totalInserted, inserted, report.command == .insert),
      ("CHANGE", .effectSetNull, report.totalUpdated, updated, report.command == .update),
    ]
    var separator = ""
    for part in parts where !part.3.isEmpty || part.isRoot {
      line = line.then(separator + part.0 + " ", part.1).then(
        count(part.2, in: part.3.map(\.table)))
      separator = "  "
    }
    return line
  }

  private func count(_ rows: RowCount, in tables: [TableName]) -> String {
    let place =
      tables.count == 1
      ? "of \(Summaries.name(tables[0]))" : "in \(Numbers.plural(tables.count, "table"))"
    return "\(Numbers.rows(rows, glyphs)) \(place)"
  }

  private func unfinished(_ report: DeleteReport) -> Line {
    let blockers =
      report.blockers.isEmpty
      ? Line() : Line(", but refused already by \(names(report.blockers))", .verdictFails)
    let words =
      isRunning
      ? Line("not known yet", .verdictUncertain)
      : Line("NOT KNOWN", .verdictUncertain).then(": \(interruption)", .text)
    return words + blockers
  }

  /// Why not all was read.
  private var interruption: String {
    guard let failure else { return "stopped before all was read" }
    return "not read to the end, \(SafeText.display(failure.message))"
  }

  private func reason(_ report: DeleteReport) -> Line {
    let reason = report.reason { Numbers.count($0, glyphs) }
    let name = report.blockers.first.map { " by \($0.constraint)" } ?? ""
    guard !name.isEmpty, reason.hasPrefix(name) else { return Line(SafeText.display(reason)) }
    return Line(SafeText.display(name), .verdictFails)
      .then(SafeText.display(String(reason.dropFirst(name.count))))
  }

  private func names(_ blockers: [Blocker]) -> String {
    blockers.count == 1
      ? SafeText.display(blockers[0].constraint)
      : Numbers.plural(blockers.count, "constraint")
  }
}

/// A caveat or a missing index: what is worth knowing besides the steps.
struct PreviewNotes {
  enum Note: Hashable, Sendable {
    case caveat(Caveat)
    case index(MissingIndex)
  }

  /// What decides the outcome comes first.
  static func all(_ report: DeleteReport?) -> [Note] {
    guard let report else { return [] }
    return report.caveats.filter(\.isDecisive).map(Note.caveat)
      + report.caveats.filter { !$0.isDecisive }.map(Note.caveat)
      + report.missingIndexes.map(Note.index)
  }

  /// One line for the list.
  static func brief(_ note: Note) -> Line {
    switch note {
    case .caveat(let caveat):
      Line(caveat.isDecisive ? "UNCERTAIN  " : "note       ", caveat.isDecisive ? .warning : .muted)
        .then(SafeText.display(caveat.message))
    case .index(let index):
      Line("no index   ", .warning)
        .then("\(Summaries.name(index.table))(\(columns(index))) is searched without an index")
        .then(index.cost.map { ": \($0)" } ?? "")
    }
  }

  /// The whole of it.
  static func text(_ note: Note, _ keys: Keys) -> [Line] {
    switch note {
    case .caveat(let caveat): return CaveatText(caveat: caveat, keys: keys).lines
    case .index(let index):
      return [
        Line(
          "No index starts with \(columns(index)), the columns of "
            + "\(SafeText.display(index.constraint)). For each row deleted from the parent, "
            + "PostgreSQL reads all of \(Summaries.name(index.table))"
            + (index.cost.map { ": \($0)." } ?? ".")),
        Line("This would make one; \(keys[.copy]) copies it:", .muted),
        Line(SafeText.display(index.create), indent: 2), Manual.indexes.line,
      ]
    }
  }

  private static func columns(_ index: MissingIndex) -> String {
    index.columns.map(SafeText.display).joined(separator: ", ")
  }
}
