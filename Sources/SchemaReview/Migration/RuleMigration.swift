package import SchemaModel

/// How a foreign key gets another rule while the database is in use.
package struct RuleMigration: Hashable, Sendable {
  package let key: ForeignKey
  /// What differs from how the key is.
  package let change: RuleChange
  /// In order; empty where nothing is to be done, or nothing can be.
  package private(set) var steps: [ConstraintStatement] = []
  /// What stays to be known, a sentence each.
  package private(set) var caveats: [String] = []

  /// - Parameters:
  ///   - key: the foreign key as it is.
  ///   - change: what it shall be.
  ///   - graph: where its tables are.
  ///   - version: `server_version_num`, as not every version knows every way.
  package init(_ key: ForeignKey, _ change: RuleChange, in graph: SchemaGraph, version: Int) {
    self.key = key
    self.change = change.changes(to: key)
    let sql = ConstraintSQL(key, in: graph, version: version)
    if self.change.isEmpty {
      caveats = ["\(name) is like that already."]
    } else if key.isOnPartitions {
      caveats = ["\(name) is declared on single partitions: change it there, one by one."]
    } else if self.change.isTimingOnly {
      alter(sql)
    } else {
      replace(sql)
      noteColumns(graph)
    }
  }

  private var name: String { key.name.asIdentifier }

  // MARK: Ways

  /// Only when it is checked changes: the constraint stays.
  private mutating func alter(_ sql: ConstraintSQL) {
    steps = sql.limited([
      .alterTiming(key, to: change.deferrability ?? key.deferrability)
        .because("Only the moment of checking changes: no row is read.")
    ])
  }

  /// A new constraint takes the place of the old one, which holds until then.
  private mutating func replace(_ sql: ConstraintSQL) {
    addIndex(sql)
    steps += sql.replace(key, with: change.applied(to: key))
    if !key.isValidated {
      caveats.append("\(name) is NOT VALID, and stays so: fkwalk orphans shows its rows.")
    }
    if sql.bothHold {
      caveats.append(
        "Until the old constraint is dropped both hold: what it refuses is still refused.")
    }
    caveats.append(
      "A new constraint fires after the other foreign keys of its tables, as the preview with "
        + "--what-if reckons.")
  }

  private mutating func addIndex(_ sql: ConstraintSQL) {
    guard key.supportingIndex == nil else { return }
    let columns = key.referencingColumns.map(\.asIdentifier).joined(separator: ", ")
    let why = "Without an index on \(columns) each parent costs a scan of all rows."
    steps.append(
      sql.addIndex(for: key).because(
        why + (sql.isPartitioned ? "" : " It cannot be in a transaction.")))
    caveats.append(
      sql.isPartitioned
        ? "An index of a partitioned table cannot be made CONCURRENTLY: first make one on each "
          + "partition so, and the statement takes those over without building any."
        : "Where CREATE INDEX CONCURRENTLY is stopped, drop the invalid index it leaves.")
  }

  // MARK: What stays

  /// Columns that cannot take what an action would set.
  private mutating func noteColumns(_ graph: SchemaGraph) {
    let table = graph.table(key.referencing)
    let changed = change.applied(to: key)
    func note(_ action: ReferentialAction, _ columns: [String]) {
      for name in columns where action == .setNull {
        guard table?.column(named: name)?.isNullable == false else { continue }
        caveats.append(
          "\(name.asIdentifier) is NOT NULL: SET NULL would be refused for every row (23502).")
      }
      if action == .setDefault {
        caveats.append(
          "SET DEFAULT wants a row of \(key.referenced.readableSQL) with the default, or a null one."
        )
      }
    }
    if let action = change.onDelete {
      note(action, changed.columnsSetOnDelete)
    }
    if let action = change.onUpdate, action != change.onDelete {
      note(action, key.referencingColumns)
    }
  }
}
