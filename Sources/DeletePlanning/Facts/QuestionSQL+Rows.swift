import SchemaModel

extension QuestionSQL {
  /// Rows that reference some keys, each with the number of its key:
  /// `SELECT k.n, c.tableoid, c.ctid, … FROM keys k JOIN [ONLY] referencing c ON k.v1 = c.fk1 …`.
  func referencingRows(_ oid: Oid, _ questions: [Question]) -> PlannerQuery? {
    guard let constraint = book.constraints[oid] else { return nil }
    let keys = questions.map { question -> Image in
      if case .referencingRows(_, let key) = question { key } else { [] }
    }
    let types = baseTypes(constraint.referencedColumns, of: constraint.referenced)
    let condition = constraint.referencingColumns.indices.map { column in
      let name = SQLText.identifier(constraint.referencingColumns[column])
      return "k.v\(column + 1) \(constraint.operators[column]) "
        + collated("c.\(name)", constraint, column)
    }
    let columns =
      ["k.n", "c.tableoid", "c.ctid"] + carriedColumns(of: constraint.referencing, alias: "c")
    var parameters = parameters(keys, width: types.count)
    let scan = scanFilter(constraint, types)
    if scan != nil { parameters += parameters }
    var query = PlannerQuery(
      name: "rows of \(book.name(of: constraint.referencing)) by \(constraint.name)",
      sql: "SELECT \(columns.joined(separator: ", "))\nFROM \(valueTable(types: types))\n"
        + "JOIN \(source(constraint.referencing)) AS c ON \(condition.joined(separator: " AND "))"
        + (scan.map { "\nWHERE " + $0 } ?? "") + (rowLimit.map { "\nLIMIT \($0)" } ?? ""),
      parameters: parameters, isGuarded: true)
    query.mayUseWorkers = scan != nil
    return query
  }

  /// Where there is no index, what lets the server scan the table once and drop most rows at sight,
  /// by a hash table of the keys: `c.fk = ANY (keys)`, the keys given once more in their own type.
  private func scanFilter(_ constraint: ForeignKeyRule, _ types: [String]) -> String? {
    guard !constraint.hasIndex, types.count == 1, book.hasPlainColumns(constraint),
      constraint.operators[0] == Self.plainEquals
    else { return nil }
    let column = "c." + SQLText.identifier(constraint.referencingColumns[0])
    return "\(column) \(Self.plainEquals) ANY ($2::\(types[0])[])"
  }

  /// Equality as most types have it.
  static let plainEquals = "OPERATOR(pg_catalog.=)"

  /// Parents that some referencing values name; row security and ONLY as PostgreSQL's own look-up.
  func referencedRows(_ oid: Oid, _ questions: [Question]) -> PlannerQuery? {
    guard let constraint = book.constraints[oid] else { return nil }
    let values = questions.map { question -> Image in
      if case .referencedRows(_, let values) = question { values } else { [] }
    }
    let types = baseTypes(constraint.referencingColumns, of: constraint.referencing)
    let condition = constraint.referencedColumns.indices.map { column in
      "p.\(SQLText.identifier(constraint.referencedColumns[column])) "
        + "\(constraint.operators[column]) k.v\(column + 1)"
    }
    return PlannerQuery(
      name: "rows of \(book.name(of: constraint.referenced)) named by \(constraint.name)",
      sql: "SELECT k.n, p.tableoid, p.ctid\nFROM \(valueTable(types: types))\n"
        + "JOIN \(source(constraint.referenced)) AS p ON \(condition.joined(separator: " AND "))",
      parameters: parameters(values, width: types.count), isGuarded: true)
  }

  /// Whether pairs of values are equal by the constraint's operator, one row per pair.
  func equality(_ first: Equality, _ questions: [Question]) -> PlannerQuery? {
    guard let constraint = book.constraints[first.constraint] else { return nil }
    let pairs = questions.map { question -> Image in
      if case .equality(let pair) = question { [pair.left, pair.right] } else { [nil, nil] }
    }
    let referenced = baseTypes(constraint.referencedColumns, of: constraint.referenced)
    let referencing = baseTypes(constraint.referencingColumns, of: constraint.referencing)
    let column = first.column
    let (left, right, operators) =
      switch first.sides {
      case .referencedReferencing:
        (referenced[column], referencing[column], constraint.operators)
      case .referencedReferenced:
        (referenced[column], referenced[column], constraint.referencedOperators)
      case .referencingReferencing:
        (referencing[column], referencing[column], constraint.referencingOperators)
      }
    return PlannerQuery(
      name: "equal keys of \(constraint.name)",
      sql: "SELECT k.n, k.v1\(collation(first, constraint, .left)) \(operators[column]) "
        + "k.v2\(collation(first, constraint, .right))\n"
        + "FROM \(valueTable(types: [left, right])) ORDER BY k.n",
      parameters: parameters(pairs, width: 2))
  }

  private enum Side { case left, right }

  /// Values lose their column's collation on the way; a nondeterministic one is put back.
  private func collation(_ pair: Equality, _ constraint: ForeignKeyRule, _ side: Side) -> String {
    let referenced = book.relations[constraint.referenced]?
      .column(constraint.referencedColumns[pair.column])
    let referencing = book.relations[constraint.referencing]?
      .column(constraint.referencingColumns[pair.column])
    let collation =
      switch pair.sides {
      case .referencedReferencing:
        side == .left
          ? nil : referenced?.nondeterministicCollation ?? referencing?.nondeterministicCollation
      case .referencedReferenced: referenced?.nondeterministicCollation
      case .referencingReferencing: referencing?.nondeterministicCollation
      }
    return collation.map { " COLLATE " + $0 } ?? ""
  }

  /// The referential query of one key, so that the server plans it as it would there:
  /// `SELECT tableoid, ctid FROM [ONLY] referencing WHERE $1 = fk1 …`.
  func scanOrder(_ oid: Oid, _ key: [String]) -> PlannerQuery? {
    guard let constraint = book.constraints[oid] else { return nil }
    let types = baseTypes(constraint.referencedColumns, of: constraint.referenced)
    let condition = constraint.referencingColumns.indices.map { column in
      let name = SQLText.identifier(constraint.referencingColumns[column])
      return "$\(column + 1)::\(types[column]) \(constraint.operators[column]) "
        + collated("x.\(name)", constraint, column)
    }
    return PlannerQuery(
      name: "scan order of \(book.name(of: constraint.referencing))",
      sql: "SELECT x.tableoid, x.ctid FROM \(source(constraint.referencing)) AS x "
        + "WHERE \(condition.joined(separator: " AND "))",
      parameters: key, isGuarded: true)
  }

  /// The plan of a scan of all leaves, which lists them in bound order: nothing else tells.
  func leafOrder(_ root: Oid) -> PlannerQuery {
    PlannerQuery(
      name: "partitions of \(book.name(of: root))",
      sql: "EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT FROM \(book.name(of: root).sql)",
      isGuarded: true)
  }

  /// What is carried of some rows, by place.
  func carriedRows(_ relation: Oid, _ places: [RowPlace]) -> PlannerQuery {
    let columns = ["c.ctid"] + carriedColumns(of: relation, alias: "c")
    let name = book.name(of: relation)
    return PlannerQuery(
      name: "rows of \(name)",
      sql: "SELECT \(columns.joined(separator: ", "))\nFROM ONLY \(name.sql) AS c\n"
        + "WHERE c.ctid = ANY ($1::tid[])",
      parameters: [ArrayText.encode(places.map(\.ctid))])
  }

  /// All columns of some rows, by place, as far as a DETAIL shows them.
  func wholeRows(_ relation: Oid, _ questions: [Question]) -> PlannerQuery? {
    guard let rule = book.relations[relation] else { return nil }
    let places = questions.map { question -> String? in
      if case .wholeRow(let place) = question { place.ctid } else { nil }
    }
    let columns = rule.columns.map { $0.beginning(of: "c." + SQLText.identifier($0.name)) }
    return PlannerQuery(
      name: "whole rows of \(rule.name)",
      sql: "SELECT c.ctid, \(columns.joined(separator: ", "))\nFROM ONLY \(rule.name.sql) AS c\n"
        + "WHERE c.ctid = ANY ($1::tid[])",
      parameters: [ArrayText.encode(places)], isGuarded: true)
  }
}
