import SchemaModel

/// Columns that do not fit together, and constraints that say the same.
extension Lint {
  func shapeFindings(_ declared: DeclaredKey) -> [Finding] {
    declared.differences.compactMap { difference in
      difference.type != difference.referencedType
        ? typeMismatch(difference, declared.key) : collationMismatch(difference, declared.key)
    } + nullableComposite(declared.key)
  }

  /// A wider integer than the parent's is no harm.
  private func typeMismatch(_ difference: ColumnDifference, _ key: ForeignKey) -> Finding? {
    let (type, wanted) = (difference.type, difference.referencedType)
    let widths = ["smallint", "integer", "bigint"]
    var (severity, consequence) = (Finding.Severity.info, "the two may not hold the same values")
    if difference.losesIndex {
      severity = .warning
      consequence =
        "it is cast for the comparison, so that no index on it helps when a parent goes"
    } else if let own = widths.firstIndex(of: type), let other = widths.firstIndex(of: wanted) {
      guard own < other else { return nil }
      severity = .warning
      consequence = "it cannot hold every key of the parent"
    }
    return Finding(
      .typeMismatch, severity, key.referencing, key.name,
      "\(difference.column) is \(type), but \(key.referenced.displayName)."
        + "\(difference.referencedColumn) is \(wanted): \(consequence). The fix writes the whole "
        + "table anew and locks it meanwhile",
      fix: [alter(key.referencing, difference.column, to: wanted)])
  }

  private func collationMismatch(_ difference: ColumnDifference, _ key: ForeignKey) -> Finding? {
    guard let own = difference.collation, let other = difference.referencedCollation else {
      return nil
    }
    let consequence =
      difference.isNondeterministic
      ? "so that the two sides do not agree on which texts are equal"
      : "so that a join of the two needs a COLLATE"
    return Finding(
      .collationMismatch, difference.isNondeterministic ? .warning : .info, key.referencing,
      key.name,
      "\(difference.column) has collation \(own), but \(key.referenced.displayName)."
        + "\(difference.referencedColumn) has \(other), \(consequence)",
      fix: [alter(key.referencing, difference.column, to: "\(difference.type) COLLATE \(other)")])
  }

  private func alter(_ table: TableName, _ column: String, to type: String) -> String {
    "ALTER TABLE \(table.readableSQL) ALTER COLUMN \(column.asIdentifier) TYPE \(type);"
  }

  /// With MATCH SIMPLE one NULL frees the row; with one nullable column that is what NULL means.
  private func nullableComposite(_ key: ForeignKey) -> [Finding] {
    // SET NULL on some columns only is meant to leave the others.
    guard key.referencingColumns.count > 1, key.matchType == .simple, !key.hasPeriod,
      key.setColumns.isEmpty,
      let relation = facts.relations[key.referencing]
    else { return [] }
    let nullable = key.referencingColumns.filter {
      relation.table.column(named: $0)?.isNullable ?? false
    }
    guard nullable.count > 1,
      !relation.checkedColumns.contains(where: { $0.isSuperset(of: nullable) })
    else { return [] }
    let list = nullable.map(\.asIdentifier).joined(separator: ", ")
    let (table, name) = (key.referencing.readableSQL, "fkwalk_all_or_none_\(key.id)")
    return [
      Finding(
        .nullableComposite, .warning, key.referencing, key.name,
        "\(Self.list(nullable)) may be NULL one by one: a row with one of them NULL is not "
          + "checked at all (MATCH SIMPLE). The fix demands all or none: mend the rows that have "
          + "only some first, else they cannot be written any more",
        fix: [
          "SELECT * FROM \(table) WHERE pg_catalog.num_nulls(\(list)) "
            + "NOT IN (0, \(nullable.count));  -- mend these first",
          "ALTER TABLE \(table) ADD CONSTRAINT \(name) "
            + "CHECK (pg_catalog.num_nulls(\(list)) IN (0, \(nullable.count))) NOT VALID;",
          "ALTER TABLE \(table) VALIDATE CONSTRAINT \(name);",
        ])
    ]
  }
}

// MARK: - Constraints that say the same

extension Lint {
  var duplicateFindings: [Finding] {
    let groups = Dictionary(grouping: facts.keys.map(\.key)) {
      [$0.referencing.description, $0.referenced.description]
    }
    return groups.values.flatMap { keys -> [Finding] in
      guard keys.count > 1 else { return [] }
      return pairs(keys).compactMap { compare($0, $1) }
    }
  }

  private func pairs(_ keys: [ForeignKey]) -> [(ForeignKey, ForeignKey)] {
    // The one to keep first: enforced, validated, then the older.
    let sorted = keys.sorted {
      ($0.isEnforced ? 0 : 1, $0.isValidated ? 0 : 1, $0.id)
        < ($1.isEnforced ? 0 : 1, $1.isValidated ? 0 : 1, $1.id)
    }
    return sorted.indices.flatMap { index in
      sorted[(index + 1)...].map { (sorted[index], $0) }
    }
  }

  private func compare(_ first: ForeignKey, _ second: ForeignKey) -> Finding? {
    let (left, right) = (first.columnPairs, second.columnPairs)
    if left == right { return same(first, second) }
    if left.isSuperset(of: right) { return redundant(second, besides: first) }
    if right.isSuperset(of: left) { return redundant(first, besides: second) }
    return nil
  }

  private func same(_ first: ForeignKey, _ second: ForeignKey) -> Finding {
    let isConflict =
      first.onDelete != second.onDelete || first.onUpdate != second.onUpdate
      || first.setColumns != second.setColumns || first.matchType != second.matchType
      || first.deferrability != second.deferrability
    guard isConflict else {
      return Finding(
        .duplicateConstraint, .warning, second.referencing, second.name,
        "\(second.name) says the same as \(first.name): every row is checked twice",
        fix: [ConstraintStatement.drop(second).line])
    }
    return Finding(
      .conflictingConstraint, .warning, second.referencing, second.name,
      "\(first.name) (ON DELETE \(first.onDelete.sql), ON UPDATE \(first.onUpdate.sql)) and "
        + "\(second.name) (ON DELETE \(second.onDelete.sql), ON UPDATE \(second.onUpdate.sql)) "
        + "are on the same columns: both act, in the order of their triggers. Which of them is meant, "
        + "only people can say")
  }

  /// The wider one implies the other where none of its columns can be NULL.
  private func redundant(_ key: ForeignKey, besides wide: ForeignKey) -> Finding? {
    let isStrict = wide.referencingColumns.allSatisfy {
      facts.column($0, of: wide.referencing)?.isNullable == false
    }
    guard isStrict, wide.isEnforced, wide.isValidated, key.onDelete == wide.onDelete,
      key.onUpdate == wide.onUpdate, key.deferrability == wide.deferrability
    else { return nil }
    return Finding(
      .redundantConstraint, .info, key.referencing, key.name,
      "\(wide.name) demands the same parent by more columns: \(key.name) adds nothing but a check",
      fix: [ConstraintStatement.drop(key).line])
  }
}

extension ForeignKey {
  /// Which column references which, whatever their order.
  fileprivate var columnPairs: Set<[String]> {
    Set(zip(referencingColumns, referencedColumns).map { [$0, $1] })
  }
}
