import Lessons
import ProcessTesting
import Testing

/// `fkwalk lessons`, and the glossary from the command line.
@Suite struct LessonCommandTests {
  @Test func listNamesEveryLesson() throws {
    let folder = try TemporaryFolder()
    let run = try Fkwalk.run("lessons", changes: ["XDG_STATE_HOME": folder.path])
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count >= 14)
    #expect(run.output.contains("trigger-order"))
    #expect(!run.output.contains("done"))
  }

  @Test func aLessonThatIsPrintedCanBeCheckedAsAFile() throws {
    let folder = try TemporaryFolder()
    let printed = try Fkwalk.run("lessons", "print", "cascade")
    let file = try folder.file("mine.md", printed.output)
    let right = try Fkwalk.run("lessons", "check", file)
    #expect(right.status == 0)
    #expect(right.output == "\(file): 4 steps, all as stated\n")
    let lines = printed.output.split(separator: "\n", omittingEmptySubsequences: false)
    let changed = lines.map { $0 == "orders: 2 deleted" ? "orders: 3 deleted" : $0 }
    let line = try #require(lines.firstIndex(of: "orders: 2 deleted")) + 1
    let wrong = try Fkwalk.run(
      "lessons", "check", try folder.file("wrong.md", changed.joined(separator: "\n")))
    #expect(wrong.status == 3)
    #expect(
      wrong.output.hasSuffix(
        "/wrong.md:\(line): orders: the lesson says 3 deleted, it is 2 deleted\n"))
  }

  @Test func whatIsNoLessonIsOneLine() throws {
    let folder = try TemporaryFolder()
    for arguments in [["check", "nowhere"], ["print", "nowhere"]] {
      let run = try Fkwalk.run("lessons", arguments[0], arguments[1])
      #expect(run.status == 1)
      #expect(run.errors.contains("fkwalk lessons lists them"))
    }
    let missing = try Fkwalk.run("lessons", "check", folder.path + "/none.md")
    #expect(missing.errors.contains("there is no such file"))
    let broken = try Fkwalk.run("lessons", "check", try folder.file("b.md", "# T\n\nno step\n"))
    #expect(broken.status == 1)
    #expect(broken.errors.contains("/b.md:4: the lesson has no step"))
    #expect(try Fkwalk.run("demo", "--lesson", "nowhere").status == 1)
    #expect(try Fkwalk.run("demo", "shop", "--lesson", "cascade").status == 64)
  }

  @Test func wordsAreExplained() throws {
    let run = try Fkwalk.run("explain", "match full")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("MATCH FULL\n\nMATCH FULL wants all columns"))
    #expect(run.output.hasSuffix("PostgreSQL manual: CREATE TABLE (REFERENCES)\n"))
    let json = try Fkwalk.run("explain", "CASCADE", "--format", "json")
    #expect(json.output.contains("\"fkwalk.glossary/1\""))
  }
}

/// Lessons as a learner goes through them.
@Suite(.enabled(if: TerminalSession.isAvailable)) struct LessonTerminalTests {
  private func lesson(_ name: String, _ more: String...) throws -> TerminalSession {
    try TerminalSession([Fkwalk.path, "demo", "--lesson", name] + more)
  }

  /// Predicts, sees the server's answer and the reason, and goes on.
  private func answer(_ key: String, _ session: TerminalSession, _ expected: String) throws {
    try session.waitFor(text: "What do you think?")
    try session.press(key)
    try session.waitFor(text: "Enter runs it, for good")
    try session.press("Enter")
    try session.waitFor(text: expected)
  }

  @Test func whatAReferenceIs() throws {
    let session = try lesson("what-a-reference-is")
    try session.waitFor(text: "Where does the foreign key live?")
    try session.waitFor(text: "Woolf")
    try session.press("1")
    try session.waitFor(text: "since an author has many books.  no")
    try session.press("2")
    try session.waitFor(text: "The child holds the value")
    try session.press("Enter")
    try answer("2", session, "Key (author_id)=(9) is not present")
    try session.press("n")
    try session.waitFor(text: "What can be referenced")
    try session.waitFor(text: "Enter runs it, for good")
    try session.press("Enter")
    try session.waitFor(text: "42830")
    try session.press("Enter")
    try session.waitFor(text: "it runs once a line ends with ;")
    try session.press("Enter")
    try session.waitFor(text: "SQL>")
    try session.type("ALTER TABLE loans")
    try session.press("Enter")
    try session.waitFor(text: "->")
    try session.type("ADD FOREIGN KEY (book_id) REFERENCES books;")
    try session.press("Enter")
    try session.waitFor(text: "Solved.")
    // The walk is on the same database, with the key that was just made.
    try session.press("g", "t")
    try session.waitFor(text: "2 foreign keys")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  /// Every step of every lesson, as a learner who knows the answers goes through it.
  @Test func theWholeCourse() throws {
    let folder = try TemporaryFolder()
    let home = ["XDG_STATE_HOME": folder.path]
    let course = LessonCatalog.all
    let session = try TerminalSession(
      [Fkwalk.path, "demo", "--lesson", course[0].name], columns: 120, rows: 60, changes: home)
    for lesson in course {
      for (number, step) in lesson.steps.enumerated() {
        try session.waitFor("\(lesson.name), \(step.title)") {
          $0.contains(step.title) && $0.contains("step \(number + 1) of \(lesson.steps.count)")
            && !$0.contains("The server is at work")
        }
        try go(through: step, session)
        try session.waitFor(text: "g t walks through the tables")
        try session.press("Enter")
      }
    }
    try session.waitFor(text: "That was the last lesson")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
    let list = try Fkwalk.run("lessons", changes: home).output.split(separator: "\n")
    #expect(list.count == course.count)
    #expect(list.allSatisfy { $0.hasSuffix("(done)") }, "\(list)")
  }

  private func go(through step: LessonStep, _ session: TerminalSession) throws {
    if let question = step.question { try session.press("\(question.right + 1)") }
    if step.experiment != nil {
      try session.waitFor(text: "Enter runs it, for good")
      try session.press("Enter")
      try session.waitFor(text: "The server says")
    }
    if let task = step.task {
      try session.press("Enter")
      try session.waitFor(text: "SQL>")
      try session.paste(task.answer.text)
      try session.press("Enter")
      try session.waitFor(text: "Solved.")
    }
  }

  @Test func cascadeWithItsPreview() throws {
    let session = try lesson("cascade")
    try answer("3", session, "fkwalk predicted")
    let screen = try session.waitFor(text: "DELETE FROM customers WHERE id = 1  1 row")
    #expect(screen.contains("WOULD SUCCEED"))
    #expect(screen.contains("6 rows in 3 tables"))
    try session.press("d")
    try session.waitFor(text: "order_lines.order_id")
    try session.press("H", "g", "l")
    try session.waitFor(text: "1 of 4")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func deferringFailsAtCommitAndMistakesCanBeMended() throws {
    let session = try lesson("deferring")
    try answer("1", session, "accounts")
    try session.press("Enter")
    try session.waitFor(text: "The bill comes at COMMIT")
    try answer("2", session, "Key (account_id)=(3) is not present")
    for _ in 1...3 { try session.press("n") }
    try session.waitFor(text: "Your turn: ask")
    try session.waitFor(text: "it runs once a line ends with ;")
    try session.press("Enter")
    try session.waitFor(text: "SQL>")
    try session.type("SELEKT 1;")
    try session.press("Enter")
    try session.waitFor(text: "syntax error")
    try session.paste(
      """
      BEGIN;
      SET CONSTRAINTS ALL DEFERRED;
      INSERT INTO keys VALUES (21, 2);
      INSERT INTO accounts VALUES (2, 'Ben');
      COMMIT;
      """)
    try session.press("Enter")
    try session.waitFor(text: "Solved.")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func statementsThatRunLongCanBeStopped() throws {
    let session = try lesson("cascade")
    try session.waitFor(text: "What do you think?")
    for _ in 1...3 { try session.press("n") }
    try session.waitFor(text: "it runs once a line ends with ;")
    try session.press("Enter")
    try session.waitFor(text: "SQL>")
    try session.type("SELECT pg_sleep(50);")
    try session.press("Enter", "Escape")
    try session.waitFor(text: "The server is at work")
    try session.press("x")
    try session.waitFor(text: "Stopped.")
    try session.press("r")
    try session.waitFor(text: "order_lines: FOREIGN KEY")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }

  @Test func aTeachersLessonRunsOnTheirRows() throws {
    let folder = try TemporaryFolder()
    let dump = try folder.file(
      "dump.sql",
      "CREATE TABLE customers (id int PRIMARY KEY, name text);"
        + "INSERT INTO customers VALUES (1, 'Grace');")
    let file = try folder.file(
      "ours.md", "# Our shop\n\nAbout us.\n\n## Look\n\nThese are our customers.\n")
    let session = try lesson(file, "--load", dump)
    try session.waitFor(text: "Grace")
    try session.press("r")
    try session.waitFor(text: "Grace")
    try session.press("q")
    #expect(try session.exitStatus() == 0)
  }
}
