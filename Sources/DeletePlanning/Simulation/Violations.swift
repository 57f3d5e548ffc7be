import SchemaModel

/// The errors that a DELETE with foreign keys can run into, worded as PostgreSQL words them
/// (`ri_triggers.c`, `execMain.c`, `nbtinsert.c`) with `lc_messages = C`.
///
/// Names in messages are raw: not quoted again, no schema.
enum Violations {
  /// A key that is still referenced: 23503, or 23001 for RESTRICT from PostgreSQL 18 on.
  static func stillReferenced(
    _ constraint: ForeignKeyRule, key: [String], isRestrict: Bool, book: RuleBook, showsKey: Bool
  ) -> ServerError {
    let parent = book.name(of: constraint.referenced).name
    let child = book.name(of: constraint.referencing)
    let isOwnState = isRestrict && book.serverVersion >= 180_000
    let violates = isOwnState ? "violates RESTRICT setting of" : "violates"
    let verb = isOwnState ? "is referenced" : "is still referenced"
    let shown = showsKey ? keyText(constraint.referencedColumns, key) : "Key"
    return ServerError(
      sqlstate: isOwnState ? "23001" : "23503",
      message: "update or delete on table \"\(parent)\" \(violates) foreign key constraint "
        + "\"\(constraint.name)\" on table \"\(child.name)\"",
      detail: "\(shown) \(verb) from table \"\(child.name)\".",
      schema: child.schema, table: child.name, constraint: constraint.name)
  }

  /// A changed row whose parent does not exist: 23503.
  static func missingParent(
    _ constraint: ForeignKeyRule, values: [String], on child: TableName, book: RuleBook,
    showsKey: Bool
  ) -> ServerError {
    let shown = showsKey ? keyText(constraint.referencingColumns, values) : "Key"
    let parent = book.name(of: constraint.referenced).name
    return ServerError(
      sqlstate: "23503",
      message: "insert or update on table \"\(child.name)\" violates foreign key constraint "
        + "\"\(constraint.name)\"",
      detail: "\(shown) is not present in table \"\(parent)\".",
      schema: child.schema, table: child.name, constraint: constraint.name)
  }

  /// A MATCH FULL key that is null in part: 23503.
  static func mixedNulls(_ constraint: ForeignKeyRule, _ child: TableName) -> ServerError {
    ServerError(
      sqlstate: "23503",
      message: "insert or update on table \"\(child.name)\" violates foreign key constraint "
        + "\"\(constraint.name)\"",
      detail: "MATCH FULL does not allow mixing of null and nonnull key values.",
      schema: child.schema, table: child.name, constraint: constraint.name)
  }

  static func notNull(column: String, relation: TableName, row: [ColumnValue]) -> ServerError {
    ServerError(
      sqlstate: "23502",
      message: "null value in column \"\(column)\" of relation \"\(relation.name)\" violates "
        + "not-null constraint",
      detail: failingRow(row), schema: relation.schema, table: relation.name, column: column)
  }

  static func check(_ name: String, relation: TableName, row: [ColumnValue]) -> ServerError {
    ServerError(
      sqlstate: "23514",
      message: "new row for relation \"\(relation.name)\" violates check constraint \"\(name)\"",
      detail: failingRow(row), schema: relation.schema, table: relation.name, constraint: name)
  }

  /// A row that does not fit the partition that the query names: 23514.
  static func partition(_ relation: TableName, row: [ColumnValue]) -> ServerError {
    ServerError(
      sqlstate: "23514",
      message: "new row for relation \"\(relation.name)\" violates partition constraint",
      detail: failingRow(row), schema: relation.schema, table: relation.name)
  }

  static func noPartition(_ table: RelationRule, key: Image) -> ServerError {
    ServerError(
      sqlstate: "23514",
      message: "no partition of relation \"\(table.name.name)\" found for row",
      detail: "Partition key of the failing row contains "
        + "(\(table.partitionKeyElements.joined(separator: ", "))) = "
        + "(\(key.map(shown).joined(separator: ", "))).",
      schema: table.name.schema, table: table.name.name)
  }

  /// A duplicate in a unique index (23505) or a conflict in an exclusion constraint (23P01).
  static func conflict(
    _ index: IndexRule, relation: TableName, values: Image, existing: Image
  ) -> ServerError {
    // As the server prints them: quoted where need be, unlike in foreign key violations.
    let columns = index.elements.map(\.sql)
    let key = keyText(columns, values.map { $0 ?? "null" })
    if index.isExclusion {
      let other = keyText(columns, existing.map { $0 ?? "null" })
      return ServerError(
        sqlstate: "23P01",
        message: "conflicting key value violates exclusion constraint \"\(index.name)\"",
        detail:
          "\(key) conflicts with existing \(other.prefix(1).lowercased() + other.dropFirst()).",
        schema: relation.schema, table: relation.name, constraint: index.name)
    }
    return ServerError(
      sqlstate: "23505",
      message: "duplicate key value violates unique constraint \"\(index.name)\"",
      detail: "\(key) already exists.",
      schema: relation.schema, table: relation.name, constraint: index.name)
  }

  /// A range without a point in a WITHOUT OVERLAPS column (`ExecWithoutOverlapsNotEmpty`): 23514.
  static func emptyPeriod(_ index: IndexRule, relation: TableName) -> ServerError {
    ServerError(
      sqlstate: "23514",
      message: "empty WITHOUT OVERLAPS value found in column "
        + "\"\(index.elements.last?.column ?? "")\" in relation \"\(relation.name)\"")
  }

  /// ON CONFLICT looks at a constraint that is checked later (`ExecCheckIndexConstraints`): 55000.
  static func deferrableArbiter(_ index: IndexRule, relation: TableName) -> ServerError {
    ServerError(
      sqlstate: "55000",
      message:
        "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as "
        + "arbiters",
      schema: relation.schema, table: relation.name, constraint: index.name)
  }

  /// A rule replaced a referential query by other commands: XX000.
  static func rewrittenQuery(_ constraint: ForeignKeyRule, book: RuleBook) -> ServerError {
    ServerError(
      sqlstate: "XX000",
      message:
        "referential integrity query on \"\(book.name(of: constraint.referenced).name)\" from "
        + "constraint \"\(constraint.name)\" on \"\(book.name(of: constraint.referencing).name)\" "
        + "gave unexpected result",
      hint: "This is most likely due to a rule having rewritten the query.")
  }

  /// A published table without the replica identity that takes: 55000 or 42P10.
  static func published(
    _ table: TableName, _ refusal: PublicationRefusal, command: String
  ) -> ServerError {
    let cannot = "cannot \(command == "delete" ? "delete from" : "update") table \"\(table.name)\""
    switch refusal {
    case .filter:
      return ServerError(
        sqlstate: "42P10", message: cannot,
        detail:
          "Column used in the publication WHERE expression is not part of the replica identity.")
    case .columns:
      return ServerError(
        sqlstate: "42P10", message: cannot,
        detail: "Column list used by the publication does not cover the replica identity.")
    case .identity:
      let gerund = command == "delete" ? "deleting from" : "updating"
      return ServerError(
        sqlstate: "55000",
        message: "\(cannot) because it does not have a replica identity and publishes \(command)s",
        hint: "To enable \(gerund) the table, set REPLICA IDENTITY using ALTER TABLE.")
    }
  }

  /// A move between partitions that a key on a partition in between forbids: 0A000.
  static func referencedAncestor(_ ancestor: TableName, root: TableName) -> ServerError {
    ServerError(
      sqlstate: "0A000",
      message: "cannot move tuple across partitions when a non-root ancestor of the source "
        + "partition is directly referenced in a foreign key",
      detail: "A foreign key points to ancestor \"\(ancestor.name)\" but not the root ancestor "
        + "\"\(root.name)\".",
      hint: "Consider defining the foreign key on table \"\(root.name)\".")
  }

  /// A key that names one column twice: the referential UPDATE is not valid SQL (42601).
  static func repeatedAssignment(_ column: String) -> ServerError {
    ServerError(
      sqlstate: "42601", message: "multiple assignments to same column \"\(column)\"")
  }

  /// An UPDATE of an identity column to anything but its default (428C9).
  static func identityAssignment(_ column: String) -> ServerError {
    ServerError(
      sqlstate: "428C9", message: "column \"\(column)\" can only be updated to DEFAULT",
      detail: "Column \"\(column)\" is an identity column defined as GENERATED ALWAYS.")
  }

  /// `Key (a, b)=(1, 2)`.
  private static func keyText(_ columns: [String], _ values: [String]) -> String {
    "Key (\(columns.joined(separator: ", ")))=(\(values.joined(separator: ", ")))"
  }

  private static func failingRow(_ row: [ColumnValue]) -> String {
    "Failing row contains (\(row.map { shown($0.value) }.joined(separator: ", ")))."
  }

  /// A value, cut to 64 bytes (`ExecBuildSlotValueDescription`).
  private static func shown(_ value: String?) -> String {
    guard let value else { return "null" }
    return value.utf8.count > 64 ? clipped(value, to: 64) + "..." : value
  }

  /// At most so many bytes, never within a character (`pg_mbcliplen`).
  private static func clipped(_ value: String, to limit: Int) -> String {
    var length = 0
    var result = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      length += String(scalar).utf8.count
      if length > limit { break }
      result.append(scalar)
    }
    return String(result)
  }
}
