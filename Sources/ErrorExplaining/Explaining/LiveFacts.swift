package import DeletePlanning
package import SchemaModel
package import SchemaReview

/// What a database says about a violation now.
package struct LiveFacts: Hashable, Sendable {
  /// The constraint of that name and tables; nil where the database has none.
  package var foreignKey: ForeignKey?
  /// Other constraints of the same name, in other schemas or on other tables.
  package var others: [ForeignKey] = []
  /// The values of the key, in its order; empty where the text does not tell them.
  package var values: [String] = []
  /// Whether each referencing column can be set to NULL, in the key's order; empty where not known.
  package var nullable: [Bool] = []
  /// Whether the parent row is there now; nil where its key is not known.
  package var parentExists: Bool?
  /// How many child rows reference the key now; nil where it is not known.
  package var childRows: RowCount?
  /// Some of those child rows.
  package var childSample: RowPage?
  /// Existing parent keys near a missing one, as they would be written.
  package var nearestKeys: [[String?]] = []
  /// Other columns of the parent that an INSERT has to fill in.
  package var requiredColumns: [String] = []
  /// Whether the referencing columns have a generated one, which no UPDATE changes.
  package var childIsGenerated = false
  /// Whether the parent's key has an identity column, which an INSERT fills in only when told so
  /// (INSERT, "OVERRIDING SYSTEM VALUE").
  package var keyIsIdentity = false
  /// Whether the parent's key has a generated column, which no INSERT fills in.
  package var keyIsGenerated = false
  /// How the constraint can be changed; nil where the database has none.
  package var sql: ConstraintSQL?
  /// What deleting the parent row would do if the child rows went with it; nil where there is
  /// nothing to delete.
  package var deletion: DeleteReport?
  /// A script that deletes the parent row and all that is in the way, children first; nil where the
  /// child rows alone are in the way, or where there is none.
  package var script: String?
  /// What could not be asked, and why.
  package var problem: String?

  package init(foreignKey: ForeignKey? = nil) { self.foreignKey = foreignKey }

  /// What the catalogs say about a constraint.
  init(_ key: ForeignKey, in graph: SchemaGraph, version: Int) {
    foreignKey = key
    let child = graph.table(key.referencing)
    let parent = graph.table(key.referenced)
    let childColumns = key.referencingColumns.compactMap { child?.column(named: $0) }
    let parentColumns = key.referencedColumns.compactMap { parent?.column(named: $0) }
    nullable = childColumns.map { $0.isNullable && !$0.isGenerated }
    childIsGenerated = childColumns.contains(where: \.isGenerated)
    keyIsIdentity = parentColumns.contains(where: \.isIdentity)
    keyIsGenerated = parentColumns.contains(where: \.isGenerated)
    sql = ConstraintSQL(key, in: graph, version: version)
    requiredColumns = (parent?.columns ?? []).filter { column in
      !column.isNullable && column.defaultExpression == nil && !column.isIdentity
        && !column.isGenerated && !key.referencedColumns.contains(column.name)
    }.map(\.name)
  }

  /// Whether the violation would still happen: the parent still missing, or children still there.
  ///
  /// - Parameter side: the side of the violation.
  /// - Returns: nil where the database does not tell.
  package func stillHolds(on side: Violation.Side?) -> Bool? {
    switch side {
    case .referencing: parentExists.map { !$0 }
    case .referenced: childRows.map { $0 != .exact(0) }
    case nil: nil
    }
  }
}

extension Violation {
  /// With columns and values as the constraint has them: a text cannot tell a comma within a name
  /// or a value from one between two.
  func known(by facts: LiveFacts) -> Violation {
    guard let key = facts.foreignKey, !facts.values.isEmpty else { return self }
    var known = self
    let isChild = side == .referencing || removesPartition
    known.columns = isChild ? key.referencingColumns : key.referencedColumns
    known.values = facts.values
    return known
  }
}
