import SchemaModel
import Testing

@testable import Lessons

/// What a lesson says, held against what a server did.
@Suite struct LessonVerdictTests {
  private static let before = table([["1", "a"], ["2", "b"], ["3", "c"]])
  private static let after = table([["1", "a"], ["2", "x"], ["4", nil]])

  private static func table(_ rows: [[String?]], key: [String] = ["id"]) -> LessonTable {
    LessonTable(name: "t", columns: ["id", "name"], key: key, foreignKeys: [], rows: rows)
  }

  private static func outcome(_ lines: String) throws -> LessonOutcome {
    let file = "# T\n## s\n```sql run\nSELECT 1\n```\n```outcome\n\(lines)\n```"
    return try #require(LessonParser.lesson(file, name: "x").steps[0].experiment?.outcome)
  }

  private static func run(_ answers: StatementRun.Answer...) -> LessonRun {
    LessonRun(
      before: [before], after: [after],
      statements: answers.map { StatementRun(sql: "X", answer: $0) })
  }

  @Test func rowsAreComparedByTheirKey() throws {
    let comparison = try #require(TableComparison(Self.before, Self.after))
    #expect(comparison.changes == RowChanges(deleted: 1, changed: 1, inserted: 1))
    #expect(comparison.rows.map(\.fate) == [.same, .changed, .deleted, .inserted])
  }

  @Test func rowsWithoutAKeyAreComparedWhole() throws {
    let twice = Self.table([["1", nil], ["1", nil]], key: [])
    let once = Self.table([["1", nil]], key: [])
    #expect(try #require(TableComparison(twice, once)).changes == RowChanges(deleted: 1))
    #expect(try #require(TableComparison(nil, once)).changes == RowChanges(inserted: 1))
    #expect(TableComparison(nil, nil) == nil)
  }

  @Test func aRightLessonHasNoDifferences() throws {
    let outcome = try Self.outcome("succeeds\nt: 1 deleted, 1 changed, 1 inserted")
    #expect(outcome.differences(from: Self.run(.done(rows: 1)), version: 150_000) == [])
  }

  @Test func everyDifferenceIsToldWithItsLine() throws {
    let outcome = try Self.outcome("fails 23503 k at statement 2\nt: 1 deleted\nu: 1 deleted")
    let run = Self.run(.failed(ServerError(sqlstate: "23502", message: "null")))
    let found = outcome.differences(from: run, version: 150_000)
    #expect(found.map(\.line) == [7, 8, 9])
    #expect(found[0].message.contains("the lesson says 23503 k; the server says 23502: null"))
    #expect(found[1].message.contains("it is 1 deleted, 1 changed, 1 inserted"))
  }

  @Test func thePlaceOfTheErrorCounts() throws {
    let error = ServerError(sqlstate: "23503", message: "no", constraint: "k")
    let run = LessonRun(
      before: [], after: [],
      statements: [
        StatementRun(sql: "BEGIN", answer: .done(rows: nil)),
        StatementRun(sql: "commit", answer: .failed(error)),
      ])
    func problems(_ lines: String) throws -> Int {
      try Self.outcome(lines).differences(from: run, version: 180_000).count
    }
    #expect(try problems("fails 23503 k at commit") == 0)
    #expect(try problems("fails 23503 at statement 2") == 0)
    #expect(try problems("fails 23503 at statement 1") == 1)
    #expect(try problems("fails 23503 other") == 1)
    #expect(try problems("succeeds") == 1)
    #expect(try problems("succeeds\nfrom 18: fails 23503 k") == 0)
  }

  @Test func progressIsKept() throws {
    let lesson = try LessonParser.lesson(LessonParserTests.file, name: "shelves")
    var progress = LessonProgress()
    let (first, again) = (
      progress.complete(lesson.steps[0], of: lesson), progress.complete(lesson.steps[0], of: lesson)
    )
    #expect(first && !again)
    let read = try #require(LessonProgress(json: progress.json))
    #expect(read == progress)
    #expect(read.count(of: lesson) == 1)
    #expect(read.isDone(lesson.steps[0], of: lesson))
    #expect(LessonProgress(json: .object([:])) == nil)
  }
}
