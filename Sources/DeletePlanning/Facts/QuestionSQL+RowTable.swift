import SchemaModel

/// A table of rows that exist only in the simulation, under a name of its own and with generated
/// columns worked out.
///
/// ```
/// (SELECT *, (expression) AS generated FROM (SELECT n, v1 AS a, … FROM values) AS t) AS t
/// ```
struct RowTable {
  let rule: RelationRule
  let book: RuleBook
  /// Columns that were assigned; their domains are checked.
  var assigned: [String] = []
  /// The number of the parameter that holds the first carried column.
  var firstParameter = 1
  /// The name, quoted: that of the relation itself, which CHECKs may name.
  var alias: String
  /// The column that numbers the rows from 1, quoted; none of the relation's own.
  var number: String
  /// Whether something looks at the rows as a whole, so that they must be of the relation's type.
  var isTyped: Bool

  init(_ rule: RelationRule, in book: RuleBook, assigned: [String] = []) {
    self.rule = rule
    self.book = book
    self.assigned = assigned
    alias = SQLText.identifier(rule.name.name)
    number = rule.unusedName("fkwalk n")
    isTyped = rule.checksWholeRow
  }

  private var carried: [String] { book.carriedColumns(of: rule.oid) }

  /// As an element of FROM.
  var sql: String {
    // The functions behind hash partitioning insist on the declared type.
    let partitionColumns = book.partitionColumns(ofTreeOf: rule.oid)
    let types = carried.map { name -> String in
      guard let column = rule.column(name), !book.isShort(name, of: rule.oid) else {
        return "text"
      }
      let isDeclared = assigned.contains(name) || partitionColumns.contains(name)
      return isDeclared ? column.type : column.baseType
    }
    let computed = rule.columns.filter { $0.generation != .none }
    let inner = carried.enumerated().filter { _, name in
      !computed.contains { $0.name == name }
    }.map { number, name in
      let collation = rule.column(name)?.collationName.map { " COLLATE " + $0 } ?? ""
      return "k.v\(number + 1)\(collation) AS \(SQLText.identifier(name))"
    }
    let outer = computed.map {
      "(\($0.assigning($0.generationExpression ?? "NULL")))::\($0.type) AS "
        + SQLText.identifier($0.name)
    }
    let base =
      "SELECT k.n AS \(number)\(inner.map { ", " + $0 }.joined()) FROM "
      + QuestionSQL(book: book).valueTable(types: types, firstParameter: firstParameter)
    let rows =
      "(SELECT *\(outer.map { ", " + $0 }.joined()) FROM (\(base)) AS \(alias)) AS \(alias)"
    return isTyped ? typed(rows) : rows
  }

  /// The rows as values of the table's own row type; they have a `tableoid` too.
  private func typed(_ rows: String) -> String {
    let values = rule.columns.map { column in
      let isKnown = column.generation != .none || carried.contains(column.name)
      return isKnown ? value(column) : "NULL"
    }
    let all = rule.unusedName("fkwalk rows of " + alias)
    let row = rule.unusedName("fkwalk row of " + alias)
    return "(SELECT \(number), \(SQLText.literal(rule.name.sql))::pg_catalog.regclass::oid AS "
      + "tableoid, ROW(\(values.joined(separator: ", ")))::\(rule.name.sql) AS \(row) FROM "
      + "\(rows)) AS \(all) CROSS JOIN LATERAL "
      + "pg_catalog.unnest(ARRAY[\(row)]) AS \(alias)"
  }

  /// A column's value as a field of the row.
  ///
  /// A domain that is not validated may hold values that it would not take: an untouched one is
  /// looked up in the table, where it is of the domain's type already.
  private func value(_ column: ColumnRule) -> String {
    let name = SQLText.identifier(column.name)
    let value = "\(alias).\(name)"
    guard column.isDomain, !assigned.contains(column.name), column.generation == .none else {
      return value
    }
    return "(SELECT s.\(name) FROM ONLY \(rule.name.sql) AS s "
      + "WHERE s.\(name)::text IS NOT DISTINCT FROM \(value)::text LIMIT 1)"
  }
}

extension RelationRule {
  /// A name that neither the relation nor any of its columns has, quoted.
  func unusedName(_ wanted: String) -> String {
    var name = wanted
    while name == self.name.name || column(name) != nil { name += "_" }
    return SQLText.identifier(name)
  }
}

extension QuestionSQL {
  /// Whether a trigger's WHEN condition holds for rows: n and a boolean.
  func firings(_ first: FiringQuestion, _ questions: [Question]) -> PlannerQuery? {
    guard let rule = book.relations[first.relation],
      let trigger = book.triggers[first.relation]?.first(where: { $0.oid == first.trigger }),
      case .user(let user) = trigger.kind, let condition = user.condition
    else { return nil }
    let images = questions.map { question -> RowImages in
      if case .firing(let asked) = question { asked.images } else { RowImages() }
    }
    let width = book.carriedColumns(of: first.relation).count
    var tables: [String] = []
    var numbers: [String] = []
    var values: [String?] = []
    for (name, rows) in [("old", images.compactMap(\.old)), ("new", images.compactMap(\.new))]
    where !rows.isEmpty {
      var table = RowTable(rule, in: book)
      table.alias = name
      table.number = rule.unusedName("fkwalk n " + name)
      table.firstParameter = values.count + 1
      table.isTyped = condition.usesWholeRow
      tables.append(table.sql)
      numbers.append(table.number)
      values += parameters(rows, width: width)
    }
    let joined = zip(numbers, numbers.dropFirst()).map { "\($0) = \($1)" }
    return PlannerQuery(
      name: "condition of trigger \(trigger.name)",
      sql:
        "SELECT \(numbers.first ?? "1"), (\(condition.expression(isNested: first.isNested))) IS TRUE"
        + (tables.isEmpty ? "" : "\nFROM \(tables.joined(separator: " CROSS JOIN "))")
        + (joined.isEmpty ? "" : "\nWHERE \(joined.joined(separator: " AND "))")
        + "\nORDER BY 1",
      parameters: values, isGuarded: true)
  }
}
