package import SchemaModel

/// Finds the constraint of a violation among those of a database.
package enum ConstraintSearch {
  /// The constraints that it can be, the likeliest first; empty where there is none.
  package static func candidates(for violation: Violation, in graph: SchemaGraph) -> [ForeignKey] {
    let found = graph.foreignKeys.filter { isCandidate($0, violation, graph) }
    let ranked = found.map { (key: $0, rank: rank($0, violation)) }
    // A stable sort: constraints of one rank keep the catalog's order.
    return ranked.enumerated().sorted { first, second in
      (first.element.rank, -first.offset) > (second.element.rank, -second.offset)
    }.map(\.element.key)
  }

  /// Those at the head of the candidates for which the text speaks as much as for the first.
  static func likeliest(_ candidates: [ForeignKey], for violation: Violation) -> [ForeignKey] {
    let ranks = candidates.map { rank($0, violation) }
    return zip(candidates, ranks).filter { $1 == ranks.first }.map(\.0)
  }

  private static func isCandidate(
    _ key: ForeignKey, _ violation: Violation, _ graph: SchemaGraph
  ) -> Bool {
    guard let name = violation.constraint else {
      return isOn(key.referencing, violation.table, graph)
        && isOn(key.referenced, violation.referencedTable, graph) && hasColumns(key, violation)
        && (violation.table ?? violation.referencedTable) != nil
    }
    guard key.name == name || isPartOf(key, name, graph) else { return false }
    return isOn(key.referencing, violation.table, graph)
  }

  /// Whether a name in a message is that of a table, or may be that of one of its partitions.
  private static func isOn(_ table: TableName, _ name: String?, _ graph: SchemaGraph) -> Bool {
    guard let name else { return true }
    return table.name == name
      || (graph.table(table)?.kind == .partitioned
        && !graph.tables.contains { $0.name.name == name })
  }

  /// Whether a name is that of a constraint's copy for one partition of the referenced table.
  ///
  /// PostgreSQL appends a number, from version 18 on behind an underscore.
  private static func isPartOf(_ key: ForeignKey, _ name: String, _ graph: SchemaGraph) -> Bool {
    guard graph.table(key.referenced)?.kind == .partitioned, name.hasPrefix(key.name) else {
      return false
    }
    let number = name.dropFirst(key.name.count).drop { $0 == "_" }
    return !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
  }

  private static func hasColumns(_ key: ForeignKey, _ violation: Violation) -> Bool {
    let own =
      violation.side == .referencing || violation.removesPartition
      ? key.referencingColumns : key.referencedColumns
    return own.joined(separator: ", ") == violation.columns.joined(separator: ", ")
  }

  private static func rank(_ key: ForeignKey, _ violation: Violation) -> Int {
    let evidence = [
      violation.schema == key.referencing.schema, key.name == violation.constraint,
      key.referencing.name == violation.table, key.referenced.name == violation.referencedTable,
      hasColumns(key, violation), key.referencing.schema == "public",
    ]
    return evidence.reduce(0) { $0 * 2 + ($1 ? 1 : 0) }
  }
}
