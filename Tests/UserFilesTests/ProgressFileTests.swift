import Foundation
import Lessons
import Testing
import UserFiles

@Suite struct ProgressFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "fkwalk-\(UUID())")
    .path
  private var folders: UserFolders { UserFolders(environment: ["XDG_STATE_HOME": folder]) }
  private var file: String { folder + "/fkwalk/lessons.json" }

  @Test func whatWasDoneIsKeptForItsOwnerOnly() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try ProgressFile.read(in: folders) == LessonProgress())
    let lesson = try #require(LessonCatalog.all.first)
    var progress = LessonProgress()
    progress.complete(lesson.steps[0], of: lesson)
    try ProgressFile.write(progress, in: folders)
    #expect(try ProgressFile.read(in: folders) == progress)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test(arguments: ["", "{}", "[1", #"{"format": "fkwalk.session/1"}"#])
  func brokenFilesAreReported(text: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder + "/fkwalk", withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(throws: UserFileError.self) { try ProgressFile.read(in: folders) }
  }

  @Test func withoutAHomeNothingIsKept() throws {
    let nowhere = UserFolders(environment: [:])
    try ProgressFile.write(LessonProgress(), in: nowhere)
    #expect(try ProgressFile.read(in: nowhere) == LessonProgress())
  }
}
