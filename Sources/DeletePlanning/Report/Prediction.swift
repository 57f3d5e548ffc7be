package import SchemaModel

/// The gist of a report, to be held against another one of the same statement.
package struct Prediction: Hashable, Sendable {
  /// Nil where the preview was not finished.
  package var outcome: DeleteReport.Outcome?
  package var error: PredictedError?
  package var effects: [TableEffect]
  /// As ``DeleteReport/verdict``.
  package var verdict: String

  package init(
    outcome: DeleteReport.Outcome?, error: PredictedError?, effects: [TableEffect], verdict: String
  ) {
    self.outcome = outcome
    self.error = error
    self.effects = effects
    self.verdict = verdict
  }

  package init(_ report: DeleteReport) {
    self.init(
      outcome: report.outcome, error: report.error, effects: report.effects,
      verdict: report.verdict)
  }
}

/// One line of a comparison of two predictions, for people.
package struct ComparedLine: Hashable, Sendable {
  /// A table's name, or `outcome`.
  package var subject: String
  package var before: String
  package var after: String

  package var differs: Bool { before != after }
}

extension DeleteReport {
  /// What becomes of the statement by the rules as they are and by those supposed, side by side; empty
  /// where nothing is supposed or not all is known yet.
  package var comparison: [ComparedLine] {
    guard let before, isComplete else { return [] }
    let after = Prediction(self)
    let tables = (after.effects + before.effects).map(\.table)
    var seen: Set<TableName> = []
    let lines = tables.filter { seen.insert($0).inserted }.map { table in
      ComparedLine(
        subject: table.displayName, before: before.summary(of: table),
        after: after.summary(of: table))
    }
    return [ComparedLine(subject: "outcome", before: before.summary, after: after.summary)]
      + lines.filter { $0.before != Prediction.nothing || $0.differs }
  }
}

extension Prediction {
  fileprivate static let nothing = "nothing"

  /// `refused by orders_fk (23503)`.
  fileprivate var summary: String {
    let moment = error?.moment == .commit ? " at COMMIT" : ""
    let name = (error?.fields.constraint ?? error?.fields.column).map { " by \($0)" } ?? ""
    let refusal = error.map { "refused\(moment)\(name) (\($0.fields.sqlstate))" }
    return switch outcome {
    case .succeeds: "succeeds"
    case .fails, .failsAtCommit: refusal ?? "refused"
    case .uncertain, nil: "cannot be told"
    }
  }

  fileprivate func summary(of table: TableName) -> String {
    guard let effect = effects.first(where: { $0.table == table }) else { return Self.nothing }
    let counts = effect.counts.filter { $0.rows.lowerBound > 0 }
    return counts.isEmpty
      ? Self.nothing : counts.map { "\($0.rows.text) \($0.word)" }.joined(separator: ", ")
  }
}

extension DeleteReport {
  /// Whether any row is inserted.
  package var hasInserts: Bool { totalInserted.lowerBound > 0 }
}

extension TableEffect {
  /// What happens to rows, with the word for it.
  package var counts: [(word: String, rows: RowCount)] {
    [("deleted", deleted), ("changed", updated), ("inserted", inserted)]
  }
}
