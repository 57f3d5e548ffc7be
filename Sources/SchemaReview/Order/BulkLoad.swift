package import SchemaModel

/// What to do with the foreign keys around the load of very many rows.
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
    package let before: [ConstraintStatement]
    package let after: [ConstraintStatement]
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
        Advice(key, ConstraintSQL(key, in: order.graph, version: version))
      }
  }

  /// Lines for people.
  package var text: [String] {
    var lines = [
      "", "For a bulk load, \(Counted.text(advice.count, "foreign key")):",
    ]
    for item in advice {
      lines += ["", "\(item.key.name)  \(item.key.arrowText)  \(item.summary)"]
      lines += item.before.flatMap { ["  before  \($0.line)", "          \($0.locks)"] }
      lines += item.after.flatMap { ["  after   \($0.line)", "          \($0.locks)"] }
    }
    return lines
  }

  /// A script that loads without the constraints and makes them again, each ALTER TABLE in a
  /// transaction of its own, so that its locks are short.
  package func script(from source: String? = nil) -> [String] {
    let dropped = advice.filter { $0.way != .deferred && $0.way != .byPartition }
    var lines = ["-- Made by fkwalk, which has not run it: a load without foreign keys."]
    lines.append("-- An ALTER TABLE that has to wait makes others wait: give up and try again.")
    lines += OrderScript(order, from: source).sharedSources
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

extension ConstraintStatement {
  fileprivate var lines: [String] { ["-- \(locks)", line] }

  fileprivate var json: JSONValue {
    .object(["sql": .string(sql), "locks": .string(locks)])
  }
}

extension BulkLoad.Advice {
  fileprivate init(_ key: ForeignKey, _ sql: ConstraintSQL) {
    self.key = key
    if key.isOnPartitions {
      (way, before, after) = (.byPartition, [], [])
    } else if key.deferrability.isDeferrable {
      way = .deferred
      before = [
        ConstraintStatement(
          sql: "SET CONSTRAINTS \(key.referencing.schema.asIdentifier).\(key.name.asIdentifier) "
            + "DEFERRED",
          locks: "no lock; in the transaction that loads; one queued check for each row")
      ]
      after = []
    } else {
      way = sql.canBeNotValid ? .dropAndValidate : .dropAndAdd
      (before, after) = ([.drop(key)], sql.add(key))
    }
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
