// Outcomes and checks as a lesson's file writes them.
extension LessonOutcome {
  /// Reads `succeeds` or `fails …`, lines `from 18: …`, and lines `TABLE: 1 deleted, 2 changed`.
  init(_ lines: [String], line: Int) throws(LessonFileError) {
    var ending: Ending?
    var since: [Since] = []
    var changes: [Change] = []
    for (number, text) in lines.enumerated() where !text.trimmed.isEmpty {
      let here = line + number
      let text = text.trimmed
      if let colon = text.firstIndex(of: ":") {
        let (head, rest) = (text[..<colon].trimmed, text[text.index(after: colon)...].trimmed)
        if head.hasPrefix("from "), let version = Int(head.dropFirst(5)) {
          since.append(Since(version: version, ending: try Ending(rest, here)))
        } else {
          changes.append(Change(table: head, counts: try RowChanges(rest, here), line: here))
        }
      } else if ending == nil {
        ending = try Ending(text, here)
      } else {
        throw LessonFileError(line: here, message: "a second ending; other versions: from 18: …")
      }
    }
    guard let ending else {
      throw LessonFileError(line: line, message: "an outcome says succeeds, or fails SQLSTATE")
    }
    self.ending = ending
    self.since = since.sorted { $0.version < $1.version }
    self.changes = changes
    self.line = line
  }
}

extension LessonOutcome.Ending {
  fileprivate init(_ text: String, _ line: Int) throws(LessonFileError) {
    if text == "succeeds" {
      self = .succeeds
    } else if let failure = try LessonFailure(text, line: line) {
      self = .fails(failure)
    } else {
      throw LessonFileError(
        line: line, message: "'\(text)' is neither succeeds nor fails SQLSTATE")
    }
  }
}

extension LessonFailure {
  /// Reads `fails 23503 books_author_id_fkey at statement 2`; nil where it does not begin so.
  init?(_ text: String, line: Int) throws(LessonFileError) {
    var words = text.split(separator: " ").map(String.init)[...]
    guard words.popFirst() == "fails" else { return nil }
    guard let sqlstate = words.popFirst(), sqlstate.count == 5 else {
      throw LessonFileError(line: line, message: "fails needs a SQLSTATE of five characters")
    }
    self.init(sqlstate: sqlstate)
    if let word = words.first, word != "at" {
      constraint = word
      words = words.dropFirst()
    }
    switch (words.count, words.dropFirst().first, words.last.flatMap { Int($0) }) {
    case (0, _, _): break
    case (2, "commit", _) where words.first == "at": place = .commit
    case (3, "statement", let number?) where words.first == "at": place = .statement(number)
    default:
      throw LessonFileError(
        line: line, message: "after the constraint there can be: at statement 2, or: at commit")
    }
  }
}

extension RowChanges {
  fileprivate init(_ text: String, _ line: Int) throws(LessonFileError) {
    self.init()
    if text == "unchanged" { return }
    for part in text.split(separator: ",") {
      let words = part.split(separator: " ")
      guard words.count == 2, let number = Int(words[0]), number > 0 else {
        throw Self.error(line)
      }
      switch words[1] {
      case "deleted": deleted = number
      case "changed": changed = number
      case "inserted": inserted = number
      default: throw Self.error(line)
      }
    }
  }

  private static func error(_ line: Int) -> LessonFileError {
    LessonFileError(
      line: line, message: "rows are given as 1 deleted, 2 changed, 3 inserted, or: unchanged")
  }
}

extension LessonCheck {
  /// Reads SQL, a line `=>`, and the rows it must give, or `fails …`.
  init(_ lines: [String], line: Int) throws(LessonFileError) {
    guard let arrow = lines.firstIndex(where: { $0.trimmed == "=>" }) else {
      throw LessonFileError(
        line: line, message: "a check is a query, a line =>, and the rows it must give as a | b")
    }
    let text = lines[..<arrow].joined(separator: "\n")
    let rest = lines[(arrow + 1)...].map(\.trimmed).filter { !$0.isEmpty }
    let failure = try rest.first.flatMap { (text) throws(LessonFileError) in
      try LessonFailure(text, line: line + arrow + 1)
    }
    if let failure {
      expectation = .fails(failure)
    } else {
      expectation = .rows(
        rest.map { row in row.split(separator: "|").map(\.trimmed).joined(separator: " | ") })
    }
    sql = text.trimmed.isEmpty ? nil : LessonSQL(text: text, line: line)
    guard sql != nil || failure != nil else {
      throw LessonFileError(line: line, message: "rows need a query before the =>")
    }
    self.line = line
  }
}
