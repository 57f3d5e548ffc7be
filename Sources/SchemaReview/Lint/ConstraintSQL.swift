import SchemaModel

/// SQL that changes constraints without keeping others waiting for long.
struct ConstraintSQL {
  let facts: SchemaFacts

  /// Adds a foreign key: first for new rows, then checking the old ones while others write on.
  func add(_ key: ForeignKey, named name: String) -> [String] {
    let table = key.referencing.readableSQL
    var key = key
    let isChecked = key.isValidated && key.isEnforced
    key.isValidated = !facts.canBeNotValid(key.referencing)
    let add =
      "ALTER TABLE \(table) ADD CONSTRAINT \(name.asIdentifier) \(key.qualifiedDefinition);"
    guard isChecked, !key.isValidated else { return [add] }
    return [add, validate(name, of: key.referencing)]
  }

  func validate(_ name: String, of table: TableName) -> String {
    "ALTER TABLE \(table.readableSQL) VALIDATE CONSTRAINT \(name.asIdentifier);"
  }

  func drop(_ name: String, of table: TableName) -> String {
    "ALTER TABLE \(table.readableSQL) DROP CONSTRAINT \(name.asIdentifier);"
  }

  /// Puts a changed constraint in the place of the one with its name, which holds until then.
  func replace(with key: ForeignKey) -> [String] {
    let passing = "fkwalk_\(key.id)"
    return add(key, named: passing) + [
      drop(key.name, of: key.referencing),
      rename(passing, to: key.name, of: key.referencing),
    ]
  }

  func rename(_ name: String, to newName: String, of table: TableName) -> String {
    "ALTER TABLE \(table.readableSQL) RENAME CONSTRAINT \(name.asIdentifier) "
      + "TO \(newName.asIdentifier);"
  }

  /// An index on the referencing columns, without keeping writers waiting.
  ///
  /// A partitioned table's index takes up those of its partitions, so that it is made at once.
  func addIndex(for key: ForeignKey) -> [String] {
    let columns = key.referencingColumns.map(\.asIdentifier).joined(separator: ", ")
    // A period is looked up by overlapping, which only GiST can do.
    let list = key.hasPeriod ? "USING gist (\(columns))" : "(\(columns))"
    func index(_ table: TableName, _ word: String = " CONCURRENTLY") -> String {
      "CREATE INDEX\(word) ON \(table.readableSQL) \(list);"
    }
    let relation = facts.relations[key.referencing]
    guard let relation, relation.table.kind == .partitioned else { return [index(key.referencing)] }
    let bare = relation.leaves.filter { leaf in
      !(facts.relations[leaf]?.indexes ?? []).contains { index in
        index.isValid && index.predicate == nil && index.columns == key.referencingColumns
      }
    }
    return bare.map { index($0) } + [index(key.referencing, "")]
  }

  /// Adds a CHECK in the same way.
  func addCheck(_ condition: String, named name: String, to table: TableName) -> [String] {
    [
      "ALTER TABLE \(table.readableSQL) ADD CONSTRAINT \(name.asIdentifier) "
        + "CHECK (\(condition)) NOT VALID;",
      validate(name, of: table),
    ]
  }
}
