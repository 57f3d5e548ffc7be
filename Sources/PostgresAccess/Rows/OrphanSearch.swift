import SchemaModel
package import SchemaReview

extension BlockingSession {
  /// Looks for rows without a parent, one check after the other.
  ///
  /// - Parameters:
  ///   - checks: what to look at.
  ///   - sample: so many example rows each.
  /// - Returns: a result for each check; fewer, where the time was over, and the last of them
  ///   perhaps a lower bound.
  ///
  /// - Throws: when the connection breaks or a person interrupts; errors of SQL are in the results.
  package func findOrphans(
    _ checks: [OrphanCheck], sample: Int
  ) throws(Failure) -> (results: [OrphanReport.Result], isComplete: Bool) {
    var results: [OrphanReport.Result] = []
    for check in checks {
      do {
        let (result, isComplete) = try findOrphans(check, sample: sample)
        results.append(result)
        if !isComplete { return (results, false) }
      } catch Failure.outOfTime {
        return (results, false)
      } catch {
        throw error
      }
    }
    return (results, true)
  }

  /// What row security would hide must not look as if it were missing: it is an error.
  private static let opening = [
    "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", SearchPath.keeping,
    "SET LOCAL row_security = off",
  ]

  private func findOrphans(
    _ check: OrphanCheck, sample: Int
  ) throws(Failure) -> (OrphanReport.Result, isComplete: Bool) {
    var result = OrphanReport.Result(check: check, rows: .unknown, sample: [])
    // One more than shown tells whether counting is needed.
    let first = try runAll(
      Self.opening.map { Query(name: "orphans", sql: $0) } + [
        Query(name: "orphans: sample", sql: check.sampleSQL(limit: sample + 1))
      ])
    var isComplete = true
    switch first[Self.opening.count] {
    case .failure(let error): result.error = error
    case .success(let rows):
      result.sample = (0..<min(sample, rows.rowCount)).map(rows.row)
      result.rows = .exact(rows.rowCount)
      if rows.rowCount > sample {
        result.rows = .atLeast(rows.rowCount)
        isComplete = try count(check, &result)
      }
    }
    if isComplete { _ = try runAll([Query(name: "orphans: end", sql: "ROLLBACK")]) }
    return (result, isComplete)
  }

  /// False where the time was over.
  private func count(
    _ check: OrphanCheck, _ result: inout OrphanReport.Result
  ) throws(Failure) -> Bool {
    do {
      switch try runAll([Query(name: "orphans: count", sql: check.countSQL)])[0] {
      case .success(let counted): result.rows = .exact(counted.integer(0, 0) ?? 0)
      case .failure(let error): result.error = error
      }
      return true
    } catch Failure.outOfTime {
      return false
    } catch {
      throw error
    }
  }
}
