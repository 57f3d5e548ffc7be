package import SchemaModel

/// What a statement really did, in a transaction that was rolled back.
package struct ObservedDelete: Hashable, Sendable {
  /// The error it raised, and when; nil where it succeeded.
  package var error: PredictedError?
  /// Row changes per table as the server counts them (`pg_stat_xact_all_tables`), partitions
  /// folded into their root: a row changed twice counts twice.
  ///
  /// System catalogs count too.
  package var counts: [TableName: Counts]

  /// Row changes of one table.
  package struct Counts: Hashable, Sendable {
    package var deleted: Int
    package var updated: Int
    package var inserted: Int

    package init(deleted: Int, updated: Int, inserted: Int = 0) {
      self.deleted = deleted
      self.updated = updated
      self.inserted = inserted
    }
  }

  package init(error: PredictedError?, counts: [TableName: Counts]) {
    self.error = error
    self.counts = counts
  }

  /// What to run, in one transaction that is then rolled back.
  ///
  /// Locks and time are bounded, so that others hardly notice. The queries of the third part are
  /// run only after the first two succeeded.
  package enum Script {
    /// What opens the transaction and bounds it, before the statement.
    package static func opening(lockSeconds: Int, statementSeconds: Int) -> [String] {
      [
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        "SET LOCAL lock_timeout = '\(lockSeconds)s'",
        "SET LOCAL statement_timeout = '\(statementSeconds)s'",
      ]
    }

    /// Has deferred checks made now, as COMMIT would.
    package static let commitChecks = "SET CONSTRAINTS ALL IMMEDIATE"

    /// Row changes of this transaction per table: schema, table, deleted, updated, inserted.
    package static let counts = """
      SELECT n.nspname, c.relname, pg_catalog.sum(s.n_tup_del), pg_catalog.sum(s.n_tup_upd),
        pg_catalog.sum(s.n_tup_ins)
      FROM pg_catalog.pg_stat_xact_all_tables s
      JOIN pg_catalog.pg_class c ON c.oid = coalesce(pg_catalog.pg_partition_root(s.relid), s.relid)
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE s.n_tup_del + s.n_tup_upd + s.n_tup_ins > 0 AND c.relkind <> 't'
      GROUP BY 1, 2
      """
  }

  /// Reads the answer to ``Script/counts``.
  package static func counts(from table: any TextTable) -> [TableName: Counts] {
    var counts: [TableName: Counts] = [:]
    for row in 0..<table.rowCount {
      let name = TableName(schema: table[row, 0] ?? "", name: table[row, 1] ?? "")
      counts[name] = Counts(
        deleted: Int(table[row, 2] ?? "") ?? 0, updated: Int(table[row, 3] ?? "") ?? 0,
        inserted: Int(table[row, 4] ?? "") ?? 0)
    }
    return counts
  }
}
