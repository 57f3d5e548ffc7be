import DeletePlanning
import Lessons
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

@Suite struct LessonTests {
  /// In a lesson whose tables are there.
  private static func begun(_ keys: String = "") -> Driver {
    var driver = Driver.teaching()
    driver.answerTables()
    driver.press(keys)
    return driver
  }

  /// At the third step, where SQL is to be typed.
  private static func atTask() -> Driver {
    var driver = begun("n")
    driver.answerTables()
    driver.press("n")
    driver.answerTables()
    return driver
  }

  @Test func goingNowhereKeepsWhatIsUnderWay() {
    var driver = Driver.teaching()
    driver.press("N")
    driver.answerTables()
    driver.press("j")
    #expect(driver.text.contains("What do you think?"))
  }

  @Test func beginningAnewStopsWhatItReplaces() {
    var driver = Driver.teaching()
    let cancelled = driver.press("r").compactMap { effect in
      if case .cancel(let id) = effect { id } else { nil }
    }
    #expect(cancelled.count == 1)
  }

  // MARK: Screens

  @Test func listOfLessons() {
    var driver = Self.begun("2")
    driver.press("enter")
    driver.answerPreview(Shop.refused)
    driver.answerRun(Course.refused)
    driver.press("g l")
    GoldenScreen.check(driver, "lessons")
    GoldenScreen.check(Driver.elsewhere(), "lessons-elsewhere")
  }

  @Test func aQuestionBeforeIt() {
    GoldenScreen.check(Driver.teaching(), "lesson-making")
    GoldenScreen.check(Self.begun("3"), "lesson-question")
  }

  @Test func theServersAnswerBesideThePrediction() {
    var driver = Self.begun("1 enter")
    driver.answerPreview(Shop.refused)
    driver.answerRun(Course.refused)
    GoldenScreen.check(driver, "lesson-answer")
    driver.press("i")
    GoldenScreen.check(driver, "lesson-why")
  }

  @Test func aTask() {
    var driver = Self.atTask()
    driver.press("h enter")
    driver.type("UPDATE players")
    driver.press("enter")
    driver.type("SET team_id")
    GoldenScreen.check(driver, "lesson-typing")
    driver.type(" = 2;")
    driver.press("enter")
    driver.answerRun(Course.typed("wanted (0), found (1)"))
    GoldenScreen.check(driver, "lesson-not-yet")
    driver.press("escape enter up enter")
    driver.answerRun(Course.typed(nil))
    GoldenScreen.check(driver, "lesson-solved")
  }

  @Test func glossary() {
    var driver = Driver.ready()
    driver.press("g w")
    GoldenScreen.check(driver, "glossary")
    driver.type("set null")
    GoldenScreen.check(driver, "glossary-search")
    driver.type(" xyz")
    #expect(driver.text.contains("No word matches"))
  }

  @Test func glossaryFromTheCommandLine() {
    var driver = Driver.ready()
    driver.press(":")
    driver.type("glossary match full")
    driver.press("enter")
    #expect(driver.text.contains("search: match full"))
    driver.press("enter")
    #expect(driver.text.contains("MATCH FULL wants all columns"))
    guard case .copy(let text)? = driver.press("y").last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.hasPrefix("MATCH FULL: MATCH FULL wants"))
  }

  // MARK: What happens

  @Test func theAnswerComesBeforeTheRun() {
    var driver = Self.begun("enter")
    #expect(driver.lastPreview == nil)
    #expect(driver.text.contains("First your answer: 1 to 3."))
    driver.press("4")
    #expect(driver.text.contains("there is no such answer"))
    driver.press("1 2 enter")
    #expect(driver.lastPreview?.1.target == .statement("DELETE FROM teams WHERE id = 1"))
    driver.answerPreview(Shop.refused)
    guard case .ask(_, .runLesson(let sql, let checks))? = driver.effects.last else {
      Issue.record("nothing was run")
      return
    }
    #expect(sql == "DELETE FROM teams WHERE id = 1;")
    #expect(checks.isEmpty)
    driver.answerRun(Course.refused)
    #expect(driver.text.contains("right"))
    #expect(driver.kept.last?.count(of: Course.all[0]) == 1)
    driver.press("3")
    #expect(driver.text.contains("it is answered"))
  }

  @Test func withoutAPredictionTheLessonGoesOn() throws {
    var driver = Self.begun("2 enter")
    let id = try #require(driver.lastPreview?.0)
    driver.send(.answered(id, .failed(ServerError(sqlstate: "", message: "no"))))
    driver.answerRun(Course.refused)
    #expect(driver.text.contains("The server says"))
    #expect(!driver.text.contains("fkwalk predicted"))
  }

  @Test func aBareQuestionWantsTheRightAnswer() {
    var driver = Self.begun("n")
    driver.answerTables()
    driver.press("1")
    #expect(driver.text.contains("RESTRICT  no"))
    #expect(!driver.text.contains("NO ACTION is the default."))
    #expect(driver.kept.isEmpty)
    driver.press("2")
    #expect(driver.text.contains("NO ACTION is the default."))
    #expect(driver.kept.last?.count(of: Course.all[0]) == 1)
  }

  @Test func linesThatWerePastedAreLines() {
    var driver = Self.atTask()
    driver.press("enter")
    driver.send(.input(.paste("UPDATE players -- all\nSET team_id = 2;")))
    driver.press("enter")
    guard case .ask(_, .runLesson(let sql, let checks))? = driver.effects.last else {
      Issue.record("nothing was run")
      return
    }
    #expect(sql == "UPDATE players -- all\nSET team_id = 2;")
    #expect(checks == Course.all[0].steps[2].task?.checks)
  }

  @Test func backspaceLeadsToTheLineAbove() {
    var driver = Self.atTask()
    driver.press("enter")
    driver.type("SELECT")
    driver.press("enter backspace")
    #expect(driver.text.contains("SQL> SELECT"))
    driver.press("escape a")
    #expect(driver.text.contains("One answer"))
    #expect(driver.text.contains("UPDATE players SET team_id = 2;"))
  }

  @Test func aPreviewIsOfTheTablesAsTheyWere() {
    var driver = Self.begun("2 enter")
    driver.answerPreview(Shop.refused)
    driver.answerRun(Course.refused)
    driver.press("d")
    #expect(driver.walker.kind == .lesson)
    driver.answerTables()
    #expect(driver.walker.kind == .preview)
    driver.press("H")
    #expect(driver.walker.kind == .lesson)
  }

  @Test func stepsLeadFromLessonToLesson() {
    var driver = Self.atTask()
    driver.press("n")
    driver.answerTables()
    #expect(driver.text.contains("step 1 of 1"))
    driver.press("n")
    #expect(driver.text.contains("That was the last lesson"))
    driver.press("N")
    #expect(driver.text.contains("step 3 of 3"))
  }

  @Test func whatStopsOrFailsCanBeBegunAnew() throws {
    var driver = Driver.teaching()
    driver.press("x")
    #expect(driver.text.contains("Stopped. r begins the step anew."))
    driver.press("r")
    let id = try #require(driver.lastLesson)
    driver.send(.answered(id, .failed(ServerError(sqlstate: "42601", message: "syntax error"))))
    #expect(driver.text.contains("The tables could not be made"))
    driver.press("r")
    driver.answerTables()
    #expect(driver.text.contains("Reds"))
    driver.send(.progressNotKept("no room"))
    #expect(driver.text.contains("no room"))
  }

  @Test func anOrdinaryDatabaseIsNotWrittenTo() {
    var driver = Driver.elsewhere()
    driver.press("enter")
    #expect(driver.walker.kind == .lessons)
    #expect(driver.text.contains("leave with q and run fkwalk demo"))
    #expect(driver.lastLesson == nil)
    #expect(driver.press("y").last == .copy("fkwalk demo --lesson teams"))
  }

  /// `i` explains something on every screen.
  @Test func everyScreenHasAWhy() {
    let screens = [
      Driver.ready(), Driver.ready(SchemaGraph(tables: [], foreignKeys: [])),
      Driver.ready(table: "orders"), Driver.rows(), Driver.rowDetail(),
      Driver.preview(Shop.refused), Driver.preview(Shop.growing), Driver.elsewhere(), Self.begun(),
    ]
    for var driver in screens {
      let before = driver.text
      driver.press("i")
      #expect(driver.walker.overlay != nil, "\(before)")
    }
  }
}

extension Driver {
  /// The list of lessons over an ordinary database.
  fileprivate static func elsewhere() -> Driver {
    var driver = Driver.teaching(lesson: nil, runs: false)
    driver.press("g l")
    return driver
  }

  fileprivate mutating func answerTables() {
    if let id = lastLesson { send(.answered(id, .tables(Course.before))) }
  }

  fileprivate mutating func answerRun(_ run: LessonRun) {
    if let id = lastLesson { send(.answered(id, .ran(run))) }
  }

  /// What was to be kept of the lessons, so far.
  fileprivate var kept: [LessonProgress] {
    effects.compactMap { if case .keepProgress(let progress) = $0 { progress } else { nil } }
  }
}
