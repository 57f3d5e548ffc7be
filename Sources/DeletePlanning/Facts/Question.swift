/// Something the simulation must know about the rows or values of the database.
enum Question: Hashable, Sendable {
  /// Rows that reference a key: `SELECT … FROM [ONLY] referencing WHERE key = columns`.
  case referencingRows(constraint: Oid, key: [String])
  /// Rows of the referenced table with the key that referencing values name.
  case referencedRows(constraint: Oid, values: [String])
  /// Referenced rows with a PERIOD that overlaps a key's.
  case overlaps(OverlapQuestion)
  /// Whether a period is covered by others.
  case coverage(Coverage)
  /// Whether two values are equal by a constraint's own operator.
  case equality(Equality)
  /// The value SET DEFAULT gives a column.
  case defaultValue(relation: Oid, column: String)
  /// The time, as a trigger sets a column to it.
  case time(relation: Oid, column: String)
  /// What a referenced value becomes in the referencing column, where that is of another type.
  case conversion(Conversion)
  /// The number a sequence gives next.
  case sequence(String)
  /// What becomes of a changed row: generated columns, domains, checks, partition.
  case newRow(NewRowQuestion)
  /// Whether a trigger's WHEN condition holds for a row.
  case firing(FiringQuestion)
  /// The partitions a row fits into.
  case route(root: Oid, values: Image)
  /// What a new row is in an index, where working that out can fail.
  case indexKey(relation: Oid, index: Oid, values: Image)
  /// Rows that a new row would conflict with in a unique or exclusion index.
  case conflicts(relation: Oid, index: Oid, values: Image)
  /// Whether two rows conflict in an index.
  case rivalry(Rivalry)
  /// The columns of the B-tree indexes of a relation.
  case btrees(relation: Oid)
  /// The order in which the referential query itself visits the rows that reference a key.
  case scanOrder(constraint: Oid, key: [String])
  /// The order in which scans of a partitioned table visit its leaves.
  case leafOrder(root: Oid)
  /// All columns of a row, for the DETAIL of an error.
  case wholeRow(RowPlace)
}

extension Question {
  /// The relation whose rows it is about; nil where it is about values.
  func relation(in book: RuleBook) -> Oid? {
    switch self {
    case .referencingRows(let constraint, _), .scanOrder(let constraint, _):
      book.constraints[constraint]?.referencing
    case .referencedRows(let constraint, _): book.constraints[constraint]?.referenced
    case .conflicts(let relation, _, _): relation
    case .wholeRow(let place): place.relation
    default: nil
    }
  }
}

/// A comparison of two values of a foreign key's columns by the constraint's own operators.
struct Equality: Hashable, Sendable {
  /// Which sides of the constraint the two values come from.
  enum Sides: Hashable, Sendable {
    /// `conpfeqop`, `conppeqop`, `conffeqop`.
    case referencedReferencing, referencedReferenced, referencingReferencing
  }

  var constraint: Oid
  /// Which column of the key.
  var column: Int
  var sides: Sides
  var left: String
  var right: String
}

/// A referenced value that ON UPDATE CASCADE assigns to a referencing column.
struct Conversion: Hashable, Sendable {
  var constraint: Oid
  /// Which column of the key.
  var column: Int
  var value: String
}

/// A key with a PERIOD, and the referenced rows that overlap it and are equal otherwise.
struct OverlapQuestion: Hashable, Sendable {
  var constraint: Oid
  /// Whether the key is that of a referenced or of a referencing row.
  var sides: Equality.Sides
  var key: [String]
}

/// A period of a referencing row, and those that may cover it together.
struct Coverage: Hashable, Sendable {
  var constraint: Oid
  var period: String
  /// The period that the part in question lies within; nil for all of it.
  var within: String?
  var periods: [String]

  init(constraint: Oid, period: String, within: String? = nil, by periods: [String]) {
    self.constraint = constraint
    self.period = period
    self.within = within
    self.periods = periods
  }
}

/// A changed row whose fate only the server can tell.
struct NewRowQuestion: Hashable, Sendable {
  /// The leaf whose constraints apply.
  var relation: Oid
  var values: Image
  /// Columns that were assigned; their domains are checked.
  var assigned: [String]
}

/// A row's change and a trigger whose WHEN condition decides whether it fires.
struct FiringQuestion: Hashable, Sendable {
  var relation: Oid
  /// `pg_trigger.oid`.
  var trigger: Oid
  var images: RowImages
  /// Whether a referential trigger makes the change, rather than the DELETE itself.
  var isNested: Bool
}

/// What becomes of a changed row.
struct NewRow: Hashable, Sendable {
  /// With generated columns worked out anew.
  var values: Image
  var satisfiesPartition: Bool
  /// Virtual generated columns declared NOT NULL that are null (PostgreSQL 18).
  var nullVirtualColumns: [String] = []
  /// The first failing CHECK by name.
  var failedCheck: String?
}

/// Where a row belongs in a partitioned table.
struct Route: Hashable, Sendable {
  /// The partitions it fits into, at every level.
  var fitting: Set<Oid> = []
  /// The values of its partition keys, in text form, by partitioned table.
  var keys: [Oid: Image] = [:]
}

/// What a new row would be in a unique or exclusion index.
struct IndexEntry: Hashable, Sendable {
  /// The values of its key; nil where a partial index does not cover it.
  var key: Image?
  /// Numbers of the stored rows it conflicts with.
  var rows: [Int] = []
}

/// Two rows of one relation, of which the first is new, with regard to one of its unique or exclusion
/// indexes.
struct Rivalry: Hashable, Sendable {
  /// What the server says of them.
  struct Answer: Hashable, Sendable {
    var isConflict: Bool
    /// The values of the two rows' index keys, expressions included.
    var newKey: Image
    var otherKey: Image
  }

  var relation: Oid
  var index: Oid
  var new: Image
  var other: Image
}
