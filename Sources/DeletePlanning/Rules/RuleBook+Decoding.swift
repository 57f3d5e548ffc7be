internal import OrderedCollections
import SchemaModel

extension RuleBook {
  /// An empty one, for a session.
  ///
  /// - Parameter session: the answer to ``RuleBookQueries/session``.
  init(session: any TextTable) {
    guard session.rowCount > 0 else { return }
    isReplicaRole = session[0, 0] == "replica"
    serverVersion = Int(session[0, 1] ?? "") ?? serverVersion
    guard session.columnCount > 7 else { return }
    isCatalogHidden = session[0, 6] == "t"
    roundsFloats = (session[0, 7].flatMap { Int($0) } ?? 1) < 1
  }

  /// Takes the next answer to ``RuleBookQueries/details()``, in order; ``close()`` follows the last.
  mutating func take(_ table: any TextTable) {
    let rows = (0..<table.rowCount).lazy.map { TextRow(table: table, row: $0) }
    switch answersTaken {
    case 0:
      relations.reserveCapacity(table.rowCount)
      for row in rows { addRelation(row) }
      resolveRoots()
    case 1: for row in rows { relations[row.oid(0)]?.columns.append(ColumnRule(row)) }
    case 2:
      constraints.reserveCapacity(table.rowCount)
      for row in rows { addConstraint(row) }
    case 3: for row in rows { addCheck(row) }
    case 4: for row in rows { addTrigger(row) }
    case 5: for row in rows { addIndexElement(row) }
    case 6:
      for row in rows {
        relations[row.oid(0)]?.rules.append(
          RewriteRule(
            name: row.text(1), event: row.text(2), isInstead: row.flag(3),
            isConditional: row.flag(4), doesNothing: row.flag(6), keepsCommand: row.flag(5)))
      }
    case 7: for row in rows { inheritanceChildren[row.oid(0), default: []].append(row.oid(1)) }
    case 8: for row in rows { addPolicy(row) }
    default:
      for row in rows {
        relations[row.oid(0)]?.access.deleteRefusal = PublicationRefusal(rawValue: row.text(1))
        relations[row.oid(0)]?.access.updateRefusal = PublicationRefusal(rawValue: row.text(2))
      }
    }
    answersTaken += 1
  }

  /// Draws the conclusions once all answers are taken.
  mutating func close() {
    for oid in relations.keys { chooseKey(oid) }
    hasPublicationRefusals = relations.values.contains {
      $0.access.deleteRefusal != nil || $0.access.updateRefusal != nil
    }
    sortByBytes()
    decideCarriedColumns()
  }

  private mutating func addRelation(_ row: TextRow) {
    let oid = row.oid(0)
    relations[oid] = RelationRule(
      oid: oid, name: TableName(schema: row.text(1), name: row.text(2)), kind: row.text(3),
      partitionParent: row[4].flatMap { Oid($0) }, root: oid, partitionCondition: row[12],
      partitionKey: row.numbers(13),
      partitionKeyElements: PartitionKey.elements(of: row.text(15), expressions: row.text(16)),
      unpredictable: row[18], estimatedRows: row.number(14), estimatedBlocks: row.number(17),
      access: AccessRule(
        owner: row.text(5), ownerHasUsage: row.flag(6), ownerCanSelect: row.flag(7),
        ownerCanUpdate: row.flag(8), ownerCanDelete: row.flag(9), isReadable: row.flag(10),
        hasActiveRowSecurity: row.flag(11)))
  }

  private mutating func resolveRoots() {
    for oid in relations.keys {
      var top = oid
      while let parent = relations[top]?.partitionParent, relations[parent] != nil { top = parent }
      relations[oid]?.root = top
    }
  }

  private func columnNames(_ numbers: [Int], of relation: Oid) -> [String] {
    numbers.compactMap { number in
      relations[relation]?.columns.first { $0.number == number }?.name
    }
  }

  private mutating func addConstraint(_ row: TextRow) {
    let referencing = row.oid(2)
    let referenced = row.oid(3)
    constraints[row.oid(0)] = ForeignKeyRule(
      oid: row.oid(0), name: row.text(1), referencing: referencing, referenced: referenced,
      referencingColumns: columnNames(row.numbers(4), of: referencing),
      referencedColumns: columnNames(row.numbers(5), of: referenced),
      operators: row.list(6), referencedOperators: row.list(7), referencingOperators: row.list(8),
      deleteSetColumns: columnNames(row.numbers(9), of: referencing),
      isMatchFull: row.text(10) == "f", parent: row.oid(11) == 0 ? nil : row.oid(11),
      isEnforced: row.flag(12), hasPeriod: row.flag(13), definition: row.text(14),
      onDelete: ReferentialAction(rawValue: row.text(15)) ?? .noAction,
      onUpdate: ReferentialAction(rawValue: row.text(18)) ?? .noAction,
      isInitiallyDeferred: row.flag(19), hasIndex: row.flag(16), mayUseIndex: row.flag(17))
  }

  private mutating func addCheck(_ row: TextRow) {
    let columns = columnNames(row.numbers(3).filter { $0 > 0 }, of: row.oid(0))
    relations[row.oid(0)]?.checks.append(
      CheckRule(
        name: row.text(1), expression: row.text(2),
        columns: row.numbers(3).contains { $0 <= 0 } ? [] : columns,
        unpredictable: row[4], isValidated: row.flag(5)))
  }

  private mutating func addTrigger(_ row: TextRow) {
    let relation = row.oid(0)
    let kind: TriggerRule.Kind
    if let referential = TriggerRule.referentialKind(function: row.oid(2)) {
      kind = referential
    } else if row.oid(2) == 1250 {
      kind = .uniqueRecheck(row.oid(9))
    } else if !row.flag(10) {
      let columns = columnNames(row.numbers(8), of: relation)
      kind = .user(UserTrigger(row, columns: columns, isCatalogHidden: isCatalogHidden))
    } else {
      return
    }
    triggers[relation, default: []].append(
      TriggerRule(
        oid: row.oid(15), name: row.text(1), relation: relation, kind: kind, constraint: row.oid(3),
        isInitiallyDeferred: row.flag(4), isClone: row.flag(5),
        isEnabled: ["A", isReplicaRole ? "R" : "O"].contains(row.text(6))))
  }

  private mutating func addIndexElement(_ row: TextRow) {
    let element = IndexRule.Element(
      column: row[8], sql: row.text(9),
      textEqualityFamily: ColumnRule.family(
        type: row.oid(11), kind: row.text(12), isDeterministic: row.flag(13)),
      conflictOperator: row[10] ?? "OPERATOR(pg_catalog.=)")
    if row.flag(5), let column = row[8] { relations[row.oid(0)]?.primaryKey.append(column) }
    if relations[row.oid(0)]?.indexes.last?.oid == row.oid(1) {
      let last = (relations[row.oid(0)]?.indexes.count ?? 1) - 1
      relations[row.oid(0)]?.indexes[last].elements.append(element)
    } else {
      let columns = columnNames(row.numbers(17).filter { $0 > 0 }, of: row.oid(0))
      relations[row.oid(0)]?.indexes.append(
        IndexRule(
          oid: row.oid(1), name: row.text(2), elements: [element], predicate: row[6],
          columns: columns,
          usesWholeRow: row.flag(20), canFail: row.flag(18), unpredictable: row[19],
          isUnique: row.flag(15), isExclusion: row.flag(3), forbidsEmpty: row.flag(16),
          isImmediate: row.flag(4), nullsConflict: row.flag(7), isValid: row.flag(14)))
    }
  }

  /// Where there is no primary key, a unique index may stand for one.
  private mutating func chooseKey(_ oid: Oid) {
    guard let rule = relations[oid], rule.primaryKey.isEmpty else { return }
    let key = rule.uniqueIndexes.first { index in
      index.isValid && index.isImmediate && !index.isExclusion
        && index.plainColumns?.allSatisfy {
          rule.column($0).map { $0.isNotNull && !$0.mayHoldNulls } ?? false
        } == true
    }
    relations[oid]?.primaryKey = key?.plainColumns ?? []
  }

  private mutating func addPolicy(_ row: TextRow) {
    if row.text(1) == "r" {
      relations[row.oid(0)]?.hasSelectPolicy = true
    } else {
      relations[row.oid(0)]?.policies.append(
        PolicyRule(isPermissive: row.flag(2), condition: row.text(3)))
    }
  }

  /// PostgreSQL orders triggers and checks by name with `strcmp`, whatever the collation of the
  /// query's ORDER BY would say.
  private mutating func sortByBytes() {
    for oid in triggers.keys {
      triggers[oid]?.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    for oid in relations.keys {
      relations[oid]?.checks.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
  }
}

extension ColumnRule {
  fileprivate init(_ row: TextRow) {
    let generation = Generation(rawValue: row.text(9)) ?? .none
    self.init(
      number: row.number(1), name: row.text(2), type: row.text(3), baseType: row.text(4),
      isDomain: row.flag(5), isNotNull: row.flag(6), defaultExpression: row[7],
      hasVolatileDefault: row.flag(8), generation: generation, generationExpression: row[10],
      textEqualityFamily: Self.family(
        type: row.oid(11), kind: row.text(12), isDeterministic: !row.flag(15)),
      collationName: row[14], isNondeterministic: row.flag(15), collation: row.oid(13),
      isReadable: row.flag(16), isAlwaysIdentity: row.flag(17), sequence: row[19],
      mayHoldNulls: row.flag(20),
      lengthFunction: row.number(18) < 0 ? nil : Self.lengthFunction(row.oid(11)),
      typeModifier: row.number(18))
    generatedFrom = row.numbers(21)
    unpredictable = row[22]
    isIndexed = row.flag(23)
  }

  /// Types (by their fixed OIDs, `pg_type.dat`) that casts cut to length but assignments do not.
  private static func lengthFunction(_ type: Oid) -> String? {
    switch type {
    case 1042: "bpchar"
    case 1043: "varchar"
    case 1560: "\"bit\""
    case 1562: "varbit"
    default: nil
    }
  }

  /// Types (by their fixed OIDs, `pg_type.dat`) whose output is the same exactly for equal values.
  fileprivate static func family(type: Oid, kind: String, isDeterministic: Bool) -> String? {
    if kind == "e" { return "enum \(type)" }
    return switch type {
    case 20, 21, 23: "integer"
    case 25, 1043: isDeterministic ? "text" : nil
    case 16, 18, 19, 26, 1082, 1083, 1114, 1184, 2950: "type \(type)"
    default: nil
    }
  }
}

extension UserTrigger {
  /// Reads `tgtype`'s bits: 1 row, 2 before, 4 insert, 8 delete, 16 update, 64 instead
  /// (`catalog/pg_trigger.h`).
  fileprivate init(_ row: TextRow, columns: [String], isCatalogHidden: Bool) {
    let bits = row.number(7)
    var operations: Set<TriggerRule.Operation> = []
    if bits & 4 != 0 { operations.insert(.insert) }
    if bits & 8 != 0 { operations.insert(.delete) }
    if bits & 16 != 0 { operations.insert(.update) }
    self.init(
      timing: bits & 64 != 0 ? .insteadOf : bits & 2 != 0 ? .before : .after,
      isForEachRow: bits & 1 != 0, operations: operations, columns: columns,
      condition: row[13].flatMap {
        TriggerCondition(definition: $0, unpredictable: row[14])
      },
      // Settings of the function itself change what its words mean.
      body: row.flag(16)
        ? .unknown
        : TriggerBody(
          language: row.text(11), source: row.text(12), trustsCalls: !isCatalogHidden))
  }
}

/// One row of a catalog answer; missing or odd values read as empty, 0 or false.
struct TextRow {
  let table: any TextTable
  let row: Int

  subscript(column: Int) -> String? { table[row, column] }

  func text(_ column: Int) -> String { self[column] ?? "" }

  func oid(_ column: Int) -> Oid { Oid(text(column)) ?? 0 }

  func number(_ column: Int) -> Int { Int(text(column)) ?? 0 }

  func flag(_ column: Int) -> Bool { text(column) == "t" }

  /// Reads `{1,2}` and `1 2`, the text forms of `int2[]` and `int2vector`.
  func numbers(_ column: Int) -> [Int] {
    text(column).split { "{}, ".contains($0) }.compactMap { Int($0) }
  }

  /// Reads a list separated by byte 31.
  func list(_ column: Int) -> [String] {
    text(column).split(separator: "\u{1f}").map(String.init)
  }
}
