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

  let server: OracleServer

  /// Previews a DELETE in both ways of working, then carries it out and rolls it back.
  func judge(_ delete: String, in schemas: [String]) throws -> (Verdict, truth: Outcome) {
    let truth = Truth(server: server, schemas: schemas)
    var verdict: (Verdict, truth: Outcome)?
    for way in [DeleteRequest.Way.rows, .counts] where verdict.map({ $0.0 == .right }) ?? true {
      verdict = try judge(delete, way, truth)
    }
    return verdict ?? (.unsure, Outcome())
  }

  private func judge(
    _ delete: String, _ way: DeleteRequest.Way, _ truth: Truth
  ) throws -> (Verdict, truth: Outcome) {
    let report: DeleteReport
    do { report = try preview(delete, way) } catch {
      let outcome = try truth.outcome(of: delete, identities: [:])
      return (.wrong(predicted: "no preview: \(error)", truth: "\(outcome)"), outcome)
    }
    let outcome = try truth.outcome(of: delete, identities: report.identities)
    if report.outcome == .uncertain { return (.unsure, outcome) }
    let predicted = Outcome(report)
    if predicted == outcome { return (.right, outcome) }
    return (.wrong(predicted: "by \(way): \(predicted)", truth: "\(outcome)"), outcome)
  }

  private func preview(_ delete: String, _ way: DeleteRequest.Way) throws -> DeleteReport {
    let session = try server.session()
    defer { session.close() }
    var request = DeleteRequest(target: .statement(delete), sampleLimit: 10_000)
    request.way = way
    return try session.preview(try DeletePlanner(request, server: session.server)).report
  }
}

extension Outcome {
  /// What a report promises.
  init(_ report: DeleteReport) {
    error = report.error?.fields.comparable
    isAtCommit = report.error?.moment == .commit
    guard error == nil else { return }
    for effect in report.effects where effect.deleted + effect.updated != .exact(0) {
      effects["\(effect.table.schema).\(effect.table.name)"] = Counts(
        deleted: effect.deleted.lowerBound, updated: effect.updated.lowerBound)
    }
    touched = Set(report.touchedRows.map(\.text))
  }
}

extension DeleteReport {
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
