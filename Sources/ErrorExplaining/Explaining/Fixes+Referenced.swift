import DeletePlanning
import SchemaModel
import SchemaReview

/// Ways out where the parent is still referenced.
extension Fixes {
  static func stillReferenced(
    _ violation: Violation, _ reference: Reference, _ live: LiveFacts?
  ) -> [Fix?] {
    if violation.removesPartition { return partitionRemoval(violation, reference, live) }
    if live?.stillHolds(on: .referenced) == false { return [retire(live)] }
    guard let child = reference.child else { return [] }
    guard let parent = reference.parent,
      let childKey = reference.condition(reference.childColumns, violation.values),
      let parentKey = reference.condition(reference.parentColumns, violation.values)
    else { return [seeList(reference, child, violation), retire(live)] }
    let comment = reference.assumption.map { $0 + "\n" } ?? ""
    return [
      Fix(
        seeTitle, .safe,
        "\(comment)SELECT * FROM \(child) WHERE \(childKey);"),
      cutLoose(reference, child, childKey, live).map { Fix($0.title, $0.safety, comment + $0.sql) },
      point(reference, child, childKey, live).map { Fix($0.title, $0.safety, comment + $0.sql) },
      // Where more stands in the way, the report of the deletion says what.
      live?.deletion?.refuses == true
        ? deleteAll(live)
        : Fix(
          "Delete the child rows first, then the parent, in one transaction", .careful,
          """
          \(comment)BEGIN;
          DELETE FROM \(child) WHERE \(childKey);
          DELETE FROM \(parent) WHERE \(parentKey);
          COMMIT;
          """),
      live?.deletion?.refuses == true ? nil : retire(live),
    ]
  }

  /// Gives the child rows another parent, whose key is psql's variables: `psql -v value1=…`.
  private static func point(
    _ reference: Reference, _ child: String, _ condition: String, _ live: LiveFacts?
  ) -> Fix? {
    if reference.foreignKey?.hasPeriod == true || live?.childIsGenerated == true { return nil }
    let columns = reference.childColumns.enumerated().map { index, name in
      "\(SQLText.readableIdentifier(name)) = :'value\(index + 1)'"
    }
    return Fix(
      "Point the child rows at another parent: say the key of one that exists", .careful,
      "UPDATE \(child) SET \(columns.joined(separator: ", ")) WHERE \(condition);")
  }

  private static func deleteAll(_ live: LiveFacts?) -> Fix? {
    live?.script.map { Fix("Delete everything that is in the way, children first", .risky, $0) }
  }

  private static var seeTitle: String { "See the rows that stand in the way" }

  private static func seeList(
    _ reference: Reference, _ child: String, _ violation: Violation
  ) -> Fix? {
    reference.listCondition(reference.childColumns, violation.valueText).map {
      Fix(seeTitle, .safe, "SELECT * FROM \(child) WHERE \($0);")
    }
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
  private static func retire(_ live: LiveFacts?) -> Fix? {
    // A temporal one has no action but NO ACTION (CREATE TABLE, "PERIOD").
    guard let key = live?.foreignKey, let sql = live?.sql, key.onDelete != .cascade,
      !key.hasPeriod, !key.isOnPartitions
    else { return nil }
    let changed = RuleChange(onDelete: .cascade).applied(to: key)
    let index = key.supportingIndex == nil ? [sql.addIndex(for: key)] : []
    return Fix(
      "Let PostgreSQL delete the children with their parent, always: ON DELETE CASCADE", .risky,
      script(index + sql.replace(key, with: changed)))
  }
}
