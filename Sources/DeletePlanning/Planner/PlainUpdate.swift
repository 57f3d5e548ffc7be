import SchemaModel

/// An UPDATE of many rows that could refuse only some of them, each by itself: all others become
/// what they are told, and need not be played through.
///
/// So it is where the new values are in no index that may refuse them and no key that others reference, and no
/// trigger or rule of people's own looks on: what is left are NOT NULL, CHECK, and parents that are
/// missing. The server finds the rows that any of these may refuse; those are played in the order in
/// which the statement visits them, which gives the very error that all rows would give.
struct PlainUpdate {
  let statement: ChangeStatement
  let rule: RelationRule
  let book: RuleBook
  private let assigned: AssignedRows

  /// - Returns: nil where more can happen.
  init?(_ statement: ChangeStatement, _ assigned: AssignedRows, book: RuleBook) {
    let rule = assigned.rule
    let table = CountedTable(rule, partitions: [:])
    guard statement.command == .update, statement.using == nil, rule.kind == "r", !table.isInTree,
      table.isOpen, rule.access.updateRefusal == nil, !book.isIntercepted(.update, on: rule),
      book.inheritanceChildren[rule.oid, default: []].isEmpty, assigned.harmlessDefaults.isEmpty,
      assigned.runtimeDefaults(ofRow: 0).isEmpty
    else { return nil }
    (self.statement, self.rule, self.book, self.assigned) = (statement, rule, book, assigned)
    guard hasPlainColumns, checksAreKnown, touchesNoKey, parentsAreKnown else { return nil }
  }

  // MARK: What can happen

  private var names: Set<String> { Set(assigned.columns.map(\.name)) }

  private var hasPlainColumns: Bool {
    names.count == statement.assignments.count
      && rule.columns.allSatisfy { column in
        column.generation == .none && !column.mayHoldNulls
          && !(column.isDomain && names.contains(column.name))
      }
  }

  private var checksAreKnown: Bool {
    rule.checks.allSatisfy { !$0.columns.isEmpty && $0.unpredictable == nil }
  }

  /// Whether the new values are in no index that may refuse them, and in no key that is referenced.
  private var touchesNoKey: Bool {
    rule.indexes.allSatisfy { $0.ignores(names) }
      && book.constraints.values.allSatisfy {
        $0.referenced != rule.oid || names.isDisjoint(with: $0.referencedColumns)
      }
  }

  private var parentsAreKnown: Bool {
    references.allSatisfy { constraint in
      !constraint.hasPeriod && book.hasPlainColumns(constraint)
        && book.relations[constraint.referenced].map { CountedTable($0, partitions: [:]).isOpen }
          == true
    }
  }

  /// The foreign keys of the table that get a new value.
  private var references: [ForeignKeyRule] {
    book.constraints.values
      .filter { $0.referencing == rule.oid && !names.isDisjoint(with: $0.referencingColumns) }
      .sorted { $0.oid < $1.oid }
  }

  /// The checks that a new value may not satisfy, or an old one did not.
  private var checks: [CheckRule] {
    rule.checks.filter { !names.isDisjoint(with: $0.columns) || !$0.isValidated }
  }

  // MARK: Asking

  /// Asks how many rows there are, and how many of them may be refused.
  var countQuery: PlannerQuery {
    var query = PlannerQuery(
      name: "rows to update",
      sql: "SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE \(mayBeRefused))\n"
        + "FROM \(rows([]))",
      isGuarded: true
    ).inPersonsWords
    query.mayUseWorkers = true
    return query
  }

  /// The rows that may be refused, or the first few where none may, in the columns that
  /// ``DeletePlanner/rootsQuery`` has.
  func rowsQuery(areRefused: Bool, limit: Int) -> PlannerQuery {
    let old =
      ["tableoid", "ctid"].map { "\(statement.reference).\($0)" }
      + QuestionSQL(book: book).carriedColumns(of: rule.oid, alias: statement.reference)
    let kept = old.indices.map { rule.unusedName("fkwalk \($0 + 1)") }
    let new = assigned.columns.map { SQLText.identifier($0.name) }
    return PlannerQuery(
      name: "rows to update",
      sql: "SELECT \((kept + new).joined(separator: ", "))\n"
        + "FROM \(rows(zip(old, kept).map { "\($0) AS \($1)" }))"
        + (areRefused ? "\nWHERE \(mayBeRefused)" : "\nLIMIT \(limit)"),
      isGuarded: true
    ).inPersonsWords
  }

  /// The rows with their new values under the columns' own names, in the order visited.
  ///
  /// `(SELECT … , (new value) AS column, … FROM table WHERE … OFFSET 0) AS table`; CHECKs may name the
  /// table.
  private func rows(_ more: [String]) -> String {
    let new = zip(assigned.updates, assigned.columns).map {
      "\($0) AS \(SQLText.identifier($1.name))"
    }
    let looked = Set(checks.flatMap(\.columns) + references.flatMap(\.referencingColumns))
    let old = looked.subtracting(names).sorted().map(SQLText.identifier)
      .map { "\(statement.reference).\($0) AS \($0)" }
    let columns = more + new + old
    return "(\(statement.select(columns))\nOFFSET 0) AS \(alias)"
  }

  private var alias: String { SQLText.identifier(rule.name.name) }

  /// What holds of a row that NOT NULL, a CHECK or a foreign key may refuse.
  ///
  /// One expression, so that the server works it out row by row and keeps their order.
  private var mayBeRefused: String {
    let nulls = assigned.columns.filter(\.isNotNull)
      .map { "\(alias).\(SQLText.identifier($0.name)) IS NULL" }
    let broken = checks.map { "(\($0.expression)) IS FALSE" }
    let conditions = nulls + broken + large + references.map(lacksParent)
    return conditions.isEmpty ? "false" : "(\(conditions.joined(separator: " OR "))) IS TRUE"
  }

  /// Values that an index may not take (``Simulation/largestKey``); several may be in one key.
  private var large: [String] {
    assigned.columns.filter { $0.isIndexed && !$0.isOfFixedSize }.map {
      "pg_catalog.octet_length(\(alias).\(SQLText.identifier($0.name))::pg_catalog.text) > "
        + "\(Simulation.largestKey / 8)"
    }
  }

  /// `a IS NOT NULL AND NOT EXISTS (SELECT FROM parent WHERE key = a)`; with MATCH FULL also where
  /// some columns are null and others are not.
  private func lacksParent(_ constraint: ForeignKeyRule) -> String {
    let parent = rule.unusedName("fkwalk parent")
    let columns = constraint.referencingColumns.map { "\(alias).\(SQLText.identifier($0))" }
    let matches = columns.indices.map { place in
      "\(parent).\(SQLText.identifier(constraint.referencedColumns[place])) "
        + "\(constraint.operators[place]) \(columns[place])"
    }
    let source = QuestionSQL(book: book).source(constraint.referenced)
    let isMissing =
      "(" + columns.map { "\($0) IS NOT NULL AND " }.joined()
      + "NOT EXISTS (SELECT FROM \(source) AS \(parent) WHERE "
      + matches.joined(separator: " AND ") + "))"
    guard constraint.isMatchFull, columns.count > 1 else { return isMissing }
    let list = columns.joined(separator: ", ")
    return "(pg_catalog.num_nulls(\(list)) BETWEEN 1 AND \(columns.count - 1)) OR " + isMissing
  }
}

extension ColumnRule {
  /// Whether all its values take the same few bytes.
  fileprivate var isOfFixedSize: Bool {
    ["smallint", "integer", "bigint", "real", "double precision", "boolean", "date", "uuid"]
      .contains(baseType)
      || baseType.hasPrefix("timestamp") && !baseType.hasSuffix("]")
  }
}
