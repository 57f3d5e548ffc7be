import SchemaModel

/// Makes a mismatch small: leaves out every statement without which it still shows.
struct Reduction {
  let server: OracleServer
  /// How the DELETE really ends: SQLSTATE, or nil for a success.
  ///
  /// A mismatch of another kind does not count.
  let sqlstate: String?

  /// The statements that are needed, in order.
  func reduce(_ schema: RandomSchema, _ delete: String) throws -> [String] {
    var statements = schema.statements
    var size = statements.count / 2
    while size > 0 {
      var start = 0
      while start < statements.count {
        let end = min(start + size, statements.count)
        let rest = Array(statements[..<start] + statements[end...])
        if try shows(rest, schema.schemas, delete) { statements = rest } else { start = end }
      }
      size /= 2
    }
    return statements
  }

  private func shows(_ statements: [String], _ schemas: [String], _ delete: String) throws -> Bool {
    try server.run(schemas.map { "DROP SCHEMA IF EXISTS \($0) CASCADE" } + statements)
    guard let judgement = try? Oracle(server: server).judge(delete, in: schemas),
      case .wrong = judgement.verdict
    else { return false }
    let truth = judgement.truth
    return truth.error?.sqlstate == sqlstate && truth != Outcome()
  }
}
