package import SchemaModel

/// The tables and foreign keys to draw: all of a schema, or those around one table.
package struct GraphDrawing: Hashable, Sendable {
  /// The table in the middle; nil for the whole schema.
  package let center: TableName?
  /// In name order.
  package let tables: [Table]
  /// By referencing table, then name.
  package let keys: [ForeignKey]
  /// How many steps each table is from the middle; empty for the whole schema.
  let distances: [TableName: Int]
  let depth: Int
  let keysByChild: [TableName: [ForeignKey]]
  let keysByParent: [TableName: [ForeignKey]]
  private let graph: SchemaGraph

  /// The whole schema.
  package init(_ graph: SchemaGraph) {
    self.graph = graph
    center = nil
    tables = graph.tables
    keys = graph.foreignKeys
    distances = [:]
    depth = 0
    keysByChild = Dictionary(grouping: keys, by: \.referencing)
    keysByParent = Dictionary(grouping: keys, by: \.referenced)
  }

  /// The tables that up to `depth` steps lead to, in either direction, and the keys along them.
  package init(_ graph: SchemaGraph, around center: TableName, depth: Int) {
    self.graph = graph
    self.center = center
    self.depth = depth
    var distances = [center: 0]
    var frontier = [center]
    for distance in stride(from: 1, through: depth, by: 1) where !frontier.isEmpty {
      frontier = frontier.flatMap(graph.steps).map(\.end).filter { table in
        guard distances[table] == nil else { return false }
        distances[table] = distance
        return true
      }
    }
    tables = graph.tables.filter { distances[$0.name] != nil }
    keys = graph.foreignKeys.filter { key in
      guard let from = distances[key.referencing], let to = distances[key.referenced] else {
        return false
      }
      // Those between two tables at the very edge are not walked.
      return min(from, to) < depth || key.isSelfReferencing
    }
    self.distances = distances
    keysByChild = Dictionary(grouping: keys, by: \.referencing)
    keysByParent = Dictionary(grouping: keys, by: \.referenced)
  }

  /// The document `fkwalk.graph/1`.
  package var json: JSONValue {
    .object([
      "format": .string("fkwalk.graph/1"),
      "center": center.map { .object($0.json()) } ?? .null,
      "depth": center == nil ? .null : .int(depth),
      "tables": .array(tables.map(json)),
      "foreign_keys": .array(keys.map(json)),
    ])
  }

  private func json(_ table: Table) -> JSONValue {
    let kind =
      switch table.kind {
      case .ordinary: "table"
      case .partitioned: "partitioned"
      case .foreign: "foreign"
      }
    return .object(
      table.name.json(with: [
        "kind": .string(kind), "estimated_rows": JSONValue(table.estimatedRows.map { Int($0) }),
        "partitions": .int(table.partitionCount), "distance": JSONValue(distances[table.name]),
        "primary_key": .array((table.primaryKey?.columns ?? []).map { .string($0) }),
      ]))
  }

  private func json(_ key: ForeignKey) -> JSONValue {
    .object(
      key.json(with: [
        "on_delete": .string(key.onDelete.sql), "on_update": .string(key.onUpdate.sql),
        "set_columns": .array(key.setColumns.map { .string($0) }), "period": .bool(key.hasPeriod),
        "match": .string(key.matchType == .full ? "FULL" : "SIMPLE"),
        "deferrable": .bool(key.deferrability.isDeferrable),
        "initially_deferred": .bool(key.deferrability == .initiallyDeferred),
        "validated": .bool(key.isValidated), "enforced": .bool(key.isEnforced),
        "nullable": .bool(!key.nullableColumns(in: graph).isEmpty),
        "index": JSONValue(key.supportingIndex), "on_cycle": .bool(graph.isOnCycle(key)),
        "definition": .string(key.definition),
      ]))
  }

  /// What is worth knowing of a key, in words.
  func marks(_ key: ForeignKey) -> [String] {
    var marks: [String] = []
    if key.onDelete != .noAction { marks.append("ON DELETE \(key.onDelete.sql)") }
    if key.onUpdate != .noAction { marks.append("ON UPDATE \(key.onUpdate.sql)") }
    if !key.nullableColumns(in: graph).isEmpty { marks.append("nullable") }
    if key.matchType == .full { marks.append("MATCH FULL") }
    switch key.deferrability {
    case .notDeferrable: break
    case .initiallyImmediate: marks.append("deferrable")
    case .initiallyDeferred: marks.append("deferred")
    }
    if !key.isEnforced {
      marks.append("NOT ENFORCED")
    } else if !key.isValidated {
      marks.append("NOT VALID")
    }
    if key.supportingIndex == nil { marks.append("no index") }
    if key.isSelfReferencing {
      marks.append("itself")
    } else if graph.isOnCycle(key) {
      marks.append("cycle")
    }
    return marks
  }
}
