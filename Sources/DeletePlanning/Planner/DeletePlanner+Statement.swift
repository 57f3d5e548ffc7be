import SchemaModel

/// What the statement itself says, before any row is looked at.
extension DeletePlanner {
  var resolvingQueries: [PlannerQuery] {
    [
      PlannerQuery(name: "session", sql: RuleBookQueries.session),
      DeleteTarget.lookup(statement.quotedName),
      PlannerQuery(
        name: "plan of the DELETE", sql: "EXPLAIN (FORMAT JSON)\n" + statement.text,
        isGuarded: true),
      PlannerQuery(
        name: "volatile functions", sql: RuleBookQueries.volatileFunctions,
        parameters: [ArrayText.encode(statement.calledNames)]),
    ]
  }

  /// A condition that can be true for other rows the next time it is worked out.
  mutating func noteVolatileFunctions(_ table: (any TextTable)?) {
    guard let table, table.rowCount > 0, let name = table[0, 0] else { return }
    standingDoubts.append(
      Caveat(
        code: .unsupported, table: nil, object: name,
        message: "Which rows are deleted depends on \(name)(), which is volatile: it may give "
          + "another result when the DELETE runs.", isDecisive: true))
  }

  /// EXPLAIN raised what the DELETE itself would raise before it did anything.
  mutating func refuseStatement(_ error: ServerError) {
    guard error.sqlstate == "42501" || error.sqlstate == "55000" else { return failure = error }
    report.error = PredictedError(moment: .statement, fields: error)
    report.outcome = .fails
    report.isComplete = true
    isComplete = true
  }

  /// A standby does not plan a DELETE; the preview goes on without its plan.
  func isStandbyRefusal(_ error: ServerError) -> Bool {
    report.server?.isInRecovery == true && ["55000", "25006"].contains(error.sqlstate)
  }

  /// The rows to delete cannot be read, though the DELETE may be carried out all the same.
  mutating func refuseRows(_ error: ServerError) {
    switch error.sqlstate {
    case "42501":
      stop(
        Caveat(
          code: .noSelectPrivilege, table: report.rootTable, object: nil,
          message: "The rows to delete cannot be read by this role: \(error.message).",
          isDecisive: true))
    case "25006":
      stop(
        Caveat(
          code: .unsupported, table: report.rootTable, object: nil,
          message: "The rows to delete are picked by something that writes, which a preview never "
            + "does: \(error.message).", isDecisive: true))
    default: failure = error
    }
  }

  mutating func refuseKind() {
    let kind = ["v": "a view", "m": "a materialized view", "f": "a foreign table"][target.kind]
    stop(
      Caveat(
        code: target.kind == "f" ? .foreignTable : .unsupported, table: target.name, object: nil,
        message: "\(target.name.displayName) is \(kind ?? "not a table"): what a DELETE does there "
          + "is not worked out.", isDecisive: true))
  }
}
