import SchemaModel

/// Constraints that hold for some rows only, or not at all.
extension Lint {
  func validityFindings(_ declared: DeclaredKey) -> [Finding] {
    let key = declared.key
    let table = key.referencing
    if !key.isEnforced {
      return [
        Finding(
          .notEnforced, .warning, table, key.name,
          "\(key.name) is NOT ENFORCED: rows without a parent can be written, and a parent goes "
            + "without its children being looked at. Look for them first with fkwalk orphans",
          fix: [ConstraintStatement.enforce(key).line])
      ]
    }
    guard !key.isValidated else { return [] }
    return [
      Finding(
        .notValid, .warning, table, key.name,
        "\(key.name) is NOT VALID: new rows are checked, those from before were not. Look for "
          + "rows without a parent with fkwalk orphans; VALIDATE lets others write meanwhile",
        fix: [ConstraintStatement.validate(key).line])
    ]
  }

  /// Referential triggers that do not fire, a finding for each table and constraint.
  var triggerFindings: [Finding] {
    let groups = Dictionary(grouping: facts.sleepingTriggers) {
      [$0.table.description, $0.constraint]
    }
    return groups.values.compactMap { triggers in
      guard let first = triggers.first else { return nil }
      let isForReplicas = triggers.allSatisfy(\.isForReplicas)
      let state = isForReplicas ? "fire on replicas only" : "are disabled"
      return Finding(
        .disabledTrigger, .error, first.table, first.constraint,
        "the triggers on \(first.table.displayName) that make \(first.constraint) work \(state): "
          + "what it should refuse or change is let pass. Enabling them checks no row that is "
          + "there: look for those with fkwalk orphans. It takes a superuser",
        fix: triggers.sorted { $0.name < $1.name }.map(\.enabling))
    }
  }
}
