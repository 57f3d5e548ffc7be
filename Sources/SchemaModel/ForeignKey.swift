/// A foreign key constraint between two tables, partitions folded into their roots
/// (`pg_constraint` with `contype = 'f'`).
package struct ForeignKey: Hashable, Sendable, Identifiable {
  /// `pg_constraint.oid`.
  package var id: UInt32
  package var name: String
  package var referencing: TableName
  /// In key order, paired with ``referencedColumns``.
  package var referencingColumns: [String]
  package var referenced: TableName
  package var referencedColumns: [String]
  package var onDelete: ReferentialAction
  package var onUpdate: ReferentialAction
  /// The columns that ON DELETE SET NULL or SET DEFAULT changes (PostgreSQL 15 and later); empty
  /// means all referencing columns.
  package var setColumns: [String]
  package var matchType: MatchType
  package var deferrability: Deferrability
  /// False for a NOT VALID constraint: rows from before it may have no parent.
  package var isValidated: Bool
  /// False for a NOT ENFORCED constraint (PostgreSQL 18): nothing is checked.
  package var isEnforced: Bool
  /// Whether it is temporal, with PERIOD (PostgreSQL 18).
  package var hasPeriod: Bool
  /// Whether it is declared for single partitions of the referencing or the referenced table, and
  /// not for these tables themselves.
  package var isOnPartitions: Bool
  /// An index that starts with the referencing columns, in any order; nil where there is none, so
  /// that each deleted parent costs a scan of the whole referencing table.
  package var supportingIndex: String?

  package init(
    id: UInt32, name: String, referencing: TableName, referencingColumns: [String],
    referenced: TableName, referencedColumns: [String],
    onDelete: ReferentialAction = .noAction, onUpdate: ReferentialAction = .noAction,
    setColumns: [String] = [], matchType: MatchType = .simple,
    deferrability: Deferrability = .notDeferrable, isValidated: Bool = true,
    isEnforced: Bool = true, hasPeriod: Bool = false,
    isOnPartitions: Bool = false, supportingIndex: String? = nil
  ) {
    self.id = id
    self.name = name
    self.referencing = referencing
    self.referencingColumns = referencingColumns
    self.referenced = referenced
    self.referencedColumns = referencedColumns
    self.onDelete = onDelete
    self.onUpdate = onUpdate
    self.setColumns = setColumns
    self.matchType = matchType
    self.deferrability = deferrability
    self.isValidated = isValidated
    self.isEnforced = isEnforced
    self.hasPeriod = hasPeriod
    self.isOnPartitions = isOnPartitions
    self.supportingIndex = supportingIndex
  }

  package var isSelfReferencing: Bool { referencing == referenced }

  /// The columns that ON DELETE changes: those listed, or all; ON UPDATE always changes all.
  package var columnsSetOnDelete: [String] {
    setColumns.isEmpty ? referencingColumns : setColumns
  }

  /// Whether ON DELETE changes the same columns as another key of the same columns does, however
  /// they are listed.
  package func setsSameColumns(as other: ForeignKey) -> Bool {
    Set(columnsSetOnDelete) == Set(other.columnsSetOnDelete)
  }

  /// The constraint as PostgreSQL would print it: `FOREIGN KEY (a) REFERENCES t(b) ON DELETE …`.
  package var definition: String {
    definition(
      referencing: referenced.schema == "public"
        ? SQLText.readableIdentifier(referenced.name) : referenced.readableSQL)
  }

  /// The same for SQL that is run under any search_path.
  package var qualifiedDefinition: String { definition(referencing: referenced.readableSQL) }

  private func definition(referencing table: String) -> String {
    var text = "FOREIGN KEY (\(list(referencingColumns))) REFERENCES "
    text += "\(table)(\(list(referencedColumns)))"
    if matchType == .full { text += " MATCH FULL" }
    if onUpdate != .noAction { text += " ON UPDATE \(onUpdate.sql)" }
    if onDelete != .noAction { text += " ON DELETE \(onDelete.sql)" }
    if !setColumns.isEmpty {
      text += " (\(setColumns.map(SQLText.readableIdentifier).joined(separator: ", ")))"
    }
    switch deferrability {
    case .notDeferrable: break
    case .initiallyImmediate: text += " DEFERRABLE"
    case .initiallyDeferred: text += " DEFERRABLE INITIALLY DEFERRED"
    }
    if !isEnforced { text += " NOT ENFORCED" } else if !isValidated { text += " NOT VALID" }
    return text
  }

  /// Columns in key order; the last one of a temporal key is a period.
  private func list(_ columns: [String]) -> String {
    columns.enumerated().map { index, column in
      (hasPeriod && index == columns.count - 1 ? "PERIOD " : "")
        + SQLText.readableIdentifier(column)
    }.joined(separator: ", ")
  }
}

/// What a foreign key does to referencing rows when a referenced row goes or its key changes.
///
/// The raw value is the letter of `pg_constraint.confdeltype` and `confupdtype`.
package enum ReferentialAction: String, Hashable, Sendable, CaseIterable {
  case noAction = "a"
  case restrict = "r"
  case cascade = "c"
  case setNull = "n"
  case setDefault = "d"

  /// As SQL writes it: `SET NULL`.
  package var sql: String {
    switch self {
    case .noAction: "NO ACTION"
    case .restrict: "RESTRICT"
    case .cascade: "CASCADE"
    case .setNull: "SET NULL"
    case .setDefault: "SET DEFAULT"
    }
  }

  /// Whether it refuses while referencing rows remain, rather than changing them.
  package var refuses: Bool { self == .noAction || self == .restrict }
}

/// How nulls in a composite foreign key count (`pg_constraint.confmatchtype`).
package enum MatchType: String, Hashable, Sendable {
  /// One null releases the row from the constraint.
  case simple = "s"
  /// All columns are null, or none is.
  case full = "f"
}

/// Whether a check can wait until COMMIT (`condeferrable`, `condeferred`).
package enum Deferrability: Hashable, Sendable {
  case notDeferrable
  case initiallyImmediate
  case initiallyDeferred

  package var isDeferrable: Bool { self != .notDeferrable }
}
