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
