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
    var groups: OrderedDictionary<Group, [Question]> = [:]
    for question in questions {
      groups[Group(question, askedSingly), default: []].append(question)
    }
    return groups.flatMap { group, questions in
      let size = group.isSingle ? 1 : batchLimit
      return stride(from: 0, to: questions.count, by: size).compactMap { start in
        let part = Array(questions[start..<min(start + size, questions.count)])
        return query(for: part).map { QuestionBatch(questions: part, query: $0) }
      }
    }
  }

  /// Questions that one query can answer together.
  private struct Group: Hashable {
    var kind: Int
    var object: Oid = 0
    var other: Oid = 0
    var detail = 0
    var names: [String] = []
    /// Whether each question needs a query of its own, because an error is its answer.
    var isSingle = false

    init(_ question: Question, _ askedSingly: Set<Oid>) {
      switch question {
      case .referencingRows(let constraint, _):
        (kind, object) = (0, constraint)
      case .referencedRows(let constraint, _):
        (kind, object) = (1, constraint)
      case .overlaps(let question):
        (kind, object) = (13, question.constraint)
        detail = question.sides.hashValue
      case .coverage(let coverage):
        (kind, object) = (14, coverage.constraint)
      case .equality(let equality):
        (kind, object, other) = (2, equality.constraint, Oid(equality.column))
        detail = equality.sides.hashValue
      case .conversion(let conversion):
        (kind, object, other) = (15, conversion.constraint, Oid(conversion.column))
        isSingle = askedSingly.contains(conversion.constraint)
      case .sequence(let name):
        (kind, names, isSingle) = (11, [name], true)
      case .defaultValue(let relation, let column):
        (kind, object, names, isSingle) = (3, relation, [column], true)
      case .newRow(let question):
        (kind, object, names) = (4, question.relation, question.assigned)
        isSingle = askedSingly.contains(question.relation)
      case .firing(let question):
        (kind, object, other) = (12, question.relation, question.trigger)
        // Rows of an UPDATE have both images, those of a DELETE one.
        detail = (question.images.old == nil ? 0 : 1) + (question.images.new == nil ? 0 : 2)
        names = question.isNested ? ["nested"] : []
        isSingle = askedSingly.contains(question.relation)
      case .route(let root, _):
        (kind, object) = (5, root)
      case .conflicts(let relation, let index, _):
        (kind, object, other) = (6, relation, index)
      case .rivalry(let pair):
        (kind, object, other) = (9, pair.relation, pair.index)
      case .leafOrder(let root): (kind, object) = (10, root)
      case .time(let relation, let column):
        (kind, object, names, isSingle) = (16, relation, [column], true)
      case .indexKey(let relation, let index, _):
        (kind, object, other) = (17, relation, index)
        isSingle = askedSingly.contains(index)
      case .btrees(let relation): (kind, object) = (18, relation)
      case .wholeRow(let place):
        (kind, object) = (7, place.relation)
      case .scanOrder(let constraint, let key):
        (kind, object, names, isSingle) = (8, constraint, key, true)
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

  /// The columns carried for a relation's rows, as `alias."column"`.
  func carriedColumns(of relation: Oid, alias: String) -> [String] {
    book.carriedColumns(of: relation).map { alias + "." + SQLText.identifier($0) }
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
