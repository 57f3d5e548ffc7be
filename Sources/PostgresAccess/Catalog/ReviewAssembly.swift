import SchemaModel
import SchemaReview

/// Joins what the catalog and review queries returned into what lint looks at.
struct ReviewAssembly {
  private let assembly: SchemaAssembly
  private let rows: CatalogRows

  init(_ rows: CatalogRows) {
    self.rows = rows
    assembly = SchemaAssembly(rows)
  }

  /// The foreign keys of which some column has not the type and collation of the one it references.
  var differingKeys: [OID] {
    rows.constraints.filter { constraint in
      zip(constraint.referencingAttributes, constraint.referencedAttributes).contains {
        let own = attribute($0, of: constraint.referencing)
        let other = attribute($1, of: constraint.referenced)
        return own?.type != other?.type || own?.collation != other?.collation
      }
    }.map(\.key.id)
  }

  private func attribute(_ number: Int, of table: OID) -> CatalogRows.Attribute? {
    rows.attributes[table]?.first { $0.number == number }
  }

  /// - Parameters:
  ///   - results: those of ``ReviewQueries/all``, in its order.
  ///   - differing: that of ``ReviewQueries/differences(of:)``.
  ///   - version: `server_version_num`.
  /// - Returns: everything, partitions not folded.
  func facts(_ results: [QueryResult], differing: QueryResult, version: Int) -> SchemaFacts {
    precondition(results.count == ReviewQueries.all.count, "one result for each review query")
    let operators = Self.operators(results[0])
    let differences = Self.differences(differing)
    var relations = relations
    addInvalidIndexes(results[2], to: &relations)
    addChecks(results[3], to: &relations)
    addHeirs(results[4], to: &relations)
    addOwners(results[5], to: &relations)
    addRules(results[6], to: &relations)
    addPublications(results[7], to: &relations)
    addRefusals(results[8], to: &relations)
    return SchemaFacts(
      version: version, graph: assembly.graph,
      keys: rows.constraints.compactMap { constraint in
        guard let child = rows.relations[constraint.referencing],
          let parent = rows.relations[constraint.referenced]
        else { return nil }
        return DeclaredKey(
          key: assembly.foreignKey(constraint, from: child, to: parent),
          operators: operators[constraint.key.id] ?? [],
          differences: differences[constraint.key.id] ?? [])
      }.sorted { ($0.key.referencing, $0.key.name) < ($1.key.referencing, $1.key.name) },
      relations: relations, sleepingTriggers: sleepingTriggers(results[1]))
  }

  private var relations: [TableName: RelationFacts] {
    var relations: [TableName: RelationFacts] = [:]
    for relation in rows.relations.values {
      let root = assembly.root(of: relation.oid)
      var facts = RelationFacts(
        table: assembly.table(relation),
        root: root == relation.oid ? nil : rows.relations[root]?.name)
      facts.indexes = (rows.indexes[relation.oid] ?? []).filter { $0.method != .gist }
        .map { index in
          let attributes = index.keyAttributes.prefix { $0 != 0 }
          return IndexFacts(
            name: index.name, columns: assembly.columnNames(Array(attributes), of: relation.oid),
            predicate: index.predicate)
        }
      relations[relation.name] = facts
    }
    for leaf in assembly.leaves.values.flatMap(\.self) {
      // Every table above a leaf holds it.
      var above = rows.parents[leaf.oid]
      while let oid = above {
        if let name = rows.relations[oid]?.name { relations[name]?.leaves.append(leaf.name) }
        above = rows.parents[oid]
      }
    }
    for name in relations.keys { relations[name]?.leaves.sort() }
    return relations
  }

  private func name(_ result: QueryResult, _ row: Int, _ column: Int) -> TableName? {
    rows.relations[result.oid(row, column)]?.name
  }
}

// MARK: - The exceptions

extension ReviewAssembly {
  private static func operators(_ result: QueryResult) -> [OID: [String]] {
    var operators: [OID: [String]] = [:]
    for row in 0..<result.rowCount {
      let schema = SQLText.identifier(result.text(row, 1))
      operators[result.oid(row, 0), default: []].append(
        "OPERATOR(\(schema).\(result.text(row, 2)))")
    }
    return operators
  }

  private static func differences(_ result: QueryResult) -> [OID: [ColumnDifference]] {
    var differences: [OID: [ColumnDifference]] = [:]
    for row in 0..<result.rowCount {
      let (own, other) = (result[row, 7], result[row, 8])
      let hasTypes = result.isTrue(row, 5)
      let type = result.text(row, 3)
      differences[result.oid(row, 0), default: []].append(
        ColumnDifference(
          column: result.text(row, 1), referencedColumn: result.text(row, 2), type: type,
          // Of one type, though perhaps of different lengths.
          referencedType: hasTypes ? result.text(row, 4) : type,
          losesIndex: result.isTrue(row, 6), collation: own == other ? nil : own,
          referencedCollation: own == other ? nil : other,
          isNondeterministic: result[row, 9] == "f"))
    }
    return differences
  }

  private func sleepingTriggers(_ result: QueryResult) -> [SleepingTrigger] {
    (0..<result.rowCount).compactMap { row in
      name(result, row, 1).map { table in
        SleepingTrigger(
          constraint: result.text(row, 0), declaredKey: result.oid(row, 4), table: table,
          name: result.text(row, 2), isForReplicas: result.isTrue(row, 3))
      }
    }
  }

  private func addInvalidIndexes(
    _ result: QueryResult, to relations: inout [TableName: RelationFacts]
  ) {
    for row in 0..<result.rowCount {
      guard let table = name(result, row, 0) else { continue }
      let attributes = result.integers(row, 2).prefix(result.integer(row, 3) ?? 0)
        .prefix { $0 != 0 }
      relations[table]?.indexes.append(
        IndexFacts(
          name: result.text(row, 1),
          columns: assembly.columnNames(Array(attributes), of: result.oid(row, 0)),
          predicate: result[row, 4], isValid: false))
    }
  }

  private func addChecks(
    _ result: QueryResult, to relations: inout [TableName: RelationFacts]
  ) {
    for row in 0..<result.rowCount {
      guard let table = name(result, row, 0) else { continue }
      let columns = assembly.columnNames(result.integers(row, 1), of: result.oid(row, 0))
      relations[table]?.checkedColumns.append(Set(columns))
    }
  }

  private func addRefusals(
    _ result: QueryResult, to relations: inout [TableName: RelationFacts]
  ) {
    for row in 0..<result.rowCount {
      guard let table = name(result, row, 0) else { continue }
      relations[table]?.refusingNull.formUnion(
        assembly.columnNames(result.integers(row, 1), of: result.oid(row, 0)))
    }
  }

  private func addHeirs(
    _ result: QueryResult, to relations: inout [TableName: RelationFacts]
  ) {
    for row in 0..<result.rowCount {
      guard let parent = name(result, row, 0), let heir = name(result, row, 1) else { continue }
      relations[parent]?.heirs.append(heir)
    }
  }

  private func addOwners(
    _ result: QueryResult, to relations: inout [TableName: RelationFacts]
  ) {
    for row in 0..<result.rowCount {
      guard let table = name(result, row, 0) else { continue }
      relations[table]?.owner = result.text(row, 1)
      relations[table]?.ownerLacks = ["SELECT", "UPDATE", "DELETE", "USAGE"].enumerated()
        .filter { !result.isTrue(row, $0.offset + 2) }.map(\.element)
    }
  }

  private func addRules(
    _ result: QueryResult, to relations: inout [TableName: RelationFacts]
  ) {
    for row in 0..<result.rowCount {
      guard let table = name(result, row, 0) else { continue }
      relations[table]?.rules.append(result.text(row, 1))
    }
  }

  private func addPublications(
    _ result: QueryResult, to relations: inout [TableName: RelationFacts]
  ) {
    for row in 0..<result.rowCount {
      guard let table = name(result, row, 0) else { continue }
      relations[table]?.lacksReplicaIdentity = true
    }
  }
}
