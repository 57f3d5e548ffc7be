package import SchemaModel

/// How a foreign key is changed without keeping others waiting for long, as far as its tables and
/// the server's version allow.
package struct ConstraintSQL: Hashable, Sendable {
  /// Whether the referencing table is partitioned.
  let isPartitioned: Bool
  /// Whether partitions of either table have copies of the constraint, which do not take part where
  /// it is renamed.
  let hasCopies: Bool
  private let version: Int

  /// - Parameters:
  ///   - key: a foreign key between these tables.
  ///   - version: `server_version_num`.
  ///   - kind: what a table is; nil for one that is not known.
  init(_ key: ForeignKey, version: Int, kind: (TableName) -> Table.Kind?) {
    isPartitioned = kind(key.referencing) == .partitioned
    hasCopies = isPartitioned || kind(key.referenced) == .partitioned
    self.version = version
  }

  /// - Parameters:
  ///   - key: a foreign key between these tables.
  ///   - graph: where its tables are.
  ///   - version: `server_version_num`.
  package init(_ key: ForeignKey, in graph: SchemaGraph, version: Int) {
    self.init(key, version: version) { graph.table($0)?.kind }
  }

  /// Whether a constraint can be added without reading the rows that are there.
  var canBeNotValid: Bool { !isPartitioned || version >= 180_000 }

  /// Adds a foreign key: first for new rows, then checking the old ones while others write on.
  package func add(_ key: ForeignKey) -> [ConstraintStatement] {
    var added = key
    added.isValidated = !canBeNotValid
    let add = ConstraintStatement.add(added)
    guard canBeNotValid else {
      return [
        add.because(
          "A partitioned table's cannot be NOT VALID before PostgreSQL 18: do it when it is quiet.")
      ]
    }
    guard key.isEnforced else { return [add] }
    let first = add.because(
      "NOT VALID: rows that are there are not read yet, new ones are checked.")
    guard key.isValidated else { return [first] }
    return [first, .validate(key).because("Now the rows that are there are checked.")]
  }

  /// Puts a constraint in the place of another one between the same tables.
  ///
  /// The old one holds until the new one does, or both change places in one moment, where nothing
  /// is read meanwhile and copies get the right name as they are made.
  package func replace(_ old: ForeignKey, with new: ForeignKey) -> [ConstraintStatement] {
    let drop = ConstraintStatement.drop(old).because("The old rule ends.")
    guard bothHold else {
      var steps = add(new)
      steps[0].locks = Self.held
      return limited(transaction([drop, steps[0]]) + steps.dropFirst())
    }
    var passing = new
    passing.name = "fkwalk_\(old.id)"
    var renames = [
      ConstraintStatement.rename(passing, to: new.name)
        .because("Programs that look for the name in errors find it.")
    ]
    if isPartitioned {
      renames.append(
        .renameCopies(named: passing.name, to: new.name)
          .because("Partitions have copies, which keep the name they were made with."))
    }
    for index in renames.indices { renames[index].locks = Self.held }
    return limited(add(passing) + transaction([drop] + renames))
  }

  /// Whether a new constraint is made while the one it replaces still holds.
  var bothHold: Bool { !hasCopies || !canBeNotValid }

  private static let held = "those held already"

  /// An index by which the rows that reference a parent are found.
  package func addIndex(for key: ForeignKey) -> ConstraintStatement {
    .createIndex(
      on: key.referencing, key.referencingColumns, hasPeriod: key.hasPeriod,
      isPartitioned: isPartitioned)
  }

  /// Statements of which none waits long for a lock.
  func limited(_ statements: [ConstraintStatement]) -> [ConstraintStatement] {
    let limit = ConstraintStatement(sql: "SET lock_timeout = '5s'").because(
      "A statement that waits for a lock makes all others wait behind it: rather give up, and run "
        + "it again.")
    return [limit] + statements
      + [ConstraintStatement(sql: "RESET lock_timeout").because("As it was.")]
  }

  private func transaction(_ statements: [ConstraintStatement]) -> [ConstraintStatement] {
    let begin = ConstraintStatement(sql: "BEGIN").because(
      "Both or neither: one has the name at any moment.")
    return [begin] + statements
      + [ConstraintStatement(sql: "COMMIT").because("All locks are let go.")]
  }
}
