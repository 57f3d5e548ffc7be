import PostgresAccess
import SchemaModel

/// Finds the table a person means by a name on the command line.
enum TableLookup {
  /// Takes the name as it is written first, then as SQL would read it (`Users` as `users`).
  ///
  /// - Throws: where there is no such table.
  static func find(_ text: String, _ session: BlockingSession) throws -> TableName {
    let exact = text.split(separator: ".", maxSplits: 1).map { SQLText.identifier(String($0)) }
    for name in [exact.joined(separator: "."), SQLText.identifier(text), text] {
      let query = Query(
        name: "the table",
        sql: """
          SELECT n.nspname, c.relname FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
          WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)
            AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,f}')
          """, parameters: [name])
      // A name that is not valid SQL is an error here, and no table.
      guard case .success(let found) = try session.runAll([query])[0], found.rowCount > 0 else {
        continue
      }
      return TableName(schema: found[0, 0] ?? "", name: found[0, 1] ?? "")
    }
    throw CommandFailure("there is no table \(text) that this role can see")
  }
}
