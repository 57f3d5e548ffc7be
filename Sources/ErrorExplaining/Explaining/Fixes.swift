import SchemaModel
import SchemaReview

/// The ways out of a violation, in the order of their safety, with their SQL.
enum Fixes {
  static func ways(out violation: Violation, _ reference: Reference, _ live: LiveFacts?) -> [Fix] {
    var fixes: [Fix?] = [live?.foreignKey == nil ? findConstraint(reference) : nil]
    switch violation.form {
    case .missingParent: fixes += missingParent(violation, reference, live)
    case .matchFull: fixes += matchFull(reference, live)
    case .stillReferenced, .restrict: fixes += stillReferenced(violation, reference, live)
    case nil: break
    }
    let found = fixes.compactMap { $0 }
    return Fix.Safety.allCases.flatMap { safety in found.filter { $0.safety == safety } }
  }

  /// The constraint's definition, from the catalogs.
  private static func findConstraint(_ reference: Reference) -> Fix? {
    reference.constraint.map { name in
      Fix(
        "Read the constraint: which columns reference which", .safe,
        """
        SELECT conrelid::regclass AS child, confrelid::regclass AS parent,
               pg_get_constraintdef(oid) AS definition
        FROM pg_catalog.pg_constraint
        WHERE contype = 'f' AND conname = \(SQLText.literal(name).trimmed);
        """)
    }
  }

  // MARK: The parent is missing

  private static func missingParent(
    _ violation: Violation, _ reference: Reference, _ live: LiveFacts?
  ) -> [Fix?] {
    if live?.stillHolds(on: .referencing) == false { return [deferCheck(reference)] }
    let parentKey =
      violation.values == nil
      ? reference.listCondition(reference.parentColumns, violation.valueText)
      : reference.condition(reference.parentColumns, violation.values)
    var fixes: [Fix?] = []
    if let parent = reference.parent, let parentKey {
      fixes.append(
        Fix(
          "See whether the parent is there now", .safe,
          commented(reference, "SELECT * FROM \(parent) WHERE \(parentKey);")))
    }
    fixes.append(insertParent(violation, reference, live))
    fixes.append(deferCheck(reference))
    fixes.append(checkLater(live))
    return fixes
  }

  /// Other columns that must be filled in are psql's variables: `psql -v name=…`.
  private static func insertParent(
    _ violation: Violation, _ reference: Reference, _ live: LiveFacts?
  ) -> Fix? {
    guard let parent = reference.parent, let values = violation.values,
      values.count == reference.parentColumns.count, !values.isEmpty,
      live?.keyIsGenerated != true
    else { return nil }
    let required = live?.requiredColumns ?? []
    let columns = (reference.parentColumns + required).map(SQLText.readableIdentifier)
    let overriding = live?.keyIsIdentity == true ? " OVERRIDING SYSTEM VALUE" : ""
    let given =
      values.map { SQLText.literal($0).trimmed } + required.indices.map { ":'value\($0 + 1)'" }
    return Fix(
      required.isEmpty && live != nil
        ? "Insert the parent first, then the child"
        : "Insert the parent first, with its other required columns, then the child", .careful,
      commented(
        reference,
        """
        INSERT INTO \(parent) (\(columns.joined(separator: ", ")))\(overriding)
        VALUES (\(given.joined(separator: ", ")));
        """))
  }

  private static func deferCheck(_ reference: Reference) -> Fix? {
    guard let child = reference.child, let constraint = reference.constraint else { return nil }
    let name = SQLText.readableIdentifier(constraint)
    if reference.foreignKey?.deferrability.isDeferrable == true {
      return Fix(
        "Order does not matter within a transaction: check at COMMIT", .safe,
        """
        BEGIN;
        SET CONSTRAINTS \(qualified(name, reference)) DEFERRED;
        -- insert children and parents in any order
        COMMIT;
        """)
    }
    if reference.foreignKey?.isOnPartitions == true { return nil }
    return Fix(
      "Let a transaction insert in any order: make the constraint deferrable", .careful,
      """
      ALTER TABLE \(child) ALTER CONSTRAINT \(name) DEFERRABLE INITIALLY IMMEDIATE;
      BEGIN;
      SET CONSTRAINTS \(qualified(name, reference)) DEFERRED;
      -- insert children and parents in any order
      COMMIT;
      """)
  }

  /// `SET CONSTRAINTS` takes a schema with the constraint's name.
  private static func qualified(_ name: String, _ reference: Reference) -> String {
    reference.foreignKey.map {
      "\(SQLText.readableIdentifier($0.referencing.schema)).\(name)"
    } ?? name
  }

  /// Drop, load, add again unchecked for old rows, then check them without blocking writes.
  private static func checkLater(_ live: LiveFacts?) -> Fix? {
    guard let key = live?.foreignKey, let sql = live?.sql, !key.isOnPartitions else { return nil }
    return Fix(
      "Load first, check afterwards: until then, nothing keeps orphans out", .risky,
      script([.drop(key)]) + "\n-- load\n" + script(sql.add(key)))
  }

  static func script(_ statements: [ConstraintStatement]) -> String {
    statements.map(\.line).joined(separator: "\n")
  }

  // MARK: Half a key

  private static func matchFull(_ reference: Reference, _ live: LiveFacts?) -> [Fix?] {
    guard let child = reference.child, !reference.childColumns.isEmpty else { return [] }
    let columns = reference.childColumns.map(SQLText.readableIdentifier)
    let all = Fix(
      "Write all columns of the key, or none: the rows that have only some", .safe,
      """
      SELECT * FROM \(child)
      WHERE num_nulls(\(columns.joined(separator: ", "))) NOT IN (0, \(columns.count));
      """)
    guard let key = live?.foreignKey, let sql = live?.sql, !key.isOnPartitions else {
      return [all]
    }
    var simple = key
    simple.matchType = .simple
    return [
      all,
      Fix(
        "Allow half a key, unchecked: MATCH SIMPLE", .risky,
        script(sql.replace(key, with: simple))),
    ]
  }

  private static func commented(_ reference: Reference, _ sql: String) -> String {
    reference.assumption.map { "\($0)\n\(sql)" } ?? sql
  }
}
