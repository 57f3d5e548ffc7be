package import SchemaModel

/// Looks for the row of a table that most rows of another reference by one foreign key.
package struct LargestParent: Hashable, Sendable {
  /// More rows than this are not grouped: of a larger table only a part is looked at.
  private static let rowLimit: Int64 = 200_000

  package let key: ForeignKey
  /// How much of the referencing table is looked at, in hundredths; 100 for all of it.
  package let percent: Double
  /// Rows of tables that inherit are not of the key; those of partitions are.
  private let only: String

  /// - Parameters:
  ///   - key: The foreign key whose parents are looked at.
  ///   - graph: The schema, for how large the referencing table is.
  package init(_ key: ForeignKey, in graph: SchemaGraph) {
    self.key = key
    let table = graph.table(key.referencing)
    let rows = table?.kind == .foreign ? 0 : table?.estimatedRows ?? 0
    only = table?.kind == .partitioned ? "" : "ONLY "
    percent = rows <= Self.rowLimit ? 100 : 100 * Double(Self.rowLimit) / Double(rows)
  }

  /// One row: the values of the referenced columns, in key order, and how many rows were seen to
  /// reference them; none where no row references anything.
  ///
  /// The part of a large table is the same each time (PostgreSQL manual, SELECT, "TABLESAMPLE").
  package var sql: String {
    let columns = key.referencingColumns.map { "c." + SQLText.readableIdentifier($0) }
    let list = columns.joined(separator: ", ")
    let isSample = percent < 100
    return "SELECT \(columns.map { "\($0)::pg_catalog.text" }.joined(separator: ", ")), "
      + "pg_catalog.count(*) FROM \(only)\(key.referencing.readableSQL) AS c"
      + (isSample ? " TABLESAMPLE SYSTEM (\(percent)) REPEATABLE (1)" : "")
      + " WHERE \(columns.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")) GROUP BY \(list)"
      + " ORDER BY \(columns.count + 1) DESC, "
      + (1...columns.count).map(String.init).joined(separator: ", ") + " LIMIT 1"
  }

  /// The row that was found.
  ///
  /// - Parameter values: What ``sql`` gave.
  /// - Returns: The parent row and about how many rows reference it.
  package func parent(_ values: [String?]) -> (row: RowIdentity, references: Double)? {
    guard values.count == key.referencedColumns.count + 1,
      let count = values.last.flatMap({ $0 }).flatMap(Double.init)
    else { return nil }
    let row = RowIdentity(
      table: key.referenced,
      key: zip(key.referencedColumns, values).map { ColumnValue(column: $0, value: $1) })
    return (row, count * 100 / percent)
  }
}
