package import SchemaModel

extension ForeignKey {
  /// The constraint's members in a JSON document, and others with them.
  package func json(with others: [String: JSONValue] = [:]) -> [String: JSONValue] {
    referencing.json(with: [
      "constraint": .string(name),
      "columns": .array(referencingColumns.map { .string($0) }),
      "referenced_schema": .string(referenced.schema),
      "referenced_table": .string(referenced.name),
      "referenced_columns": .array(referencedColumns.map { .string($0) }),
    ]).merging(others) { first, _ in first }
  }

  /// `orders(customer_id) → customers(id)`, for people.
  package var arrowText: String {
    "\(referencing.displayName)(\(referencingColumns.joined(separator: ", "))) → "
      + "\(referenced.displayName)(\(referencedColumns.joined(separator: ", ")))"
  }
}

/// Words about numbers: `1 row`, `2 rows`.
enum Counted {
  static func text(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }
}

/// Lines whose cells stand below one another.
enum Columns {
  /// Each column as wide as its widest cell; no blanks at the end of a line.
  static func aligned(_ rows: [[String]], indent: String = "") -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      let line = cells.joined(separator: "  ")
      return indent + String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
