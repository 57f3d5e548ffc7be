package import SchemaModel

/// How the foreign keys of two databases differ, as of staging and production.
package struct SchemaComparison: Hashable, Sendable {
  /// One constraint that is not the same on both sides.
  package enum Difference: Hashable, Sendable {
    /// The right side has its tables, and not the constraint.
    case missing(ForeignKey)
    /// The right side lacks the referencing or the referenced table.
    case missingTable(ForeignKey)
    /// Only the right side has it.
    case added(ForeignKey)
    /// Both have it, the left side's first, with other rules: `ON DELETE CASCADE, there RESTRICT`.
    case changed(ForeignKey, ForeignKey, [String])
    /// Both have it, the left side's first, under other names.
    case renamed(ForeignKey, ForeignKey)
  }

  package let left: ComparedSchema
  package let right: ComparedSchema
  /// By referencing table, then constraint.
  package let differences: [Difference]

  /// Compares two schemas; what the left one has and the right one lacks is missing.
  ///
  /// Constraints are paired by table and name, else by table and columns.
  package init(_ left: ComparedSchema, _ right: ComparedSchema) {
    self.left = left
    self.right = right
    let named = Dictionary(
      right.keys.map { (Identity($0), $0) }, uniquingKeysWith: { first, _ in first })
    let known = Set(left.keys.map(Identity.init))
    // Those whose names the other side does not know may be the same under another name.
    var strangers = Dictionary(
      grouping: right.keys.filter { !known.contains(Identity($0)) }, by: Shape.init)
    var differences: [Difference] = []
    for key in left.keys {
      let sameName = named[Identity(key)]
      let twin = sameName ?? strangers[Shape(key)]?.popLast()
      differences += Self.difference(key, twin, in: right).map { [$0] } ?? []
    }
    differences += strangers.values.joined().map(Difference.added)
    self.differences = differences.sorted {
      ($0.key.referencing, $0.key.name) < ($1.key.referencing, $1.key.name)
    }
  }

  private static func difference(
    _ key: ForeignKey, _ twin: ForeignKey?, in right: ComparedSchema
  ) -> Difference? {
    guard let twin else {
      let hasTables = right.tables.isSuperset(of: [key.referencing, key.referenced])
      return hasTables ? .missing(key) : .missingTable(key)
    }
    let changes = changes(key, twin)
    if !changes.isEmpty { return .changed(key, twin, changes) }
    return key.name == twin.name ? nil : .renamed(key, twin)
  }

  private static func changes(_ left: ForeignKey, _ right: ForeignKey) -> [String] {
    let aspects: [(ForeignKey) -> String] = [
      { $0.arrowText },
      { "ON DELETE \($0.onDelete.sql)" },
      { "ON UPDATE \($0.onUpdate.sql)" },
      { $0.setWords },
      { $0.matchType == .full ? "MATCH FULL" : "MATCH SIMPLE" },
      { $0.deferrability.words },
      { $0.isEnforced ? "enforced" : "NOT ENFORCED" },
      { $0.isValidated || !$0.isEnforced ? "validated" : "NOT VALID" },
      { $0.supportingIndex == nil ? "no index on its columns" : "an index on its columns" },
    ]
    return aspects.filter { $0(left) != $0(right) }.map { "\($0(left)), there \($0(right))" }
  }

  /// Where a constraint is, and its name.
  private struct Identity: Hashable {
    let table: TableName
    let name: String

    init(_ key: ForeignKey) {
      table = key.referencing
      name = key.name
    }
  }

  /// What a constraint is about, whatever its name.
  private struct Shape: Hashable {
    let table: TableName
    let columns: [String]
    let referenced: TableName
    let referencedColumns: [String]

    init(_ key: ForeignKey) {
      table = key.referencing
      columns = key.referencingColumns
      referenced = key.referenced
      referencedColumns = key.referencedColumns
    }
  }
}

extension SchemaComparison.Difference {
  /// The constraint, as the left side has it where it does.
  package var key: ForeignKey {
    switch self {
    case .missing(let key), .missingTable(let key), .added(let key), .changed(let key, _, _),
      .renamed(let key, _):
      key
    }
  }
}

extension ForeignKey {
  /// What ON DELETE SET NULL or SET DEFAULT changes: a list of all columns is as good as none.
  fileprivate var setWords: String {
    let set = columnsSetOnDelete
    return Set(set) == Set(referencingColumns)
      ? "all columns set" : "sets \(set.joined(separator: ", "))"
  }
}

extension Deferrability {
  fileprivate var words: String {
    switch self {
    case .notDeferrable: "NOT DEFERRABLE"
    case .initiallyImmediate: "DEFERRABLE INITIALLY IMMEDIATE"
    case .initiallyDeferred: "DEFERRABLE INITIALLY DEFERRED"
    }
  }
}
