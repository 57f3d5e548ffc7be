internal import OrderedCollections
import SchemaModel

/// Some questions of a kind, and the query that answers them.
struct QuestionBatch {
  var questions: [Question]
  var query: PlannerQuery
}

/// Turns questions into SQL, many of a kind into one query.
///
/// Values travel as text parameters and are cast to their column's type in SQL; comparisons use the
/// constraint's own operators. `n` numbers the questions of a batch from 1.
struct QuestionSQL {
  let book: RuleBook
  /// Relations whose new rows are asked about one at a time, because one of them is an error.
  var askedSingly: Set<Oid> = []
  /// At most so many questions in one query.
  var batchLimit = 10_000
  /// At most so many referencing rows come back from one query; nil for all.
  var rowLimit: Int?

  /// The queries that answer some questions; a question that cannot be put is left out.
  func batches(for questions: OrderedSet<Question>) -> [QuestionBatch] {
    var groups: OrderedDictionary<Question, [Question]> = [:]
    for question in questions { groups[question.shared, default: []].append(question) }
    return groups.flatMap { shared, questions in
      let size = shared.needsOwnQuery(askedSingly: askedSingly) ? 1 : batchLimit
      return stride(from: 0, to: questions.count, by: size).compactMap { start in
        let part = Array(questions[start..<min(start + size, questions.count)])
        let table = part[0].relation(in: book).map(book.rootName)
        return query(for: part).map { QuestionBatch(questions: part, query: $0.reading(table)) }
      }
    }
  }

  private func query(for questions: [Question]) -> PlannerQuery? {
    switch questions.first {
    case .referencingRows(let constraint, _):
      referencingRows(constraint, questions)
    case .referencedRows(let constraint, _):
      referencedRows(constraint, questions)
    case .overlaps(let first): overlaps(first, questions)
    case .coverage(let first): coverages(first, questions)
    case .equality(let first): equality(first, questions)
    case .defaultValue(let relation, let column): defaultValue(relation, column)
    case .conversion(let first): conversions(first, questions)
    case .sequence(let name): sequence(name)
    case .newRow(let first): newRows(first, questions)
    case .firing(let first): firings(first, questions)
    case .route(let root, _): routes(root, questions)
    case .conflicts(let relation, let index, _): conflicts(relation, index, questions)
    case .rivalry(let first): rivalry(first, questions)
    case .leafOrder(let root): leafOrder(root)
    case .time(let relation, let column): time(relation, column)
    case .indexKey(let relation, let index, _): indexKeys(relation, index, questions)
    case .btrees(let relation): btrees(relation)
    case .wholeRow(let place): wholeRows(place.relation, questions)
    case .scanOrder(let constraint, let key): scanOrder(constraint, key)
    case nil: nil
    }
  }

  // MARK: Building blocks

  /// The columns carried for a relation's rows, as `alias."column"`; of what may be long and is only
  /// shown the beginning.
  func carriedColumns(of relation: Oid, alias: String) -> [String] {
    book.carriedColumns(of: relation).map { column in
      book.carried(alias + "." + SQLText.identifier(column), column, of: relation)
    }
  }

  /// `ONLY "schema"."table"`, or without ONLY for a partitioned table.
  func source(_ relation: Oid) -> String {
    let rule = book.relations[relation]
    return (rule?.isPartitioned == true ? "" : "ONLY ") + (rule?.name.sql ?? "")
  }

  /// A table of values `k(v1, v2, …, n)` from text array parameters, each cast to its type.
  func valueTable(types: [String], alias: String = "k", firstParameter: Int = 1) -> String {
    let arrays = types.indices.map { "pg_catalog.unnest($\($0 + firstParameter)::text[])" }
    let raw = types.indices.map { "t\($0 + 1)" }.joined(separator: ", ")
    let cast = types.enumerated().map { "t\($0 + 1)::\($1) AS v\($0 + 1)" }
      .joined(separator: ", ")
    return "(SELECT \(cast), n FROM ROWS FROM (\(arrays.joined(separator: ", "))) "
      + "WITH ORDINALITY AS raw(\(raw), n)) AS \(alias)"
  }

  /// One array parameter per column of some rows.
  func parameters(_ rows: [Image], width: Int) -> [String?] {
    (0..<width).map { column in ArrayText.encode(rows.map { $0[column] }) }
  }

  func baseTypes(_ columns: [String], of relation: Oid) -> [String] {
    columns.map { book.relations[relation]?.column($0)?.baseType ?? "text" }
  }

  /// The FK column as the referential query compares it: with the referenced column's collation
  /// where that is nondeterministic and another (`ri_GenerateQualCollation`).
  func collated(_ sql: String, _ constraint: ForeignKeyRule, _ column: Int) -> String {
    guard
      let referenced = book.relations[constraint.referenced]?
        .column(constraint.referencedColumns[column]),
      let referencing = book.relations[constraint.referencing]?
        .column(constraint.referencingColumns[column]),
      let collation = referenced.nondeterministicCollation,
      referenced.collation != referencing.collation
    else { return sql }
    return sql + " COLLATE " + collation
  }
}

/// PostgreSQL's text form of arrays.
package enum ArrayText {
  /// `{"a","b \"c\"",NULL}`, for a parameter of type `text[]`.
  package static func encode(_ values: [String?]) -> String {
    var text = "{"
    for (index, value) in values.enumerated() {
      if index > 0 { text += "," }
      guard let value else {
        text += "NULL"
        continue
      }
      text += "\""
      for scalar in value.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { text += "\\" }
        text.unicodeScalars.append(scalar)
      }
      text += "\""
    }
    return text + "}"
  }
}
