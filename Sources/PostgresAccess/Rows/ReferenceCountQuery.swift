package import SchemaModel

/// The question for how many rows reference one row, as SQL, and how its answer becomes a count.
///
///     SELECT pg_catalog.count(*) FROM (SELECT FROM ONLY "public"."orders"
///     WHERE $1::integer OPERATOR("pg_catalog".=) "user_id" LIMIT 101) AS found
package struct ReferenceCountQuery: Sendable {
  package let request: ReferenceCountRequest
  package let query: Query

  /// - Parameters:
  ///   - request: what is asked for.
  ///   - graph: the schema with both tables of the foreign key.
  package init(_ request: ReferenceCountRequest, in graph: SchemaGraph) {
    let key = request.foreignKey
    let referenced = graph.table(key.referenced)
    let isPartitioned = graph.table(key.referencing)?.kind == .partitioned
    let columns = zip(key.referencingColumns, key.referencedColumns)
    let conditions = columns.enumerated().map { index, pair in
      let column = referenced?.column(named: pair.1)
      let isPeriod = key.hasPeriod && index == key.referencingColumns.count - 1
      return Self.condition(
        "$\(index + 1)", type: column?.type, operation: isPeriod ? "&&" : "=",
        schema: column?.operatorSchema ?? "pg_catalog", referencing: pair.0)
    }
    self.request = request
    query = Query(
      name: "rows referencing by \(key.name)",
      sql: """
        SELECT pg_catalog.count(*) FROM (SELECT FROM \(isPartitioned ? "" : "ONLY ")\
        \(key.referencing.sql) WHERE \(conditions.joined(separator: " AND ")) \
        LIMIT \(request.cap + 1)) AS found
        """,
      parameters: request.referencedValues, transaction: .ownReadOnly)
  }

  /// Reads the count; at the cap it is a lower bound.
  package func count(from result: QueryResult) -> RowCount {
    guard result.rowCount == 1, let count = result.integer(0, 0) else { return .unknown }
    return count > request.cap ? .atLeast(request.cap) : .exact(count)
  }

  /// The referenced value has the referenced column's type, as in PostgreSQL's own checks.
  private static func condition(
    _ value: String, type: String?, operation: String, schema: String, referencing: String
  ) -> String {
    let typed = type.map { "\(value)::\($0)" } ?? value
    let operation = "OPERATOR(\(SQLText.identifier(schema)).\(operation))"
    return "\(typed) \(operation) \(SQLText.identifier(referencing))"
  }
}
