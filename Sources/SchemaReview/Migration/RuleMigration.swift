package import SchemaModel

/// How a foreign key gets another rule while the database is in use.
///
/// Locks are those of the PostgreSQL manual, "ALTER TABLE" and "Explicit Locking".
package struct RuleMigration: Hashable, Sendable {
  /// One statement of it.
  package struct Step: Hashable, Sendable {
    /// Without a semicolon.
    package var sql: String
    /// What it locks, and what that keeps others from; empty where it locks nothing.
    package var locks: String
    /// What it is for.
    package var why: String
  }

  package let key: ForeignKey
  /// What differs from how the key is.
  package let change: RuleChange
  /// In order; empty where nothing is to be done, or nothing can be.
  package private(set) var steps: [Step] = []
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
    let tables = Tables(key, graph, version: version)
    if self.change.isEmpty {
      caveats = ["\(name) is like that already."]
    } else if key.isOnPartitions {
      caveats = ["\(name) is declared on single partitions: change it there, one by one."]
    } else if self.change.isTimingOnly {
      alter(tables)
    } else {
      replace(tables)
      noteColumns(graph)
    }
  }

  private var name: String { key.name.asIdentifier }

  // MARK: Ways

  /// Only when it is checked changes: the constraint stays.
  private mutating func alter(_ tables: Tables) {
    let timing = RuleChange(deferrability: change.deferrability).sql
    limitWaiting()
    steps.append(
      Step(
        sql: "ALTER TABLE \(tables.child) ALTER CONSTRAINT \(name) \(timing)",
        locks: "ACCESS EXCLUSIVE on \(tables.both): nobody reads or writes, for a moment",
        why: "Only the moment of checking changes: no row is read."))
    stopLimiting()
  }

  /// A new constraint takes the place of the old one, which holds until then.
  private mutating func replace(_ tables: Tables) {
    addIndex(tables)
    limitWaiting()
    if tables.isPartitioned, tables.canBeNotValid {
      exchange(tables)
    } else {
      addConstraint(tables)
      swap(tables)
      caveats.append(
        "Until the old constraint is dropped both hold: what it refuses is still refused.")
    }
    stopLimiting()
    if tables.isPartitioned, !tables.canBeNotValid {
      caveats.append("Errors for rows of a partition go on to name \(passingName).")
    }
    caveats += [
      "A new constraint fires after the other foreign keys of its tables, as the preview with "
        + "--what-if reckons."
    ]
  }

  private mutating func addIndex(_ tables: Tables) {
    guard key.supportingIndex == nil else { return }
    let columns = key.referencingColumns.map(\.asIdentifier).joined(separator: ", ")
    let why = "Without an index on \(columns) each parent costs a scan of all rows."
    if tables.isPartitioned {
      steps.append(
        Step(
          sql: "CREATE INDEX ON \(tables.child) (\(columns))",
          locks: "SHARE on \(tables.child) and its partitions: nobody writes while it is built",
          why: why))
      caveats.append(
        "An index of a partitioned table cannot be made CONCURRENTLY: first make one on each "
          + "partition so, and the statement takes those over without building any.")
    } else {
      steps.append(
        Step(
          sql: "CREATE INDEX CONCURRENTLY ON \(tables.child) (\(columns))",
          locks: "SHARE UPDATE EXCLUSIVE on \(tables.child): others read and write on",
          why: why + " It cannot be in a transaction."))
      caveats.append(
        "Where CREATE INDEX CONCURRENTLY is stopped, drop the invalid index it leaves.")
    }
  }

  private mutating func addConstraint(_ tables: Tables) {
    var changed = change.applied(to: key)
    changed.isValidated = !tables.canBeNotValid
    steps.append(
      Step(
        sql: "ALTER TABLE \(tables.child) ADD CONSTRAINT \(passingName) "
          + changed.qualifiedDefinition,
        locks: "SHARE ROW EXCLUSIVE on \(tables.both): nobody writes, "
          + (tables.canBeNotValid ? "for a moment" : "while all rows are read"),
        why: tables.canBeNotValid
          ? "NOT VALID: rows that are there are not read yet, new ones are checked."
          : "A partitioned table's cannot be NOT VALID before PostgreSQL 18: do it when it is quiet."
      ))
    if tables.canBeNotValid { validate(passingName, tables) }
  }

  /// The copies that partitions have of a constraint are not renamed with it: the new one has the
  /// name from the beginning, in the transaction that drops the old one.
  private mutating func exchange(_ tables: Tables) {
    var changed = change.applied(to: key)
    changed.isValidated = false
    exchangeOld(
      for: Step(
        sql: "ALTER TABLE \(tables.child) ADD CONSTRAINT \(name) \(changed.qualifiedDefinition)",
        locks: "those held already",
        why: "NOT VALID: rows that are there are not read yet, new ones are checked."), tables)
    validate(name, tables)
  }

  /// Drops the old constraint and does something else, both or neither.
  private mutating func exchangeOld(for step: Step, _ tables: Tables) {
    let lock = "ACCESS EXCLUSIVE on \(tables.both): nobody reads or writes, for a moment"
    steps += [
      Step(sql: "BEGIN", locks: "", why: "Both or neither: one has the name at any moment."),
      Step(
        sql: "ALTER TABLE \(tables.child) DROP CONSTRAINT \(name)", locks: lock,
        why: "The old rule ends."),
      step,
      Step(sql: "COMMIT", locks: "", why: "All locks are let go."),
    ]
  }

  private mutating func validate(_ name: String, _ tables: Tables) {
    guard key.isValidated else {
      caveats.append("\(self.name) is NOT VALID, and stays so: fkwalk orphans shows its rows.")
      return
    }
    steps.append(
      Step(
        sql: "ALTER TABLE \(tables.child) VALIDATE CONSTRAINT \(name)",
        locks: "SHARE UPDATE EXCLUSIVE on \(tables.child), ROW SHARE on \(tables.parent): all "
          + "rows are read, others read and write on",
        why: "Now the rows that are there are checked."))
  }

  private mutating func swap(_ tables: Tables) {
    exchangeOld(
      for: Step(
        sql: "ALTER TABLE \(tables.child) RENAME CONSTRAINT \(passingName) TO \(name)",
        locks: "ACCESS EXCLUSIVE on \(tables.child), held already",
        why: "Programs that look for the name in errors find it."), tables)
  }

  private var passingName: String { "fkwalk_\(key.id)" }

  private mutating func limitWaiting() {
    steps.append(
      Step(
        sql: "SET lock_timeout = '5s'", locks: "",
        why: "A statement that waits for a lock makes all others wait behind it: rather give up, "
          + "and run it again."))
  }

  private mutating func stopLimiting() {
    steps.append(Step(sql: "RESET lock_timeout", locks: "", why: "As it was."))
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
      note(action, changed.setColumns.isEmpty ? key.referencingColumns : changed.setColumns)
    }
    if let action = change.onUpdate, action != change.onDelete {
      note(action, key.referencingColumns)
    }
  }
}

/// The tables of a foreign key, and what can be done there.
private struct Tables {
  let child: String
  let parent: String
  let isPartitioned: Bool
  let canBeNotValid: Bool

  init(_ key: ForeignKey, _ graph: SchemaGraph, version: Int) {
    child = key.referencing.readableSQL
    parent = key.referenced.readableSQL
    isPartitioned = graph.table(key.referencing)?.kind == .partitioned
    canBeNotValid = !isPartitioned || version >= 180_000
  }

  var both: String { child == parent ? child : "\(child) and \(parent)" }
}
