package import SchemaModel

/// A prediction held against what the statement really did.
package struct Verification: Hashable, Sendable {
  /// One thing that is not as predicted; free of data, so that it can be sent.
  package struct Difference: Hashable, Sendable {
    /// What it is about, such as `outcome`, `sqlstate` or `rows deleted of t`.
    package var subject: String
    package var predicted: String
    package var observed: String
  }

  package var differences: [Difference]
  /// Whether the prediction did not commit itself, so that a difference is no defect.
  package var wasUncertain: Bool
  package var observed: ObservedDelete

  package var agrees: Bool { differences.isEmpty }
  /// Whether a prediction that committed itself was wrong.
  package var isDefect: Bool { !agrees && !wasUncertain }

  /// Compares a complete report with what was observed.
  package init(of report: DeleteReport, against observed: ObservedDelete) {
    self.observed = observed
    wasUncertain = report.outcome == .uncertain
    differences = []
    // Values that are made when the statement runs are shown as examples.
    let showsExamples = report.caveats.contains {
      [.volatileDefault, .volatileFunction].contains($0.code)
    }
    compareErrors(report.error, observed.error, withDetail: !showsExamples)
    if observed.error == nil { compareRows(report) }
  }

  private mutating func compare(_ subject: String, _ predicted: String?, _ observed: String?) {
    guard predicted != observed else { return }
    differences.append(
      Difference(
        subject: subject, predicted: predicted ?? "none", observed: observed ?? "none"))
  }

  private mutating func compareErrors(
    _ predicted: PredictedError?, _ observed: PredictedError?, withDetail: Bool
  ) {
    compare("outcome", Self.outcome(predicted), Self.outcome(observed))
    guard let predicted, let observed else { return }
    compare("sqlstate", predicted.fields.sqlstate, observed.fields.sqlstate)
    compare("constraint", predicted.fields.constraint, observed.fields.constraint)
    compare("table", predicted.fields.table, observed.fields.table)
    compare("column", predicted.fields.column, observed.fields.column)
    // Message and detail may hold values: only whether they differ is said.
    if predicted.fields.message != observed.fields.message {
      compare("message", "one text", "another text")
    }
    if withDetail, predicted.fields.detail != observed.fields.detail {
      compare("detail", "one text", "another text")
    }
  }

  private static func outcome(_ error: PredictedError?) -> String {
    switch error?.moment {
    case nil: "succeeds"
    case .statement: "fails"
    case .commit: "fails at COMMIT"
    }
  }

  /// Rows that go and come must agree; a changed row may have been changed more than once.
  ///
  /// The server counts a move to another partition as a row that goes and one that comes.
  private mutating func compareRows(_ report: DeleteReport) {
    let predicted = Dictionary(
      report.effects.map { ($0.table, $0) }, uniquingKeysWith: { first, _ in first })
    // What a statement writes to the system catalogs by the way is no row of a prediction.
    let seen = observed.counts.keys.filter { $0.schema != "pg_catalog" }
    for table in Set(predicted.keys).union(seen).sorted() {
      var real = observed.counts[table] ?? ObservedDelete.Counts(deleted: 0, updated: 0)
      let deleted = predicted[table]?.deleted.lowerBound ?? 0
      let updated = predicted[table]?.updated.lowerBound ?? 0
      let inserted = predicted[table]?.inserted.lowerBound ?? 0
      let moved = max(0, min(real.inserted - inserted, real.deleted - deleted))
      real.deleted -= moved
      real.inserted -= moved
      real.updated += moved
      compare("rows deleted of \(table)", String(deleted), String(real.deleted))
      compare("rows inserted into \(table)", String(inserted), String(real.inserted))
      if updated > real.updated || (updated == 0) != (real.updated == 0) && real.deleted == 0 {
        compare("rows changed of \(table)", String(updated), String(real.updated))
      }
    }
  }

  /// How it went, in one line for people.
  package var summary: String {
    let truth =
      switch observed.error {
      case nil: "it succeeded"
      case let error?:
        "it was refused\(error.moment == .commit ? " at COMMIT" : "") "
          + "(\(error.fields.sqlstate): \(error.fields.message))"
      }
    if wasUncertain {
      let found = differences.map {
        "\($0.subject): \($0.predicted) found, \($0.observed) when run"
      }.joined(separator: "; ")
      return "It could not be told for certain; run and rolled back, \(truth)"
        + (found.isEmpty ? ", as far as it was found." : ". Other than found: \(found).")
    }
    return agrees
      ? "Verified by running it and rolling back: \(truth), just as predicted."
      : "NOT as predicted: run and rolled back, \(truth). Please send the report below."
  }

  /// A report for a person to send: names and numbers, no values.
  package func defectReport(server: ServerFacts?, tool: String) -> String {
    let version = server.map { "PostgreSQL \($0.versionText)" } ?? "an unknown server"
    return
      (["\(tool) on \(version) predicted a statement wrongly:"]
      + differences.map { "  \($0.subject): predicted \($0.predicted), observed \($0.observed)" })
      .joined(separator: "\n") + "\n"
  }
}
