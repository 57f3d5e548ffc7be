package import SchemaModel

/// A table of a lesson with all its rows, as it was at one moment.
package struct LessonTable: Hashable, Sendable {
  /// As SQL would name it without a schema where it needs none.
  package var name: String
  package var columns: [String]
  /// The columns of the primary key; empty where there is none.
  package var key: [String]
  /// The foreign keys it has: `FOREIGN KEY (author_id) REFERENCES authors(id)`.
  package var foreignKeys: [String]
  /// In the order of the first column, up to ``mostRows``; nil is NULL.
  package var rows: [[String?]]

  /// A table with more rows is shown and compared in part.
  package static let mostRows = 200

  package init(
    name: String, columns: [String], key: [String], foreignKeys: [String], rows: [[String?]]
  ) {
    self.name = name
    self.columns = columns
    self.key = key
    self.foreignKeys = foreignKeys
    self.rows = rows
  }
}

/// What became of a row.
package enum RowFate: Hashable, Sendable {
  case same, deleted, changed, inserted
}

/// The rows of a table before and after, one below the other.
package struct TableComparison: Hashable, Sendable {
  /// The table as it is afterwards, or was where it is gone.
  package var table: LessonTable
  /// Each row with what became of it; a changed one as it is now.
  package var rows: [(values: [String?], fate: RowFate)] { pairs.map { ($0.values, $0.fate) } }
  private var pairs: [Pair]

  private struct Pair: Hashable, Sendable {
    var values: [String?]
    var fate: RowFate
  }

  /// Compares a table with itself: by its primary key, or where it has none by whole rows.
  ///
  /// - Parameters:
  ///   - before: nil for a table that was not there.
  ///   - after: nil for a table that is gone.
  package init?(_ before: LessonTable?, _ after: LessonTable?) {
    guard let table = after ?? before else { return nil }
    self.table = table
    let old = before?.keyedRows ?? []
    let new = after?.keyedRows ?? []
    var left = Dictionary(grouping: new, by: \.key)
    pairs = old.map { key, values in
      guard let match = left[key]?.first else { return Pair(values: values, fate: .deleted) }
      left[key]?.removeFirst()
      return Pair(values: match.values, fate: match.values == values ? .same : .changed)
    }
    let added = left.values.joined().map { Pair(values: $0.values, fate: .inserted) }
    pairs += added.sorted {
      $0.values.lexicographicallyPrecedes($1.values) { ($0 ?? "") < ($1 ?? "") }
    }
  }

  /// How many rows are others.
  package var changes: RowChanges {
    RowChanges(deleted: count(.deleted), changed: count(.changed), inserted: count(.inserted))
  }

  private func count(_ fate: RowFate) -> Int { pairs.count { $0.fate == fate } }
}

extension LessonTable {
  fileprivate var keyedRows: [(key: [String?], values: [String?])] {
    let places = key.compactMap { columns.firstIndex(of: $0) }
    guard !places.isEmpty, places.count == key.count else { return rows.map { ($0, $0) } }
    return rows.map { row in
      (places.map { row.indices.contains($0) ? row[$0] : nil }, row)
    }
  }
}

/// What a server did with some SQL.
package struct LessonRun: Hashable, Sendable {
  /// The statements that were run, up to the first that failed.
  package var statements: [StatementRun] = []
  package var before: [LessonTable]
  package var after: [LessonTable]
  /// Whether each check holds, in their order; empty where there are none.
  package var checks: [CheckResult] = []

  package init(before: [LessonTable], after: [LessonTable], statements: [StatementRun] = []) {
    self.before = before
    self.after = after
    self.statements = statements
  }

  /// The error it ended with, and the statement that gave it, from 1; nil where all went well.
  package var failure: (error: ServerError, statement: Int)? {
    guard case .failed(let error)? = statements.last?.answer else { return nil }
    return (error, statements.count)
  }

  /// All tables of before and after, in the order of the latter.
  package var comparisons: [TableComparison] {
    let gone = before.filter { old in !after.contains { $0.name == old.name } }
    return (after + gone).compactMap { table in
      TableComparison(
        before.first { $0.name == table.name }, after.first { $0.name == table.name })
    }
  }
}

/// One statement and the server's answer.
package struct StatementRun: Hashable, Sendable {
  /// What the server said.
  package enum Answer: Hashable, Sendable {
    case rows(columns: [String], [[String?]])
    /// How many rows it was about; nil where it is about none.
    case done(rows: Int?)
    case failed(ServerError)
  }

  package var sql: String
  package var answer: Answer

  package init(sql: String, answer: Answer) {
    self.sql = sql
    self.answer = answer
  }
}

/// Whether a check of a task holds.
package struct CheckResult: Hashable, Sendable {
  /// Why not, in one line for people; nil where it holds.
  package var problem: String?

  package init(problem: String?) { self.problem = problem }
}
