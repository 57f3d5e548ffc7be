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
      "ALTER TABLE \(key.referencing.readableSQL) RENAME CONSTRAINT \(passing) "
        + "TO \(key.name.asIdentifier);",
    ]
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
