import SchemaModel

/// The way past what refuses.
extension DeletePlanner {
  /// What to do about blockers, once the preview is complete.
  package enum WayPast {
    /// Preview again with this request: more constraints are taken out of the way.
    case again(DeleteRequest)
    case script(DeleteScript)
    /// No script can be made; says why.
    case none(String)
  }

  /// The script that deletes everything, or the next step towards it.
  package var wayPast: WayPast {
    guard isComplete else { return .none("the preview was not finished") }
    guard statement.command == .delete else {
      return .none("a script is made for a DELETE, not for \(statement.command.phrase)")
    }
    guard let simulation else {
      // Rows that were only counted cannot be listed.
      guard counting != nil else { return .none("the preview was not finished") }
      var request = request
      request.way = .rows
      return .again(request)
    }
    guard report.blockers.isEmpty else {
      var request = request
      for blocker in report.blockers {
        // A row that cannot be changed as an action wants is deleted; where that is known already,
        // the rows whose change led there are.
        var step = blocker.step.map { report.steps[$0] }
        var constraint = blocker.declaredID
        while request.cascading.contains(constraint), let parent = step?.parent {
          step = report.steps[parent]
          constraint = step?.constraintID ?? 0
        }
        request.cascading.insert(constraint)
      }
      return request.cascading == self.request.cascading
        ? .none("the constraints in the way cannot be satisfied by deleting rows") : .again(request)
    }
    if report.outcome == .uncertain {
      return .none(report.caveats.first { $0.isDecisive }?.message ?? "the outcome is uncertain")
    }
    if let error = report.error { return .none(error.fields.message) }
    if let reason = whatScriptMeets(simulation) { return .none(reason) }
    return .script(
      ScriptBuilder(
        book: book, simulation: simulation, statement: statement, roots: Set(roots),
        overridden: request.cascading
      ).script())
  }

  /// What a script would meet that the play did not: triggers that have rows left which are in the
  /// way, and those that ask how deep in triggers they are; nil where there is nothing.
  private func whatScriptMeets(_ simulation: Simulation) -> String? {
    let left = simulation.trace.caveats.first { $0.code == .userTrigger }
    if !request.cascading.isEmpty, let left { return left.message }
    let relations = simulation.current.values.map { simulation.versions[$0] }
      .filter { !$0.isLive }.map(\.relation)
    for relation in Set(relations).sorted() where relation != target.oid {
      for trigger in book.triggers[relation] ?? [] where trigger.isEnabled {
        guard case .user(let user) = trigger.kind, user.operations.contains(.delete),
          user.condition?.asksForDepth == true
        else { continue }
        return "trigger \(trigger.name) on \(book.name(of: relation).displayName) asks for "
          + "pg_trigger_depth(), which is another where rows are deleted one table after the other"
      }
    }
    return nil
  }
}
