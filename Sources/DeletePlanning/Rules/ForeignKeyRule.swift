import SchemaModel

/// A row of `pg_constraint` with `contype = 'f'`: a declared foreign key, or one of the copies
/// that PostgreSQL keeps for partitions.
struct ForeignKeyRule: Hashable, Sendable {
  var oid: Oid
  var name: String
  var referencing: Oid
  var referenced: Oid
  /// In key order.
  var referencingColumns: [String]
  var referencedColumns: [String]
  /// `OPERATOR(schema.name)` per key column: referenced = referencing (`conpfeqop`).
  var operators: [String]
  /// Referenced = referenced (`conppeqop`) and referencing = referencing (`conffeqop`).
  var referencedOperators: [String]
  var referencingOperators: [String]
  /// The columns ON DELETE SET NULL or SET DEFAULT changes; empty means all.
  var deleteSetColumns: [String]
  var isMatchFull: Bool
  /// The constraint this one is a copy of; nil for a declared one.
  var parent: Oid?
  var isEnforced: Bool
  var hasPeriod: Bool
  /// As `pg_get_constraintdef` prints it.
  var definition: String
  var onDelete: ReferentialAction
  var onUpdate = ReferentialAction.noAction
  /// Whether its checks wait until COMMIT (`condeferred`).
  var isInitiallyDeferred = false
  /// Whether an index starts with the referencing columns.
  var hasIndex: Bool
  /// Whether the referencing table has an index, of whatever kind, that starts with one of them.
  var mayUseIndex = false
}

extension ForeignKeyRule {
  /// The columns that an action changes: those listed, which only ON DELETE can have, or all.
  func columnsSet(on operation: TriggerRule.Operation) -> [String] {
    operation == .delete && !deleteSetColumns.isEmpty ? deleteSetColumns : referencingColumns
  }
}
