import SchemaModel

/// Joins what the catalog queries returned into a graph, partitions folded into their roots.
struct SchemaAssembly {
  let rows: CatalogRows
  /// Leaf partitions by the table at the root of their tree.
  private(set) var leaves: [OID: [CatalogRows.Relation]] = [:]

  init(_ rows: CatalogRows) {
    self.rows = rows
    for relation in rows.relations.values
    where relation.isPartition && relation.kind != .partitioned {
      leaves[root(of: relation.oid), default: []].append(relation)
    }
  }

  var graph: SchemaGraph {
    SchemaGraph(
      tables: rows.relations.values.filter { !$0.isPartition }.map(table),
      foreignKeys: foreignKeys)
  }

  func root(of oid: OID) -> OID {
    var oid = oid
    while let parent = rows.parents[oid] { oid = parent }
    return oid
  }

  func table(_ relation: CatalogRows.Relation) -> Table {
    let partitions = leaves[relation.oid] ?? []
    let estimates = relation.kind == .partitioned ? partitions : [relation]
    let known = estimates.compactMap(\.estimatedRows)
    return Table(
      name: relation.name, kind: relation.kind,
      columns: (rows.attributes[relation.oid] ?? []).map(\.column), keys: keys(of: relation.oid),
      estimatedRows: known.isEmpty ? nil : known.reduce(0, +), partitionCount: partitions.count,
      isReadable: relation.isReadable)
  }

  private func keys(of table: OID) -> [Key] {
    let unique = (rows.indexes[table] ?? []).filter { index in
      index.isUnique && !index.keyAttributes.contains(0)
    }
    let keys = unique.map { index in
      Key(
        name: index.name, columns: columnNames(index.keyAttributes, of: table),
        isPrimary: index.isPrimary, isConstraint: rows.constraintIndexes.contains(index.oid),
        isPartial: index.predicate != nil)
    }
    return keys.filter(\.isPrimary) + keys.filter { !$0.isPrimary }
  }

  func columnNames(_ numbers: [Int], of table: OID) -> [String] {
    let attributes = rows.attributes[table] ?? []
    return numbers.compactMap { number in
      attributes.first { $0.number == number }?.column.name
    }
  }
}

// MARK: - Foreign keys

extension SchemaAssembly {
  /// What makes two foreign keys the same once partitions are folded.
  private struct FoldedShape: Hashable {
    var referencing: TableName
    var referencingColumns: [String]
    var referenced: TableName
    var referencedColumns: [String]
  }

  /// A key declared on partitions only is kept once, and not at all where the root has it too.
  private var foreignKeys: [ForeignKey] {
    let isFolded = { (constraint: CatalogRows.Constraint) in
      rows.parents[constraint.referencing] != nil || rows.parents[constraint.referenced] != nil
    }
    let folded = rows.constraints.filter(isFolded).sorted { $0.key.id < $1.key.id }
    var keys = rows.constraints.filter { !isFolded($0) }.compactMap(foreignKey)
    var shapes = folded.isEmpty ? [] : Set(keys.map(Self.shape))
    for constraint in folded {
      guard var key = foreignKey(constraint), shapes.insert(Self.shape(key)).inserted else {
        continue
      }
      key.isOnPartitions = true
      keys.append(key)
    }
    return keys
  }

  private static func shape(_ key: ForeignKey) -> FoldedShape {
    FoldedShape(
      referencing: key.referencing, referencingColumns: key.referencingColumns,
      referenced: key.referenced, referencedColumns: key.referencedColumns)
  }

  /// With the roots of its tables; nil where it belongs to tables that are left out: temporary
  /// ones.
  private func foreignKey(_ constraint: CatalogRows.Constraint) -> ForeignKey? {
    guard let child = rows.relations[root(of: constraint.referencing)],
      let parent = rows.relations[root(of: constraint.referenced)]
    else { return nil }
    return foreignKey(constraint, from: child, to: parent)
  }

  /// A foreign key as if it were between these two.
  func foreignKey(
    _ constraint: CatalogRows.Constraint, from child: CatalogRows.Relation,
    to parent: CatalogRows.Relation
  ) -> ForeignKey {
    let (referencing, referenced) = (constraint.referencing, constraint.referenced)
    var key = constraint.key
    key.referencing = child.name
    key.referencingColumns = columnNames(constraint.referencingAttributes, of: referencing)
    key.referenced = parent.name
    key.referencedColumns = columnNames(constraint.referencedAttributes, of: referenced)
    key.setColumns = columnNames(constraint.setAttributes, of: referencing)
    key.supportingIndex = supportingIndex(
      for: key.referencingColumns, of: referencing,
      methods: key.hasPeriod ? [.gist] : [.btree, .hash])
    return key
  }

  /// The first index that finds rows by these columns; of a partitioned table that has none, one
  /// of its partitions', where every partition has one.
  private func supportingIndex(
    for columns: [String], of table: OID, methods: [CatalogRows.IndexMethod]
  ) -> String? {
    let own = rows.indexes[table]?.first { index in
      methods.contains(index.method)
        && index.finds(columns: columns, named: columnNames(index.keyAttributes, of: table))
    }
    if let own { return own.name }
    guard let leaves = leaves[table], !leaves.isEmpty else { return nil }
    let names = leaves.sorted { $0.name < $1.name }.map { leaf in
      supportingIndex(for: columns, of: leaf.oid, methods: methods)
    }
    return names.contains(nil) ? nil : names[0]
  }
}

extension CatalogRows.Index {
  /// Whether it can look up rows by values for all these columns.
  ///
  /// - Parameters:
  ///   - columns: the columns looked for.
  ///   - keyColumns: the index's own; fewer than its attributes where there are expressions.
  /// - Returns: false for a partial index that may leave out rows with such values.
  func finds(columns: [String], named keyColumns: [String]) -> Bool {
    guard !keyAttributes.prefix(columns.count).contains(0),
      keyColumns.count >= columns.count,
      Set(keyColumns.prefix(columns.count)) == Set(columns),
      method != .hash || columns.count == 1
    else { return false }
    return predicate.map { Self.onlyDemandsNotNull($0, of: columns) } ?? true
  }

  /// Whether a predicate is `(a IS NOT NULL)`, or several such with AND, of these columns: rows
  /// looked up by value always satisfy it.
  private static func onlyDemandsNotNull(_ predicate: String, of columns: [String]) -> Bool {
    let demands = Set(columns.map { "(\(SQLText.readableIdentifier($0)) IS NOT NULL)" })
    if demands.contains(predicate) { return true }
    guard predicate.hasPrefix("(("), predicate.hasSuffix("))") else { return false }
    let parts = predicate.dropFirst().dropLast().split(separator: " AND ")
    return parts.allSatisfy { demands.contains(String($0)) }
  }
}
