import SchemaModel

/// The two sides of the violated constraint, as far as they are known, in SQL.
struct Reference {
  var constraint: String?
  /// Tables as SQL writes them; nil where the text names none.
  var child: String?
  var parent: String?
  /// Columns of each side, paired; empty where they are not known.
  var childColumns: [String] = []
  var parentColumns: [String] = []
  /// What of this was only concluded from names, as a comment for the SQL; nil where all is known.
  var assumption: String?
  /// The violated foreign key, where a database told.
  var foreignKey: ForeignKey?

  /// From the text alone.
  ///
  /// DETAIL names the columns of one side only. Those of the other are concluded from
  /// PostgreSQL's default constraint name, `orders_customer_id_fkey`, and from the custom of
  /// calling a parent's key `id`; ``assumption`` says so.
  init(_ violation: Violation) {
    constraint = violation.constraint
    child = violation.table.map(SQLText.readableIdentifier)
    parent = violation.referencedTable.map(SQLText.readableIdentifier)
    switch violation.side {
    case .referencing where !violation.columns.isEmpty:
      childColumns = violation.columns
      if childColumns.count == 1, childColumns[0].hasSuffix("_id") { parentColumns = ["id"] }
      assumption = parentColumns.isEmpty ? nil : "-- assumes that the parent's key is id"
    case .referenced where violation.removesPartition:
      childColumns = violation.columns
    case .referenced where !violation.columns.isEmpty:
      parentColumns = violation.columns
      childColumns = Self.columns(from: violation)
      assumption =
        childColumns.isEmpty
        ? nil : "-- assumes the column that the constraint's name tells: \(childColumns[0])"
    default: break
    }
  }

  /// As a database has it.
  init(_ key: ForeignKey) {
    constraint = key.name
    child = key.referencing.readableSQL
    parent = key.referenced.readableSQL
    childColumns = key.referencingColumns
    parentColumns = key.referencedColumns
    foreignKey = key
  }

  /// The column in `table_column_fkey`, for a key of one column.
  private static func columns(from violation: Violation) -> [String] {
    guard violation.columns.count == 1, let table = violation.table,
      var name = violation.constraint, name.hasPrefix(table + "_")
    else { return [] }
    name.removeFirst(table.count + 1)
    while name.last?.isNumber == true { name.removeLast() }
    guard name.hasSuffix("_fkey"), name.count > 5 else { return [] }
    return [String(name.dropLast(5))]
  }

  /// A condition on the columns as DETAIL lists them, where its values cannot be told apart; nil
  /// where columns or values are unknown.
  func listCondition(_ columns: [String], _ list: String?) -> String? {
    guard let list, columns.count > 1 else { return nil }
    let names = columns.map(SQLText.readableIdentifier).joined(separator: ", ")
    return "concat_ws(', ', \(names)) = \(SQLText.literal(list).trimmed)"
  }

  /// Conditions on the child's or the parent's columns; nil where columns or values are unknown.
  func condition(_ columns: [String], _ values: [String]?) -> String? {
    guard let values, !columns.isEmpty, columns.count == values.count else { return nil }
    return zip(columns, values).map { column, value in
      let name = SQLText.readableIdentifier(column)
      return value == "null" ? "\(name) IS NULL" : "\(name) = \(SQLText.literal(value).trimmed)"
    }.joined(separator: " AND ")
  }
}
