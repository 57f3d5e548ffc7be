/// A question for some rows of one table, a page at a time.
///
/// Pages are found by key, never by OFFSET, so that the last page costs what the first does.
package struct RowRequest: Hashable, Sendable {
  /// Where a page starts.
  package enum Position: Hashable, Sendable {
    case first
    case last
    /// The rows after the one with this ``Row/sortKey``.
    case after([String?])
    /// The rows before it.
    case before([String?])
    /// The row with this sort key and those after it.
    case from([String?])
  }

  /// Values of types without bounds are cut off after so many characters, unless asked otherwise.
  package static let usualCellLimit = 4096

  package var table: TableName
  /// Rows must have these values, compared as the columns' types compare; nil asks for NULL.
  package var equalities: [ColumnValue]
  /// A WHERE condition typed by the person, run read-only as they wrote it; nil for none.
  package var condition: String?
  /// Nil sorts by the key alone, the smallest first.
  package var order: RowOrder?
  package var position: Position
  /// At most this many rows.
  package var limit: Int
  /// Values of types without bounds are cut off after so many characters, bytes of `bytea` after
  /// a quarter of that; columns of the key never are.
  package var cellLimit: Int

  package init(
    table: TableName, equalities: [ColumnValue] = [], condition: String? = nil,
    order: RowOrder? = nil, position: Position = .first, limit: Int = 200,
    cellLimit: Int = RowRequest.usualCellLimit
  ) {
    self.table = table
    self.equalities = equalities
    self.condition = condition
    self.order = order
    self.position = position
    self.limit = limit
    self.cellLimit = cellLimit
  }
}

/// What rows are sorted by before their key.
///
/// NULLs count as larger than all values, as PostgreSQL's indexes have them: last, or first where
/// the largest come first. Rows with the same value follow in the order of their keys, in the same
/// direction.
package struct RowOrder: Hashable, Sendable {
  package var column: String
  package var isDescending: Bool

  package init(column: String, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }
}

extension Table {
  /// The columns that rows are sorted by, the pseudo-columns of their place where there is no key.
  package func sortColumns(_ order: RowOrder?) -> [String] {
    let place = kind == .ordinary ? ["ctid"] : ["tableoid", "ctid"]
    guard let order else { return rowKey?.columns ?? place }
    return [order.column] + (rowKey?.columns ?? place).filter { $0 != order.column }
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

  /// `id=42`; an empty text is quoted, and so is one that reads like NULL.
  package var description: String {
    let isOdd = value.map { $0.isEmpty || $0.uppercased() == "NULL" } ?? false
    return "\(column)=\(isOdd ? "'\(value ?? "")'" : value ?? "NULL")"
  }
}

/// What identifies one row of a table: the values of its key, or its place where it has no key.
package struct RowIdentity: Hashable, Sendable {
  package var table: TableName
  /// Key columns and their values, in key order; for a table without a key the pseudo-columns
  /// `tableoid` and `ctid`.
  package var key: [ColumnValue]
  /// A few more columns to know the row by, above all where it has no key; they do not count when
  /// rows are compared.
  package var details: [ColumnValue]

  package init(table: TableName, key: [ColumnValue], details: [ColumnValue] = []) {
    self.table = table
    self.key = key
    self.details = details
  }

  /// Whether the table has a key; otherwise the row is told by its place.
  package var hasKey: Bool { !key.contains { $0.column == "ctid" } }

  /// `id=42`, `tenant=3 number=7`, for people; for a row without a key `name=x kind='' (no key)`.
  package var description: String {
    let shown = hasKey || details.isEmpty ? key : details
    return shown.map(\.description).joined(separator: " ") + (hasKey ? "" : " (no key)")
  }

  package static func == (left: RowIdentity, right: RowIdentity) -> Bool {
    left.table == right.table && left.key == right.key
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(table)
    hasher.combine(key)
  }
}

/// One row as text: nil is NULL, an empty string is an empty string.
package struct Row: Hashable, Sendable {
  package var identity: RowIdentity
  /// In the order of ``RowPage/columns``.
  package var values: [String?]
  /// Where the row stands in the order that was asked for, in the order of
  /// ``Table/sortColumns(_:)``.
  package var sortKey: [String?]
  /// The length in bytes of each value that was cut off, by its place in ``values``.
  package var wholeLengths: [Int: Int]

  /// Makes a row; without a sort key it is that of rows in the order of their keys.
  package init(
    identity: RowIdentity, values: [String?], sortKey: [String?]? = nil,
    wholeLengths: [Int: Int] = [:]
  ) {
    self.identity = identity
    self.values = values
    self.sortKey = sortKey ?? identity.key.map(\.value)
    self.wholeLengths = wholeLengths
  }

  /// ``values``, with `…` after those that were cut off.
  package var shownValues: [String?] {
    values.enumerated().map { place, value in
      wholeLengths[place] == nil ? value : value.map { $0 + "…" }
    }
  }
}

/// Some consecutive rows of a table, in the order asked for.
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

  /// The number as people read it: `12`, `≥ 100`, `about 7`, `?`.
  package var text: String {
    switch self {
    case .exact(let count): String(count)
    case .atLeast(let count): "≥ \(count)"
    case .about(let count): "about \(count)"
    case .unknown: "?"
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
