import SchemaModel

/// Questions about keys with PERIOD (PostgreSQL 18).
extension QuestionSQL {
  /// Rows of the referenced table that overlap some keys: n, their places and what is carried.
  func overlaps(_ first: OverlapQuestion, _ questions: [Question]) -> PlannerQuery? {
    guard let constraint = book.constraints[first.constraint] else { return nil }
    let keys = questions.map { question -> Image in
      if case .overlaps(let asked) = question { asked.key } else { [] }
    }
    let isOwnKey = first.sides == .referencedReferenced
    let types =
      isOwnKey
      ? baseTypes(constraint.referencedColumns, of: constraint.referenced)
      : baseTypes(constraint.referencingColumns, of: constraint.referencing)
    let operators = isOwnKey ? constraint.referencedOperators : constraint.operators
    let condition = constraint.referencedColumns.indices.map { column in
      "c.\(SQLText.identifier(constraint.referencedColumns[column])) \(operators[column]) "
        + "k.v\(column + 1)"
    }
    let columns =
      ["k.n", "c.tableoid", "c.ctid"] + carriedColumns(of: constraint.referenced, alias: "c")
    return PlannerQuery(
      name: "periods of \(book.name(of: constraint.referenced)) for \(constraint.name)",
      sql: "SELECT \(columns.joined(separator: ", "))\nFROM \(valueTable(types: types))\n"
        + "JOIN \(source(constraint.referenced)) AS c ON \(condition.joined(separator: " AND "))",
      parameters: parameters(keys, width: types.count), isGuarded: true)
  }

  /// Whether periods are covered by others together: n and a boolean.
  ///
  /// `(period * within) <@ (SELECT range_agg(…) …)`, the comparison PostgreSQL itself makes.
  func coverages(_ first: Coverage, _ questions: [Question]) -> PlannerQuery? {
    guard let constraint = book.constraints[first.constraint],
      let type = baseTypes(constraint.referencingColumns, of: constraint.referencing).last
    else { return nil }
    let rows = questions.map { question -> Image in
      guard case .coverage(let asked) = question else { return [] }
      return [asked.period, asked.within ?? asked.period, ArrayText.encode(asked.periods)]
    }
    return PlannerQuery(
      name: "coverage for \(constraint.name)",
      sql: """
        SELECT k.n, coalesce((k.v1 OPERATOR(pg_catalog.*) k.v2) OPERATOR(pg_catalog.<@)
          (SELECT pg_catalog.range_agg(r.period::\(type)) FROM pg_catalog.unnest(k.v3) AS r(period)), false)
        FROM \(valueTable(types: [type, type, "text[]"]))
        ORDER BY k.n
        """,
      parameters: parameters(rows, width: 3), isGuarded: true)
  }
}
