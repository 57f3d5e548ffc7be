/// A table being made up.
struct TableSketch {
  struct Column {
    var name: String
    var family: Int
    var type: String
    var isNotNull = false
    /// As SQL; nil for none.
    var defaultValue: String?
    /// The expression of a stored generated column; nil for an ordinary one.
    var generation: String?
  }

  struct Key {
    var columns: [Int]
    var isDeferrable = false
  }

  struct Reference {
    var columns: [Int]
    var table: Int
    var key: [Int]
  }

  /// Schema-qualified and quoted, as SQL.
  var name: String
  /// Besides `rid`, the identity of a row, and `p`, a number that means nothing.
  var columns: [Column] = []
  /// What foreign keys can reference.
  var keys: [Key] = []
  var references: [Reference] = []
  /// One column per level of partitioning.
  var partitionColumns: [Int] = []
  /// Names of partitions at every level, as SQL.
  var partitions: [String] = []
  /// Values of the rows that were tried, as SQL by column.
  var rows: [[String]] = []
  /// The `rid` of each of those.
  var rids: [Int] = []

  func list(_ numbers: [Int]) -> String {
    numbers.map { columns[$0].name }.joined(separator: ", ")
  }
}

/// What a random schema has much of; percentages.
struct Leaning {
  var partitions = 10
  /// Key types other than integers.
  var oddTypes = 30
  /// NOT NULL, CHECK, unique indexes, generated columns.
  var constraints = 25
  /// Foreign keys of and to single partitions, and heirs.
  var strays = 8

  /// NO ACTION and RESTRICT, which end most DELETEs early.
  var refusals = 12

  /// People's triggers.
  var triggers = 0

  /// Only what can be counted without playing it through: primary keys, columns of their own.
  var isCountable = false

  /// Columns that are there already, for foreign keys.
  var sharedColumns = 40

  /// Partitions for all values that others do not take.
  var defaultPartitions = 70

  /// Partitioned tables whose deletes can be counted, for the most part.
  static let countablePartitions = Leaning(
    partitions: 75, oddTypes: 20, constraints: 0, strays: 8, isCountable: true, sharedColumns: 15,
    defaultPartitions: 95)

  static let all = [
    Leaning(partitions: 0, constraints: 0, strays: 0, isCountable: true, sharedColumns: 5),
    Leaning(refusals: 40), Leaning(), Leaning(partitions: 75, strays: 25), Leaning(oddTypes: 100),
    Leaning(constraints: 70), Leaning(constraints: 10, triggers: 50),
    Leaning(partitions: 45, oddTypes: 70, constraints: 50, strays: 20), countablePartitions,
  ]
}
