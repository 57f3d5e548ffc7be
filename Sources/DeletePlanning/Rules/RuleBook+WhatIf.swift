import SchemaModel

extension RuleBook {
  /// The rules as if some constraints had another ON DELETE action.
  ///
  /// Their triggers keep their place in the firing order; replacing the constraint for real would
  /// give them new names.
  func applying(_ request: DeleteRequest) -> RuleBook {
    guard !request.whatIf.isEmpty || !request.cascading.isEmpty else { return self }
    var changed = self
    func action(_ constraint: ForeignKeyRule) -> ReferentialAction? {
      let declared = declared(constraint)
      if request.cascading.contains(declared.oid) { return .cascade }
      return names(of: declared).lazy.compactMap { request.whatIf[$0] }.first
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

  /// How a person may name a constraint: by itself, with its table, with the schema too.
  private func names(of constraint: ForeignKeyRule) -> [String] {
    let table = name(of: constraint.referencing)
    return [
      "\(table.schema).\(table.name).\(constraint.name)", "\(table.name).\(constraint.name)",
      constraint.name,
    ]
  }

  /// What is wrong with the names of the constraints that a request wants otherwise; nil where each
  /// names one of these.
  func misnamedConstraint(in request: DeleteRequest) -> String? {
    let declared = Set(constraints.values.map { self.declared($0) })
    for name in request.whatIf.keys.sorted() {
      let named = declared.filter { names(of: $0).contains(name) }
      if named.isEmpty { return "no constraint \(name) lies on this DELETE's way" }
      if named.count > 1 {
        let full = named.map { names(of: $0)[0] }.sorted().joined(separator: " or ")
        return "more than one constraint is named \(name): say \(full)"
      }
    }
    return nil
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
