package import SchemaModel

/// What a DELETE, UPDATE or INSERT would do, as far as is known: the one value behind the preview screen,
/// `fkwalk preview` in every format, and saved previews.
///
/// Valid at every moment of a preview; final once ``isComplete``.
package struct DeleteReport: Hashable, Sendable {
  /// What PostgreSQL would make of the statement.
  package enum Outcome: String, Hashable, Sendable {
    case succeeds
    case fails
    case failsAtCommit = "fails_at_commit"
    /// Cannot be told for certain; the caveats say why.
    case uncertain
  }

  package var server: ServerFacts?
  /// The statement as given, or as made from picked rows.
  package var statement: String
  package var command = ChangeStatement.Command.delete
  package var rootTable: TableName
  /// Constraints taken to have other rules than the database has, by name.
  package var whatIf: [String: RuleChange] = [:]
  /// What the rules that the database has would lead to; nil where none is taken to be otherwise, and
  /// until it is known.
  package var before: Prediction?
  /// Nil until the preview is complete.
  package var outcome: Outcome?
  /// The first error PostgreSQL would raise; nil where it would raise none.
  package var error: PredictedError?
  /// One per table with any effect, the root table first, then by level and name.
  ///
  /// Where the outcome is a failure: what the delete reaches, were nothing in its way.
  package var effects: [TableEffect]
  /// The tree of steps, each after its parent; level 0 is the DELETE itself.
  package var steps: [Step]
  /// Every constraint that refuses, PostgreSQL's first one leading.
  package var blockers: [Blocker]
  package var caveats: [Caveat]
  package var missingIndexes: [MissingIndex]
  package var isComplete: Bool
  /// Questions put to the server so far, and answered.
  package var questionsAsked: Int
  package var questionsAnswered: Int
  package var milliseconds: Int
  /// The tables whose rows are being read, the one that is waited for first; empty at the end.
  package var awaited: [TableName] = []
  /// When its snapshot was taken, by the server's clock: `2026-11-29 14:55:49 UTC`; nil where that is
  /// not known.
  package var takenAt: String?

  package init(statement: String, rootTable: TableName, server: ServerFacts? = nil) {
    self.server = server
    self.statement = statement
    self.rootTable = rootTable
    outcome = nil
    error = nil
    effects = []
    steps = []
    blockers = []
    caveats = []
    missingIndexes = []
    isComplete = false
    questionsAsked = 0
    questionsAnswered = 0
    milliseconds = 0
  }

  package var totalDeleted: RowCount { total(\.deleted) }
  package var totalUpdated: RowCount { total(\.updated) }
  package var totalInserted: RowCount { total(\.inserted) }

  /// A lower bound where rows were met that cannot be read.
  private func total(_ rows: (TableEffect) -> RowCount) -> RowCount {
    let isUnknown = steps.contains { $0.effect == .unknown }
    return effects.map(rows).reduce(isUnknown ? .unknown : .exact(0), +)
  }

  /// Whether a person stopped the preview before its end.
  package var isCancelled: Bool { caveats.contains { $0.code == .cancelled } }
}

/// When an error is raised.
package enum Moment: String, Hashable, Sendable {
  case statement
  case commit
}

/// An error exactly as PostgreSQL would word it; fields are nil where PostgreSQL gives none.
package struct PredictedError: Hashable, Sendable {
  package var moment: Moment
  package var fields: ServerError

  package init(moment: Moment, fields: ServerError) {
    self.moment = moment
    self.fields = fields
  }
}

/// How many rows of one table are deleted, changed and inserted; partitions are folded into their root.
package struct TableEffect: Hashable, Sendable {
  package var table: TableName
  package var deleted: RowCount
  /// Rows changed by an UPDATE itself, by SET NULL, SET DEFAULT or an ON UPDATE action, and not
  /// deleted.
  package var updated: RowCount
  package var inserted: RowCount

  package init(
    table: TableName, deleted: RowCount, updated: RowCount, inserted: RowCount = .exact(0)
  ) {
    self.table = table
    self.deleted = deleted
    self.updated = updated
    self.inserted = inserted
  }
}

/// What happens to the rows one foreign key reaches from one step before it.
package struct Step: Hashable, Sendable {
  /// What is done to the rows.
  package enum Effect: String, Hashable, Sendable {
    case delete
    /// What an UPDATE itself does.
    case update
    case insert
    case setNull = "set_null"
    case setDefault = "set_default"
    /// An ON UPDATE action passes a changed key on.
    case updateKey = "update_key"
    /// The rows refuse the delete.
    case block
    /// The rows cannot be read, so that nobody can tell whether there are any.
    case unknown
  }

  /// Its place in ``DeleteReport/steps``.
  package var index: Int
  /// The step whose rows lead here; nil for the DELETE itself.
  package var parent: Int?
  /// 0 for the DELETE itself.
  package var level: Int
  /// Nil for the DELETE itself.
  package var constraint: String?
  /// OID of the declared constraint; nil for the DELETE itself.
  package var constraintID: UInt32?
  /// `FOREIGN KEY (…) REFERENCES …` as PostgreSQL prints it; nil for the DELETE itself.
  package var definition: String?
  package var table: TableName
  /// Nil for the DELETE itself.
  package var referencedTable: TableName?
  /// The referencing columns; empty for the DELETE itself.
  package var columns: [String]
  /// Nil for the DELETE itself.
  package var action: ReferentialAction?
  /// Whether a changed key leads here, by ON UPDATE, rather than a row that goes.
  package var isOnUpdate = false
  package var effect: Effect
  /// Rows first reached here; a row reached again elsewhere is counted there only as repeated.
  package var rows: RowCount
  /// Rows of this edge that were already counted at another step.
  package var repeated: Int
  /// Some of the rows, at most as many as asked for.
  package var sample: [SampleRow]

  package init(
    index: Int, parent: Int?, level: Int, constraint: String?, definition: String?,
    table: TableName, referencedTable: TableName?, columns: [String], action: ReferentialAction?,
    effect: Effect, rows: RowCount, repeated: Int = 0, sample: [SampleRow] = []
  ) {
    self.index = index
    self.parent = parent
    self.level = level
    self.constraint = constraint
    self.definition = definition
    self.table = table
    self.referencedTable = referencedTable
    self.columns = columns
    self.action = action
    self.effect = effect
    self.rows = rows
    self.repeated = repeated
    self.sample = sample
  }
}

/// A row shown as an example, with the rows that lead to it.
package struct SampleRow: Hashable, Sendable {
  package var identity: RowIdentity
  /// A few more columns for people, after the key.
  package var details: [ColumnValue] { identity.hasKey ? identity.details : [] }
  /// The chain of rows from a root row down to the one this row refuses for; empty for rows that do
  /// not refuse.
  package var path: [RowIdentity]

  package init(identity: RowIdentity, path: [RowIdentity] = []) {
    self.identity = identity
    self.path = path
  }
}

/// A constraint that refuses the delete, with the rows that make it do so.
package struct Blocker: Hashable, Sendable {
  /// As PostgreSQL names it in the error: for a partitioned parent, the copy of its partition.
  package var constraint: String
  /// OID of the constraint as it was declared.
  package var declaredID: UInt32
  package var definition: String
  /// The table whose rows refuse.
  package var table: TableName
  package var columns: [String]
  package var referencedTable: TableName
  package var referencedColumns: [String]
  package var action: ReferentialAction
  /// Whether it refuses a changed key, by ON UPDATE, rather than that a row goes.
  package var isOnUpdate = false
  package var moment: Moment
  package var rows: RowCount
  /// The error PostgreSQL would raise here, were this the first.
  package var error: ServerError
  package var sample: [SampleRow]
  /// The step in the tree that shows it; nil where it has none.
  package var step: Int?
  /// Whether NULL in a referencing column would satisfy it; nil where the columns are not known.
  package var canBeNull: Bool?

  package init(
    constraint: String, declaredID: UInt32 = 0, definition: String, table: TableName,
    columns: [String], referencedTable: TableName, referencedColumns: [String],
    action: ReferentialAction,
    moment: Moment, rows: RowCount, error: ServerError, sample: [SampleRow], step: Int?
  ) {
    self.constraint = constraint
    self.declaredID = declaredID
    self.definition = definition
    self.table = table
    self.columns = columns
    self.referencedTable = referencedTable
    self.referencedColumns = referencedColumns
    self.action = action
    self.moment = moment
    self.rows = rows
    self.error = error
    self.sample = sample
    self.step = step
  }
}

/// Something that limits what the preview can promise.
package struct Caveat: Hashable, Sendable {
  /// Why; the raw value is the stable code of the JSON output.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case userTrigger = "user_trigger"
    case rule
    case rowSecurity = "row_security"
    case noSelectPrivilege = "no_select_privilege"
    /// PostgreSQL refuses the statement before it looks at a row.
    case notExamined = "not_examined"
    case foreignTable = "foreign_table"
    case disabledTrigger = "disabled_trigger"
    case replicaRole = "replica_role"
    case notEnforced = "not_enforced"
    case orderDependent = "order_dependent"
    case volatileDefault = "volatile_default"
    case volatileFunction = "volatile_function"
    case inheritance
    /// A server that is not quite PostgreSQL.
    case serverProduct = "server_product"
    case truncated
    case timeout
    case cancelled
    case unsupported
  }

  package var code: Code
  /// The table it is about; nil where it is about the whole preview.
  package var table: TableName?
  /// The trigger, rule, policy or constraint; nil where there is none.
  package var object: String?
  /// A sentence for people.
  package var message: String
  /// Whether it makes the outcome uncertain, rather than only being worth knowing.
  package var isDecisive: Bool

  package init(
    code: Code, table: TableName?, object: String?, message: String, isDecisive: Bool
  ) {
    self.code = code
    self.table = table
    self.object = object
    self.message = message
    self.isDecisive = isDecisive
  }
}

/// A foreign key met on the way that has no index on its referencing columns.
package struct MissingIndex: Hashable, Sendable {
  package var constraint: String
  package var table: TableName
  package var columns: [String]
  /// The statement that would make one.
  package var create: String
  /// How often the real DELETE scans the table for want of it: once for each parent that goes.
  package var scans: Int
  /// How many rows the table had when last analyzed; nil where that is not known.
  package var rowsPerScan: Int?

  package init(
    constraint: String, table: TableName, columns: [String], create: String, scans: Int = 0,
    rowsPerScan: Int? = nil
  ) {
    self.constraint = constraint
    self.table = table
    self.columns = columns
    self.create = create
    self.scans = scans
    self.rowsPerScan = rowsPerScan
  }
}
