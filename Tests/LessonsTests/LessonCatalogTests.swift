import Foundation
import Lessons
import PostgresAccess
import SchemaModel
import Testing
import ThrowawayServer

/// The lessons that fkwalk comes with, run against servers.
@Suite(.serialized) struct LessonCatalogTests {
  /// Nil stands for the newest server of this machine, others are in `$FKWALK_TEST_PG_BINS`.
  private static let servers: [String?] =
    [nil]
    + (ProcessInfo.processInfo.environment["FKWALK_TEST_PG_BINS"] ?? "")
    .split(separator: ":").map { String($0) }

  @Test func allCanBeReadAndAreInOrder() throws {
    for name in LessonCatalog.names {
      let text = try #require(LessonCatalog.text(named: name))
      #expect(throws: Never.self) { try LessonParser.lesson(text, name: name) }
    }
    #expect(LessonCatalog.all.count == LessonCatalog.names.count)
    #expect(LessonCatalog.all.count >= 14)
    #expect(LessonCatalog.all.map(\.order) == Array(1...LessonCatalog.all.count))
  }

  /// Something to predict, something to do, and a reason for each.
  @Test func allAreWhole() {
    for lesson in LessonCatalog.all {
      #expect(!lesson.introduction.isEmpty, "\(lesson.name)")
      #expect(lesson.steps.contains { $0.experiment != nil }, "\(lesson.name)")
      #expect(lesson.steps.contains { $0.task != nil || $0.experiment == nil }, "\(lesson.name)")
      #expect(Set(lesson.steps.map(\.title)).count == lesson.steps.count, "\(lesson.name)")
    }
  }

  @Test(arguments: servers) func whatTheySayIsTrue(directory: String?) throws {
    let server = try ThrowawayServer.start(.init(binDirectory: directory))
    defer { server.stop() }
    let session = try LessonSession(LessonServer(server, lessons: LessonCatalog.all))
    defer { session.close() }
    for lesson in LessonCatalog.all {
      let found = try session.differences(in: lesson)
      #expect(found.isEmpty, "\(lesson.name).md: \(found.map { "\($0.line): \($0.message)" })")
    }
  }

  @Test func lessonsRunAsAnOrdinaryRoleAndLeaveNothingOpen() throws {
    let server = try ThrowawayServer.start()
    defer { server.stop() }
    let session = try LessonSession(LessonServer(server, lessons: []))
    defer { session.close() }
    let lesson = try LessonParser.lesson(
      "# T\n\n```sql setup\nCREATE TABLE t (a int);\n```\n\n## s\ntext", name: "t")
    #expect(try session.begin(lesson).map(\.name) == ["t"])
    let open = try session.run("BEGIN; INSERT INTO t VALUES (1);")
    #expect(open.statements.map(\.answer) == [.done(rows: nil), .done(rows: 1)])
    #expect(open.comparisons.map(\.changes) == [RowChanges()])
    for copy in ["COPY t FROM PROGRAM 'echo 1'", "copy\nt FROM stdin"] {
      let failure = try session.run(copy).failure
      #expect(failure?.error.message.contains("COPY") == true)
    }
    let role = try session.run("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    #expect(role.statements[0].answer == .rows(columns: ["rolsuper"], [["f"]]))
    let wrong = try session.run("SELECT 'open")
    #expect(wrong.failure?.error.sqlstate == "")
    #expect(try session.run("INSERT INTO t VALUES (2)").comparisons[0].changes.inserted == 1)
    #expect(try session.begin(lesson)[0].rows == [])
  }

  @Test func aFileTakesThePlaceOfTheSetup() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "fkwalk-\(UUID()).sql")
    try "CREATE TABLE mine (a int); INSERT INTO mine VALUES (5);"
      .write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let server = try ThrowawayServer.start()
    defer { server.stop() }
    let place = try LessonServer(server, lessons: [], files: [file.path])
    let session = try LessonSession(place)
    defer { session.close() }
    let lesson = try #require(LessonCatalog.all.first)
    for _ in 1...2 { #expect(try session.begin(lesson).map(\.rows) == [[["5"]]]) }
  }
}
