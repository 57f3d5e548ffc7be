package import SchemaModel

/// Writes the join along a path.
package struct JoinSQL {
  private let path: [PathStep]
  private let graph: SchemaGraph
  /// What each table of the path is called in the statement.
  private let aliases: [String]

  /// - Parameters:
  ///   - path: each step begins where the one before ends.
  ///   - graph: where its tables are.
  package init(_ path: [PathStep], in graph: SchemaGraph) {
    self.path = path
    self.graph = graph
    let tables = path.prefix(1).map(\.start) + path.map(\.end)
    var taken: Set<String> = []
    aliases = tables.map { table in
      let own = SQLText.readableIdentifier(table.name)
      var alias = own
      var number = 1
      while !taken.insert(alias).inserted {
        number += 1
        alias = "t\(number)"
      }
      return alias
    }
  }

  /// `SELECT … FROM … JOIN … ON …;`, a line for each table; empty for no path.
  package var lines: [String] {
    guard let first = path.first, let own = aliases.first, let last = aliases.last else {
      return []
    }
    var lines = ["SELECT \(own).*, \(last).*", "FROM \(source(first.start, own))"]
    for (index, step) in path.enumerated() {
      let (here, there) = (aliases[index], aliases[index + 1])
      let (child, parent) = step.isTowardsParent ? (here, there) : (there, here)
      lines.append(
        "JOIN \(source(step.end, there)) ON \(condition(step.key, child: child, parent: parent))")
    }
    lines[lines.count - 1] += ";"
    return lines
  }

  private func source(_ table: TableName, _ alias: String) -> String {
    let name = SQLText.readableIdentifier(table.name)
    return table.readableSQL + (alias == name ? "" : " AS \(alias)")
  }

  private func condition(_ key: ForeignKey, child: String, parent: String) -> String {
    zip(key.referencingColumns, key.referencedColumns).enumerated().map { index, columns in
      // The last column of a temporal key holds periods, which need only overlap.
      let isPeriod = key.hasPeriod && index == key.referencingColumns.count - 1
      let operation = isPeriod ? "&&" : equality(key.referenced, columns.1)
      return "\(parent).\(SQLText.readableIdentifier(columns.1)) \(operation) "
        + "\(child).\(SQLText.readableIdentifier(columns.0))"
    }.joined(separator: " AND ")
  }

  /// Plain `=`, but for types whose operator may not be on the search_path.
  private func equality(_ table: TableName, _ column: String) -> String {
    let schema = graph.table(table)?.column(named: column)?.operatorSchema ?? "pg_catalog"
    return schema == "pg_catalog" ? "=" : "OPERATOR(\(SQLText.readableIdentifier(schema)).=)"
  }
}
