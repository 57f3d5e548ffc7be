import DeletePlanning
import ErrorExplaining
import PostgresAccess
import SchemaModel

/// Asks a database what it says about a violation now.
struct ViolationInquiry {
  let session: BlockingSession
  let graph: SchemaGraph

  /// - Throws: only where the session is over; what a query could not tell is a `problem`.
  func facts(about violation: Violation) throws -> LiveFacts {
    let candidates = graph.foreignKeys.filter { matches($0, violation) }
    guard
      let key = candidates.first(where: { $0.referencing.schema == violation.schema })
        ?? candidates.first
    else {
      var facts = LiveFacts()
      facts.problem = "this database has no such constraint"
      return facts
    }
    var facts = LiveFacts(foreignKey: key)
    facts.others = candidates.filter { $0.id != key.id }
    let child = graph.table(key.referencing)
    facts.nullable = key.referencingColumns.compactMap { child?.column(named: $0)?.isNullable }
    guard let values = violation.values, values.count == key.referencedColumns.count else {
      return facts
    }
    do {
      try ask(key, values, violation.side, into: &facts)
    } catch BlockingSession.Failure.server(let error) {
      facts.problem = error.oneLine
    }
    return facts
  }

  /// The constraint of that name on those tables, as far as the text names them.
  private func matches(_ key: ForeignKey, _ violation: Violation) -> Bool {
    guard let name = violation.constraint else {
      return key.referenced.name == violation.referencedTable
        && (violation.table == nil || key.referencing.name == violation.table)
        && key.referencingColumns == violation.columns
    }
    guard key.name == name else { return false }
    // A partition's own name stands in the message, its root's in the graph.
    let isRoot = violation.table == nil || key.referencing.name == violation.table
    return isRoot || graph.table(key.referencing)?.kind == .partitioned
  }

  private func ask(
    _ key: ForeignKey, _ values: [String], _ side: Violation.Side?, into facts: inout LiveFacts
  ) throws {
    let parent = zip(key.referencedColumns, values).map { ColumnValue(column: $0, value: $1) }
    facts.parentExists = try !page(key.referenced, parent, limit: 1).rows.isEmpty
    if side == .referenced {
      let request = ReferenceCountRequest(foreignKey: key, referencedValues: values, cap: 10_000)
      let count = ReferenceCountQuery(request, in: graph)
      facts.childRows = count.count(from: try session.run(count.query))
      let children = zip(key.referencingColumns, values).map { ColumnValue(column: $0, value: $1) }
      facts.childSample = try page(key.referencing, children, limit: 5)
      if facts.parentExists == true {
        let target = DeleteRequest.Target.rows(
          key.referenced, [RowIdentity(table: key.referenced, key: parent)])
        let planner = try DeletePlanner(DeleteRequest(target: target), server: session.server)
        facts.deletion = try session.preview(planner).report
      }
    } else if facts.parentExists == false {
      facts.nearestKeys = try nearest(key, values)
    }
  }

  /// Up to six existing parent keys around a missing one, where it can be looked up by that key.
  private func nearest(_ key: ForeignKey, _ values: [String]) throws -> [[String?]] {
    guard let table = graph.table(key.referenced), table.rowKey?.columns == key.referencedColumns
    else { return [] }
    return try [RowRequest.Position.before(values), .after(values)].flatMap { position in
      let page = try page(key.referenced, [], at: position, limit: 3)
      return page.rows.map { row in row.identity.key.map(\.value) }
    }
  }

  private func page(
    _ name: TableName, _ equalities: [ColumnValue], at position: RowRequest.Position = .first,
    limit: Int
  ) throws -> RowPage {
    guard let table = graph.table(name) else {
      return RowPage(columns: [], rows: [], hasEarlier: false, hasLater: false)
    }
    let query = RowQuery(
      RowRequest(table: name, equalities: equalities, position: position, limit: limit), of: table)
    return query.page(from: try session.run(query.query))
  }
}
