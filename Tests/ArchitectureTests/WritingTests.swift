import Testing

/// Nothing but lessons can write, and those only to a server that fkwalk itself started.
@Suite struct WritingTests {
  @Test func onlyTheSessionOfLessonsAsksForMoreThanReading() throws {
    let files = try SourceFile.all(in: "Sources").filter { file in
      file.code.contains { $0.contains("isReadOnly: false") }
    }
    #expect(files.map(\.path) == ["Sources/PostgresAccess/Lessons/LessonSession.swift"])
  }

  @Test func itsServerCanOnlyBeAThrowawayOne() throws {
    let session = try SourceFile(path: "Sources/PostgresAccess/Lessons/LessonSession.swift")
    let place = try SourceFile(path: "Sources/PostgresAccess/Lessons/LessonServer.swift")
    let initialisers = (session.code + place.code).filter { $0.contains("package init(") }
    #expect(initialisers.count == 2)
    #expect(session.code.contains { $0.contains("_ place: LessonServer") })
    #expect(place.code.contains { $0.contains("_ server: ThrowawayServer") })
    #expect(session.code.contains { $0.contains("host: place.server.socketDirectory") })
  }
}
