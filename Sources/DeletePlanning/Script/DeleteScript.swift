import SchemaModel

/// An SQL script that deletes everything a DELETE reaches and everything that is in its way,
/// children first, so that nothing refuses.
///
/// For a person to read and run; fkwalk never runs it.
package struct DeleteScript: Hashable, Sendable {
  /// What one statement of the script deletes.
  struct Part: Hashable, Sendable {
    /// One table, or several that reference one another in a circle: those must go in one statement,
    /// since its checks are made at its end.
    var tables: [Rows]
  }

  struct Rows: Hashable, Sendable {
    var table: TableName
    var rows: [RowIdentity]
    /// Constraints by which some of these rows refuse the plain DELETE.
    var refusing: [String]
    /// The statement that deletes just these rows, where it is the one asked for.
    var statement: String?
  }

  var statement: String
  var parts: [Part]

  /// At most so many keys stand in one list, where that is allowed.
  private static let listLimit = 1000

  /// The script as text.
  package var text: String {
    let tables = parts.flatMap(\.tables)
    let count = tables.reduce(0) { $0 + $1.rows.count }
    var lines = ["-- Made by fkwalk, which has not run it. Read it before you do."]
    lines += comment("For: \(statement)")
    lines.append(
      "-- Deletes \(count) \(count == 1 ? "row" : "rows") in \(tables.count) "
        + "\(tables.count == 1 ? "table" : "tables"), children first.")
    lines.append("BEGIN;")
    for part in parts { lines += [""] + self.lines(of: part) }
    return (lines + ["", "COMMIT;"]).joined(separator: "\n") + "\n"
  }

  private func lines(of part: Part) -> [String] {
    let comments = part.tables.flatMap { rows in
      comment(
        "\(rows.table.displayName): \(rows.rows.count) \(rows.rows.count == 1 ? "row" : "rows")"
          + (rows.refusing.isEmpty
            ? "" : ", in the way by \(rows.refusing.joined(separator: ", "))")
          + (rows.rows.contains { !$0.hasKey }
            ? "; it has no key, so rows are named by their place: run this before they change" : "")
      )
    }
    guard part.tables.count > 1 else { return comments + part.tables.flatMap(Self.deletes) }
    let together = part.tables.map {
      "DELETE FROM \(Self.name($0.table)) WHERE \(Self.condition($0.rows))"
    }
    let with = together.dropLast().enumerated().map { "d\($0 + 1) AS (\($1))" }
    return comments + ["WITH \(with.joined(separator: ",\n  "))", "\(together.last ?? "");"]
  }

  /// A table that references itself is emptied by one statement; others in pieces.
  private static func deletes(_ rows: Rows) -> [String] {
    if let statement = rows.statement { return [statement + ";"] }
    let table = name(rows.table)
    return stride(from: 0, to: rows.rows.count, by: listLimit).map { start in
      let piece = Array(rows.rows[start..<min(start + listLimit, rows.rows.count)])
      return "DELETE FROM \(table) WHERE \(condition(piece));"
    }
  }

  private static func name(_ table: TableName) -> String {
    SQLText.readableIdentifier(table.schema) + "." + SQLText.readableIdentifier(table.name)
  }

  /// `id IN ('1', '2')`, `(a, b) IN (('1', 'x'), …)`.
  static func condition(_ rows: [RowIdentity]) -> String {
    if rows.contains(where: { !$0.hasKey }) {
      return rows.map(placeCondition).joined(separator: " OR ")
    }
    let columns = (rows.first?.key ?? []).map { SQLText.readableIdentifier($0.column) }
    let values = rows.map { row in row.key.map { SQLText.literal($0.value) } }
    if columns.count == 1 {
      let list = values.compactMap(\.first)
      return list.count == 1
        ? "\(columns[0]) = \(list[0])" : "\(columns[0]) IN (\(list.joined(separator: ", ")))"
    }
    let list = values.map { "(\($0.joined(separator: ", ")))" }
    return "(\(columns.joined(separator: ", "))) IN (\(list.joined(separator: ", ")))"
  }

  /// The place of a row without a key, and what has to lie there still.
  private static func placeCondition(_ row: RowIdentity) -> String {
    let place = row.key.map {
      "\(SQLText.readableIdentifier($0.column)) = \(SQLText.literal($0.value))"
    }
    let values = row.details.map {
      "\(SQLText.readableIdentifier($0.column)) IS NOT DISTINCT FROM \(SQLText.literal($0.value))"
    }
    return "(\((place + values).joined(separator: " AND ")))"
  }

  /// A comment cannot end early: its lines are kept comments.
  private func comment(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { "-- " + SQLText.visible(String($0)) }
  }
}
