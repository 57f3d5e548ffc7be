import SchemaModel

extension QuestionSQL {
  /// `SELECT default::type`.
  func defaultValue(_ relation: Oid, _ column: String) -> PlannerQuery? {
    guard let rule = book.relations[relation]?.column(column),
      let expression = rule.defaultExpression
    else { return nil }
    return PlannerQuery(
      name: "default of \(book.name(of: relation)).\(column)",
      sql: "SELECT \(rule.assigning(expression))", isGuarded: true)
  }

  /// `SELECT now()::type`.
  func time(_ relation: Oid, _ column: String) -> PlannerQuery? {
    book.relations[relation]?.column(column).map { rule in
      PlannerQuery(
        name: "the time", sql: "SELECT pg_catalog.now()::\(rule.baseType)", isGuarded: true)
    }
  }

  /// What values of a referenced column become in the referencing one: n and the value.
  func conversions(_ first: Conversion, _ questions: [Question]) -> PlannerQuery? {
    guard let constraint = book.constraints[first.constraint],
      let column = book.relations[constraint.referencing]?
        .column(constraint.referencingColumns[first.column])
    else { return nil }
    let values = questions.map { question -> Image in
      if case .conversion(let asked) = question { [asked.value] } else { [nil] }
    }
    let type = baseTypes([constraint.referencedColumns[first.column]], of: constraint.referenced)
    return PlannerQuery(
      name: "values passed on by \(constraint.name)",
      sql: "SELECT k.n, \(column.assigning("k.v1"))\nFROM \(valueTable(types: type)) ORDER BY k.n",
      parameters: parameters(values, width: 1), isGuarded: true)
  }

  /// Where a sequence stands, without taking a number from it.
  func sequence(_ name: String) -> PlannerQuery {
    PlannerQuery(
      name: "state of a sequence",
      sql: "SELECT s.last_value, s.is_called, q.seqincrement, q.seqmin, q.seqmax\n"
        + "FROM \(name) AS s, pg_catalog.pg_sequence AS q WHERE q.seqrelid = $1::regclass",
      parameters: [name], isGuarded: true)
  }

  /// What becomes of changed rows.
  ///
  /// Columns of the answer: n, the partition condition, the stored generated columns, the virtual
  /// NOT NULL ones, the checks by name.
  ///
  /// ```
  /// SELECT t.n, (partition) IS NOT FALSE, generated…, (check) IS NOT FALSE…
  /// FROM (SELECT base.*, (expression) AS generated FROM (SELECT v1 AS a, … FROM values) AS base) AS t
  /// ```
  func newRows(_ first: NewRowQuestion, _ questions: [Question]) -> PlannerQuery? {
    guard let rule = book.relations[first.relation] else { return nil }
    let images = questions.map { question -> Image in
      if case .newRow(let row) = question { row.values } else { [] }
    }
    let carried = book.carriedColumns(of: first.relation)
    let alias = SQLText.identifier(rule.name.name)
    let table = RowTable(rule, in: book, assigned: first.assigned)
    let results =
      [table.number, "(\(rule.partitionCondition ?? "true")) IS NOT FALSE"]
      + generated(rule, .stored).map { alias + "." + SQLText.identifier($0.name) }
      + requiredVirtual(rule).map { alias + "." + SQLText.identifier($0.name) + " IS NULL" }
      + rule.checks.map { "(\($0.expression)) IS NOT FALSE" }
      // Named, or the server would not look at their domains at all.
      + first.assigned.filter { rule.column($0)?.isDomain == true }
      .map { alias + "." + SQLText.identifier($0) }
    return PlannerQuery(
      name: "changed rows of \(rule.name)",
      sql:
        "SELECT \(results.joined(separator: ", "))\nFROM \(table.sql)\n"
        + "ORDER BY 1",
      parameters: parameters(images, width: carried.count), isGuarded: true)
  }

  func generated(_ rule: RelationRule, _ kind: ColumnRule.Generation) -> [ColumnRule] {
    rule.columns.filter { $0.generation == kind }
  }

  func requiredVirtual(_ rule: RelationRule) -> [ColumnRule] {
    generated(rule, .virtual).filter(\.isNotNull)
  }

  /// The partitions each row fits into, at every level: one boolean column per partition, then the
  /// elements of all partition keys.
  func routes(_ root: Oid, _ questions: [Question]) -> PlannerQuery? {
    guard let rule = book.relations[root] else { return nil }
    let images = questions.map { question -> Image in
      if case .route(_, let values) = question { values } else { [] }
    }
    let table = RowTable(rule, in: book)
    let results = partitions(of: root).map {
      "(\(book.relations[$0]?.partitionCondition ?? "true")) IS NOT FALSE"
    }
    let keys = partitionedTables(of: root).flatMap(\.partitionKeyElements)
    return PlannerQuery(
      name: "partitions of \(rule.name)",
      sql: "SELECT \(([table.number] + results + keys).joined(separator: ", "))\n"
        + "FROM \(table.sql)\nORDER BY 1",
      parameters: parameters(images, width: book.carriedColumns(of: root).count),
      isGuarded: true)
  }

  /// The partitions below a table, in the order of ``routes(_:_:)``'s columns.
  func partitions(of root: Oid) -> [Oid] {
    book.relations.values.filter { $0.root == root && $0.oid != root }.map(\.oid).sorted()
  }

  /// A partitioned table and those below it, in the order of the partition keys in
  /// ``routes(_:_:)``.
  func partitionedTables(of root: Oid) -> [RelationRule] {
    book.relations.values.filter { $0.root == root && $0.isPartitioned }.sorted { $0.oid < $1.oid }
  }
}
