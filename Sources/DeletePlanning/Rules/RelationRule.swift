import SchemaModel

/// An object identifier of the PostgreSQL catalog; unique within one catalog table.
package typealias Oid = UInt32

/// What the planner must know of one relation: a table, a partitioned table or a partition.
struct RelationRule: Hashable, Sendable {
  var oid: Oid
  var name: TableName
  /// The letter of `pg_class.relkind`.
  var kind: String
  /// The partitioned table it is directly a partition of; nil for others.
  var partitionParent: Oid?
  /// The topmost partitioned table above it; itself for others.
  var root: Oid
  /// In attribute order.
  var columns: [ColumnRule] = []
  /// In name order by bytes, which is the order PostgreSQL evaluates them in.
  var checks: [CheckRule] = []
  /// Indexes that can refuse a row, in order of their OIDs: unique and exclusion indexes, and those
  /// whose expressions or predicate can fail.
  var indexes: [IndexRule] = []
  /// The condition rows of this partition satisfy (`pg_get_partition_constraintdef`).
  var partitionCondition: String?
  /// Attribute numbers of the partition key, 0 for an expression; empty where not partitioned.
  var partitionKey: [Int] = []
  /// The partition key as SQL, expressions included; empty where not partitioned.
  var partitionKeyElements: [String] = []
  /// A function in the partition key that may answer otherwise when the statement runs; nil where there
  /// is none.
  var unpredictable: String?
  /// `pg_class.reltuples`: how many rows it had when last analyzed; 0 or less where that is not known.
  var estimatedRows = 0
  /// `pg_class.relpages`: how many blocks it had then.
  var estimatedBlocks = 0
  /// The columns of its primary key, else of a unique index without nulls, in key order; empty where
  /// there is neither.
  var primaryKey: [String] = []
  /// Enabled rules on it by command (`pg_rewrite.ev_type`: 2 UPDATE, 3 INSERT, 4 DELETE).
  var rules: [RewriteRule] = []
  /// Row security policies for DELETE that apply to the previewing role.
  var policies: [PolicyRule] = []
  /// Whether some policy is for SELECT alone, so that deleting and reading rows differ.
  var hasSelectPolicy = false
  var access: AccessRule

  var isPartitioned: Bool { kind == "p" }

  /// The names of the columns it is partitioned by, without expressions.
  var partitionColumns: [String] {
    partitionKey.compactMap { number in columns.first { $0.number == number }?.name }
  }

  /// The column that by its name is the name of a row; empty where none is.
  var namingColumns: [String] {
    let texts = columns.filter { column in
      column.isReadable && column.generation == .none && column.collation != 0
        && (column.baseType == "text" || column.baseType.hasPrefix("character"))
    }.map(\.name)
    let usual = ["name", "title", "label", "username", "login", "email", "slug", "code", "subject"]
    let found = usual.first(where: texts.contains) ?? texts.first { $0.hasSuffix("name") }
    return found.map { [$0] } ?? []
  }

  /// A few short columns that show people which row is meant, where there is no key.
  var shortColumns: [String] {
    let plain = columns.filter { column in
      column.isReadable && column.generation != .virtual && !column.baseType.hasSuffix("]")
        && !["bytea", "json", "jsonb", "xml", "tsvector"].contains(column.baseType)
        // Those that triggers set to the time are best left alone.
        && !["timestamp", "date"].contains { column.baseType.hasPrefix($0) }
    }
    return plain.prefix(3).map(\.name)
  }

  func column(_ name: String) -> ColumnRule? { columns.first { $0.name == name } }

  /// Whether a CHECK looks at the row as a whole, or at a system column.
  var checksWholeRow: Bool { checks.contains { $0.columns.isEmpty } }

  /// Those indexes in which rows can conflict.
  var uniqueIndexes: [IndexRule] { indexes.filter(\.isUnique) }

  func index(_ oid: Oid) -> IndexRule? { indexes.first { $0.oid == oid } }
}

/// A column as the planner needs it (`pg_attribute`, `pg_attrdef`, `pg_type`).
struct ColumnRule: Hashable, Sendable {
  enum Generation: String, Hashable, Sendable {
    case none = ""
    case stored = "s"
    case virtual = "v"
  }

  var number: Int
  var name: String
  /// The declared type, a domain included, as SQL.
  var type: String
  /// The type under all domains, with its modifier, as SQL.
  var baseType: String
  var isDomain: Bool
  var isNotNull: Bool
  /// The column's default, else its domain's; nil where there is none.
  var defaultExpression: String?
  /// Whether the default can differ from one evaluation to the next (or is an identity).
  var hasVolatileDefault: Bool
  var generation: Generation
  /// The expression of a generated column.
  var generationExpression: String?
  /// The numbers of the columns that expression names.
  var generatedFrom: [Int] = []
  /// A function that may answer otherwise when the statement runs, in that expression or in the CHECKs
  /// of the column's domain; nil where there is none.
  var unpredictable: String?
  /// Which family of types its values belong to whose text forms are equal exactly where the
  /// values are (`int`, `text`, or the type itself); nil where only the server can compare.
  var textEqualityFamily: String?
  /// The column's collation, quoted; nil where it is the database's own, or the type has none.
  var collationName: String?
  /// Whether that collation takes some different texts for equal.
  var isNondeterministic: Bool
  var collation: UInt32
  /// Whether the previewing role may read it.
  var isReadable: Bool
  /// Whether it is GENERATED ALWAYS AS IDENTITY: an UPDATE may set it to its default only.
  var isAlwaysIdentity = false
  /// The sequence its default takes the next number from, quoted; nil where it does nothing so plain.
  var sequence: String?
  /// Whether it may hold nulls from before it was declared NOT NULL (PostgreSQL 18).
  var mayHoldNulls = false
  /// Whether it is a column of some index, which may not take too large a value.
  var isIndexed = false
  /// The function that fits a value into its declared length as an assignment does, where too long
  /// a value is an error rather than cut off; nil for other types.
  var lengthFunction: String?
  /// The modifier that goes with ``lengthFunction``.
  var typeModifier = -1
}

extension ColumnRule {
  /// The column's collation, quoted, where it is nondeterministic; nil otherwise.
  var nondeterministicCollation: String? { isNondeterministic ? collationName : nil }

  /// An expression as an assignment to this column converts it; its domain is left out.
  func assigning(_ expression: String) -> String {
    guard let lengthFunction else { return "(\(expression))::\(baseType)" }
    return "pg_catalog.\(lengthFunction)((\(expression))::pg_catalog.\(lengthFunction), "
      + "\(typeModifier), false)"
  }
}

/// A CHECK constraint of a relation.
struct CheckRule: Hashable, Sendable {
  var name: String
  var expression: String
  /// The columns it names; empty where it needs the whole row.
  var columns: [String]
  /// A function in it that may answer otherwise when the statement runs; nil where there is none.
  var unpredictable: String?
  /// False for a NOT VALID constraint: rows from before may not satisfy it.
  var isValidated = true
}

/// An index of a relation that can refuse a row (`pg_index`).
struct IndexRule: Hashable, Sendable {
  /// One element of the index key.
  struct Element: Hashable, Sendable {
    /// The column's name; nil for an expression.
    var column: String?
    /// The column quoted, or the expression, as SQL (`pg_get_indexdef`).
    var sql: String
    /// As ``ColumnRule/textEqualityFamily``, of the element's own type.
    var textEqualityFamily: String?
    /// The operator two conflicting values satisfy, as `OPERATOR(schema.name)`.
    var conflictOperator: String
  }

  var oid: Oid
  var name: String
  var elements: [Element]
  /// The condition of a partial index.
  var predicate: String?
  /// The columns that its key, expressions and predicate name.
  var columns: [String] = []
  /// Whether an expression or the predicate looks at the row as a whole.
  var usesWholeRow = false
  /// Whether working out its expressions and predicate can fail: the functions in them are not all
  /// leakproof (`pg_proc.proleakproof`).
  var canFail = false
  /// A function in them that may answer otherwise when the statement runs; nil where there is none.
  var unpredictable: String?
  /// Whether rows conflict in it, as in a unique or exclusion index.
  var isUnique = true
  var isExclusion: Bool
  /// Whether its last column, a range, must not be empty (WITHOUT OVERLAPS, PostgreSQL 18).
  var forbidsEmpty = false
  /// False where the check waits for the end of the statement or for COMMIT.
  var isImmediate: Bool
  /// Whether two nulls conflict (UNIQUE NULLS NOT DISTINCT, PostgreSQL 15).
  var nullsConflict: Bool
  /// False where rows from before may not be unique (`indisvalid`).
  var isValid = true

  /// Whether two keys conflict exactly where their texts are the same.
  var isDecidedByText: Bool {
    !isExclusion && elements.allSatisfy { $0.textEqualityFamily != nil }
  }

  /// The columns it names, or nil where an expression or predicate may name any.
  var plainColumns: [String]? {
    guard predicate == nil else { return nil }
    let columns = elements.compactMap(\.column)
    return columns.count == elements.count ? columns : nil
  }
}

/// A rewrite rule (`CREATE RULE`) on a table.
struct RewriteRule: Hashable, Sendable {
  var name: String
  /// `2` UPDATE, `3` INSERT, `4` DELETE.
  var event: String
  var isInstead: Bool
  /// Whether it has a WHERE, so that the original command runs for other rows.
  var isConditional: Bool
  /// Whether it has no commands of its own (DO INSTEAD NOTHING).
  var doesNothing: Bool
  /// Whether one of its own commands is of the kind it replaces.
  var keepsCommand: Bool

  /// Whether the command it is on is replaced by others altogether.
  var replacesCommand: Bool { isInstead && !isConditional && !keepsCommand }
}

/// A row security policy for DELETE (`pg_policy`).
struct PolicyRule: Hashable, Sendable {
  var isPermissive: Bool
  /// Its USING condition.
  var condition: String
}

/// Who may do what with a relation, and what stands in the way of reading it.
struct AccessRule: Hashable, Sendable {
  var owner: String
  /// Privileges of the relation's owner, as whom referential queries run.
  var ownerHasUsage: Bool
  var ownerCanSelect: Bool
  var ownerCanUpdate: Bool
  var ownerCanDelete: Bool
  /// Whether the previewing role may read the whole table.
  var isReadable: Bool
  /// Whether row security applies to the previewing role here.
  var hasActiveRowSecurity: Bool
  /// Why a publication keeps rows from being deleted or updated; nil where none does.
  var deleteRefusal: PublicationRefusal?
  var updateRefusal: PublicationRefusal?
}

/// Why a published table cannot be changed (`CheckCmdReplicaIdentity`).
enum PublicationRefusal: String, Hashable, Sendable {
  /// A row filter uses columns that are not part of the replica identity.
  case filter
  /// A column list leaves out columns of the replica identity.
  case columns
  /// There is no replica identity.
  case identity
}
