/// Keys with PERIOD (PostgreSQL 18): what references them must be covered, for the whole of its
/// period, by the periods of all referenced rows together whose other columns are equal
/// (`RI_FKey_check`, `ri_restrict`).
extension Simulation {
  /// Those of some referencing rows that no rows cover any more for the part of their period that
  /// the old row covered.
  mutating func uncovered(
    _ rows: [Int], _ constraint: ForeignKeyRule, key: [String]
  ) -> [Int] {
    guard let old = key.last, !rows.isEmpty else { return [] }
    let periods = livePeriods(constraint, overlapping: key, sides: .referencedReferenced)
    return rows.filter { row in
      guard let period = values(constraint.referencingColumns, of: row).last ?? nil else {
        return false
      }
      return !isCovered(
        Coverage(constraint: constraint.oid, period: period, within: old, by: periods))
    }
  }

  /// Whether live referenced rows cover the period of a referencing one.
  mutating func isCovered(_ constraint: ForeignKeyRule, values: [String]) -> Bool {
    guard let period = values.last else { return true }
    let periods = livePeriods(constraint, overlapping: values, sides: .referencedReferencing)
    return isCovered(Coverage(constraint: constraint.oid, period: period, by: periods))
  }

  private mutating func isCovered(_ coverage: Coverage) -> Bool {
    if coverage.periods.isEmpty { return false }
    guard let known = facts.coverages[coverage] else {
      need(.coverage(coverage))
      return true
    }
    return known
  }

  /// The periods of live referenced rows that overlap a key's, with its other columns.
  private mutating func livePeriods(
    _ constraint: ForeignKeyRule, overlapping key: [String], sides: Equality.Sides
  ) -> [String] {
    noteIfUnreadable(constraint.referenced)
    let question = OverlapQuestion(constraint: constraint.oid, sides: sides, key: key)
    guard let known = facts.overlaps[question] else {
      need(.overlaps(question))
      return []
    }
    var found = known.map { touch($0) }.filter { versions[$0].isLive && !versions[$0].isMine }
    found += madeVersions(
      of: constraint.referenced, holding: key, in: constraint.referencedColumns, by: constraint,
      sides: sides)
    return found.compactMap { values(constraint.referencedColumns, of: $0).last ?? nil }.sorted()
  }
}
