internal import OrderedCollections

/// The tables of one database and the foreign keys between them, as an immutable graph.
///
/// Tables come in name order; the keys of a table in the order of the other table's name, then
/// constraint name.
package struct SchemaGraph: Hashable, Sendable {
  /// Sorted by name.
  package let tables: [Table]
  /// Sorted by referencing table, then name.
  package let foreignKeys: [ForeignKey]
  private let tableIndex: [TableName: Int]
  private let parentKeys: [TableName: [Int]]
  private let childKeys: [TableName: [Int]]
  /// Tables by the number of the cycle they are on (self references left out).
  private let cycleIndex: [TableName: Int]
  /// The groups of two or more tables that reference one another in a circle, each in name order.
  package let cycles: [[TableName]]

  package init(tables: [Table], foreignKeys: [ForeignKey]) {
    let tables = tables.sorted { $0.name < $1.name }
    let keys = foreignKeys.sorted {
      ($0.referencing, $0.name, $0.id) < ($1.referencing, $1.name, $1.id)
    }
    self.tables = tables
    self.foreignKeys = keys
    tableIndex = Dictionary(
      tables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    parentKeys = Dictionary(grouping: keys.indices) { keys[$0].referencing }
    childKeys = Dictionary(grouping: keys.indices) { keys[$0].referenced }
    cycles = Self.findCycles(keys)
    cycleIndex = Dictionary(
      cycles.enumerated().flatMap { index, names in names.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The graph without the tables of a schema and their foreign keys.
  package func leavingOut(schema: String) -> SchemaGraph {
    SchemaGraph(
      tables: tables.filter { $0.name.schema != schema },
      foreignKeys: foreignKeys.filter {
        $0.referencing.schema != schema && $0.referenced.schema != schema
      })
  }

  /// The table of that name; nil where it does not exist or may not be seen.
  package func table(_ name: TableName) -> Table? { tableIndex[name].map { tables[$0] } }

  /// The foreign keys by which a table references others (its parents), by parent name.
  package func referencesOf(_ name: TableName) -> [ForeignKey] {
    (parentKeys[name] ?? []).map { foreignKeys[$0] }
      .sorted { ($0.referenced, $0.name) < ($1.referenced, $1.name) }
  }

  /// The foreign keys by which others reference a table (its children), by child name.
  package func referencesTo(_ name: TableName) -> [ForeignKey] {
    (childKeys[name] ?? []).map { foreignKeys[$0] }
  }

  /// Whether the key lies on a cycle: it references its own table, or both its tables are on one
  /// circle.
  package func isOnCycle(_ key: ForeignKey) -> Bool {
    if key.isSelfReferencing { return true }
    guard let left = cycleIndex[key.referencing] else { return false }
    return left == cycleIndex[key.referenced]
  }

  /// The columns that ON DELETE SET NULL would set and that are NOT NULL, so that the delete fails
  /// while rows reference its row (PostgreSQL manual, "Constraints", "Foreign Keys"); empty for any
  /// other action.
  package func notNullColumns(setBy key: ForeignKey) -> [String] {
    guard key.onDelete == .setNull else { return [] }
    return key.columnsSetOnDelete.filter {
      table(key.referencing)?.column(named: $0)?.isNullable == false
    }
  }

  /// Whether a row cannot be deleted while rows reference it by the key.
  package func refusesDelete(_ key: ForeignKey) -> Bool {
    key.onDelete.refuses || !notNullColumns(setBy: key).isEmpty
  }

  /// Tables matching a name as a person types it: `users`, `public.users`, any capitals.
  ///
  /// An exact match wins over one that differs in capitals; several are returned where the name
  /// is ambiguous.
  package func tables(matching text: String) -> [Table] {
    let exact = tables.filter { $0.name.description == text || $0.name.name == text }
    if !exact.isEmpty { return exact }
    let folded = text.lowercased()
    return tables.filter {
      $0.name.description.lowercased() == folded || $0.name.name.lowercased() == folded
    }
  }

  /// Groups of mutually reachable tables with more than one member, by Tarjan's algorithm,
  /// written without recursion so that a chain of any length is no stack problem.
  private static func findCycles(_ keys: [ForeignKey]) -> [[TableName]] {
    var targets: OrderedDictionary<TableName, [TableName]> = [:]
    for key in keys where !key.isSelfReferencing {
      targets[key.referencing, default: []].append(key.referenced)
    }
    return StronglyConnectedComponents.find(targets).filter { $0.count > 1 }
      .map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }
}
