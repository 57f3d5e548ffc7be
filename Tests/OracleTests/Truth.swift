import PostgresAccess
import SchemaModel

/// What one DELETE really did, before it was rolled back; a prediction is put in the same form.
struct Outcome: Equatable {
  struct Counts: Equatable {
    var deleted = 0
    var updated = 0
    var inserted = 0
  }

  /// Without hint and position; nil where it succeeded.
  var error: ServerError?
  var isAtCommit = false
  /// By table, where anything happened; partitions count for their root.
  var effects: [String: Counts] = [:]
  /// Every row deleted or changed, as `table|column=value,…` of its identity.
  var touched: Set<String> = []
}

/// Carries DELETEs out and rolls them back.
struct Truth {
  let server: OracleServer
  let schemas: [String]

  /// One table or partition that holds rows.
  private struct Leaf {
    var name: String
    /// Name of the root it counts for.
    var root: String
  }

  /// A row by its `rid`, before or after.
  private struct Row {
    var root: String
    var isNew: Bool
    var values: [String: String]
  }

  /// What a DELETE does; rows are named by the columns that `identities` gives for their table.
  func outcome(of delete: String, identities: [String: [String]]) throws -> Outcome {
    let session = try server.writableSession()
    defer { session.close() }
    let leaves = try leaves(session)
    let snapshots = leaves.map { leaf in
      Query(
        name: "rows of \(leaf.name)",
        sql: "SELECT tableoid, ctid, xmin = pg_current_xact_id()::xid AS \"is new\", * "
          + "FROM ONLY \(leaf.name)")
    }
    var results = try session.runAll(
      [Query(name: "begin", sql: "BEGIN")] + snapshots + [
        Query(name: "delete", sql: delete),
        Query(name: "commit", sql: "SET CONSTRAINTS ALL IMMEDIATE"),
      ] + snapshots + [Query(name: "end", sql: "ROLLBACK")])
    results.removeFirst()
    let before = try rows(results.prefix(leaves.count), leaves)
    results.removeFirst(leaves.count)
    if let error = Self.error(results[0]) { return Outcome(error: error) }
    if let error = Self.error(results[1]) { return Outcome(error: error, isAtCommit: true) }
    let after = try rows(results[2...].prefix(leaves.count), leaves)
    return compare(before, after, identities)
  }

  private func leaves(_ session: BlockingSession) throws -> [Leaf] {
    let names = schemas.map { "'\($0)'::regnamespace" }.joined(separator: ", ")
    let found = try session.run(
      Query(
        name: "tables",
        sql: """
          SELECT c.oid::regclass, n.nspname || '.' || r.relname FROM pg_class c
          JOIN pg_class r ON r.oid = coalesce(pg_partition_root(c.oid), c.oid)
          JOIN pg_namespace n ON n.oid = r.relnamespace
          WHERE c.relkind = 'r' AND c.relnamespace IN (\(names)) ORDER BY c.oid
          """))
    return (0..<found.rowCount).map { Leaf(name: found[$0, 0] ?? "", root: found[$0, 1] ?? "") }
  }

  private func rows(
    _ results: some Sequence<Result<QueryResult, ServerError>>, _ leaves: [Leaf]
  ) throws -> [String: Row] {
    var rows: [String: Row] = [:]
    for (leaf, result) in zip(leaves, results) {
      let table = try result.get()
      let names = table.columnNames
      for index in 0..<table.rowCount {
        let pairs = zip(names, table.row(index)).map { ($0, $1 ?? "null") }
        let values = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        rows[values["rid"] ?? ""] = Row(
          root: leaf.root, isNew: table.isTrue(index, 2), values: values)
      }
    }
    return rows
  }

  private func compare(
    _ before: [String: Row], _ after: [String: Row], _ identities: [String: [String]]
  ) -> Outcome {
    var outcome = Outcome()
    for (rid, row) in before {
      let remains = after[rid]
      if let remains, !remains.isNew { continue }
      outcome.effects[row.root, default: .init()].deleted += remains == nil ? 1 : 0
      outcome.effects[row.root, default: .init()].updated += remains == nil ? 0 : 1
      let columns = identities[row.root] ?? ["rid"]
      outcome.touched.insert(
        Outcome.identity(row.root, columns.map { ($0, row.values[$0] ?? "null") }))
    }
    for (rid, row) in after where before[rid] == nil {
      outcome.effects[row.root, default: .init()].inserted += 1
      let columns = identities[row.root] ?? ["rid"]
      outcome.touched.insert(
        Outcome.identity(row.root, columns.map { ($0, row.values[$0] ?? "null") }))
    }
    return outcome
  }

  private static func error(_ result: Result<QueryResult, ServerError>) -> ServerError? {
    guard case .failure(let error) = result else { return nil }
    return error.comparable
  }
}

extension Outcome: CustomStringConvertible {
  var description: String {
    if let error { return (isAtCommit ? "at commit: " : "") + "\(error)" }
    let counts = effects.sorted { $0.key < $1.key }
      .map {
        "\($0.key): \($0.value.deleted) deleted, \($0.value.updated) updated, "
          + "\($0.value.inserted) inserted"
      }
    return "succeeds; " + counts.joined(separator: "; ")
      + "; rows \(touched.sorted().joined(separator: " "))"
  }

  static func identity(_ table: String, _ key: [(column: String, value: String)]) -> String {
    table + "|" + key.map { "\($0.column)=\($0.value)" }.joined(separator: ",")
  }
}

extension ServerError {
  /// Without what a preview does not promise.
  var comparable: ServerError {
    var error = self
    error.hint = nil
    error.position = nil
    return error
  }
}
