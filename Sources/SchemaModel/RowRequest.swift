/// A question for some rows of one table, a page at a time.
///
/// Pages are found by key, never by OFFSET, so that the last page costs what the first does.
package struct RowRequest: Hashable, Sendable {
  /// Where a page starts.
  package enum Position: Hashable, Sendable {
    case first
    case last
    /// The rows after the one with this sort key (text form, in ``RowRequest/sortColumns`` order).
    case after([String?])
    /// The rows before it.
    case before([String?])
    /// The row with this key and those after it.
    case from([String?])
  }

  package var table: TableName
  /// Rows must have these values, compared as the columns' types compare; nil asks for NULL.
  package var equalities: [ColumnValue]
  /// A WHERE condition typed by the person, run read-only as they wrote it; nil for none.
  package var condition: String?
  package var position: Position
  /// At most this many rows.
  package var limit: Int

  package init(
    table: TableName, equalities: [ColumnValue] = [], condition: String? = nil,
    position: Position = .first, limit: Int = 200
  ) {
    self.table = table
    self.equalities = equalities
    self.condition = condition
    self.position = position
    self.limit = limit
  }
}

/// One column and a value for it, in text form; nil is NULL.
package struct ColumnValue: Hashable, Sendable {
  package var column: String
  package var value: String?

  package init(column: String, value: String?) {
    self.column = column
    self.value = value
  }
}

/// What identifies one row of a table: the values of its key, or its place where it has no key.
package struct RowIdentity: Hashable, Sendable {
  package var table: TableName
  /// Key columns and their values, in key order; for a table without a key the pseudo-columns
  /// `tableoid` and `ctid`.
  package var key: [ColumnValue]

  package init(table: TableName, key: [ColumnValue]) {
    self.table = table
    self.key = key
  }

  /// `id=42`, `tenant=3 number=7`, for people.
  package var description: String {
    key.map { "\($0.column)=\($0.value ?? "NULL")" }.joined(separator: " ")
  }
}

/// One row as text: nil is NULL, an empty string is an empty string.
package struct Row: Hashable, Sendable {
  package var identity: RowIdentity
  /// In the order of ``RowPage/columns``.
  package var values: [String?]

  package init(identity: RowIdentity, values: [String?]) {
    self.identity = identity
    self.values = values
  }
}

/// Some consecutive rows of a table, in key order.
package struct RowPage: Hashable, Sendable {
  /// All columns of the table, in attribute order.
  package var columns: [String]
  package var rows: [Row]
  /// Whether rows exist before and after this page.
  package var hasEarlier: Bool
  package var hasLater: Bool

  package init(columns: [String], rows: [Row], hasEarlier: Bool, hasLater: Bool) {
    self.columns = columns
    self.rows = rows
    self.hasEarlier = hasEarlier
    self.hasLater = hasLater
  }
}

/// A question for how many rows reference one row, by one foreign key.
package struct ReferenceCountRequest: Hashable, Sendable {
  package var foreignKey: ForeignKey
  /// The values of the referenced columns, in key order.
  package var referencedValues: [String?]
  /// Counting stops here, and the answer is then a lower bound.
  package var cap: Int

  package init(foreignKey: ForeignKey, referencedValues: [String?], cap: Int = 100) {
    self.foreignKey = foreignKey
    self.referencedValues = referencedValues
    self.cap = cap
  }
}

/// A number of rows that says how well it is known.
package enum RowCount: Hashable, Sendable {
  case exact(Int)
  /// Counting stopped early: there are at least this many.
  case atLeast(Int)
  /// Something that cannot be known may change it either way.
  case about(Int)
  case unknown

  /// The number known so far.
  package var lowerBound: Int {
    switch self {
    case .exact(let count), .atLeast(let count), .about(let count): count
    case .unknown: 0
    }
  }

  package var isExact: Bool { if case .exact = self { true } else { false } }

  package static func + (left: RowCount, right: RowCount) -> RowCount {
    let sum = left.lowerBound + right.lowerBound
    if left.isExact && right.isExact { return .exact(sum) }
    if case .about = left { return .about(sum) }
    if case .about = right { return .about(sum) }
    return .atLeast(sum)
  }
}
