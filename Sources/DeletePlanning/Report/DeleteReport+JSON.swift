package import SchemaModel

extension SavedPreview {
  /// The document's name and version.
  static let format = "fkwalk.preview/1"

  /// The document that scripts read and ``init(json:)`` reads back; its keys are stable.
  package var json: JSONValue {
    guard case .object(var members) = report.members else { return .null }
    members["what_if"] = report.suppositionJSON
    members["verification"] = verification?.json ?? .null
    return .object(members)
  }
}

extension DeleteReport {
  /// The document of the report alone, as it is with the rules that the database has.
  package var json: JSONValue { SavedPreview(report: self).json }

  fileprivate var members: JSONValue {
    .object([
      "format": .string(SavedPreview.format),
      "server": server?.json ?? .null,
      "statement": .string(statement), "command": .string(command.rawValue),
      "target": .object(rootTable.json()),
      "complete": .bool(isComplete),
      "questions": .object(["asked": .int(questionsAsked), "answered": .int(questionsAnswered)]),
      "outcome": .string((outcome ?? .uncertain).rawValue),
      "error": error.map { $0.fields.json(at: $0.moment) } ?? .null,
      "effects": .array(effects.map(\.json)),
      "steps": .array(steps.map(\.json)),
      "blockers": .array(blockers.map(\.json)),
      "caveats": .array(caveats.map(\.json)),
      "missing_indexes": .array(missingIndexes.map(\.json)),
      "row_keys": .array(rowKeys),
      "columns_held": .array(
        columnsHeld.sorted { $0.key < $1.key }.map { table, columns in
          .object(table.json(with: ["columns": .array(columns.map { .string($0) })]))
        }),
      "timing_ms": .int(milliseconds), "taken_at": JSONValue(takenAt),
    ])
  }
}

extension DeleteReport {
  /// The key columns of each table that rows are named of, in key order, which objects do not keep.
  private var rowKeys: [JSONValue] {
    var columns: [TableName: [String]] = [:]
    for row in (steps.flatMap(\.sample) + blockers.flatMap(\.sample)).flatMap({
      $0.path + [$0.identity]
    }) {
      columns[row.table] = row.key.map(\.column)
    }
    return columns.sorted { $0.key < $1.key }.map { table, columns in
      .object(table.json(with: ["columns": .array(columns.map { .string($0) })]))
    }
  }
}

extension ServerFacts {
  fileprivate var json: JSONValue {
    .object([
      "version": .int(version), "version_text": .string(versionText),
      "database": .string(database), "user": .string(user), "host": .string(host),
      "port": .string(port),
    ])
  }
}

extension RowCount {
  /// What kind of number it is, beyond whether it is exact.
  fileprivate var kind: JSONValue {
    switch self {
    case .exact: .string("exact")
    case .atLeast: .string("at_least")
    case .about: .string("about")
    case .unknown: .string("unknown")
    }
  }
}

extension ServerError {
  func json(at moment: Moment) -> JSONValue {
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
      "details": .array(
        identity.details.map {
          .object(["column": .string($0.column), "value": JSONValue($0.value)])
        }),
      "path": .array(
        path.map { row in
          .object(row.table.json(with: ["key": row.keyJSON]))
        }),
    ])
  }
}

extension TableEffect {
  var json: JSONValue {
    .object(
      table.json(with: [
        "deleted": .int(deleted.lowerBound), "updated": .int(updated.lowerBound),
        "inserted": .int(inserted.lowerBound),
        "exact": .bool(deleted.isExact && updated.isExact && inserted.isExact),
        "deleted_count": deleted.kind, "updated_count": updated.kind,
        "inserted_count": inserted.kind,
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
        "action": JSONValue(action?.sql), "on_update": .bool(isOnUpdate),
        "effect": .string(effect.rawValue),
        "rows": .int(rows.lowerBound), "exact": .bool(rows.isExact), "count": rows.kind,
        "repeated": .int(repeated), "definition": JSONValue(definition),
        "columns": .array(columns.map { .string($0) }),
        "constraint_oid": JSONValue(constraintID.map(Int.init)),
        "sample": .array(sample.map(\.json)),
      ]))
  }
}

extension Blocker {
  fileprivate var json: JSONValue {
    .object(
      table.json(with: [
        "constraint": .string(constraint), "action": .string(action.sql),
        "on_update": .bool(isOnUpdate),
        "at": .string(moment.rawValue), "rows": .int(rows.lowerBound),
        "exact": .bool(rows.isExact), "count": rows.kind, "sqlstate": .string(error.sqlstate),
        "message": .string(error.message), "error": error.json(at: moment),
        "definition": .string(definition), "columns": .array(columns.map { .string($0) }),
        "referenced_schema": .string(referencedTable.schema),
        "referenced_table": .string(referencedTable.name),
        "referenced_columns": .array(referencedColumns.map { .string($0) }),
        "constraint_oid": .int(Int(declaredID)), "step": JSONValue(step),
        "can_be_null": canBeNull.map { .bool($0) } ?? .null,
        "sample": .array(sample.map(\.json)),
      ]))
  }
}

extension Caveat {
  fileprivate var json: JSONValue {
    .object([
      "code": .string(code.rawValue), "schema": JSONValue(table?.schema),
      "table": JSONValue(table?.name), "object": JSONValue(object), "message": .string(message),
      "decisive": .bool(isDecisive),
    ])
  }
}

extension MissingIndex {
  fileprivate var json: JSONValue {
    .object(
      table.json(with: [
        "constraint": .string(constraint), "columns": .array(columns.map { .string($0) }),
        "create": .string(create), "scans": .int(scans),
        "rows_per_scan": rowsPerScan.map { .int($0) } ?? .null,
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
              "inserted": .int(counts.inserted),
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
