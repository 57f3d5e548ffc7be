import SchemaModel

/// The values SET DEFAULT gives.
extension Simulation {
  /// The value SET DEFAULT gives a column; NULL where it has no default.
  mutating func defaultValue(of column: String, in table: Oid) -> String? {
    guard let rule = book.relations[table]?.column(column), rule.defaultExpression != nil,
      !rule.hasVolatileDefault
    else { return nil }
    switch facts.defaults[table]?[column] {
    case .success(let value): return value
    case .failure(let error):
      fail(error)
      return nil
    case nil:
      need(.defaultValue(relation: table, column: column))
      return nil
    }
  }

  /// The assignments for the next row: defaults that differ from row to row are worked out anew.
  ///
  /// Numbers of sequences are those given next, were nobody else to take any.
  mutating func assignments(_ template: [ColumnValue], in table: Oid) -> [ColumnValue] {
    template.map { assignment in
      guard let rule = book.relations[table]?.column(assignment.column), rule.hasVolatileDefault
      else { return assignment }
      var assignment = assignment
      if let number = rule.sequence.flatMap({ nextNumber(of: $0) }) {
        assignment.value = String(number)
        noteSequence(rule, in: table)
      } else {
        noteVolatileDefault(rule, in: table)
      }
      return assignment
    }
  }

  private mutating func nextNumber(of sequence: String) -> Int? {
    guard let known = facts.sequences[sequence] else {
      need(.sequence(sequence))
      return nil
    }
    let number = known?.number(after: takenNumbers[sequence, default: 0])
    takenNumbers[sequence, default: 0] += 1
    return number
  }

  private mutating func noteSequence(_ column: ColumnRule, in table: Oid) {
    trace.note(
      Caveat(
        code: .volatileDefault, table: book.rootName(of: table), object: column.name,
        message:
          "The default of \(book.name(of: table).displayName).\(column.name) takes numbers from "
          + "\(column.sequence ?? "a sequence"); they are as said if nobody takes any before.",
        isDecisive: false))
  }

  private mutating func noteVolatileDefault(_ column: ColumnRule, in table: Oid) {
    trace.doubt(
      Caveat(
        code: .volatileDefault, table: book.rootName(of: table), object: column.name,
        message:
          "The default of \(book.name(of: table).displayName).\(column.name) is worked out when "
          + "the statement runs; its value cannot be known before.", isDecisive: true))
  }
}
