import SchemaModel

/// The SELECT that joins the tables of a path.
struct PathSQL {
  let path: [PathStep]

  /// On several lines, a table each.
  var text: String { lines.joined(separator: "\n") + "\n" }

  var lines: [String] {
    guard let first = path.first else { return [] }
    let tables = [first.start] + path.map(\.end)
    let names = Self.names(tables)
    let joins = path.enumerated().map { number, step in
      let (left, right) = (names[number], names[number + 1])
      let (child, parent) = step.isTowardsParent ? (left, right) : (right, left)
      let pairs = zip(step.key.referencingColumns, step.key.referencedColumns)
      let conditions = pairs.map { referencing, referenced in
        "\(child).\(SQLText.readableIdentifier(referencing))"
          + " = \(parent).\(SQLText.readableIdentifier(referenced))"
      }
      return "JOIN \(Self.table(tables[number + 1], right))"
        + " ON \(conditions.joined(separator: " AND "))"
    }
    return ["SELECT *", "FROM \(Self.table(first.start, names[0]))"] + joins
  }

  /// `public.orders`, with its other name where it has one.
  private static func table(_ table: TableName, _ name: String) -> String {
    let own = SQLText.readableIdentifier(table.name)
    let full = "\(SQLText.readableIdentifier(table.schema)).\(own)"
    return own == name ? full : "\(full) AS \(name)"
  }

  /// What each table is called: its own name, with a number where that is taken.
  private static func names(_ tables: [TableName]) -> [String] {
    tables.indices.map { place in
      let name = tables[place].name
      let earlier = tables[..<place].filter { $0.name == name }.count
      return SQLText.readableIdentifier(earlier == 0 ? name : "\(name)_\(earlier + 1)")
    }
  }
}
