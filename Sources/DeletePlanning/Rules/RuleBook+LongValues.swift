import SchemaModel

/// Values that may be long: what is only shown is read no further than it is shown.
extension RuleBook {
  /// A carried column as it is read.
  ///
  /// - Parameters:
  ///   - value: the column, or what is assigned to it, as SQL.
  ///   - column: its name.
  ///   - relation: the table, or a partition.
  /// - Returns: SQL; of what may be long and is only shown, the beginning.
  func carried(_ value: String, _ column: String, of relation: Oid) -> String {
    guard isShort(column, of: relation), let rule = relations[relation]?.column(column) else {
      return value
    }
    return rule.beginning(of: value)
  }

  /// Whether only the beginning of a column's values is read, as text.
  func isShort(_ column: String, of relation: Oid) -> Bool {
    guard shownOnly[root(of: relation)]?.contains(column) == true,
      let rule = relations[relation]?.column(column)
    else { return false }
    return !LongValue.isBounded(rule.baseType)
  }
}

extension ColumnRule {
  /// What is read of a value of the column that is only shown: of a long one the beginning.
  func beginning(of value: String) -> String { LongValue.shownStart(of: value, type: baseType) }
}
