import SchemaModel

extension RuleBook {
  /// The rules as if some constraints had others.
  ///
  /// An action can only be had by a new constraint, whose triggers fire after those that are there;
  /// another moment of checking leaves them in their place, and so do constraints that are only
  /// taken out of the way for a script.
  func applying(_ request: DeleteRequest) -> RuleBook {
    guard !request.whatIf.isEmpty || !request.cascading.isEmpty else { return self }
    var changed = self
    let order = request.whatIf.keys.sorted()
    for (oid, constraint) in constraints {
      guard let (change, _) = change(of: constraint, request) else { continue }
      changed.constraints[oid]?.apply(change)
    }
    for (relation, rules) in triggers {
      changed.triggers[relation] = rules.map { rule in
        guard let constraint = constraints[rule.constraint],
          let (change, name) = change(of: constraint, request),
          let changed = changed.constraints[rule.constraint]
        else { return rule }
        let place =
          constraint.isMadeAnew(by: change) ? name.flatMap { order.firstIndex(of: $0) } : nil
        return rule.following(changed, madeAnewAt: place)
      }
      changed.triggers[relation]?.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    changed.decideCarriedColumns()
    return changed
  }

  /// What a request wants of a constraint, and the name it is given there; nil where nothing.
  private func change(
    of constraint: ForeignKeyRule, _ request: DeleteRequest
  ) -> (RuleChange, name: String?)? {
    let declared = declared(constraint)
    if request.cascading.contains(declared.oid) { return (RuleChange(onDelete: .cascade), nil) }
    return names(of: declared).lazy.compactMap { name in
      request.whatIf[name].map { ($0, name) }
    }.first
  }

  /// How a person may name a constraint: by itself, with its table, with the schema too.
  private func names(of constraint: ForeignKeyRule) -> [String] {
    let table = name(of: constraint.referencing)
    return [
      "\(table.schema).\(table.name).\(constraint.name)", "\(table.name).\(constraint.name)",
      constraint.name,
    ]
  }

  /// What is wrong with the rules that a request wants otherwise; nil where each names one of these
  /// constraints and says what PostgreSQL could do.
  func mistake(in request: DeleteRequest) -> String? {
    let declared = Set(constraints.values.map { self.declared($0) })
    for (name, change) in request.whatIf.sorted(by: { $0.key < $1.key }) {
      let named = declared.filter { names(of: $0).contains(name) }
      guard let constraint = named.first else {
        return "no constraint \(name) lies on this statement's way"
      }
      if named.count > 1 {
        let full = named.map { names(of: $0)[0] }.sorted().joined(separator: " or ")
        return "more than one constraint is named \(name): say \(full)"
      }
      let mistake = change.mistake(
        in: constraint.name, on: constraint.referencingColumns, hasPeriod: constraint.hasPeriod,
        isEnforced: constraint.isEnforced, version: serverVersion)
      if let mistake { return mistake }
    }
    return nil
  }
}

extension ForeignKeyRule {
  /// Whether another constraint must take its place to have a rule.
  fileprivate func isMadeAnew(by change: RuleChange) -> Bool {
    var changed = self
    changed.apply(change)
    changed.isInitiallyDeferred = isInitiallyDeferred
    return changed != self
  }

  fileprivate mutating func apply(_ change: RuleChange) {
    if let action = change.onDelete { (onDelete, deleteSetColumns) = (action, change.setColumns) }
    onUpdate = change.onUpdate ?? onUpdate
    if let deferrability = change.deferrability {
      isInitiallyDeferred = deferrability == .initiallyDeferred
    }
  }
}

extension TriggerRule {
  /// The trigger as a changed constraint has it.
  ///
  /// - Parameters:
  ///   - constraint: the one it belongs to, changed.
  ///   - place: its place among those that are made anew; nil where it stays.
  /// - Returns: the trigger, under another name where it is made anew.
  fileprivate func following(
    _ constraint: ForeignKeyRule, madeAnewAt place: Int?
  ) -> TriggerRule {
    var rule = self
    switch kind {
    case .action(_, let operation):
      let action = operation == .delete ? constraint.onDelete : constraint.onUpdate
      rule.kind = .action(action, operation)
      // Only checks can wait (PostgreSQL manual, CREATE TABLE, "DEFERRABLE").
      rule.isInitiallyDeferred = action == .noAction && constraint.isInitiallyDeferred
    case .check: rule.isInitiallyDeferred = constraint.isInitiallyDeferred
    case .uniqueRecheck, .user: return self
    }
    guard let place else { return rule }
    // Behind all digits, and before the names that people give their triggers.
    let side = if case .check = kind { "c" } else { "a" }
    rule.name = "RI_ConstraintTrigger_\(side)_~\(1000 + place)"
    return rule
  }
}
