import DeletePlanning
import SchemaModel

/// Finds the rows of one step of a preview by following foreign keys from the rows to delete.
struct StepRows {
  /// Longer chains would make statements that are slow to plan.
  private static let longestChain = 40

  private let report: DeleteReport
  private let request: DeleteRequest
  private let graph: SchemaGraph

  init(_ report: DeleteReport, _ request: DeleteRequest, _ graph: SchemaGraph) {
    self.report = report
    self.request = request
    self.graph = graph
  }

  /// A WHERE condition on the step's table; nil where the chain cannot be followed.
  func condition(of step: Step) -> String? {
    guard let chain = chain(to: step), var condition = rootCondition else { return nil }
    for (parent, child) in zip(chain, chain.dropFirst()) {
      guard let key = graph.foreignKeys.first(where: { $0.id == child.constraintID }),
        !key.hasPeriod
      else { return nil }
      let only = graph.table(parent.table)?.kind == .partitioned ? "" : "ONLY "
      condition =
        "(\(list(key.referencingColumns))) IN (SELECT \(list(key.referencedColumns))"
        + " FROM \(only)\(parent.table.sql) WHERE \(condition))"
    }
    return condition
  }

  /// The steps from the DELETE itself down to this one.
  private func chain(to step: Step) -> [Step]? {
    var chain = [step]
    while let parent = chain.last?.parent {
      guard report.steps.indices.contains(parent), chain.count < Self.longestChain else {
        return nil
      }
      chain.append(report.steps[parent])
    }
    return chain.reversed()
  }

  private var rootCondition: String? {
    guard case .rows(_, let rows) = request.target, let first = rows.first else { return nil }
    let values = rows.map {
      "(\($0.key.map { SQLText.literal($0.value) }.joined(separator: ", ")))"
    }
    return "(\(list(first.key.map(\.column)))) IN (\(values.joined(separator: ", ")))"
  }

  private func list(_ columns: [String]) -> String {
    columns.map(SQLText.identifier).joined(separator: ", ")
  }
}
