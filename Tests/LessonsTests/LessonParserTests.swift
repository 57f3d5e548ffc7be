import Testing

@testable import Lessons

/// Lessons as teachers write them, right and wrong.
@Suite struct LessonParserTests {
  static let file = """
    # Shelves and books
    order: 7
    roles: clerk, auditor

    A shelf holds books.

    ```sql setup
    CREATE TABLE shelves (id int PRIMARY KEY);
    ```

    ## A step

    Text of
    two lines.

    - a point

    ```
    as it is
    ```

    ```tables
    shelves, books
    ```

    ```question
    What happens?
    - [ ] nothing
    - [x] it is
      refused
    ```

    ```sql run
    DELETE FROM shelves;
    ```

    ```outcome
    fails 23503 books_shelf at statement 1
    from 18: fails 23001 books_shelf
    books: 1 deleted, 2 changed
    ```

    Why it is so.

    ## Your turn

    ```check
    SELECT id, name FROM shelves;
    =>
    1 | a
    2 | NULL
    ```

    ```check
    =>
    fails 23503
    ```

    ```hint
    Try
    harder.
    ```

    ```sql answer
    SELECT 1;
    ```
    """

  @Test func everyPartIsRead() throws {
    let lesson = try LessonParser.lesson(Self.file, name: "shelves")
    #expect(lesson.title == "Shelves and books")
    #expect(lesson.order == 7)
    #expect(lesson.roles == ["clerk", "auditor"])
    #expect(lesson.introduction == [.paragraph("A shelf holds books.")])
    #expect(lesson.setup.text == "CREATE TABLE shelves (id int PRIMARY KEY);")
    #expect(lesson.setup.line == 8)
    let step = try #require(lesson.steps.first)
    #expect(
      step.text == [.paragraph("Text of two lines."), .item("a point"), .code(["as it is"])])
    #expect(step.tables == ["shelves", "books"])
    #expect(
      step.question
        == LessonQuestion(text: "What happens?", choices: ["nothing", "it is refused"], right: 1))
    #expect(step.afterwards == [.paragraph("Why it is so.")])
    let outcome = try #require(step.experiment?.outcome)
    let failure = LessonFailure(
      sqlstate: "23503", constraint: "books_shelf", place: .statement(1))
    #expect(outcome.ending(on: 170_010) == .fails(failure))
    #expect(
      outcome.ending(on: 180_001)
        == .fails(LessonFailure(sqlstate: "23001", constraint: "books_shelf")))
    #expect(outcome.changes.map(\.counts) == [RowChanges(deleted: 1, changed: 2)])
    let task = try #require(lesson.steps.last?.task)
    #expect(
      task.checks.map(\.expectation)
        == [.rows(["1 | a", "2 | NULL"]), .fails(LessonFailure(sqlstate: "23503"))])
    #expect(task.checks.map { $0.sql == nil } == [false, true])
    #expect(task.hint == "Try harder.")
  }

  @Test(arguments: [
    ("", 1, "begins with its title"),
    ("text", 1, "begins with its title"),
    ("# T", 1, "no step"),
    ("# T\norder: soon", 2, "takes a number"),
    ("# T\ncolour: red", 2, "no setting colour"),
    ("# T\nroles: a b", 2, "plain names"),
    ("# T\n\n```sql run\n```", 3, "belongs into a step"),
    ("# T\n\n```sql setup\nSELECT 1", 3, "not closed"),
    ("# T\n## s\n```sql run\nSELECT 1\n```", 2, "needs an outcome"),
    ("# T\n## s\n```outcome\nsucceeds\n```", 2, "needs an sql run"),
    ("# T\n## s\n```outcome\nperhaps\n```", 4, "neither succeeds nor fails"),
    ("# T\n## s\n```outcome\nfails\n```", 4, "needs a SQLSTATE"),
    ("# T\n## s\n```outcome\nfails 23503 x on Monday\n```", 4, "at statement 2"),
    ("# T\n## s\n```outcome\nbooks: 1 deleted\n```", 4, "says succeeds"),
    ("# T\n## s\n```outcome\nsucceeds\nbooks: many\n```", 5, "1 deleted"),
    ("# T\n## s\n```question\nWhy?\n- [ ] a\n- [ ] b\n```", 3, "one of them right"),
    ("# T\n## s\n```question\nWhy?\n- [x] a\n```", 3, "two to four"),
    ("# T\n## s\n```check\nSELECT 1\n```", 4, "a line =>"),
    ("# T\n## s\n```check\n=>\n1\n```", 4, "rows need a query"),
    ("# T\n## s\n```check\nSELECT 1\n=>\n1\n```", 2, "sql answer"),
    ("# T\n## s\n```hint\nx\n```\n```hint\ny\n```", 6, "a second hint"),
    ("# T\n## s\n### deeper", 3, "a heading is ##"),
    ("# T\n## s\n# again", 3, "a second title"),
  ])
  func mistakesAreToldWithTheirLine(text: String, line: Int, words: String) throws {
    do {
      _ = try LessonParser.lesson(text, name: "x")
      Issue.record("nothing was wrong with \(text)")
    } catch {
      #expect(error.line == line, "\(text): \(error)")
      #expect(error.message.contains(words), "\(error)")
    }
  }

  @Test func hugeFilesAreRefused() {
    let text = "# T\n## s\n" + String(repeating: "x", count: LessonParser.mostBytes)
    #expect(throws: LessonFileError.self) { try LessonParser.lesson(text, name: "x") }
  }

  /// Whatever is done to a file, it is read or refused.
  @Test func brokenFilesNeverTrap() {
    let lines = Self.file.split(separator: "\n", omittingEmptySubsequences: false)
    for number in lines.indices {
      for change in [lines[..<number] + lines[(number + 1)...], lines[..<number] + ["```"]] {
        _ = try? LessonParser.lesson(change.joined(separator: "\n"), name: "x")
      }
      _ = try? LessonParser.lesson(lines[number...].joined(separator: "\r\n"), name: "x")
    }
    let bytes = Array(Self.file.utf8)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      _ = try? LessonParser.lesson(String(decoding: bytes[..<count], as: UTF8.self), name: "x")
    }
  }
}
