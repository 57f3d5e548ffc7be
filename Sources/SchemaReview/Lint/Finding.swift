package import SchemaModel

/// Something about foreign keys that is wrong or risky.
package struct Finding: Hashable, Sendable {
  /// How bad it is.
  package enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Worth knowing.
    case info
    /// Will cost time, or let wrong rows in.
    case warning
    /// Does not do what it says.
    case error

    package static func < (left: Self, right: Self) -> Bool {
      let order: [Severity] = allCases
      return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
    }
  }

  package var code: LintCode
  package var severity: Severity
  /// The table it is about: where a constraint is the matter, the referencing one.
  package var table: TableName
  /// The constraint, trigger or index; nil where it is the table itself.
  package var object: String?
  /// Plain words.
  package var message: String
  /// SQL lines that mend it; empty where that takes a decision no script can make.
  package var fix: [String]

  init(
    _ code: LintCode, _ severity: Severity, _ table: TableName, _ object: String?,
    _ message: String, fix: [String] = []
  ) {
    self.code = code
    self.severity = severity
    self.table = table
    self.object = object
    self.message = message
    self.fix = fix
  }
}

/// What kinds of findings there are; scripts rely on the raw values.
package enum LintCode: String, Hashable, Sendable, CaseIterable {
  case missingIndex = "missing_index"
  case invalidIndex = "invalid_index"
  case notValid = "not_valid"
  case notEnforced = "not_enforced"
  case disabledTrigger = "disabled_trigger"
  case setNullNotNull = "set_null_not_null"
  case setDefaultNoDefault = "set_default_no_default"
  case setDefaultNoParent = "set_default_no_parent"
  case restrictNotDeferred = "restrict_not_deferred"
  case duplicateConstraint = "duplicate_constraint"
  case conflictingConstraint = "conflicting_constraint"
  case redundantConstraint = "redundant_constraint"
  case typeMismatch = "type_mismatch"
  case collationMismatch = "collation_mismatch"
  case nullableComposite = "nullable_composite"
  case partitionGap = "partition_gap"
  case inheritanceGap = "inheritance_gap"
  case unbreakableCycle = "unbreakable_cycle"
  case redundantCycle = "redundant_cycle"
  case firingOrder = "firing_order"
  case largeCascade = "large_cascade"
  case ownerPrivilege = "owner_privilege"
  case ruleInTheWay = "rule_in_the_way"
  case noReplicaIdentity = "no_replica_identity"

  /// One line for a list of the codes.
  package var meaning: String {
    switch self {
    case .missingIndex: "no index finds the referencing rows when a parent goes"
    case .invalidIndex: "an index that would, but is invalid"
    case .notValid: "NOT VALID: rows from before may have no parent"
    case .notEnforced: "NOT ENFORCED: nothing is checked"
    case .disabledTrigger: "the triggers that make the constraint work are disabled"
    case .setNullNotNull: "SET NULL where NULL cannot be: it always fails"
    case .setDefaultNoDefault: "SET DEFAULT on a column without a default"
    case .setDefaultNoParent: "SET DEFAULT to a value that has no parent row"
    case .restrictNotDeferred: "deferrable, but RESTRICT never waits"
    case .duplicateConstraint: "the same constraint twice"
    case .conflictingConstraint: "two constraints on the same columns with different actions"
    case .redundantConstraint: "a constraint that a wider one implies"
    case .typeMismatch: "columns of different types"
    case .collationMismatch: "columns of different collations"
    case .nullableComposite: "several nullable columns, MATCH SIMPLE: half a reference is unchecked"
    case .partitionGap: "declared for single partitions, not for the partitioned table"
    case .inheritanceGap: "tables that inherit do not take part"
    case .unbreakableCycle: "a cycle whose rows only one statement can insert"
    case .redundantCycle: "two tables that reference each other, and may disagree"
    case .firingOrder: "whether a delete is refused depends on the order triggers fire in"
    case .largeCascade: "ON DELETE CASCADE into a very large table, or one of very many partitions"
    case .ownerPrivilege: "the table's owner lacks a privilege that referential actions need"
    case .ruleInTheWay: "a rule rewrites what a referential action does"
    case .noReplicaIdentity: "published without a replica identity: referential actions fail"
    }
  }

  /// In words: `missing index`.
  package var words: String { String(rawValue.map { $0 == "_" ? " " : $0 }) }
}
