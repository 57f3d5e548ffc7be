import SchemaModel

/// The values that an UPDATE or INSERT gives columns: the query for them, and what it answers.
///
/// Every expression is converted as an assignment to its column converts it; defaults that can be
/// worked out beforehand are, in the query itself.
struct AssignedRows {
  let statement: ChangeStatement
  let rule: RelationRule
  let book: RuleBook
  /// How many columns the query of an INSERT gives; 0 where that does not matter.
  var queryWidth = 0

  /// The columns that get values, in the order of the query's columns; a row to insert has all that
  /// are not generated.
  var columns: [ColumnRule] {
    switch statement.command {
    case .delete: []
    case .update: statement.assignments.compactMap { rule.column($0.column) }
    case .insert: rule.columns.filter { $0.generation == .none }
    }
  }

  // MARK: UPDATE

  /// What an UPDATE sets, as columns of a query over the rows it visits.
  var updates: [String] {
    statement.assignments.compactMap { assignment in
      rule.column(assignment.column).map { sql(assignment.value, $0) }
    }
  }

  // MARK: INSERT

  /// The rows of an INSERT in the order they are inserted; nil for other statements.
  var insertedRows: String? {
    guard let insertion = statement.insertion else { return nil }
    let with = statement.with.isEmpty ? "" : statement.with + "\n"
    switch insertion.source {
    case .defaults: return with + "SELECT " + row([]).joined(separator: ", ")
    case .values(let rows):
      let lists = rows.map { "(" + row($0).joined(separator: ", ") + ")" }
      return with + "SELECT * FROM (VALUES " + lists.joined(separator: ",\n")
        + ") AS \"fkwalk rows\""
    case .query(let query):
      let names = given(queryWidth).indices.map { "\"fkwalk \($0 + 1)\"" }
      let values = row(names.map { .expression($0) })
      return with + "SELECT \(values.joined(separator: ", "))\nFROM (\(query)) AS "
        + "\"fkwalk rows\"(\(names.joined(separator: ", ")))"
    }
  }

  /// How many columns the query of an INSERT without a column list gives; nil where that is known.
  var widthQuery: String? {
    guard let insertion = statement.insertion, insertion.columns == nil,
      case .query(let query) = insertion.source
    else { return nil }
    let with = statement.with.isEmpty ? "" : statement.with + "\n"
    return with + "SELECT * FROM (\(query)) AS \"fkwalk rows\" LIMIT 0"
  }

  /// The columns an INSERT names, or would name: the first ones.
  private func given(_ count: Int) -> [String] {
    statement.insertion?.columns ?? rule.columns.prefix(count).map(\.name)
  }

  /// All columns of one row.
  private func row(_ values: [AssignedValue]) -> [String] {
    let given = self.given(values.count)
    return columns.map { column in
      let place = given.firstIndex(of: column.name)
      let value = place.flatMap { values.indices.contains($0) ? values[$0] : nil }
      return sql(takesDefault(value, column) ? .defaultValue : value ?? .defaultValue, column)
    }
  }

  private func takesDefault(_ value: AssignedValue?, _ column: ColumnRule) -> Bool {
    guard let value else { return true }
    let isIgnored = statement.insertion?.ignoresIdentityValues == true && column.isIdentity
    return isIgnored || value == .defaultValue
  }

  /// The columns of a row that take a default which only the statement itself can work out.
  ///
  /// - Parameter number: of the row, from 0.
  /// - Returns: their names, in attribute order.
  func runtimeDefaults(ofRow number: Int) -> [String] {
    columns.filter { column in
      guard column.hasRuntimeDefault else { return false }
      guard let insertion = statement.insertion else {
        return statement.assignments.contains {
          $0.column == column.name && $0.value == .defaultValue
        }
      }
      switch insertion.source {
      case .defaults: return true
      case .query:
        return takesDefault(
          given(queryWidth).contains(column.name) ? .expression("") : nil, column)
      case .values(let rows):
        let values = rows.indices.contains(number) ? rows[number] : []
        let place = given(values.count).firstIndex(of: column.name)
        return takesDefault(
          place.flatMap { values.indices.contains($0) ? values[$0] : nil }, column)
      }
    }.map(\.name)
  }

  /// The columns whose default is worked out for the preview, but comes out otherwise when the
  /// statement runs.
  var harmlessDefaults: [ColumnRule] {
    columns.filter { column in
      guard column.hasHarmlessDefault else { return false }
      switch statement.insertion?.source {
      case nil:
        return statement.assignments.contains {
          $0.column == column.name && $0.value == .defaultValue
        }
      case .defaults: return true
      case .query: return !given(queryWidth).contains(column.name)
      case .values(let rows):
        return rows.contains { values in
          let place = given(values.count).firstIndex(of: column.name)
          return takesDefault(
            place.flatMap { values.indices.contains($0) ? values[$0] : nil }, column)
        }
      }
    }
  }

  private func sql(_ value: AssignedValue, _ column: ColumnRule) -> String {
    switch value {
    case .expression(let sql): assigning(sql, column)
    case .defaultValue:
      column.hasRuntimeDefault
        ? "NULL" : column.defaultExpression.map { assigning($0, column) } ?? "NULL"
    }
  }

  private func assigning(_ expression: String, _ column: ColumnRule) -> String {
    book.carried(column.assigning(expression), column.name, of: rule.oid)
  }
}
