package import SchemaModel

/// One side of a comparison: a database, or what `fkwalk graph --format json` saved of one.
package struct ComparedSchema: Hashable, Sendable {
  /// What people call it: a database's name or a file's.
  package var name: String
  /// Those that can be seen, with or without foreign keys.
  package var tables: Set<TableName>
  package var keys: [ForeignKey]

  /// A database that was read.
  package init(name: String, graph: SchemaGraph) {
    self.name = name
    tables = Set(graph.tables.map(\.name))
    keys = graph.foreignKeys
  }

  /// A saved document `fkwalk.graph/1` of a whole schema.
  ///
  /// - Throws: what is wrong with it first.
  package init(name: String, json: JSONValue) throws(DocumentError) {
    let document = JSONReader(json)
    guard case .string("fkwalk.graph/1") = document["format"].value else {
      throw DocumentError(message: "it is no schema that fkwalk graph --format json saved")
    }
    guard document["center"].isNull else {
      throw DocumentError(message: "it holds the surroundings of one table, not the whole schema")
    }
    self.name = name
    tables = Set(
      try document["tables"].map { reader throws(DocumentError) in try TableName(reader) })
    keys = try document["foreign_keys"].map { reader throws(DocumentError) in
      try ForeignKey(reader)
    }
  }
}

extension ForeignKey {
  /// Reads a member of `foreign_keys` in `fkwalk.graph/1`.
  fileprivate init(_ reader: JSONReader) throws(DocumentError) {
    self.init(
      id: 0, name: try reader["constraint"].string(), referencing: try TableName(reader),
      referencingColumns: try reader["columns"].strings(),
      referenced: TableName(
        schema: try reader["referenced_schema"].string(),
        name: try reader["referenced_table"].string()),
      referencedColumns: try reader["referenced_columns"].strings(),
      onDelete: try ReferentialAction(reader["on_delete"]),
      onUpdate: try ReferentialAction(reader["on_update"]),
      setColumns: try reader["set_columns"].strings(),
      matchType: try reader["match"].string() == "FULL" ? .full : .simple,
      deferrability: try !reader["deferrable"].bool(default: false)
        ? .notDeferrable
        : try reader["initially_deferred"].bool(default: false)
          ? .initiallyDeferred : .initiallyImmediate,
      isValidated: try reader["validated"].bool(default: true),
      isEnforced: try reader["enforced"].bool(default: true),
      hasPeriod: try reader["period"].bool(default: false),
      supportingIndex: try reader["index"].text())
  }
}
