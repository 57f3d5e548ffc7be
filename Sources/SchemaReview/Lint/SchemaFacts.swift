package import SchemaModel

/// What lint looks at: the graph, and what the catalog says of every relation and constraint by
/// itself, partitions not folded.
package struct SchemaFacts: Hashable, Sendable {
  /// `server_version_num`.
  package var version: Int
  package var graph: SchemaGraph
  /// Every foreign key as it was declared, the copies that partitions get left out.
  package var keys: [DeclaredKey]
  /// Partitions too.
  package var relations: [TableName: RelationFacts]
  /// Referential triggers that do not fire in an ordinary session.
  package var sleepingTriggers: [SleepingTrigger]

  package init(
    version: Int, graph: SchemaGraph, keys: [DeclaredKey],
    relations: [TableName: RelationFacts], sleepingTriggers: [SleepingTrigger] = []
  ) {
    self.version = version
    self.graph = graph
    self.keys = keys
    self.relations = relations
    self.sleepingTriggers = sleepingTriggers
  }
}

/// A foreign key on the very tables or partitions it was declared for.
package struct DeclaredKey: Hashable, Sendable {
  /// Its tables may be partitions.
  package var key: ForeignKey
  /// How a referenced value equals a referencing one, for each pair of columns:
  /// `OPERATOR("pg_catalog".=)`, the referenced value to the left (`conpfeqop`).
  package var operators: [String]
  /// The pairs of columns that are not of one type and collation.
  package var differences: [ColumnDifference]

  package init(
    key: ForeignKey, operators: [String] = [], differences: [ColumnDifference] = []
  ) {
    self.key = key
    self.operators = operators
    self.differences = differences
  }
}

/// How a referencing column differs from the one it references.
package struct ColumnDifference: Hashable, Sendable {
  package var column: String
  package var referencedColumn: String
  package var type: String
  package var referencedType: String
  /// Whether referencing values are cast for the comparison, so that an index on them is of no use
  /// when a referenced row goes.
  package var losesIndex: Bool
  /// Qualified and quoted; nil for types without one, and where both are the same.
  package var collation: String?
  package var referencedCollation: String?
  /// Whether one of the collations takes different texts as equal.
  package var isNondeterministic: Bool

  package init(
    column: String, referencedColumn: String, type: String, referencedType: String,
    losesIndex: Bool = false, collation: String? = nil, referencedCollation: String? = nil,
    isNondeterministic: Bool = false
  ) {
    self.column = column
    self.referencedColumn = referencedColumn
    self.type = type
    self.referencedType = referencedType
    self.losesIndex = losesIndex
    self.collation = collation
    self.referencedCollation = referencedCollation
    self.isNondeterministic = isNondeterministic
  }
}

/// What lint knows of one table or partition.
package struct RelationFacts: Hashable, Sendable {
  package var table: Table
  /// The table at the top, for a partition; nil for others.
  package var root: TableName?
  /// The partitions that hold rows, at any depth; empty for a table that is not partitioned.
  package var leaves: [TableName] = []
  /// Tables that inherit from it without being partitions.
  package var heirs: [TableName] = []
  package var indexes: [IndexFacts] = []
  /// The column sets of its CHECK constraints of several columns.
  package var checkedColumns: [Set<String>] = []
  /// The columns of which it, or the domain they are of, has the CHECK that they are NOT NULL.
  package var refusingNull: Set<String> = []
  package var owner = ""
  /// What its owner may not do to it (`SELECT`, `UPDATE`, `DELETE`, `USAGE` on its schema).
  package var ownerLacks: [String] = []
  /// Its rules on UPDATE and DELETE.
  package var rules: [String] = []
  /// Whether it is published with updates or deletes and rows cannot be told apart.
  package var lacksReplicaIdentity = false

  package init(table: Table, root: TableName? = nil) {
    self.table = table
    self.root = root
  }
}

/// An index that begins with columns, whether it is of use or not.
package struct IndexFacts: Hashable, Sendable {
  package var name: String
  /// Key columns, up to the first expression.
  package var columns: [String]
  /// The WHERE clause; nil for an index of all rows.
  package var predicate: String?
  package var isValid: Bool

  package init(name: String, columns: [String], predicate: String? = nil, isValid: Bool = true) {
    self.name = name
    self.columns = columns
    self.predicate = predicate
    self.isValid = isValid
  }
}

/// A referential trigger that is disabled, or fires on replicas only (`pg_trigger.tgenabled`).
package struct SleepingTrigger: Hashable, Sendable {
  /// The constraint it works for; of a partition, the partition's own.
  package var constraint: String
  /// The `oid` of the constraint that was declared.
  package var declaredKey: UInt32
  package var table: TableName
  package var name: String
  /// Whether it fires where `session_replication_role` is `replica`.
  package var isForReplicas: Bool

  package init(
    constraint: String, declaredKey: UInt32, table: TableName, name: String, isForReplicas: Bool
  ) {
    self.constraint = constraint
    self.declaredKey = declaredKey
    self.table = table
    self.name = name
    self.isForReplicas = isForReplicas
  }
}

extension SleepingTrigger {
  /// Makes it fire again.
  var enabling: String {
    "ALTER TABLE \(table.readableSQL) ENABLE TRIGGER \(name.asIdentifier);"
  }
}

extension SchemaFacts {
  func column(_ name: String, of table: TableName) -> Column? {
    relations[table]?.table.column(named: name)
  }
}
