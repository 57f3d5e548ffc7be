import DeletePlanning
import PostgresAccess
import SchemaModel

/// Holds previews against what the server really does.
struct Oracle {
  enum Verdict: Equatable {
    case right
    /// The preview says that it cannot tell.
    case unsure
    case wrong(predicted: String, truth: String)
  }

  /// What came of one statement.
  struct Judgement {
    var verdict: Verdict
    var truth: Outcome
    /// Whether the second preview really came from counting.
    var isCounted: Bool
  }

  let server: OracleServer

  /// Previews a statement, row by row and by counting, then carries it out and rolls it back.
  func judge(_ delete: String, in schemas: [String]) throws -> Judgement {
    let truth = Truth(server: server, schemas: schemas)
    let planners: [DeletePlanner]
    do {
      planners = try [DeleteRequest.Way.rows, .counts].map { try preview(delete, by: $0) }
    } catch {
      let outcome = try truth.outcome(of: delete, identities: [:])
      let sqlstate = (error as? BlockingSession.Failure)?.sqlstate
      let isSame = sqlstate != nil && sqlstate == outcome.error?.sqlstate
      return Judgement(
        verdict: isSame
          ? .right : .wrong(predicted: "no preview: \(error)", truth: "\(outcome)"),
        truth: outcome, isCounted: false)
    }
    let reports = planners.map(\.report)
    let outcome = try truth.outcome(of: delete, identities: reports[0].identities)
    return Judgement(
      verdict: verdict(played: reports[0], counted: reports[1], outcome), truth: outcome,
      isCounted: planners[1].isCounted)
  }

  private func verdict(
    played: DeleteReport, counted: DeleteReport, _ outcome: Outcome
  ) -> Verdict {
    if played.outcome == .uncertain || counted.outcome == .uncertain { return .unsure }
    let prediction = Outcome(played)
    if prediction.error != nil, outcome.error != nil, prediction != outcome,
      played.namesOtherOrder
    {
      return .unsure
    }
    if prediction != outcome {
      return .wrong(predicted: "\(prediction)", truth: "\(outcome)")
    }
    var counts = Outcome(counted)
    // Examples are all that counting shows of rows.
    counts.touched = outcome.touched
    return counts == outcome
      ? .right : .wrong(predicted: "counted: \(counts)", truth: "\(outcome)")
  }

  private func preview(_ delete: String, by way: DeleteRequest.Way) throws -> DeletePlanner {
    let session = try server.session()
    defer { session.close() }
    var request = DeleteRequest(target: .statement(delete), sampleLimit: 10_000)
    request.way = way
    return try session.preview(try DeletePlanner(request, server: session.server))
  }
}

extension Outcome {
  /// What a report promises.
  init(_ report: DeleteReport) {
    error = report.error?.fields.comparable
    isAtCommit = report.error?.moment == .commit
    guard error == nil else { return }
    for effect in report.effects
    where effect.deleted + effect.updated + effect.inserted != .exact(0) {
      effects["\(effect.table.schema).\(effect.table.name)"] = Counts(
        deleted: effect.deleted.lowerBound, updated: effect.updated.lowerBound,
        inserted: effect.inserted.lowerBound)
    }
    touched = Set(report.touchedRows.map(\.text))
  }
}

extension BlockingSession.Failure {
  fileprivate var sqlstate: String? {
    if case .server(let error) = self { error.sqlstate } else { nil }
  }
}

extension DeleteReport {
  /// Whether it says that another error may come first.
  fileprivate var namesOtherOrder: Bool { caveats.contains { $0.code == .orderDependent } }

  fileprivate var touchedRows: [RowIdentity] {
    steps.filter { $0.effect != .block }.flatMap(\.sample).map(\.identity)
  }

  /// The columns by which the rows of each table are told apart.
  var identities: [String: [String]] {
    Dictionary(
      touchedRows.map { ("\($0.table.schema).\($0.table.name)", $0.key.map(\.column)) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension RowIdentity {
  fileprivate var text: String {
    Outcome.identity(
      "\(table.schema).\(table.name)", key.map { (column: $0.column, value: $0.value ?? "null") })
  }
}
