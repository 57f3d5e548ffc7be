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

  /// How the result is worked out; it is the same either way.
  package enum Way: String, Hashable, Sendable, CaseIterable {
    /// Row by row for few rows, by counting for many.
    case automatic
    /// Always row by row.
    case rows
    /// By counting from the start, wherever that is exact.
    case counts
  }

  package var target: Target
  package var way = Way.automatic
  /// Example rows to keep per step and blocker.
  package var sampleLimit: Int
  /// Following stops after this many rows; nil for no limit.
  package var rowLimit: Int?
  /// Preview as if these constraints had other rules: by name, `table.name` or `schema.table.name`;
  /// one that fits several constraints is an error.
  package var whatIf: [String: RuleChange]
  /// Preview as if these constraints (by OID of the declared one) were ON DELETE CASCADE.
  package var cascading: Set<UInt32> = []

  package init(
    target: Target, sampleLimit: Int = 5, rowLimit: Int? = nil,
    whatIf: [String: RuleChange] = [:]
  ) {
    self.target = target
    self.sampleLimit = sampleLimit
    self.rowLimit = rowLimit
    self.whatIf = whatIf
  }
}
