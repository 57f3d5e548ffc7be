package import SchemaReview

/// What the review screen asks the database; the orders come from the catalog alone.
package enum ReviewRequest: String, Hashable, Sendable, CaseIterable {
  /// What is wrong or risky about the foreign keys.
  case findings
  /// Rows whose reference has no parent, where a constraint does not see to that.
  case orphans
  /// What deleting the largest parent row of each table would take.
  case reach
}

/// What the database told of the whole schema.
package enum ReviewAnswer: Hashable, Sendable {
  case findings(LintReport)
  case orphans(OrphanReport)
  case reach(BlastRadius)
}
