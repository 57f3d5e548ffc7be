/// A table as the explorer shows it; the partitions of a partitioned table are folded into it.
package struct Table: Hashable, Sendable {
  /// What kind of relation it is (`pg_class.relkind`).
  package enum Kind: String, Hashable, Sendable {
    case ordinary = "r"
    case partitioned = "p"
    case foreign = "f"
  }

  package var name: TableName
  package var kind: Kind
  /// In attribute order, dropped columns left out.
  package var columns: [Column]
  /// Primary key first, then the other unique keys in index order.
  package var keys: [Key]
  /// The planner's estimate (`pg_class.reltuples`, summed over partitions); nil where the table
  /// was never analyzed, and before PostgreSQL 14 also where it was empty then.
  package var estimatedRows: Int64?
  /// How many leaf partitions are folded into it; 0 for a table that is not partitioned.
  package var partitionCount: Int
  /// Whether the role may SELECT from it: it has the privilege on the table and on its schema.
  package var isReadable: Bool

  package init(
    name: TableName, kind: Kind = .ordinary, columns: [Column], keys: [Key] = [],
    estimatedRows: Int64? = nil, partitionCount: Int = 0, isReadable: Bool = true
  ) {
    self.name = name
    self.kind = kind
    self.columns = columns
    self.keys = keys
    self.estimatedRows = estimatedRows
    self.partitionCount = partitionCount
    self.isReadable = isReadable
  }

  package var primaryKey: Key? { keys.first { $0.isPrimary } }

  /// The key by which rows are told apart and paged: the primary key, else the first unique key
  /// whose columns are all NOT NULL; nil where the table has none.
  package var rowKey: Key? {
    primaryKey
      ?? keys.first { key in
        !key.isPartial && key.columns.allSatisfy { column(named: $0)?.isNullable == false }
      }
  }

  /// The column of that name; nil where the table has none.
  package func column(named name: String) -> Column? { columns.first { $0.name == name } }
}

/// A column of a table (`pg_attribute`).
package struct Column: Hashable, Sendable {
  package var name: String
  /// As `format_type` prints it: `character varying(20)`.
  package var type: String
  /// False where the column, or the domain it is of, is NOT NULL.
  package var isNullable: Bool
  /// The default or generation expression as SQL; nil where there is none.
  package var defaultExpression: String?
  package var isGenerated: Bool
  package var isIdentity: Bool
  /// The schema of the type's own `=`, `<` and `>`: not `pg_catalog` for a type such as citext.
  package var operatorSchema: String

  package init(
    name: String, type: String, isNullable: Bool = true, defaultExpression: String? = nil,
    isGenerated: Bool = false, isIdentity: Bool = false, operatorSchema: String = "pg_catalog"
  ) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.defaultExpression = defaultExpression
    self.isGenerated = isGenerated
    self.isIdentity = isIdentity
    self.operatorSchema = operatorSchema
  }
}

/// A primary key, unique constraint or unique index: what a foreign key can reference.
package struct Key: Hashable, Sendable {
  /// The name of the index, which is also that of the constraint where there is one.
  package var name: String
  package var columns: [String]
  package var isPrimary: Bool
  /// Whether a constraint stands behind it, rather than a unique index alone.
  package var isConstraint: Bool
  /// Whether it holds only for some rows (a partial index); such a key cannot be referenced.
  package var isPartial: Bool

  package init(
    name: String, columns: [String], isPrimary: Bool = false, isConstraint: Bool = true,
    isPartial: Bool = false
  ) {
    self.name = name
    self.columns = columns
    self.isPrimary = isPrimary
    self.isConstraint = isConstraint
    self.isPartial = isPartial
  }
}
