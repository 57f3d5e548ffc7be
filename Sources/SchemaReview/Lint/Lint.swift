import SchemaModel

/// Looks for what is wrong or risky about the foreign keys of a schema.
package struct Lint: Sendable {
  let facts: SchemaFacts

  package init(_ facts: SchemaFacts) { self.facts = facts }

  /// Everything that can be told from the catalog; the worst first, then by table.
  ///
  /// - Parameter missingDefaults: the keys whose SET DEFAULT has no parent, by `oid`, as the data
  ///   says; see ``defaultQuestions``.
  /// - Returns: findings.
  package func findings(missingDefaults: Set<UInt32> = []) -> [Finding] {
    let each = facts.keys.flatMap { declared in
      indexFindings(declared) + validityFindings(declared) + actionFindings(declared)
        + shapeFindings(declared)
    }
    let defaults = facts.keys.filter { missingDefaults.contains($0.key.id) }
      .map(missingDefault)
    let others =
      triggerFindings + duplicateFindings + partitionFindings + inheritanceFindings
      + cycleFindings + FiringOrder(facts).findings + tableFindings
    return (each + defaults + others).sorted { left, right in
      if left.severity != right.severity { return left.severity > right.severity }
      return (left.table, left.code.rawValue, left.object ?? "")
        < (right.table, right.code.rawValue, right.object ?? "")
    }
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
