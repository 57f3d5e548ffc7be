import SchemaModel

/// What a statement itself does to rows, before anything its triggers do.
struct RootChange: Sendable {
  /// A row it deletes, updates or inserts.
  struct Row: Sendable {
    /// Its number in the store; a row to insert has one too.
    var number: Int
    /// What an UPDATE sets.
    var values: [ColumnValue] = []
    /// Columns that take a default known only when the statement runs, such as the next number of a
    /// sequence.
    var runtimeDefaults: [String] = []
  }

  var command: ChangeStatement.Command
  /// The table that the statement names.
  var target: Oid
  /// In the order visited.
  var rows: [Row]
  /// The columns it gives values.
  var assigned: [String] = []
  var conflict: Conflict?
  /// The error in the statement's own expressions that ends it while it visits the rows, before
  /// anything queued; nil where there is none.
  var interruption: ServerError?

  /// An INSERT's ON CONFLICT.
  struct Conflict: Sendable {
    var action: Insertion.Conflict
    /// The keys, as SQL, of the indexes it is about; nil for all.
    var keys: [[String]]?
  }

  var operation: TriggerRule.Operation {
    switch command {
    case .delete: .delete
    case .update: .update
    case .insert: .insert
    }
  }
}

extension ChangeStatement.Command {
  /// What it does to the rows it names.
  var effect: Step.Effect {
    switch self {
    case .delete: .delete
    case .update: .update
    case .insert: .insert
    }
  }
}
