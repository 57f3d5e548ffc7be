package import SchemaModel

/// What to do with the foreign keys around the load of very many rows.
///
/// Locks are those of the PostgreSQL manual, "ALTER TABLE" and "Explicit Locking".
package struct BulkLoad: Hashable, Sendable {
  /// How one constraint is best treated.
  package struct Advice: Hashable, Sendable {
    /// What to do with it.
    package enum Way: String, Hashable, Sendable {
      /// Checks are queued and made at COMMIT: no lock, but memory and time for every row.
      case deferred = "defer"
      /// Dropped, added again NOT VALID, and validated.
      case dropAndValidate = "drop_and_validate"
      /// Dropped and added again, since it cannot be NOT VALID.
      case dropAndAdd = "drop_and_add"
      /// Declared on single partitions: to be done there.
      case byPartition = "by_partition"
    }

    package let key: ForeignKey
    package let way: Way
    package let before: [BulkStatement]
    package let after: [BulkStatement]
  }

  package let order: TableOrder
  package let advice: [Advice]

  /// - Parameters:
  ///   - order: of inserting.
  ///   - version: `server_version_num`, as not every version knows every way.
  package init(_ order: TableOrder, version: Int) {
    self.order = order
    let tables = Set(order.groups.flatMap(\.tables))
    advice = order.graph.foreignKeys
      .filter { $0.isEnforced && tables.contains($0.referencing) }
      .map { key in
        let kind = order.graph.table(key.referencing)?.kind
        return Advice(key, canBeNotValid: kind != .partitioned || version >= 180_000)
      }
  }

  /// Lines for people.
  package var text: [String] {
    var lines = [
      "", "For a bulk load, \(Counted.text(advice.count, "foreign key")):",
    ]
    for item in advice {
      lines += ["", "\(item.key.name)  \(item.key.arrowText)  \(item.summary)"]
      lines += item.before.flatMap { ["  before  \($0.sql);", "          \($0.locks)"] }
      lines += item.after.flatMap { ["  after   \($0.sql);", "          \($0.locks)"] }
    }
    return lines
  }

  /// A script that loads without the constraints and makes them again, each ALTER TABLE in a
  /// transaction of its own, so that its locks are short.
  package func script(from source: String? = nil) -> [String] {
    let dropped = advice.filter { $0.way != .deferred && $0.way != .byPartition }
    var lines = ["-- Made by fkwalk, which has not run it: a load without foreign keys."]
    lines.append("-- An ALTER TABLE that has to wait makes others wait: give up and try again.")
    lines += ["SET lock_timeout = '5s';", ""]
    lines += dropped.flatMap { $0.before.flatMap(\.lines) }
    lines += ["", "BEGIN;"]
    lines += advice.filter { $0.way == .deferred }.flatMap { $0.before.flatMap(\.lines) }
    lines += OrderScript(order, from: source).body + ["", "COMMIT;", ""]
    lines += dropped.flatMap { $0.after.flatMap(\.lines) }
    return lines + ["RESET lock_timeout;"]
  }

  var json: JSONValue {
    .array(
      advice.map { item in
        .object(
          item.key.json(with: [
            "how": .string(item.way.rawValue), "before": .array(item.before.map(\.json)),
            "after": .array(item.after.map(\.json)),
          ]))
      })
  }
}

/// A statement around a bulk load, and what it locks.
package struct BulkStatement: Hashable, Sendable {
  package var sql: String
  package var locks: String

  fileprivate var lines: [String] { ["-- \(locks)", sql + ";"] }

  fileprivate var json: JSONValue {
    .object(["sql": .string(sql), "locks": .string(locks)])
  }
}

extension BulkLoad.Advice {
  fileprivate init(_ key: ForeignKey, canBeNotValid: Bool) {
    self.key = key
    let (child, parent) = (key.referencing.readableSQL, key.referenced.readableSQL)
    let name = key.name.asIdentifier
    let both = child == parent ? child : "\(child) and \(parent)"
    if key.isOnPartitions {
      (way, before, after) = (.byPartition, [], [])
      return
    }
    if key.deferrability.isDeferrable {
      way = .deferred
      before = [
        BulkStatement(
          sql: "SET CONSTRAINTS \(key.referencing.schema.asIdentifier).\(name) DEFERRED",
          locks: "no lock; in the transaction that loads; one queued check for each row")
      ]
      after = []
      return
    }
    before = [
      BulkStatement(
        sql: "ALTER TABLE \(child) DROP CONSTRAINT \(name)",
        locks: "ACCESS EXCLUSIVE on \(both): nobody reads or writes, for a moment")
    ]
    var again = key
    again.isValidated = !canBeNotValid
    let add = "ALTER TABLE \(child) ADD CONSTRAINT \(name) \(again.qualifiedDefinition)"
    guard canBeNotValid else {
      way = .dropAndAdd
      after = [
        BulkStatement(
          sql: add,
          locks: "SHARE ROW EXCLUSIVE on \(both): nobody writes while all rows are read")
      ]
      return
    }
    way = .dropAndValidate
    let adding = BulkStatement(
      sql: add, locks: "SHARE ROW EXCLUSIVE on \(both): nobody writes, for a moment")
    let validating = BulkStatement(
      sql: "ALTER TABLE \(child) VALIDATE CONSTRAINT \(name)",
      locks: "SHARE UPDATE EXCLUSIVE on \(child), ROW SHARE on \(parent): all rows are read, "
        + "others write on")
    after = key.isValidated ? [adding, validating] : [adding]
  }

  fileprivate var summary: String {
    switch way {
    case .deferred: "can wait until COMMIT"
    case .dropAndValidate: "drop it, load, add it NOT VALID, validate"
    case .dropAndAdd: "drop it, load, add it: a partitioned table's cannot be NOT VALID here"
    case .byPartition: "is declared on single partitions: treat it there"
    }
  }
}
