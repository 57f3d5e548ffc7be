package import SchemaModel

/// For every table that others reference, what deleting its largest parent row would take.
package struct BlastRadius: Hashable, Sendable {
  /// What deleting one row would take.
  package struct Entry: Hashable, Sendable {
    /// The row that most rows were seen to reference.
    package var row: RowIdentity
    package var deleted: RowCount
    package var updated: RowCount
    /// How many tables lose or change rows.
    package var tables: Int
    /// How many foreign keys one after the other lead to the last of them.
    package var levels: Int
    /// The constraint that refuses the DELETE first; nil where none does.
    package var refusal: String?
    /// How many constraints refuse it.
    package var refusals: Int
    /// How many rows refuse it, of all constraints.
    package var refusing: RowCount
    /// Why the outcome cannot be told, or could not be looked at; nil where it can.
    package var doubt: String?

    package init(
      row: RowIdentity, deleted: RowCount, updated: RowCount, tables: Int, levels: Int,
      refusal: String? = nil, refusals: Int = 0, refusing: RowCount = .exact(0),
      doubt: String? = nil
    ) {
      self.row = row
      self.deleted = deleted
      self.updated = updated
      self.tables = tables
      self.levels = levels
      self.refusal = refusal
      self.refusals = refusals
      self.refusing = refusing
      self.doubt = doubt
    }

    fileprivate var reach: Int { deleted.lowerBound + updated.lowerBound }
  }

  /// The farthest reaching first.
  package let entries: [Entry]
  /// False where the time was over before all tables were looked at.
  package let isComplete: Bool

  package init(_ entries: [Entry], isComplete: Bool) {
    self.entries = entries.sorted {
      ($1.reach, $0.row.table, $0.row.description) < ($0.reach, $1.row.table, $1.row.description)
    }
    self.isComplete = isComplete
  }

  /// The tables to look at: those that others reference, in name order.
  ///
  /// - Parameters:
  ///   - graph: The schema.
  ///   - chosen: Only these; empty for all.
  /// - Returns: Each with the searches for its largest row, by the foreign keys that pass a DELETE on
  ///   where there are such, else by all.
  package static func searches(
    in graph: SchemaGraph, chosen: [TableName] = []
  ) -> [(table: TableName, searches: [LargestParent])] {
    graph.tables.map(\.name).filter { chosen.isEmpty || chosen.contains($0) }.compactMap { table in
      let keys = graph.referencesTo(table).filter { $0.isEnforced && !$0.hasPeriod }
      let passing = keys.filter { !$0.onDelete.refuses }
      let searches = (passing.isEmpty ? keys : passing).map { LargestParent($0, in: graph) }
      return searches.isEmpty ? nil : (table, searches)
    }
  }

  /// Lines for people.
  package var text: [String] {
    guard !entries.isEmpty else {
      return isComplete ? ["no row is referenced by another"] : [Self.unfinished]
    }
    let heading = ["deleted", "changed", "tables", "levels", "row", "outcome"]
    let rows = entries.map { entry in
      [
        entry.deleted.text, entry.updated.text, String(entry.tables), String(entry.levels),
        "\(entry.row.table.displayName) \(entry.row.description)", entry.outcome,
      ]
    }
    return Columns.aligned([heading] + rows) + (isComplete ? [] : ["", Self.unfinished])
  }

  private static let unfinished = "The time limit was reached; the other tables were not looked at."

  /// The document `fkwalk.radius/1`.
  package var json: JSONValue {
    .object([
      "format": .string("fkwalk.radius/1"), "complete": .bool(isComplete),
      "rows": .array(entries.map(\.json)),
    ])
  }
}

extension BlastRadius.Entry {
  /// What would come of it, for people.
  package var outcome: String {
    if let refusal {
      let whom = refusals > 1 ? "\(refusals) constraints" : refusal
      return "REFUSED by \(whom) (\(refusing.text) \(refusing == .exact(1) ? "row" : "rows"))"
    }
    return doubt.map { "cannot be told: \($0)" } ?? "succeeds"
  }

  fileprivate var json: JSONValue {
    .object(
      row.table.json(with: [
        "key": .object(
          Dictionary(row.key.map { ($0.column, JSONValue($0.value)) }) { first, _ in first }),
        "deleted": .int(deleted.lowerBound), "updated": .int(updated.lowerBound),
        "exact": .bool(deleted.isExact && updated.isExact), "tables": .int(tables),
        "levels": .int(levels), "refused_by": JSONValue(refusal),
        "refusing": .int(refusing.lowerBound), "doubt": JSONValue(doubt),
      ]))
  }
}
