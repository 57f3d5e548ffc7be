import SchemaModel

extension RuleBook {
  /// The rules as if some constraints, by name, had another ON DELETE action.
  ///
  /// Their triggers keep their place in the firing order; replacing the constraint for real would
  /// give them new names.
  func applying(_ request: DeleteRequest) -> RuleBook {
    guard !request.whatIf.isEmpty || !request.cascading.isEmpty else { return self }
    var changed = self
    func action(_ constraint: ForeignKeyRule) -> ReferentialAction? {
      let declared = declared(constraint)
      return request.cascading.contains(declared.oid) ? .cascade : request.whatIf[declared.name]
    }
    for (oid, constraint) in constraints {
      if let action = action(constraint) {
        changed.constraints[oid]?.onDelete = action
      }
    }
    for (relation, rules) in triggers {
      changed.triggers[relation] = rules.map { rule in
        guard case .action(_, .delete) = rule.kind, let constraint = constraints[rule.constraint],
          let action = action(constraint)
        else { return rule }
        var rule = rule
        rule.kind = .action(ReferentialActionKind(action), .delete)
        if action != .noAction { rule.isInitiallyDeferred = false }
        return rule
      }
    }
    changed.decideCarriedColumns()
    return changed
  }

  /// A constraint that a request wants otherwise and that is not among these; nil where all are.
  func unknownConstraint(in request: DeleteRequest) -> String? {
    let names = Set(constraints.values.map { declared($0).name })
    return request.whatIf.keys.sorted().first { !names.contains($0) }
  }
}

extension ReferentialActionKind {
  init(_ action: ReferentialAction) {
    self =
      switch action {
      case .noAction: .noAction
      case .restrict: .restrict
      case .cascade: .cascade
      case .setNull: .setNull
      case .setDefault: .setDefault
      }
  }
}
