import DeletePlanning
package import SchemaModel

extension ExplainReport {
  /// The document `fkwalk.explain/1` that scripts read; its keys are stable.
  package var json: JSONValue {
    .object([
      "format": .string("fkwalk.explain/1"),
      "violations": .array(explanations.map(\.json)),
      "library": JSONValue(library?.rawValue),
      "handling": JSONValue(library?.guide),
    ])
  }
}

extension ReferenceCard {
  /// The same document for a reference card.
  package func json(for library: Library?) -> JSONValue {
    .object([
      "format": .string("fkwalk.explain/1"), "violations": .array([]),
      "card": .object([
        "sqlstate": .string(sqlstate), "name": .string(name), "text": .string(text),
      ]),
      "library": JSONValue(library?.rawValue), "handling": JSONValue(library?.guide),
    ])
  }
}

extension Explanation {
  fileprivate var json: JSONValue {
    .object([
      "sqlstate": .string(violation.sqlstate),
      "side": JSONValue(violation.side?.rawValue),
      "form": JSONValue(violation.form?.rawValue),
      "constraint": JSONValue(violation.constraint),
      "schema": JSONValue(violation.schema),
      "table": JSONValue(violation.table),
      "referenced_table": JSONValue(violation.referencedTable),
      "columns": violation.columns.isEmpty
        ? .null : .array(violation.columns.map { .string($0) }),
      "values": violation.values.map { .array($0.map { .string($0) }) } ?? .null,
      "statement": JSONValue(violation.statement),
      "removes_partition": .bool(violation.removesPartition),
      "occurrences": .int(violation.occurrences),
      "explanation": .string(text),
      "fixes": .array(fixes.map(\.json)),
      "live": live?.json(on: violation.side) ?? .null,
    ])
  }
}

extension Fix {
  fileprivate var json: JSONValue {
    .object([
      "title": .string(title), "sql": .string(sql), "safety": .string(safety.rawValue),
    ])
  }
}

extension LiveFacts {
  fileprivate func json(on side: Violation.Side?) -> JSONValue {
    .object([
      "constraint": foreignKey?.json ?? .null,
      "others": .array(others.map(\.json)),
      "still_holds": stillHolds(on: side).map { .bool($0) } ?? .null,
      "parent_exists": parentExists.map { .bool($0) } ?? .null,
      "child_rows": JSONValue(childRows?.lowerBound),
      "child_sample": .array(childSample?.objects ?? []),
      "nearest_keys": .array(nearestKeys.map { .array($0.map { JSONValue($0) }) }),
      "deletion": deletion?.json ?? .null,
      "problem": JSONValue(problem),
    ])
  }
}

extension ForeignKey {
  fileprivate var json: JSONValue {
    .object([
      "constraint": .string(name), "schema": .string(referencing.schema),
      "table": .string(referencing.name), "referenced_schema": .string(referenced.schema),
      "referenced_table": .string(referenced.name), "definition": .string(definition),
    ])
  }
}

extension RowPage {
  fileprivate var objects: [JSONValue] {
    rows.map { row in
      .object(
        Dictionary(
          zip(columns, row.shownValues.map { JSONValue($0) }),
          uniquingKeysWith: { first, _ in first }))
    }
  }
}
