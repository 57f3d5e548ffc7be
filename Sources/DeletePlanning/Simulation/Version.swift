/// A version of a row within the simulated statement.
struct Version: Sendable {
  /// The row's number in the store; an update keeps it.
  var row: Int
  /// The leaf it lies in.
  var relation: Oid
  var values: Image
  var isLive: Bool
  /// Whether this statement made it; such versions have all their references checked again.
  var isMine: Bool
}

/// An entry of PostgreSQL's queue of AFTER triggers.
struct TriggerEvent: Sendable {
  var trigger: TriggerRule
  /// Number of the version before, and after, the change.
  var old: Int?
  var new: Int?
  /// The step of the report in which the row was changed.
  var step: Int
  /// Whether a referential query made the change, rather than the DELETE itself.
  var isNested: Bool
  /// What set it off.
  var operation: TriggerRule.Operation
  /// False where it cannot be known whether a person's trigger fires at all.
  var isSure = true
}

/// What a trigger's WHEN condition sees: the row before and after a change.
struct RowImages: Hashable, Sendable {
  /// Nil for an INSERT, and for triggers FOR EACH STATEMENT.
  var old: Image?
  /// Nil for a DELETE, and for triggers FOR EACH STATEMENT.
  var new: Image?
}

/// A change to a row that may set triggers off.
struct RowChange {
  var relation: Oid
  var operation: TriggerRule.Operation
  var old: Int?
  var new: Int?
  /// Part of a move to another partition.
  var isMove = false
  /// The columns named in the UPDATE's SET list.
  var assigned: [String] = []
  /// Deferrable unique indexes that found a conflict.
  var rechecks: Set<Oid> = []
  var step: Int
  var isNested = true
}
