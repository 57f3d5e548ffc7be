package import SchemaModel

extension SavedPreview {
  /// Reads a document that ``json`` made, or another program after its description.
  ///
  /// What only newer documents have may be missing.
  ///
  /// - Parameter json: The whole document.
  /// - Throws: What is wrong first: every number and reference in it is checked.
  package init(json: JSONValue) throws(DocumentError) {
    let document = JSONReader(json)
    guard case .object = json, case .string(let format) = document["format"].value else {
      throw DocumentError(message: "it is no preview that fkwalk saved")
    }
    guard format == Self.format else {
      throw DocumentError(
        message: "its format is \(format), and this fkwalk reads \(Self.format)")
    }
    report = try DeleteReport(document)
    try report.readSupposition(document["what_if"])
    let observed = document["verification"]
    verification = nil
    if !observed.isNull {
      verification = Verification(of: report, against: try ObservedDelete(observed))
    }
  }
}

extension DeleteReport {
  fileprivate init(_ document: JSONReader) throws(DocumentError) {
    let steps = try document["steps"].elements()
    let target = document["target"].isNull ? steps.first : document["target"]
    self.init(
      statement: try document["statement"].string(),
      rootTable: try target.map { reader throws(DocumentError) in try TableName(reader) }
        ?? TableName(schema: "", name: ""),
      server: try document["server"].optional { reader throws(DocumentError) in
        try ServerFacts(reader)
      })
    if !document["command"].isNull {
      command = try document["command"].choice(ChangeStatement.Command.self)
    }
    isComplete = try document["complete"].bool(default: true)
    outcome = try document["outcome"].choice(Outcome.self)
    if !isComplete { outcome = nil }
    error = try document["error"].optional { reader throws(DocumentError) in
      try PredictedError(reader)
    }
    let keys = try RowKeys(document["row_keys"])
    effects = try document["effects"].map { reader throws(DocumentError) in
      try TableEffect(reader)
    }
    for (index, reader) in steps.enumerated() {
      self.steps.append(try Step(reader, index, keys))
    }
    blockers = try document["blockers"].map { reader throws(DocumentError) in
      try Blocker(reader, keys, stepCount: steps.count)
    }
    caveats = try document["caveats"].map { reader throws(DocumentError) in
      try Caveat(reader, isUncertain: outcome == .uncertain)
    }
    missingIndexes = try document["missing_indexes"].map { reader throws(DocumentError) in
      MissingIndex(
        constraint: try reader["constraint"].string(), table: try TableName(reader),
        columns: try reader["columns"].strings(), create: try reader["create"].string(),
        scans: try reader["scans"].number(default: 0),
        rowsPerScan: try reader["rows_per_scan"].optionalNumber())
    }
    questionsAsked = try document["questions"]["asked"].number(default: 0)
    questionsAnswered = try document["questions"]["answered"].number(default: 0)
    milliseconds = try document["timing_ms"].number(default: 0)
    takenAt = try document["taken_at"].text()
  }
}

extension ServerFacts {
  fileprivate init(_ reader: JSONReader) throws(DocumentError) {
    let version = try reader["version"].number()
    self.init(
      version: version,
      versionText: try reader["version_text"].text() ?? "\(version / 10000).\(version % 10000)",
      database: try reader["database"].string(), user: try reader["user"].string(),
      host: try reader["host"].text() ?? "", port: try reader["port"].text() ?? "",
      isInRecovery: false)
  }
}

extension TableEffect {
  init(_ reader: JSONReader) throws(DocumentError) {
    self.init(
      table: try TableName(reader), deleted: try reader.count("deleted", "deleted_count"),
      updated: try reader.count("updated", "updated_count"),
      inserted: reader["inserted"].isNull
        ? .exact(0) : try reader.count("inserted", "inserted_count"))
  }
}

extension PredictedError {
  init(_ reader: JSONReader) throws(DocumentError) {
    self.init(
      moment: try reader["at"].choice(Moment.self),
      fields: ServerError(
        sqlstate: try reader["sqlstate"].string(), message: try reader["message"].string(),
        detail: try reader["detail"].text(), hint: try reader["hint"].text(),
        schema: try reader["schema"].text(), table: try reader["table"].text(),
        column: try reader["column"].text(), constraint: try reader["constraint"].text()))
  }
}

extension Step {
  fileprivate init(
    _ reader: JSONReader, _ index: Int, _ keys: RowKeys
  ) throws(DocumentError) {
    let parent = try reader["parent"].optionalNumber()
    if let parent, parent >= index { throw reader["parent"].wrong("must come before it") }
    guard try reader["index"].number(default: index) == index else {
      throw reader["index"].wrong("is out of order")
    }
    let referenced = try reader["referenced_table"].text()
    let action = try reader["action"].optional { reader throws(DocumentError) in
      try ReferentialAction(reader)
    }
    self.init(
      index: index, parent: parent, level: try reader["level"].number(),
      constraint: try reader["constraint"].text(), definition: try reader["definition"].text(),
      table: try TableName(reader),
      referencedTable: try referenced.map { name throws(DocumentError) in
        TableName(schema: try reader["referenced_schema"].string(), name: name)
      },
      columns: try reader["columns"].strings(), action: action,
      effect: try reader["effect"].choice(Effect.self), rows: try reader.count("rows", "count"),
      repeated: try reader["repeated"].number(default: 0),
      sample: try keys.samples(reader["sample"], of: try TableName(reader)))
    isOnUpdate = try reader["on_update"].bool(default: false)
    constraintID = try reader["constraint_oid"].optionalNumber().map {
      UInt32(truncatingIfNeeded: $0)
    }
  }
}

extension Blocker {
  fileprivate init(
    _ reader: JSONReader, _ keys: RowKeys, stepCount: Int
  ) throws(DocumentError) {
    let step = try reader["step"].optionalNumber()
    if let step, step >= stepCount { throw reader["step"].wrong("is no step") }
    let moment = try reader["at"].choice(Moment.self)
    let error =
      reader["error"].isNull
      ? ServerError(
        sqlstate: try reader["sqlstate"].string(), message: try reader["message"].text() ?? "")
      : try PredictedError(reader["error"]).fields
    self.init(
      constraint: try reader["constraint"].string(),
      declaredID: UInt32(truncatingIfNeeded: try reader["constraint_oid"].number(default: 0)),
      definition: try reader["definition"].text() ?? "", table: try TableName(reader),
      columns: try reader["columns"].strings(),
      referencedTable: TableName(
        schema: try reader["referenced_schema"].text() ?? "",
        name: try reader["referenced_table"].text() ?? ""),
      referencedColumns: try reader["referenced_columns"].strings(),
      action: try ReferentialAction(reader["action"]), moment: moment,
      rows: try reader.count("rows", "count"), error: error,
      sample: try keys.samples(reader["sample"], of: try TableName(reader)), step: step)
    isOnUpdate = try reader["on_update"].bool(default: false)
    canBeNull = reader["can_be_null"].isNull ? nil : try reader["can_be_null"].bool(default: false)
  }
}

extension Caveat {
  fileprivate init(_ reader: JSONReader, isUncertain: Bool) throws(DocumentError) {
    let table = try reader["table"].text()
    self.init(
      // What a newer fkwalk knows and this one does not is at least shown.
      code: try Code(rawValue: reader["code"].string()) ?? .unsupported,
      table: try table.map { name throws(DocumentError) in
        TableName(schema: try reader["schema"].text() ?? "", name: name)
      },
      object: try reader["object"].text(), message: try reader["message"].string(),
      isDecisive: try reader["decisive"].bool(default: isUncertain))
  }
}

extension ObservedDelete {
  fileprivate init(_ reader: JSONReader) throws(DocumentError) {
    let error = try reader["observed_error"].optional { reader throws(DocumentError) in
      try PredictedError(reader)
    }
    var counts: [TableName: Counts] = [:]
    for table in try reader["observed"].elements() {
      counts[try TableName(table)] = Counts(
        deleted: try table["deleted"].number(), updated: try table["updated"].number(),
        inserted: try table["inserted"].number(default: 0))
    }
    self.init(error: error, counts: counts)
  }
}

/// Puts the columns of row keys back in order.
private struct RowKeys {
  private var columns: [TableName: [String]] = [:]

  init(_ reader: JSONReader) throws(DocumentError) {
    for table in try reader.elements() {
      columns[try TableName(table)] = try table["columns"].strings()
    }
  }

  func samples(
    _ reader: JSONReader, of table: TableName
  ) throws(DocumentError) -> [SampleRow] {
    try reader.map { row throws(DocumentError) in
      var known = try identity(row["key"], of: table)
      known.details = try row["details"].map { detail throws(DocumentError) in
        ColumnValue(
          column: try detail["column"].string(), value: try detail["value"].text())
      }
      return SampleRow(
        identity: known,
        path: try row["path"].map { step throws(DocumentError) in
          try identity(step["key"], of: try TableName(step))
        })
    }
  }

  private func identity(
    _ reader: JSONReader, of table: TableName
  ) throws(DocumentError) -> RowIdentity {
    let order = columns[table] ?? []
    var key: [ColumnValue] = []
    for (column, value) in try reader.members() {
      key.append(ColumnValue(column: column, value: try value.text()))
    }
    func place(_ value: ColumnValue) -> Int { order.firstIndex(of: value.column) ?? .max }
    return RowIdentity(
      table: table, key: key.sorted { (place($0), $0.column) < (place($1), $1.column) })
  }
}
