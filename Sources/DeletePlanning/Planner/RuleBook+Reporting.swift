import SchemaModel

/// What a report says besides what happens to rows, however that was found out.
extension RuleBook {
  /// A row's key as it was, or its place where it has none, and what people know it by.
  func identity(of row: StoredRow) -> RowIdentity {
    let relation = row.place.relation
    let table = rootName(of: relation)
    func values(_ columns: [String]) -> [ColumnValue] {
      zip(columns, slots(columns, in: relation)).map {
        ColumnValue(
          column: $0,
          value: isShort($0, of: relation) ? LongValue.shown(row.values[$1]) : row.values[$1])
      }
    }
    let columns = identityColumns(of: relation)
    if columns.isEmpty, row.place.isNew {
      // It lies nowhere yet.
      return RowIdentity(table: table, key: values(detailColumns(of: relation)))
    }
    guard !columns.isEmpty else {
      return RowIdentity(
        table: table,
        key: [
          ColumnValue(column: "tableoid", value: String(relation)),
          ColumnValue(column: "ctid", value: row.place.ctid),
        ], details: values(detailColumns(of: relation)))
    }
    return RowIdentity(
      table: table, key: values(columns), details: values(detailColumns(of: relation)))
  }

  /// What is worth saying about the constraints and triggers of the relations a delete reaches.
  func caveats(reaching reached: Set<Oid>) -> [Caveat] {
    var caveats: [Caveat] = []
    if isReplicaRole {
      caveats.append(
        Caveat(
          code: .replicaRole, table: nil, object: nil,
          message: "session_replication_role is replica: foreign keys are not enforced in this "
            + "session.", isDecisive: false))
    }
    for relation in reached.sorted() {
      for trigger in triggers[relation] ?? [] where !trigger.isEnabled {
        guard case .action = trigger.kind,
          let constraint = constraints[trigger.constraint], !isReplicaRole
        else { continue }
        let caveat = Caveat(
          code: .disabledTrigger, table: rootName(of: relation), object: constraint.name,
          message: "The triggers of \(constraint.name) are disabled on "
            + "\(name(of: relation).displayName): it is not enforced.", isDecisive: false)
        if !caveats.contains(caveat) { caveats.append(caveat) }
      }
    }
    return caveats + notEnforced(reached)
  }

  /// What the DETAIL of an error may show otherwise than it is shown here.
  func caveats(showing error: ServerError?) -> [Caveat] {
    guard roundsFloats, error?.detail != nil,
      let rule = relations.values.first(where: {
        $0.name.name == error?.table && $0.name.schema == error?.schema
      }),
      let column = rule.columns.first(where: {
        $0.baseType.hasPrefix("double precision") || $0.baseType.hasPrefix("real")
      })
    else { return [] }
    return [
      Caveat(
        code: .unsupported, table: rule.name, object: column.name,
        message: "extra_float_digits is set below 1: the DETAIL shows all digits of "
          + "\(column.name), PostgreSQL fewer.", isDecisive: false)
    ]
  }

  private func notEnforced(_ reached: Set<Oid>) -> [Caveat] {
    constraints.values.filter { !$0.isEnforced && reached.contains($0.referenced) }
      .sorted { $0.name < $1.name }
      .map {
        Caveat(
          code: .notEnforced, table: rootName(of: $0.referencing), object: $0.name,
          message: "\($0.name) is NOT ENFORCED: its rows are left pointing at nothing.",
          isDecisive: false)
      }
  }

  /// Those of some foreign keys that have no index on their referencing columns, with what the
  /// DELETE costs without: a scan for each row that goes (`RI_FKey_cascade_del` and its like).
  func missingIndexes(among used: Set<Oid>, _ effects: [TableEffect]) -> [MissingIndex] {
    used.compactMap { constraints[$0] }.filter { !$0.hasIndex }
      .sorted { $0.name < $1.name }
      .map { constraint in
        let table = rootName(of: constraint.referencing)
        let declaring = declared(constraint).referencing
        let columns = constraint.referencingColumns
        let index = ConstraintStatement.createIndex(
          on: name(of: declaring), columns, hasPeriod: constraint.hasPeriod,
          isPartitioned: relations[declaring]?.isPartitioned == true)
        return MissingIndex(
          constraint: constraint.name, table: table, columns: columns, create: index.line,
          scans: effects.first { $0.table == rootName(of: constraint.referenced) }?.deleted
            .lowerBound ?? 0,
          rowsPerScan: relations[constraint.referencing].flatMap {
            $0.estimatedRows > 0 ? $0.estimatedRows : nil
          })
      }
  }
}
