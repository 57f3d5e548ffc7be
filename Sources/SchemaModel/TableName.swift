/// The name of a table: its schema and its own name, as the catalog stores them, never quoted.
///
/// Names compare byte by byte, as PostgreSQL's type `name` does, so `Users` and `users` differ
/// and names that look alike but are composed differently stay apart.
package struct TableName: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var schema: String
  package var name: String

  package init(schema: String, name: String) {
    self.schema = schema
    self.name = name
  }

  /// `schema.name`, for people; not SQL.
  package var description: String { "\(schema).\(name)" }

  /// The name as people read it: without `public.`, as it is nearly everywhere.
  package var displayName: String { schema == "public" ? name : description }

  /// `"schema"."name"`, safe to put into SQL.
  package var sql: String { SQLText.identifier(schema) + "." + SQLText.identifier(name) }

  /// `schema.name` as SQL that people read, quoted only where it must be.
  package var readableSQL: String {
    SQLText.readableIdentifier(schema) + "." + SQLText.readableIdentifier(name)
  }

  package static func < (left: TableName, right: TableName) -> Bool {
    (left.schema, left.name) < (right.schema, right.name)
  }

  package static func == (left: TableName, right: TableName) -> Bool {
    left.name.utf8.elementsEqual(right.name.utf8)
      && left.schema.utf8.elementsEqual(right.schema.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in schema.utf8 { hasher.combine(byte) }
    hasher.combine(0 as UInt8)
    for byte in name.utf8 { hasher.combine(byte) }
  }
}
