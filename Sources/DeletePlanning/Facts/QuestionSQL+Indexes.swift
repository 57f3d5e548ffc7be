import SchemaModel

/// Questions about indexes.
extension QuestionSQL {
  /// The index keys of new rows: n and the elements; a row that a partial index does not cover is left
  /// out.
  func indexKeys(_ relation: Oid, _ oid: Oid, _ questions: [Question]) -> PlannerQuery? {
    guard let rule = book.relations[relation], let index = rule.index(oid) else { return nil }
    let images = questions.map { question -> Image in
      if case .indexKey(_, _, let values) = question { values } else { [] }
    }
    let table = rowTable(rule, index)
    let predicate = index.predicate.map { "\nWHERE \($0)" } ?? ""
    return PlannerQuery(
      name: "keys in \(index.name)",
      sql: "SELECT \(table.number), \(elements(index))\nFROM \(table.sql)\(predicate)\nORDER BY 1",
      parameters: parameters(images, width: book.carriedColumns(of: relation).count),
      isGuarded: true)
  }

  /// The columns of B-tree indexes, a row for each, separated by byte 31.
  func btrees(_ relation: Oid) -> PlannerQuery {
    PlannerQuery(
      name: "B-tree indexes of \(book.name(of: relation))",
      sql: """
        SELECT pg_catalog.string_agg(a.attname, pg_catalog.chr(31)) FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid AND c.relam = 403
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = $1::oid AND i.indisready GROUP BY i.indexrelid
        """, parameters: [String(relation)], isGuarded: true)
  }

  private func rowTable(_ rule: RelationRule, _ index: IndexRule) -> RowTable {
    var table = RowTable(rule, in: book)
    table.isTyped = table.isTyped || index.usesWholeRow
    return table
  }

  /// The index keys of new rows, each with the stored rows that it conflicts with; a row that a
  /// partial index does not cover is left out.
  ///
  /// Columns of the answer: n, the elements of the key, tableoid, ctid and what is carried of the
  /// stored row; these are null where there is none.
  func conflicts(_ relation: Oid, _ oid: Oid, _ questions: [Question]) -> PlannerQuery? {
    guard let rule = book.relations[relation], let index = rule.index(oid) else {
      return nil
    }
    let images = questions.map { question -> Image in
      if case .conflicts(_, _, let values) = question { values } else { [] }
    }
    let carried = book.carriedColumns(of: relation)
    let key = elements(index)
    let predicate = index.predicate.map { " WHERE \($0)" } ?? ""
    let table = rowTable(rule, index)
    let new = "(SELECT \(table.number) AS n, \(key) FROM \(table.sql)\(predicate)) AS new"
    let values = carried.enumerated().map { number, column in
      book.carried(SQLText.identifier(column), column, of: relation) + " AS c\(number + 1)"
    }
    let old =
      "(SELECT \((["tableoid", "ctid", key] + values).joined(separator: ", ")) "
      + "FROM ONLY \(rule.name.sql)\(predicate)) AS old"
    let columns =
      ["new.n"] + index.elements.indices.map { "new.e\($0 + 1)" }
      + ["old.tableoid", "old.ctid"] + carried.indices.map { "old.c\($0 + 1)" }
    return PlannerQuery(
      name: "conflicts in \(index.name)",
      sql: "SELECT \(columns.joined(separator: ", "))\nFROM \(new)\nLEFT JOIN \(old) ON "
        + conflictCondition(index),
      parameters: parameters(images, width: carried.count), isGuarded: true)
  }

  /// Whether pairs of rows conflict, and their index keys.
  ///
  /// Columns of the answer: n, whether they conflict, the elements of the new row's key, those of
  /// the other's.
  func rivalry(_ first: Rivalry, _ questions: [Question]) -> PlannerQuery? {
    guard let rule = book.relations[first.relation], let index = rule.index(first.index)
    else { return nil }
    let pairs = questions.compactMap { question -> Rivalry? in
      if case .rivalry(let pair) = question { pair } else { nil }
    }
    let carried = book.carriedColumns(of: first.relation)
    let rows = [("new", 1), ("old", carried.count + 1)].map { alias, parameter in
      var table = rowTable(rule, index)
      table.firstParameter = parameter
      return "(SELECT \(table.number) AS n, \(elements(index)), "
        + "(\(index.predicate ?? "true")) AS covered FROM \(table.sql)) AS \(alias)"
    }
    let keys = ["new", "old"].flatMap { row in
      index.elements.indices.map { "\(row).e\($0 + 1)" }
    }
    return PlannerQuery(
      name: "keys in \(index.name)",
      sql: "SELECT n, new.covered AND old.covered AND \(conflictCondition(index)), "
        + "\(keys.joined(separator: ", "))\nFROM \(rows[0])\nJOIN \(rows[1]) USING (n) "
        + "ORDER BY 1",
      parameters: parameters(pairs.map(\.new), width: carried.count)
        + parameters(pairs.map(\.other), width: carried.count), isGuarded: true)
  }

  /// The elements of an index key as columns `e1`, `e2`, ….
  private func elements(_ index: IndexRule) -> String {
    index.elements.enumerated().map { "(\($1.sql)) AS e\($0 + 1)" }.joined(separator: ", ")
  }

  /// Whether the keys of `new` and `old` conflict.
  private func conflictCondition(_ index: IndexRule) -> String {
    index.elements.enumerated().map { number, element -> String in
      let (new, old) = ("new.e\(number + 1)", "old.e\(number + 1)")
      let equal = "\(new) \(element.conflictOperator) \(old)"
      return index.nullsConflict ? "(\(equal) OR \(new) IS NULL AND \(old) IS NULL)" : equal
    }.joined(separator: " AND ")
  }
}
