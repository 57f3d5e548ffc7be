import DeletePlanning
package import SchemaModel
package import SchemaReview

extension BlockingSession {
  /// What deleting the largest parent row of each table would take.
  ///
  /// - Parameters:
  ///   - graph: The schema.
  ///   - chosen: Only these tables; empty for all.
  ///   - rowLimit: How many rows each preview follows.
  /// - Returns: what was found; incomplete where the time was over.
  /// - Throws: when the connection breaks or a person interrupts.
  package func blastRadius(
    in graph: SchemaGraph, chosen: [TableName] = [], rowLimit: Int
  ) throws(Failure) -> BlastRadius {
    var entries: [BlastRadius.Entry] = []
    for (_, searches) in BlastRadius.searches(in: graph, chosen: chosen) {
      do throws(Failure) {
        guard let row = try largestParent(searches) else { continue }
        entries.append(try reach(of: row, rowLimit))
      } catch {
        guard case .outOfTime = error else { throw error }
        return BlastRadius(entries, isComplete: false)
      }
    }
    return BlastRadius(entries, isComplete: true)
  }

  private func reach(of row: RowIdentity, _ rowLimit: Int) throws(Failure) -> BlastRadius.Entry {
    let request = DeleteRequest(target: .rows(row.table, [row]), sampleLimit: 0, rowLimit: rowLimit)
    // Rows picked by their keys always make a statement.
    guard let planner = try? DeletePlanner(request, server: server) else {
      return .unknown(row, "no statement deletes it")
    }
    do throws(Failure) {
      let report = try preview(planner).report
      if report.isCancelled { throw .interrupted }
      if report.caveats.contains(where: { $0.code == .timeout }) { throw .outOfTime }
      return BlastRadius.Entry(row: row, report: report)
    } catch {
      guard case .server(let problem) = error else { throw error }
      return .unknown(row, problem.message)
    }
  }
}

extension BlastRadius.Entry {
  fileprivate static func unknown(_ row: RowIdentity, _ why: String) -> BlastRadius.Entry {
    BlastRadius.Entry(
      row: row, deleted: .unknown, updated: .unknown, tables: 0, levels: 0, doubt: why)
  }

  fileprivate init(row: RowIdentity, report: DeleteReport) {
    let reached = report.effects.filter { $0.deleted.lowerBound + $0.updated.lowerBound > 0 }
    let refusal = report.blockers.first?.constraint ?? report.error?.fields.sqlstate
    self.init(
      row: row, deleted: report.totalDeleted, updated: report.totalUpdated, tables: reached.count,
      levels: report.steps.map(\.level).max() ?? 0,
      refusal: report.error == nil ? nil : refusal, refusals: report.blockers.count,
      refusing: report.blockers.reduce(.exact(0)) { $0 + $1.rows },
      doubt: report.outcome == .uncertain || !report.isComplete
        ? report.caveats.first { $0.isDecisive }?.message : nil)
  }
}
