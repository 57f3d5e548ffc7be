import SchemaModel

/// The queries of the counting way: sets of rows by the keys they reference.
///
/// Keys go out as array parameters of the key's own type, one per column.
struct CountingSQL {
  let book: RuleBook
  let schema: CountedSchema
  /// The part of referencing tables that is looked through; nil for all of it.
  var part: TablePart?
  /// Whether referencing rows are found by an index.
  var isByIndex = true

  init(book: RuleBook, schema: CountedSchema) {
    self.book = book
    self.schema = schema
  }

  /// The same for a part of the referencing table, by an index or by a scan.
  func within(_ part: TablePart?, byIndex: Bool) -> CountingSQL {
    var sql = self
    sql.part = part
    sql.isByIndex = byIndex
    return sql
  }

  /// So many keys travel in one parameter; planning stays cheap and a query short.
  static let chunk = 10_000

  // MARK: Settings

  /// Keeps the planner to indexes, whose estimates for thousands of keys can be far off.
  static let useIndexes = settings(isOn: false)
  static let useAnything = settings(isOn: true)

  private static func settings(isOn: Bool) -> PlannerQuery {
    let calls = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"].map {
      "pg_catalog.set_config('\($0)', '\(isOn ? "on" : "off")', true)"
    }
    return PlannerQuery(name: "planner settings", sql: "SELECT " + calls.joined(separator: ", "))
  }

  // MARK: The rows to delete

  /// The keys of the rows to delete, in the order visited; only their number where no key is needed.
  func roots(_ statement: ChangeStatement) -> PlannerQuery {
    let alias = statement.reference
    let node = schema.nodes[0]
    guard node.isKeyed else {
      let distinct = statement.using == nil ? "*" : "DISTINCT (relation, place)"
      return PlannerQuery(
        name: "rows to delete",
        sql:
          "SELECT pg_catalog.count(\(distinct)) FROM (\(statement.select(["\(alias).tableoid AS relation", "\(alias).ctid AS place"]))) AS found",
        isGuarded: true
      ).inPersonsWords
    }
    let columns = node.key.enumerated().map { "\(alias).\(SQLText.identifier($1)) AS v\($0 + 1)" }
    return PlannerQuery(
      name: "rows to delete",
      sql: Self.list(node.key.count, of: "(\(statement.select(columns))) AS found"),
      isGuarded: true
    ).inPersonsWords
  }

  /// Some of the rows to delete, with what is carried of them.
  func rootRows(_ statement: ChangeStatement, limit: Int) -> PlannerQuery {
    let alias = statement.reference
    let columns =
      [alias + ".tableoid", alias + ".ctid"]
      + QuestionSQL(book: book).carriedColumns(of: schema.nodes[0].rule.oid, alias: alias)
    return PlannerQuery(
      name: "examples of the rows to delete", sql: statement.select(columns) + "\nLIMIT \(limit)"
    ).inPersonsWords
  }

  /// The rows that some others reference: `n, tableoid, ctid, carried…`, where `n` numbers the
  /// others from 1.
  func referenced(_ constraint: ForeignKeyRule, by values: [Image]) -> PlannerQuery {
    let questions = QuestionSQL(book: book)
    let types = questions.baseTypes(constraint.referencingColumns, of: constraint.referencing)
    let condition = constraint.referencedColumns.indices.map { column in
      "p.\(SQLText.identifier(constraint.referencedColumns[column])) "
        + "\(constraint.operators[column]) k.v\(column + 1)"
    }
    return PlannerQuery(
      name: "rows of \(book.name(of: constraint.referenced)) named by \(constraint.name)",
      sql: "SELECT k.n, \(carried(constraint.referenced, alias: "p"))\n"
        + "FROM \(questions.valueTable(types: types))\n"
        + "JOIN \(questions.source(constraint.referenced)) AS p ON "
        + condition.joined(separator: " AND "),
      parameters: questions.parameters(values, width: types.count))
  }

  /// The key of the row that a foreign key references by the defaults of its columns; nil where they
  /// have none, and become NULL.
  func defaultRow(_ edge: CountedSchema.Edge) -> PlannerQuery? {
    let constraint = edge.constraint
    let key = schema.nodes[edge.referenced].key
    let values = constraint.referencingColumns.compactMap { name in
      book.relations[constraint.referencing]?.column(name).flatMap { column in
        column.defaultExpression.map { column.assigning($0) }
      }
    }
    guard values.count == constraint.referencedColumns.count else { return nil }
    let condition = values.indices.map { column in
      "p.\(SQLText.identifier(constraint.referencedColumns[column])) "
        + "\(constraint.operators[column]) \(values[column])"
    }
    let columns = key.enumerated().map { "p.\(SQLText.identifier($1)) AS v\($0 + 1)" }
    let source = QuestionSQL(book: book).source(constraint.referenced)
    return PlannerQuery(
      name: "row of \(book.name(of: constraint.referenced)) that defaults reference",
      sql: Self.list(
        key.count,
        of: "(SELECT \(columns.joined(separator: ", ")) FROM \(source) AS p "
          + "WHERE \(condition.joined(separator: " AND "))) AS found"), isGuarded: true)
  }

  // MARK: Rows that reference keys

  /// How many rows reference some keys.
  func count(_ edge: CountedSchema.Edge, _ keys: KeyRows) -> PlannerQuery {
    query(edge, keys, name: "count of") { "SELECT count(*) FROM \($0)" }
  }

  /// The keys of the rows that reference some keys.
  func keys(_ edge: CountedSchema.Edge, _ keys: KeyRows) -> PlannerQuery {
    let key = schema.nodes[edge.referencing].key
    let columns = key.enumerated().map { "c.\(SQLText.identifier($1)) AS v\($0 + 1)" }
    return query(edge, keys, name: "keys of") {
      Self.list(key.count, of: "(SELECT \(columns.joined(separator: ", ")) FROM \($0)) AS found")
    }
  }

  /// How many rows reference some keys, by the values of other foreign keys' columns.
  func groups(
    _ edge: CountedSchema.Edge, by columns: [String], _ keys: KeyRows
  ) -> PlannerQuery {
    let names = columns.indices.map { "v\($0 + 1)" }
    // By number: a name could be that of a column of the table, or of the keys.
    let places = columns.indices.map { "\($0 + 2)" }
    let values = columns.enumerated().map { "c.\(SQLText.identifier($1)) AS v\($0 + 1)" }
    let arrays = (["rows"] + names).map { "pg_catalog.array_agg(\($0))" }.joined(separator: ", ")
    return query(edge, keys, name: "groups of") {
      "SELECT count(*), \(arrays) FROM (SELECT count(*) AS rows, "
        + "\(values.joined(separator: ", ")) FROM \($0) GROUP BY \(places.joined(separator: ", "))"
        + ") AS groups"
    }
  }

  /// Some rows that reference keys, with what is carried of them.
  func rows(
    _ edge: CountedSchema.Edge, _ keys: KeyRows, limit: Int, name: String = "rows of"
  ) -> PlannerQuery {
    query(edge, keys, name: name) {
      "SELECT \(carried(edge.constraint.referencing)) FROM \($0) LIMIT \(limit)"
    }
  }

  /// One of the rows that reference each of some keys, with what is carried of it.
  func firstRows(_ edge: CountedSchema.Edge, _ keys: KeyRows) -> PlannerQuery {
    let columns = edge.constraint.referencingColumns.map { "c." + SQLText.identifier($0) }
      .joined(separator: ", ")
    return query(edge, keys, name: "first rows of") {
      "SELECT DISTINCT ON (\(columns)) \(carried(edge.constraint.referencing)) FROM \($0) "
        + "ORDER BY \(columns), c.ctid"
    }
  }

  /// Rows that refuse, by some foreign key, for rows that are known only by the keys they themselves
  /// reference in a cascade.
  func rows(
    _ edge: CountedSchema.Edge, behind arrival: CountedSchema.Edge, _ keys: KeyRows, limit: Int
  ) -> PlannerQuery {
    let constraint = edge.constraint
    let join = constraint.referencingColumns.indices.map { column in
      "p.\(SQLText.identifier(constraint.referencedColumns[column])) "
        + "\(constraint.operators[column]) r.\(SQLText.identifier(constraint.referencingColumns[column]))"
    }
    let (source, condition) = source(arrival, keys, alias: "p")
    let refusing = QuestionSQL(book: book).source(constraint.referencing) + " AS r"
    return PlannerQuery(
      name: "rows of \(book.name(of: constraint.referencing)) that refuse",
      sql: "SELECT \(carried(constraint.referencing, alias: "r")) FROM \(source)"
        + " JOIN \(refusing) ON \(join.joined(separator: " AND "))"
        + (condition.map { " WHERE " + $0 } ?? "") + " LIMIT \(limit)",
      parameters: parameters(arrival, keys))
  }

  private func carried(_ relation: Oid, alias: String = "c") -> String {
    (["tableoid", "ctid"].map { alias + "." + $0 }
      + QuestionSQL(book: book).carriedColumns(of: relation, alias: alias))
      .joined(separator: ", ")
  }

  private func query(
    _ edge: CountedSchema.Edge, _ keys: KeyRows, name: String, _ select: (String) -> String
  ) -> PlannerQuery {
    let (source, wanted) = source(edge, keys, alias: "c")
    let conditions = [wanted, part.map { "c." + $0.condition }].compactMap { $0 }
    let condition = conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
    return PlannerQuery(
      name: "\(name) \(book.name(of: edge.constraint.referencing)) by \(edge.constraint.name)",
      sql: select(source + (condition.map { " WHERE " + $0 } ?? "")),
      parameters: parameters(edge, keys))
  }

  /// The referencing table's rows that reference some keys: what stands after FROM, and after WHERE.
  ///
  /// For one column `column = ANY (keys)`, which serves an index as well as a scan; a join with the
  /// keys for several columns or other operators.
  private func source(
    _ edge: CountedSchema.Edge, _ keys: KeyRows, alias: String
  ) -> (from: String, condition: String?) {
    let constraint = edge.constraint
    let questions = QuestionSQL(book: book)
    let table = "\(questions.source(constraint.referencing)) AS \(alias)"
    let columns = constraint.referencingColumns.map { alias + "." + SQLText.identifier($0) }
    let types = questions.baseTypes(constraint.referencedColumns, of: constraint.referenced)
    let equals = QuestionSQL.plainEquals
    if columns.count == 1, constraint.operators[0] == equals, !(isByIndex && prunes(constraint)) {
      return (table, "\(columns[0]) \(equals) ANY ($1::\(types[0])[])")
    }
    let arrays = types.indices.map { "pg_catalog.unnest($\($0 + 1)::\(types[$0])[])" }
    let names = types.indices.map { "v\($0 + 1)" }.joined(separator: ", ")
    let condition = columns.indices.map {
      "k.v\($0 + 1) \(constraint.operators[$0]) \(columns[$0])"
    }
    return (
      "ROWS FROM (\(arrays.joined(separator: ", "))) AS k(\(names)) JOIN \(table) ON "
        + condition.joined(separator: " AND "), nil
    )
  }

  /// Whether a key tells the partition that a referencing row lies in: taken one by one, keys are
  /// then looked up in one partition each instead of all.
  private func prunes(_ constraint: ForeignKeyRule) -> Bool {
    book.relations[constraint.referencing]?.partitionColumns == constraint.referencingColumns
  }

  private func parameters(_ edge: CountedSchema.Edge, _ keys: KeyRows) -> [String?] {
    edge.keyOrder.map { keys.columns[$0] }
  }

  /// Gathers columns `v1`, `v2`… of rows into arrays: one row `count, array…`.
  private static func list(_ width: Int, of source: String) -> String {
    let arrays = (0..<width).map { "pg_catalog.array_agg(v\($0 + 1))" }.joined(separator: ", ")
    return "SELECT count(*), \(arrays) FROM \(source)"
  }

  // MARK: Whole tables

  /// How many blocks a table has, or its largest partition.
  func blocks(_ table: CountedTable) -> PlannerQuery {
    PlannerQuery(
      name: "size of \(table.rule.name)",
      sql: "SELECT pg_catalog.max(pg_catalog.pg_relation_size(leaf)) / "
        + "pg_catalog.current_setting('block_size')::bigint FROM pg_catalog.unnest($1::oid[]) AS leaf",
      parameters: [ArrayText.encode(table.leaves.map { String($0) })])
  }

  /// The pairs of a foreign key in some blocks of the table: `count, array…` of the row's own key
  /// and of what it references.
  func pairs(_ edge: CountedSchema.Edge, _ blocks: Range<Int>) -> PlannerQuery {
    let columns =
      schema.nodes[edge.referencing].key + schema.foreignColumns(edge)
    let arrays = columns.map { "pg_catalog.array_agg(c.\(SQLText.identifier($0)))" }
    let present = edge.constraint.referencingColumns
      .map { "c.\(SQLText.identifier($0)) IS NOT NULL" }
    let table = QuestionSQL(book: book).source(edge.constraint.referencing)
    return PlannerQuery(
      name: "pairs of \(edge.constraint.name)",
      sql: "SELECT count(*), \(arrays.joined(separator: ", ")) FROM \(table) AS c "
        + "WHERE c.ctid >= '(\(blocks.lowerBound),0)' AND c.ctid < '(\(blocks.upperBound),0)' AND "
        + present.joined(separator: " AND "))
  }
}

extension CountedSchema {
  /// The referencing columns of a foreign key, in the order of the key of the table it references.
  func foreignColumns(_ edge: Edge) -> [String] {
    nodes[edge.referenced].key.indices.compactMap { place in
      edge.keyOrder.firstIndex(of: place).map { edge.constraint.referencingColumns[$0] }
    }
  }
}

/// A part of a table's blocks.
enum TablePart {
  case before(Int), from(Int)

  /// What holds for rows there, after the table's alias and a dot.
  var condition: String {
    switch self {
    case .before(let block): "ctid < '(\(block),0)'"
    case .from(let block): "ctid >= '(\(block),0)'"
    }
  }
}
