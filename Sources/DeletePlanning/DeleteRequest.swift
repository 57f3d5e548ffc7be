package import SchemaModel

/// Which DELETE to preview.
package struct DeleteRequest: Hashable, Sendable {
  /// What picks the rows to delete.
  package enum Target: Hashable, Sendable {
    /// A whole DELETE statement as PostgreSQL takes it.
    case statement(String)
    /// Rows picked by their keys; all of one table.
    case rows(TableName, [RowIdentity])
  }

  package var target: Target
  /// Example rows to keep per step and blocker.
  package var sampleLimit: Int
  /// Following stops after this many rows; nil for no limit.
  package var rowLimit: Int?
  /// Preview as if these constraints (by name) had another ON DELETE action.
  package var whatIf: [String: ReferentialAction]
  /// Preview as if these constraints (by OID of the declared one) were ON DELETE CASCADE.
  package var cascading: Set<UInt32> = []

  package init(
    target: Target, sampleLimit: Int = 5, rowLimit: Int? = nil,
    whatIf: [String: ReferentialAction] = [:]
  ) {
    self.target = target
    self.sampleLimit = sampleLimit
    self.rowLimit = rowLimit
    self.whatIf = whatIf
  }
}
