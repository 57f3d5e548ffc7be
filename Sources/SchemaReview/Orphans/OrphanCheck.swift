package import SchemaModel

/// A reference to be looked at row by row for rows without a parent.
package struct OrphanCheck: Hashable, Sendable {
  /// Why it is worth looking.
  package enum Reason: String, Hashable, Sendable {
    case notValid = "not_valid"
    case notEnforced = "not_enforced"
    /// Its triggers are disabled, or fire on replicas only.
    case bypassed
    /// A person wants to know.
    case asked
    /// There is no such constraint.
    case notDeclared = "not_declared"
  }

  package let declared: DeclaredKey
  package let reason: Reason
  /// What tells the referencing rows apart: the columns of their key, or `ctid`.
  package let rowKey: [String]
  private let facts: SchemaFacts

  package var key: ForeignKey { declared.key }

  package init(_ declared: DeclaredKey, _ reason: Reason, in facts: SchemaFacts) {
    self.declared = declared
    self.reason = reason
    self.facts = facts
    let table = facts.relations[declared.key.referencing]?.table
    rowKey =
      table?.rowKey?.columns ?? (table?.kind == .partitioned ? ["tableoid", "ctid"] : ["ctid"])
  }

  /// The constraints that may have been violated.
  ///
  /// - Parameters:
  ///   - facts: the schema.
  ///   - all: those too that should hold, as rows can have been written past them.
  /// - Returns: in the order of their tables.
  package static func doubtful(in facts: SchemaFacts, all: Bool = false) -> [OrphanCheck] {
    let asleep = Set(facts.sleepingTriggers.map(\.declaredKey))
    return facts.keys.compactMap { declared in
      let key = declared.key
      let reason: Reason? =
        !key.isEnforced
        ? .notEnforced
        : !key.isValidated
          ? .notValid : asleep.contains(key.id) ? .bypassed : all ? .asked : nil
      return reason.map { OrphanCheck(declared, $0, in: facts) }
    }
  }

  /// The constraints of that name, whatever their state.
  package static func named(_ name: String, in facts: SchemaFacts) -> [OrphanCheck] {
    doubtful(in: facts, all: true).filter { $0.key.name == name }
  }

  /// A reference that is not declared.
  ///
  /// - Parameters:
  ///   - table: the referencing table.
  ///   - columns: its columns; as many as `parentColumns`.
  ///   - parent: the referenced table.
  ///   - parentColumns: columns of it.
  ///   - facts: the schema.
  package init(
    _ table: TableName, _ columns: [String], to parent: TableName, _ parentColumns: [String],
    in facts: SchemaFacts
  ) {
    let existing = facts.keys.first { declared in
      let key = declared.key
      return key.referencing == table && key.referenced == parent
        && key.referencingColumns == columns && key.referencedColumns == parentColumns
    }
    if let existing {
      self.init(existing, .asked, in: facts)
      return
    }
    let operators = parentColumns.map { name in
      let schema = facts.column(name, of: parent)?.operatorSchema ?? "pg_catalog"
      return "OPERATOR(\(SQLText.identifier(schema)).=)"
    }
    let key = ForeignKey(
      id: 0, name: "\(table.name)_\(columns.joined(separator: "_"))_fkey", referencing: table,
      referencingColumns: columns, referenced: parent, referencedColumns: parentColumns,
      isValidated: false)
    self.init(DeclaredKey(key: key, operators: operators), .notDeclared, in: facts)
  }

  // MARK: SQL

  /// The rows without a parent, up to so many: their keys, then their references, of which no more
  /// is read than is shown.
  package func sampleSQL(limit: Int) -> String {
    let columns =
      rowKey.map { "c.\(SQLText.identifier($0))" }
      + key.referencingColumns.map { name in
        let type = facts.column(name, of: key.referencing)?.type ?? "text"
        return LongValue.shownStart(of: "c.\(SQLText.identifier(name))", type: type)
      }
    return "SELECT \(columns.joined(separator: ", ")) FROM \(source(key.referencing)) AS c "
      + "WHERE \(condition(readable: false)) LIMIT \(limit)"
  }

  /// How many there are.
  package var countSQL: String {
    "SELECT pg_catalog.count(*) FROM \(source(key.referencing)) AS c "
      + "WHERE \(condition(readable: false))"
  }

  /// ONLY, since a reference does not concern tables that inherit; but a partitioned table is its
  /// partitions.
  private func source(_ table: TableName, readable: Bool = false) -> String {
    let isPartitioned = facts.relations[table]?.table.kind == .partitioned
    return (isPartitioned ? "" : "ONLY ") + (readable ? table.readableSQL : table.sql)
  }

  /// NULLs count as the match type says (CREATE TABLE, "MATCH").
  private func condition(readable: Bool) -> String {
    let quote = readable ? SQLText.readableIdentifier : SQLText.identifier
    let columns = key.referencingColumns.map { "c.\(quote($0))" }
    let present = columns.map { "\($0) IS NOT NULL" }
    let absent = present.joined(separator: " AND ") + " AND " + missing(readable, quote)
    guard key.matchType == .full, columns.count > 1 else { return absent }
    let null = columns.map { "\($0) IS NULL" }
    return "(\(absent) OR (\(null.joined(separator: " OR "))) "
      + "AND (\(present.joined(separator: " OR "))))"
  }

  private func missing(_ readable: Bool, _ quote: (String) -> String) -> String {
    let pairs = key.referencedColumns.indices.map { index in
      let operation = declared.operators.dropFirst(index).first ?? "="
      let plain = operation == "OPERATOR(\"pg_catalog\".=)"
      return "p.\(quote(key.referencedColumns[index])) \(readable && plain ? "=" : operation) "
        + "c.\(quote(key.referencingColumns[index]))"
    }
    let parent = source(key.referenced, readable: readable)
    guard key.hasPeriod, let period = key.referencedColumns.last,
      let own = key.referencingColumns.last
    else {
      return "NOT EXISTS (SELECT FROM \(parent) AS p WHERE \(pairs.joined(separator: " AND ")))"
    }
    // The periods of several parents may cover the child's together.
    return "NOT coalesce(c.\(quote(own)) OPERATOR(pg_catalog.<@) "
      + "(SELECT pg_catalog.range_agg(p.\(quote(period))) FROM \(parent) AS p "
      + "WHERE \(pairs.dropLast().joined(separator: " AND "))), false)"
  }
}

// MARK: - What to do

extension OrphanCheck {
  /// A way to mend it.
  package struct Fix: Hashable, Sendable {
    package var title: String
    /// `safe`, `careful` or `risky`.
    package var safety: String
    package var sql: [String]
  }

  /// What to do about rows without a parent, mildest first, and last what then makes the
  /// constraint hold.
  package func fixes(hasOrphans: Bool) -> [Fix] {
    (hasOrphans ? rowFixes : []) + holding
  }

  private var rowFixes: [Fix] {
    let table = source(key.referencing, readable: true)
    let condition = condition(readable: true)
    let nullable = key.referencingColumns.filter {
      facts.column($0, of: key.referencing).map { $0.isNullable && !$0.isGenerated } ?? false
    }
    let isReleased =
      key.matchType == .full
      ? nullable.count == key.referencingColumns.count : !nullable.isEmpty
    let set = nullable.map { "\($0.asIdentifier) = NULL" }.joined(separator: ", ")
    let delete = Fix(
      title: "delete the rows (fkwalk preview says what goes with them)", safety: "risky",
      sql: ["DELETE FROM \(table) AS c WHERE \(condition);"])
    guard isReleased, !key.hasPeriod else { return [delete] }
    let release = Fix(
      title: "set the reference to NULL", safety: "careful",
      sql: ["UPDATE \(table) AS c SET \(set) WHERE \(condition);"])
    return [release, delete]
  }

  private var holding: [Fix] {
    let lines: [String]
    switch reason {
    case .asked: return []
    case .notValid: lines = [ConstraintStatement.validate(key).line]
    case .notEnforced: lines = [ConstraintStatement.enforce(key).line]
    case .bypassed:
      lines = facts.sleepingTriggers.filter { $0.declaredKey == key.id }.map(\.enabling)
    case .notDeclared:
      var wanted = key
      wanted.isValidated = true
      // Foreign tables can have no foreign keys, nor can what they are partitions of.
      let leaves = facts.relations[key.referencing]?.leaves ?? []
      let isForeign = ([key.referencing] + leaves).contains {
        facts.relations[$0]?.table.kind == .foreign
      }
      if isForeign { return [] }
      lines = facts.sql(for: wanted).add(wanted).map(\.line)
    }
    return [Fix(title: "then make the constraint hold", safety: "safe", sql: lines)]
  }
}
