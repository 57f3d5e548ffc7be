internal import OrderedCollections
import SchemaModel

/// Orders the rows a simulation deleted so that they can be deleted one table after the other.
struct ScriptBuilder {
  let book: RuleBook
  let simulation: Simulation
  let statement: ChangeStatement
  /// Row numbers the statement itself deletes.
  let roots: Set<Int>
  /// Constraints that refused and were taken out of the way, by declared OID.
  let overridden: Set<Oid>

  /// The script for all deleted rows.
  func script() -> DeleteScript {
    let deleted = deletedRows()
    let order = ordered(Set(deleted.keys))
    let parts = order.map { group in
      DeleteScript.Part(
        tables: group.compactMap { table in deleted[table].map { rows(table, $0) } })
    }
    return DeleteScript(statement: statement.text, parts: parts)
  }

  private func deletedRows() -> [TableName: [Int]] {
    var deleted: [TableName: [Int]] = [:]
    for (row, number) in simulation.current where !simulation.versions[number].isLive {
      deleted[book.rootName(of: simulation.facts.store[row].place.relation), default: []].append(
        row)
    }
    return deleted.mapValues { $0.sorted() }
  }

  private func rows(_ table: TableName, _ numbers: [Int]) -> DeleteScript.Rows {
    let builder = ReportBuilder(
      book: book, simulation: simulation, request: DeleteRequest(target: .statement("")))
    let isAsked = Set(numbers) == roots
    return DeleteScript.Rows(
      table: table, rows: numbers.map { identity($0, builder.identity($0)) },
      refusing: refusing(table),
      statement: isAsked ? statement.text : nil)
  }

  /// A row without a key is told by its place, where another may lie by the time the script runs:
  /// what was read of it has to be there still.
  private func identity(_ number: Int, _ known: RowIdentity) -> RowIdentity {
    guard !known.hasKey else { return known }
    let row = simulation.facts.store[number]
    var identity = known
    let relation = row.place.relation
    let columns = book.keyColumns(of: relation)
    identity.details = zip(columns, book.slots(columns, in: relation)).map {
      ColumnValue(column: $0, value: row.values[$1])
    }
    return identity
  }

  private func refusing(_ table: TableName) -> [String] {
    overridden.compactMap { book.constraints[$0] }
      .filter { book.rootName(of: $0.referencing) == table }.map(\.name).sorted()
  }

  /// Tables in groups, each before those it references; tables in a circle share a group, and so
  /// does a table with keys that cannot be told but by place, for then places must not change.
  private func ordered(_ tables: Set<TableName>) -> [[TableName]] {
    var targets: OrderedDictionary<TableName, [TableName]> = [:]
    for table in tables.sorted() { targets[table] = [] }
    for constraint in book.constraints.values.sorted(by: { $0.oid < $1.oid }) {
      let child = book.rootName(of: constraint.referencing)
      let parent = book.rootName(of: constraint.referenced)
      if child != parent, tables.contains(child), tables.contains(parent) {
        targets[child]?.append(parent)
      }
    }
    // Components come out parents first: a referenced table is finished before one that
    // references it.
    return StronglyConnectedComponents.find(targets).reversed().map { $0.sorted() }
  }
}
