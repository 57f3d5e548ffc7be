import SchemaModel

/// A trigger as it takes part in a DELETE: PostgreSQL's own referential triggers, the re-checks
/// of deferrable unique constraints, and people's triggers (`pg_trigger`).
struct TriggerRule: Hashable, Sendable {
  /// What changed a row.
  enum Operation: Hashable, Sendable {
    case insert, update, delete
  }

  /// What a trigger does when it fires.
  enum Kind: Hashable, Sendable {
    /// On the referenced table: carries out or refuses (`RI_FKey_cascade_del` and its kin).
    case action(ReferentialAction, Operation)
    /// On the referencing table: looks for the parent (`RI_FKey_check_ins`, `RI_FKey_check_upd`).
    case check(Operation)
    /// `unique_key_recheck`; the OID is that of the index.
    case uniqueRecheck(Oid)
    case user(UserTrigger)
  }

  /// `pg_trigger.oid`.
  var oid: Oid = 0
  var name: String
  var relation: Oid
  var kind: Kind
  /// `pg_trigger.tgconstraint`; 0 for a trigger without a constraint.
  var constraint: Oid
  var isInitiallyDeferred: Bool
  /// Whether it exists because a partitioned table above has it (`tgparentid <> 0`).
  var isClone: Bool
  /// Whether it fires in this session (`tgenabled` against `session_replication_role`).
  var isEnabled: Bool
}

/// A trigger somebody wrote: what it does cannot be known, but for the simplest bodies.
struct UserTrigger: Hashable, Sendable {
  enum Timing: Hashable, Sendable {
    case before, after, insteadOf
  }

  var timing: Timing
  var isForEachRow: Bool
  var operations: Set<TriggerRule.Operation>
  /// `UPDATE OF` columns; empty means any update.
  var columns: [String]
  /// The WHEN condition that decides row by row; nil where it always fires.
  var condition: TriggerCondition?
  var body: TriggerBody
}

extension TriggerRule {
  /// Whether it is a referential action that changes referencing rows without deleting them.
  var changesRows: Bool {
    guard case .action(let action, let operation) = kind else { return false }
    return switch action {
    case .noAction, .restrict: false
    case .cascade: operation == .update
    case .setNull, .setDefault: true
    }
  }

  /// The kind behind a referential trigger function, by its fixed OID (`pg_proc.dat`:
  /// 1644 `RI_FKey_check_ins` to 1655 `RI_FKey_noaction_upd`); nil for any other function.
  static func referentialKind(function: Oid) -> Kind? {
    switch function {
    case 1644: .check(.insert)
    case 1645: .check(.update)
    case 1646: .action(.cascade, .delete)
    case 1647: .action(.cascade, .update)
    case 1648: .action(.restrict, .delete)
    case 1649: .action(.restrict, .update)
    case 1650: .action(.setNull, .delete)
    case 1651: .action(.setNull, .update)
    case 1652: .action(.setDefault, .delete)
    case 1653: .action(.setDefault, .update)
    case 1654: .action(.noAction, .delete)
    case 1655: .action(.noAction, .update)
    default: nil
    }
  }
}
