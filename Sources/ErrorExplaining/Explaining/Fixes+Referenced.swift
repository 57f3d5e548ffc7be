import DeletePlanning
import SchemaModel

/// Ways out where the parent is still referenced.
extension Fixes {
  static func stillReferenced(
    _ violation: Violation, _ reference: Reference, _ live: LiveFacts?
  ) -> [Fix?] {
    if violation.removesPartition { return partitionRemoval(violation, reference, live) }
    guard let child = reference.child else { return [] }
    guard let parent = reference.parent,
      let childKey = reference.condition(reference.childColumns, violation.values),
      let parentKey = reference.condition(reference.parentColumns, violation.values)
    else { return [retire(reference, child, live)] }
    let comment = reference.assumption.map { $0 + "\n" } ?? ""
    return [
      Fix(
        "See the rows that stand in the way", .safe,
        "\(comment)SELECT * FROM \(child) WHERE \(childKey);"),
      cutLoose(reference, child, childKey, live).map { Fix($0.title, $0.safety, comment + $0.sql) },
      // Where more stands in the way, the report of the deletion says what.
      live?.deletion?.outcome == .fails
        ? nil
        : Fix(
          "Delete the child rows first, then the parent, in one transaction", .careful,
          """
          \(comment)BEGIN;
          DELETE FROM \(child) WHERE \(childKey);
          DELETE FROM \(parent) WHERE \(parentKey);
          COMMIT;
          """),
      retire(reference, child, live),
    ]
  }

  /// DETAIL names the child's row, and the partition itself stays.
  private static func partitionRemoval(
    _ violation: Violation, _ reference: Reference, _ live: LiveFacts?
  ) -> [Fix?] {
    guard let child = reference.child, violation.values != nil,
      let row = reference.condition(reference.childColumns, violation.values)
    else { return [] }
    return [
      Fix(
        "See the first rows that stand in the way; there may be more", .safe,
        "SELECT * FROM \(child) WHERE \(row);"),
      cutLoose(reference, child, row, live),
      Fix(
        "Delete the rows that reference the partition, then remove it", .careful,
        "DELETE FROM \(child) WHERE \(row);"),
    ]
  }

  /// Sets the reference to NULL, where the columns allow it.
  private static func cutLoose(
    _ reference: Reference, _ child: String, _ condition: String, _ live: LiveFacts?
  ) -> Fix? {
    if let live, live.nullable.contains(false) { return nil }
    let columns = reference.childColumns.map { SQLText.readableIdentifier($0) + " = NULL" }
    return Fix(
      "Keep the child rows without a parent, where the column can be NULL", .careful,
      "UPDATE \(child) SET \(columns.joined(separator: ", ")) WHERE \(condition);")
  }

  /// Declares ON DELETE CASCADE, in the steps that do not stop writers.
  private static func retire(
    _ reference: Reference, _ child: String, _ live: LiveFacts?
  ) -> Fix? {
    guard let key = reference.foreignKey, key.onDelete != .cascade else { return nil }
    let old = SQLText.readableIdentifier(key.name)
    let new = SQLText.readableIdentifier(temporaryName(for: key.name))
    var changed = key
    changed.onDelete = .cascade
    changed.setColumns = []
    changed.isValidated = live?.isPartitioned == true
    let validation =
      changed.isValidated ? "" : "\nALTER TABLE \(child) VALIDATE CONSTRAINT \(new);"
    return Fix(
      "Let PostgreSQL delete the children with their parent, always: ON DELETE CASCADE", .risky,
      """
      SET lock_timeout = '5s';
      ALTER TABLE \(child) ADD CONSTRAINT \(new) \(changed.qualifiedDefinition);\(validation)
      BEGIN;
      ALTER TABLE \(child) DROP CONSTRAINT \(old);
      ALTER TABLE \(child) RENAME CONSTRAINT \(new) TO \(old);
      COMMIT;
      """)
  }

  /// A name of at most 63 bytes, which PostgreSQL would cut off.
  private static func temporaryName(for name: String) -> String {
    var short = name
    while short.utf8.count > 59 { short.removeLast() }
    return short + "_new"
  }
}
