import SchemaModel

/// Finds deletes of which it depends on timing whether they are refused: a row goes with a cascade,
/// and is also looked for by a check that a deeper row of the same cascade starts.
///
/// Referential triggers wait in one queue, first in first out: what a cascade does in its n-th step
/// queues checks for the next step. A check is harmless if the row has gone before it, in vain if
/// the row goes later, and a matter of trigger names if both happen in the same step.
struct FiringOrder {
  private let facts: SchemaFacts
  private let cascades: [TableName: [ForeignKey]]
  private let refusals: [ForeignKey]

  init(_ facts: SchemaFacts) {
    self.facts = facts
    let keys = facts.graph.foreignKeys.filter(\.isEnforced)
    cascades = Dictionary(
      grouping: keys.filter { $0.onDelete == .cascade && !$0.isSelfReferencing },
      by: \.referenced)
    refusals = keys.filter { key in
      key.onDelete == .restrict
        || (key.onDelete == .noAction && key.deferrability != .initiallyDeferred)
    }
  }

  /// A delete that meets itself.
  private struct Clash {
    var root: TableName
    /// After how many steps of the cascade the check starts.
    var checkStep: Int
    /// After how many the row goes.
    var deleteStep: Int
  }

  var findings: [Finding] {
    guard !refusals.isEmpty, !cascades.isEmpty else { return [] }
    let byChild = Dictionary(grouping: refusals, by: \.referencing)
    var clashes: [ForeignKey: Clash] = [:]
    for root in cascades.keys.sorted() {
      let steps = steps(from: root)
      for (child, deleteStep) in steps where deleteStep > 0 {
        for key in byChild[child] ?? [] {
          guard let parentStep = steps[key.referenced], deleteStep > parentStep else { continue }
          let clash = Clash(root: root, checkStep: parentStep + 1, deleteStep: deleteStep)
          if clash.checkStep < clashes[key]?.checkStep ?? .max { clashes[key] = clash }
        }
      }
    }
    return clashes.map(finding)
  }

  /// In which step of a cascade the rows of each table go at the earliest.
  private func steps(from root: TableName) -> [TableName: Int] {
    var steps = [root: 0]
    var frontier = [root]
    while !frontier.isEmpty {
      var next: [TableName] = []
      for table in frontier {
        for key in cascades[table] ?? [] where steps[key.referencing] == nil {
          steps[key.referencing] = (steps[table] ?? 0) + 1
          next.append(key.referencing)
        }
      }
      frontier = next
    }
    return steps
  }

  private func finding(_ key: ForeignKey, _ clash: Clash) -> Finding {
    let (child, parent) = (key.referencing.displayName, key.referenced.displayName)
    let isOpen = clash.checkStep == clash.deleteStep
    let timing =
      isOpen
      ? "both come in step \(clash.checkStep), and whichever trigger's name sorts first decides: a "
        + "dump and restore may change it"
      : "the check comes in step \(clash.checkStep), before the cascade gets there in step "
        + "\(clash.deleteStep)"
    var deferred = key
    deferred.onDelete = .noAction
    deferred.deferrability = .initiallyDeferred
    let fix =
      key.onDelete == .noAction
      ? [ConstraintStatement.alterTiming(key, to: .initiallyDeferred)]
      : facts.sql(for: key).replace(key, with: deferred)
    return Finding(
      .firingOrder, isOpen ? .warning : .info, key.referencing, key.name,
      "a delete from \(clash.root.displayName) cascades to "
        + (key.referenced == clash.root ? "\(child), and " : "\(parent) and to \(child), and ")
        + "\(key.name) (ON DELETE \(key.onDelete.sql)) refuses to let \(parent) go while \(child) "
        + "references it: \(timing). The fix checks at COMMIT, when both are gone",
      fix: key.isOnPartitions ? [] : fix.map(\.line))
  }
}
