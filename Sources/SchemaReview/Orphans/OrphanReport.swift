package import SchemaModel

/// What looking for rows without a parent has found.
package struct OrphanReport: Hashable, Sendable {
  /// What one check has found.
  package struct Result: Hashable, Sendable {
    package var check: OrphanCheck
    package var rows: RowCount
    /// Rows: the values of ``OrphanCheck/rowKey``, then those of the referencing columns.
    package var sample: [[String?]]
    /// Why it could not be made; nil where it could.
    package var error: ServerError?

    package init(
      check: OrphanCheck, rows: RowCount, sample: [[String?]], error: ServerError? = nil
    ) {
      self.check = check
      self.rows = rows
      self.sample = sample
      self.error = error
    }
  }

  package var results: [Result]
  /// False where the time was over before all was looked at.
  package var isComplete: Bool
  /// How many foreign keys there are.
  package var keys: Int

  package init(results: [Result], isComplete: Bool = true, keys: Int) {
    self.results = results
    self.isComplete = isComplete
    self.keys = keys
  }

  /// Whether some row has no parent.
  package var hasFound: Bool { results.contains { $0.rows.lowerBound > 0 } }

  /// The first check that could not be made.
  package var failure: ServerError? { results.lazy.compactMap(\.error).first }

  /// Lines for people.
  package var text: [String] {
    var lines = results.flatMap { $0.text + [""] }
    if !isComplete { lines += ["The time limit was reached; the rest was not looked at."] }
    if results.isEmpty, isComplete {
      lines.append(
        "nothing to look at: all of \(Counted.text(keys, "foreign key")) are enforced and "
          + "validated; --all looks at them all the same")
    } else {
      let bad = results.filter { $0.rows.lowerBound > 0 }.count
      lines.append(
        "\(Counted.text(results.count, "reference")) looked at, \(bad) with rows without a parent")
    }
    return lines
  }

  /// The document `fkwalk.orphans/1`.
  package var json: JSONValue {
    .object([
      "format": .string("fkwalk.orphans/1"), "complete": .bool(isComplete),
      "checks": .array(results.map(\.json)),
    ])
  }
}

extension OrphanReport.Result {
  /// The SQL that repairs it as the mildest ways do: the rows first, then the constraint.
  package var repair: [String] {
    guard error == nil else { return [] }
    let rowFix = check.fixes(hasOrphans: rows.lowerBound > 0).prefix(rows.lowerBound > 0 ? 1 : 0)
    return (rowFix + check.fixes(hasOrphans: false)).flatMap(\.sql)
  }

  /// Lines for people, without the heading.
  package var details: [String] { Array(text.dropFirst()) }

  fileprivate var text: [String] {
    let heading = "\(check.key.name)  \(check.key.arrowText)  \(reasonText)"
    if let error {
      return [heading, "  could not be looked at: \(error.message) (\(error.sqlstate))"]
    }
    return [heading, "  " + countText] + sample.map { "    " + rowText($0) }
      + check.fixes(hasOrphans: rows.lowerBound > 0).flatMap { fix in
        ["  \(fix.title) (\(fix.safety)):"] + fix.sql.map { "  > " + $0 }
      }
  }

  private var reasonText: String {
    switch check.reason {
    case .notValid: "NOT VALID"
    case .notEnforced: "NOT ENFORCED"
    case .bypassed: "its triggers are disabled"
    case .asked: ""
    case .notDeclared: "not declared"
    }
  }

  private var countText: String {
    switch rows {
    case .exact(0): "every row has its parent"
    case .exact(1): "1 row has no parent"
    case .exact(let count): "\(count) rows have no parent"
    default: "at least \(Counted.text(rows.lowerBound, "row")) without a parent"
    }
  }

  /// `id=5  customer_id=99`.
  private func rowText(_ row: [String?]) -> String {
    let names = check.rowKey + check.key.referencingColumns
    return zip(names, row).map { "\($0)=\(LongValue.shown($1) ?? "NULL")" }
      .joined(separator: "  ")
  }

  fileprivate var json: JSONValue {
    let isDeclared = check.reason != .notDeclared
    var members = check.key.json(with: [
      "reason": .string(check.reason.rawValue), "rows": .int(rows.lowerBound),
      "exact": .bool(rows.isExact), "error": JSONValue(error?.message),
      "sample": .array(
        sample.map { row in
          let values = row.map { JSONValue(LongValue.shown($0)) }
          return .object([
            "key": Self.members(check.rowKey, values),
            "values": Self.members(
              check.key.referencingColumns, Array(values.dropFirst(check.rowKey.count))),
          ])
        }),
      "fixes": .array(
        check.fixes(hasOrphans: rows.lowerBound > 0).map { fix in
          .object([
            "title": .string(fix.title), "safety": .string(fix.safety),
            "sql": .string(fix.sql.joined(separator: "\n")),
          ])
        }),
    ])
    if !isDeclared { members["constraint"] = .null }
    return .object(members)
  }

  private static func members(_ names: [String], _ values: [JSONValue]) -> JSONValue {
    .object(Dictionary(zip(names, values), uniquingKeysWith: { first, _ in first }))
  }
}
