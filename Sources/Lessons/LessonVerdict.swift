import SchemaModel

/// Something that a lesson says and a server does not do.
package struct LessonDifference: Hashable, Sendable {
  /// The line of the lesson's file, from 1.
  package var line: Int
  /// What was said and what is, in one line for people.
  package var message: String

  package init(line: Int, message: String) {
    self.line = line
    self.message = message
  }
}

extension LessonOutcome {
  /// Holds what is stated against what a server did.
  ///
  /// - Parameters:
  ///   - run: what was done.
  ///   - version: of that server, 150018.
  /// - Returns: each difference; none where the lesson is right.
  package func differences(from run: LessonRun, version: Int) -> [LessonDifference] {
    var found: [LessonDifference] = []
    if let problem = problem(run, version) {
      found.append(LessonDifference(line: line, message: problem))
    }
    for comparison in run.comparisons {
      let stated = changes.first { $0.table == comparison.table.name }
      let (said, counted) = (stated?.counts ?? RowChanges(), comparison.changes)
      guard said != counted else { continue }
      found.append(
        LessonDifference(
          line: stated?.line ?? line,
          message: "\(comparison.table.name): the lesson says \(said.text), it is \(counted.text)"))
    }
    let names = run.comparisons.map(\.table.name)
    return found
      + changes.filter { !names.contains($0.table) }.map {
        LessonDifference(line: $0.line, message: "there is no table \($0.table)")
      }
  }

  private func problem(_ run: LessonRun, _ version: Int) -> String? {
    switch (ending(on: version), run.failure) {
    case (.succeeds, nil): nil
    case (.succeeds, let failure?):
      "the lesson says that it succeeds; statement \(failure.statement) fails with "
        + failure.error.summary
    case (.fails(let failure), nil):
      "the lesson says that it fails with \(failure.sqlstate); it succeeds"
    case (.fails(let failure), let actual?): failure.problem(actual.error, actual.statement, run)
    }
  }
}

extension LessonFailure {
  /// How an error differs from this one; nil where it does not.
  fileprivate func problem(_ error: ServerError, _ statement: Int, _ run: LessonRun?) -> String? {
    if let problem = problem(error) { return problem }
    switch place {
    case .statement(let number) where number != statement:
      return "the lesson says that statement \(number) fails; it is statement \(statement)"
    case .commit where run?.statements.last?.sql.uppercased().hasPrefix("COMMIT") != true:
      return "the lesson says that COMMIT fails; it is statement \(statement)"
    default: return nil
    }
  }

  fileprivate func problem(_ error: ServerError) -> String? {
    guard sqlstate == error.sqlstate, constraint == nil || constraint == error.constraint else {
      let wanted = [sqlstate, constraint].compactMap { $0 }.joined(separator: " ")
      return "the lesson says \(wanted); the server says \(error.summary)"
    }
    return nil
  }
}

extension LessonCheck {
  /// Holds an answer against what is wanted.
  ///
  /// - Parameter statements: those of the check, or the learner's own where it has none.
  /// - Returns: whether it holds, and why not.
  package func result(_ statements: [StatementRun]) -> CheckResult {
    CheckResult(problem: problem(statements.last?.answer))
  }

  private func problem(_ answer: StatementRun.Answer?) -> String? {
    switch (expectation, answer) {
    case (.fails(let failure), .failed(let error)):
      return failure.problem(error).map { _ in
        "it should fail with \(failure.text), and fails with \(error.summary)"
      }
    case (.fails(let failure), _):
      return "\(subject) should fail with \(failure.text), and does not"
    case (.rows, .failed(let error)): return "\(subject) fails: \(error.summary)"
    case (.rows(let wanted), .rows(_, let rows)):
      let found = rows.map(Self.text)
      return found == wanted ? nil : "wanted \(Self.list(wanted)), found \(Self.list(found))"
    case (.rows(let wanted), _):
      return wanted.isEmpty ? nil : "wanted \(Self.list(wanted)), found no rows"
    }
  }

  private var subject: String { sql == nil ? "what you typed" : "the check" }

  /// `a | b`, with NULL for nothing.
  private static func text(_ row: [String?]) -> String {
    row.map { $0 ?? "NULL" }.joined(separator: " | ")
  }

  private static func list(_ rows: [String]) -> String {
    if rows.isEmpty { return "no rows" }
    let more = rows.count > 4 ? " and \(rows.count - 4) more" : ""
    return rows.prefix(4).map { "(\($0))" }.joined(separator: " ") + more
  }
}

extension LessonFailure {
  /// `23503 books_author_id_fkey`.
  package var text: String { [sqlstate, constraint].compactMap { $0 }.joined(separator: " ") }
}

extension ServerError {
  /// `23503 books_author_id_fkey: message`.
  fileprivate var summary: String {
    ([sqlstate, constraint].compactMap { $0 }.joined(separator: " ")) + ": \(message)"
  }
}
