import SchemaModel

/// Tables that reference one another in a circle.
extension Lint {
  var cycleFindings: [Finding] {
    let unbreakable = TableOrder(of: facts.graph, for: .insert).groups
      .filter { $0.tables.count > 1 && !$0.proof.isEmpty }.compactMap(unbreakable)
    return unbreakable + mutualFindings
  }

  private func unbreakable(_ group: OrderGroup) -> Finding? {
    guard let key = group.proof.first(where: { !$0.isOnPartitions }) ?? group.proof.first else {
      return nil
    }
    let circle = group.proof.map(\.arrowText).joined(separator: ", ")
    return Finding(
      .unbreakableCycle, .warning, key.referencing, key.name,
      "every row needs another first (\(circle)): all columns are NOT NULL and nothing is "
        + "deferrable, so that only one statement for all tables (WITH … INSERT) can insert them",
      fix: key.isOnPartitions
        ? [] : [ConstraintStatement.alterTiming(key, to: .initiallyImmediate).line])
  }

  /// Two tables of which each references the other: that both say the same is checked by nobody.
  private var mutualFindings: [Finding] {
    facts.graph.foreignKeys.compactMap { key in
      guard key.referencing < key.referenced,
        let back = facts.graph.referencesOf(key.referenced).first(where: {
          $0.referenced == key.referencing
        })
      else { return nil }
      return Finding(
        .redundantCycle, .info, key.referencing, key.name,
        "\(key.arrowText), and back by \(back.name), \(back.arrowText): that the one row points "
          + "back at the other is checked by nobody")
    }
  }
}
