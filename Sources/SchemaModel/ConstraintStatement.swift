/// A statement that changes a foreign key, or makes an index for one, and what it locks.
///
/// Locks are those of the PostgreSQL manual, "ALTER TABLE", "CREATE INDEX" and "Explicit Locking".
package struct ConstraintStatement: Hashable, Sendable {
  /// Without a semicolon.
  package var sql: String
  /// What it locks, and what that keeps others from; empty where it locks nothing.
  package var locks: String
  /// What it is for; empty where that goes without saying.
  package var why = ""

  package init(sql: String, locks: String = "") {
    self.sql = sql
    self.locks = locks
  }

  /// As a line of a script.
  package var line: String { sql + ";" }

  /// The same, saying what it is for.
  package func because(_ why: String) -> Self {
    var statement = self
    statement.why = why
    return statement
  }
}

extension ConstraintStatement {
  /// Adds a constraint, NOT VALID or NOT ENFORCED where it says so of itself.
  package static func add(_ key: ForeignKey) -> Self {
    let readsRows = key.isValidated && key.isEnforced
    return alter(
      key, "ADD CONSTRAINT \(key.quotedName) \(key.qualifiedDefinition)",
      "SHARE ROW EXCLUSIVE on \(key.bothTables): nobody writes"
        + (readsRows ? " while all rows are read" : ", for a moment"))
  }

  /// Checks the rows from before a NOT VALID constraint.
  package static func validate(_ key: ForeignKey) -> Self {
    alter(
      key, "VALIDATE CONSTRAINT \(key.quotedName)",
      "SHARE UPDATE EXCLUSIVE on \(key.referencing.readableSQL), ROW SHARE on "
        + "\(key.referenced.readableSQL): all rows are read, others read and write on")
  }

  /// Takes a constraint away, and the copies that partitions have of it.
  package static func drop(_ key: ForeignKey) -> Self {
    alter(
      key, "DROP CONSTRAINT \(key.quotedName)",
      "ACCESS EXCLUSIVE on \(key.bothTables): nobody reads or writes until it is committed")
  }

  /// Renames a constraint; the copies that partitions have of it keep their names.
  package static func rename(_ key: ForeignKey, to name: String) -> Self {
    alter(
      key, "RENAME CONSTRAINT \(key.quotedName) TO \(SQLText.readableIdentifier(name))",
      "ACCESS EXCLUSIVE on \(key.referencing.readableSQL): nobody reads or writes, for a moment")
  }

  /// Renames the copies that partitions have of a constraint, at any depth.
  ///
  /// - Parameters:
  ///   - passing: their name, which no other constraint of the database has and needs no quotes.
  ///   - name: what they are to be called.
  /// - Returns: a DO block on one line.
  package static func renameCopies(named passing: String, to name: String) -> Self {
    let body =
      "DECLARE part regclass; BEGIN FOR part IN SELECT conrelid FROM pg_catalog.pg_constraint "
      + "WHERE contype = 'f' AND conname = '\(passing)' AND conparentid <> 0 LOOP "
      + "EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', part, '\(passing)', "
      + "\(SQLText.literal(name))); END LOOP; END"
    // A name must not end the quotes it stands in.
    return Self(
      sql: "DO " + (name.contains("$") ? SQLText.literal(body) : "$$ \(body) $$"),
      locks: "ACCESS EXCLUSIVE on its partitions: nobody reads or writes, for a moment")
  }

  /// Changes when a constraint is checked, and nothing else.
  package static func alterTiming(_ key: ForeignKey, to deferrability: Deferrability) -> Self {
    alter(
      key, "ALTER CONSTRAINT \(key.quotedName) \(RuleChange(deferrability: deferrability).sql)",
      "ACCESS EXCLUSIVE on \(key.bothTables): nobody reads or writes, for a moment")
  }

  /// Makes a NOT ENFORCED constraint hold (PostgreSQL 18).
  package static func enforce(_ key: ForeignKey) -> Self {
    alter(
      key, "ALTER CONSTRAINT \(key.quotedName) ENFORCED",
      "ACCESS EXCLUSIVE on \(key.bothTables): nobody reads or writes while all rows are read")
  }

  private static func alter(_ key: ForeignKey, _ action: String, _ locks: String) -> Self {
    Self(sql: "ALTER TABLE \(key.referencing.readableSQL) \(action)", locks: locks)
  }

  /// Makes an index by which the rows that reference a parent are found.
  ///
  /// - Parameters:
  ///   - table: the referencing table, or a partition of it.
  ///   - columns: the referencing columns.
  ///   - hasPeriod: whether the last one is a period, which is looked up by overlapping: only GiST
  ///     can do that.
  ///   - isPartitioned: whether the table is, so that its index cannot be made CONCURRENTLY, but
  ///     takes up those that its partitions have.
  /// - Returns: a statement.
  package static func createIndex(
    on table: TableName, _ columns: [String], hasPeriod: Bool, isPartitioned: Bool
  ) -> Self {
    let name = table.readableSQL
    let list = columns.map(SQLText.readableIdentifier).joined(separator: ", ")
    let index = "ON \(name) \(hasPeriod ? "USING gist " : "")(\(list))"
    return isPartitioned
      ? Self(
        sql: "CREATE INDEX \(index)",
        locks: "SHARE on \(name) and its partitions: nobody writes while it is built")
      : Self(
        sql: "CREATE INDEX CONCURRENTLY \(index)",
        locks: "SHARE UPDATE EXCLUSIVE on \(name): others read and write on")
  }
}

extension ForeignKey {
  fileprivate var quotedName: String { SQLText.readableIdentifier(name) }

  /// The referencing table and the referenced one, for people.
  fileprivate var bothTables: String {
    isSelfReferencing
      ? referencing.readableSQL : "\(referencing.readableSQL) and \(referenced.readableSQL)"
  }
}
