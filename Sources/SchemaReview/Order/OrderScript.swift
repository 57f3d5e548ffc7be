import SchemaModel

/// The order as an SQL script that runs: a skeleton to put one's own rows into.
package struct OrderScript {
  private let order: TableOrder
  private let source: String?

  /// - Parameters:
  ///   - order: what comes after what.
  ///   - source: the schema whose tables of the same names hold the rows; nil leaves a place for
  ///     them, where the script inserts or deletes nothing.
  package init(_ order: TableOrder, from source: String? = nil) {
    self.order = order
    self.source = source
  }

  /// Lines of SQL.
  package var lines: [String] { heading + ["BEGIN;"] + body + ["", "COMMIT;"] }

  /// Everything between BEGIN and COMMIT.
  var body: [String] {
    let before = order.purpose == .delete ? nullings : []
    let after = order.purpose == .insert ? updates : []
    return deferrals + before + order.groups.flatMap(lines) + after
  }

  private var heading: [String] {
    let tables = Counted.text(order.groups.reduce(0) { $0 + $1.tables.count }, "table")
    let what =
      order.purpose == .insert
      ? "rows of \(tables), parents first" : "delete from \(tables), children first"
    let place =
      source.map { "Rows come from the tables of the same names in schema \($0.asIdentifier)." }
      ?? (order.purpose == .insert
        ? "Put your rows where it says WHERE false." : "Say which rows where it says WHERE false.")
    return ["-- Made by fkwalk, which has not run it: \(what).", "-- \(place)"] + sharedSources
  }

  /// Tables of several schemas that the same rows would go to.
  var sharedSources: [String] {
    guard let source else { return [] }
    let tables = Dictionary(grouping: order.groups.flatMap(\.tables), by: \.name)
    return tables.filter { $1.count > 1 }.sorted { $0.key < $1.key }.map { name, tables in
      let names = tables.sorted().map(\.readableSQL).joined(separator: " and ")
      return
        "-- Look twice: \(names) are all matched with \(source.asIdentifier).\(name.asIdentifier)."
    }
  }

  private var breaks: [CycleBreak] {
    order.groups.filter { $0.tables.count > 1 }.flatMap(\.breaks)
  }

  private var deferrals: [String] {
    let names = Set(
      breaks.filter { $0.way == .deferred }.map {
        "\($0.key.referencing.schema.asIdentifier).\($0.key.name.asIdentifier)"
      })
    return names.isEmpty
      ? [] : ["SET CONSTRAINTS \(names.sorted().joined(separator: ", ")) DEFERRED;"]
  }

  private func lines(of group: OrderGroup) -> [String] {
    let statements = group.tables.map { ($0, statement($0)) }
    if group.proof.isEmpty || group.tables.count == 1 {
      return statements.flatMap { [""] + $1.withSemicolon }
    }
    let with = statements.dropLast().enumerated().map { index, entry in
      ["\(index == 0 ? "WITH " : "")s\(index + 1) AS ("] + entry.1.map { "  " + $0 }
        + [index == statements.count - 2 ? ")" : "),"]
    }
    return ["", "-- These need one another: checks are made at the end of the one statement."]
      + with.flatMap { $0 } + (statements.last?.1 ?? []).withSemicolon
  }

  private func statement(_ table: TableName) -> [String] {
    order.purpose == .insert ? insert(table) : [delete(table)]
  }
}

// MARK: - Inserting

extension OrderScript {
  private func insert(_ name: TableName) -> [String] {
    let columns = (order.graph.table(name)?.columns ?? []).filter { !$0.isGenerated }
    guard !columns.isEmpty else { return ["INSERT INTO \(name.readableSQL) SELECT WHERE false"] }
    let nulled = nulledColumns(of: name)
    let list = columns.map(\.name.asIdentifier).joined(separator: ", ")
    let overriding = columns.contains(where: \.isIdentity) ? " OVERRIDING SYSTEM VALUE" : ""
    let values = columns.map { column in
      nulled.contains(column.name) || source == nil
        ? "NULL::\(column.type)" : column.name.asIdentifier
    }
    return [
      "INSERT INTO \(name.readableSQL) (\(list))\(overriding)",
      "SELECT \(values.joined(separator: ", ")) \(source(of: name))",
    ]
  }

  private func source(of name: TableName) -> String {
    source.map { "FROM \($0.asIdentifier).\(name.name.asIdentifier)" } ?? "WHERE false"
  }

  /// The columns that are NULL at first.
  private func nulledColumns(of name: TableName) -> Set<String> {
    Set(
      breaks.filter { $0.way == .nullThenUpdate && $0.key.referencing == name }
        .flatMap(\.columns))
  }

  private var nulledTables: [TableName] {
    Set(breaks.filter { $0.way == .nullThenUpdate }.map(\.key.referencing)).sorted()
  }

  /// The references that were left out are put in.
  private var updates: [String] {
    nulledTables.flatMap { name -> [String] in
      let columns = nulledColumns(of: name).sorted()
      guard let table = order.graph.table(name), let key = table.rowKey ?? table.keys.first else {
        return ["", "-- \(name.readableSQL) has no key by which to UPDATE it."]
      }
      let set = columns.map { "\($0.asIdentifier) = s.\($0.asIdentifier)" }
      let match = key.columns.map { equality($0, in: table) }
      return [
        "", "UPDATE \(name.readableSQL) AS t SET \(set.joined(separator: ", "))",
        "FROM \(keyedSource(table, key.columns + columns)) AS s "
          + "WHERE \(match.joined(separator: " AND "));",
      ]
    }
  }

  private func keyedSource(_ table: Table, _ columns: [String]) -> String {
    if let source { return "\(source.asIdentifier).\(table.name.name.asIdentifier)" }
    let values = columns.map { name in
      "NULL::\(table.column(named: name)?.type ?? "text") AS \(name.asIdentifier)"
    }
    return "(SELECT \(values.joined(separator: ", ")) WHERE false)"
  }

  private func equality(_ column: String, in table: Table) -> String {
    let schema = table.column(named: column)?.operatorSchema ?? "pg_catalog"
    let operation = schema == "pg_catalog" ? "=" : "OPERATOR(\(schema.asIdentifier).=)"
    return "t.\(column.asIdentifier) \(operation) s.\(column.asIdentifier)"
  }
}

// MARK: - Deleting

extension OrderScript {
  private func delete(_ name: TableName) -> String {
    "DELETE FROM \(name.readableSQL) AS t WHERE \(condition(name))"
  }

  private func condition(_ name: TableName) -> String {
    guard let source else { return "false" }
    let table = order.graph.table(name)
    let match = table.flatMap { table in
      table.rowKey.map { $0.columns.map { equality($0, in: table) } }
    }
    // Without a key the row as a whole is compared, as text: not every type has an equality.
    let isSame = match?.joined(separator: " AND ") ?? "t::text = s::text"
    return "EXISTS (SELECT FROM \(source.asIdentifier).\(name.name.asIdentifier) AS s "
      + "WHERE \(isSame))"
  }

  private var nullings: [String] {
    nulledTables.flatMap { name -> [String] in
      let set = nulledColumns(of: name).sorted().map { "\($0.asIdentifier) = NULL" }
      return [
        "", "UPDATE \(name.readableSQL) AS t SET \(set.joined(separator: ", "))",
        "WHERE \(condition(name));",
      ]
    }
  }
}

extension String {
  /// As an SQL identifier for people to read.
  var asIdentifier: String { SQLText.readableIdentifier(self) }
}

extension [String] {
  /// The lines of a statement, ended.
  var withSemicolon: [String] { isEmpty ? [] : dropLast() + [self[count - 1] + ";"] }
}
