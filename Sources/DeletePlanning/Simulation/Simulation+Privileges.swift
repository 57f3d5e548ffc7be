import SchemaModel

extension Simulation {
  enum Privilege: String {
    case select, update, delete
  }

  /// The error where the owner of a table, as whom referential queries run on it, may not do what
  /// they need; nil where all is well.
  ///
  /// It is raised even where no row matches, since the query is checked before it runs.
  func denial(_ relation: Oid, needs: [Privilege]) -> ServerError? {
    guard let rule = book.relations[relation] else { return nil }
    guard rule.access.ownerHasUsage else {
      return ServerError(
        sqlstate: "42501", message: "permission denied for schema \(rule.name.schema)")
    }
    let isAllowed = needs.allSatisfy { privilege in
      switch privilege {
      case .select: rule.access.ownerCanSelect
      case .update: rule.access.ownerCanUpdate
      case .delete: rule.access.ownerCanDelete
      }
    }
    guard !isAllowed else { return nil }
    return ServerError(
      sqlstate: "42501", message: "permission denied for table \(rule.name.name)")
  }

  /// An error where a publication needs a replica identity that a table, or one of its partitions,
  /// does not have.
  ///
  /// It is raised even where no row matches, for every partition that the query's plan holds.
  mutating func refuseIfPublished(
    _ table: Oid, _ operation: TriggerRule.Operation, _ constraint: ForeignKeyRule
  ) {
    guard book.hasPublicationRefusals else { return }
    let leaves = book.relations.values
      .filter { !$0.isPartitioned && isRelation($0.oid, within: table) }.sorted { $0.oid < $1.oid }
    let refusals = leaves.compactMap { leaf in
      let access = leaf.access
      return (operation == .delete ? access.deleteRefusal : access.updateRefusal).map {
        Violations.published(leaf.name, $0, command: operation == .delete ? "delete" : "update")
      }
    }
    guard let first = refusals.first else { return }
    let isPruned = constraint.referencingColumns.contains {
      book.partitionColumns(ofTreeOf: table).contains($0)
    }
    if leaves.count > 1, isPruned || refusals.count > 1 {
      trace.doubt(
        Caveat(
          code: .unsupported, table: book.rootName(of: table), object: constraint.name,
          message: "Partitions of \(book.rootName(of: table).displayName) are published without a "
            + "replica identity; which of them is refused first is not worked out.",
          isDecisive: true))
    }
    fail(first)
  }

  /// Whether the DETAIL of a violation may show the key's values (`ri_ReportViolation`).
  ///
  /// Up to PostgreSQL 17 the role that runs the DELETE must be allowed to read them; from 18 on the
  /// role that queued the event, which for a nested one is the owner of the changed table.
  func showsKey(of relation: Oid, columns: [String], isNested: Bool) -> Bool {
    guard let rule = book.relations[relation] else { return true }
    if book.serverVersion >= 180_000, isNested { return rule.access.ownerCanSelect }
    if rule.access.hasActiveRowSecurity { return false }
    return rule.access.isReadable
      || columns.allSatisfy { rule.column($0)?.isReadable ?? false }
  }
}
