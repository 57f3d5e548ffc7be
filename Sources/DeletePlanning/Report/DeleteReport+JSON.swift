package import SchemaModel

extension DeleteReport {
  /// The document `fkwalk.preview/1` that scripts read; its keys are stable.
  package var json: JSONValue { json(with: nil) }

  /// The document with how the prediction was verified, where it was.
  package func json(with verification: Verification?) -> JSONValue {
    .object([
      "format": .string("fkwalk.preview/1"),
      "server": server.map { facts in
        .object([
          "version": .int(facts.version), "database": .string(facts.database),
          "user": .string(facts.user),
        ])
      } ?? .null,
      "statement": .string(statement),
      "outcome": .string((outcome ?? .uncertain).rawValue),
      "error": error.map { $0.fields.json(at: $0.moment) } ?? .null,
      "effects": .array(effects.map(\.json)),
      "steps": .array(steps.map(\.json)),
      "blockers": .array(blockers.map(\.json)),
      "caveats": .array(caveats.map(\.json)),
      "missing_indexes": .array(missingIndexes.map(\.json)),
      "verification": verification?.json ?? .null,
      "timing_ms": .int(milliseconds),
    ])
  }
}

extension ServerError {
  fileprivate func json(at moment: Moment) -> JSONValue {
    .object([
      "sqlstate": .string(sqlstate), "at": .string(moment.rawValue),
      "message": .string(message), "detail": JSONValue(detail), "hint": JSONValue(hint),
      "schema": JSONValue(schema), "table": JSONValue(table), "column": JSONValue(column),
      "constraint": JSONValue(constraint),
    ])
  }
}

extension RowIdentity {
  fileprivate var keyJSON: JSONValue {
    .object(
      Dictionary(
        key.map { ($0.column, JSONValue($0.value)) }, uniquingKeysWith: { first, _ in first }))
  }
}

extension SampleRow {
  fileprivate var json: JSONValue {
    .object([
      "key": identity.keyJSON,
      "path": .array(
        path.map { row in
          .object(row.table.json(with: ["key": row.keyJSON]))
        }),
    ])
  }
}

extension TableEffect {
  fileprivate var json: JSONValue {
    .object(
      table.json(with: [
        "deleted": .int(deleted.lowerBound), "updated": .int(updated.lowerBound),
        "exact": .bool(deleted.isExact && updated.isExact),
      ]))
  }
}

extension Step {
  fileprivate var json: JSONValue {
    .object(
      table.json(with: [
        "index": .int(index), "parent": JSONValue(parent), "level": .int(level),
        "constraint": JSONValue(constraint),
        "referenced_schema": JSONValue(referencedTable?.schema),
        "referenced_table": JSONValue(referencedTable?.name),
        "action": JSONValue(action?.sql), "effect": .string(effect.rawValue),
        "rows": .int(rows.lowerBound), "exact": .bool(rows.isExact), "repeated": .int(repeated),
        "sample": .array(sample.map(\.json)),
      ]))
  }
}

extension Blocker {
  fileprivate var json: JSONValue {
    .object(
      table.json(with: [
        "constraint": .string(constraint), "action": .string(action.sql),
        "at": .string(moment.rawValue), "rows": .int(rows.lowerBound),
        "exact": .bool(rows.isExact), "sqlstate": .string(error.sqlstate),
        "message": .string(error.message), "sample": .array(sample.map(\.json)),
      ]))
  }
}

extension Caveat {
  fileprivate var json: JSONValue {
    .object([
      "code": .string(code.rawValue), "schema": JSONValue(table?.schema),
      "table": JSONValue(table?.name), "object": JSONValue(object), "message": .string(message),
    ])
  }
}

extension MissingIndex {
  fileprivate var json: JSONValue {
    .object(
      table.json(with: [
        "constraint": .string(constraint), "columns": .array(columns.map { .string($0) }),
        "create": .string(create),
      ]))
  }
}

extension Verification {
  fileprivate var json: JSONValue {
    .object([
      "agrees": .bool(agrees),
      "observed_error": observed.error.map { $0.fields.json(at: $0.moment) } ?? .null,
      "observed": .array(
        observed.counts.sorted { $0.key < $1.key }.map { table, counts in
          .object(
            table.json(with: [
              "deleted": .int(counts.deleted), "updated": .int(counts.updated),
            ]))
        }),
      "differences": .array(
        differences.map {
          .object([
            "subject": .string($0.subject), "predicted": .string($0.predicted),
            "observed": .string($0.observed),
          ])
        }),
    ])
  }
}
