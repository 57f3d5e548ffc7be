import Glibc
import ProcessTesting
import Testing

@testable import ThrowawayServer

/// The kept clusters: built aside, renamed into place, and never trusted where others can write.
@Suite struct TemplateTests {
  private let folder: TemporaryFolder
  private var templates: [String] { paths(matching: folder.path + "/*") }

  init() throws {
    folder = try TemporaryFolder()
    guard let account = ServerAccount.required() else { return }
    try #require(chown(folder.path, account.user, account.group) == 0)
  }

  private func start() throws -> (Supervisor, Supervisor.Report) {
    let environment = currentEnvironment()
    let account = ServerAccount.required()
    return try Supervisor.start(
      [
        try ServerPrograms.directory(given: nil, environment: environment),
        Storage.base(for: account, environment: environment), "\(getpid())", folder.path, "",
        "-c", "listen_addresses=",
      ], account: account, environment: environment)
  }

  @Test func firstStartKeepsATemplateAndASpoiltOneIsReplaced() throws {
    try start().0.stop()
    let template = try #require(templates.first)
    #expect(templates.count == 1)
    let size = try fileSize(template)

    #expect(truncate(template, off_t(size / 2)) == 0)
    let (supervisor, report) = try start()
    #expect(report.version.contains("PostgreSQL"))
    supervisor.stop()
    #expect(templates == [template])
    #expect(try fileSize(template) == size)
  }

  @Test func concurrentFirstStartsAllSucceed() async throws {
    try await withThrowingTaskGroup { group in
      for _ in 1...3 { group.addTask { try start().0.stop() } }
      try await group.waitForAll()
    }
    #expect(templates.count == 1)
  }

  @Test func directoryOthersCanEnterIsNotUsed() throws {
    let home = try TemporaryFolder()
    let environment = ["XDG_CACHE_HOME": home.path]
    let directory = Storage.templateDirectory(for: nil, environment: environment)
    #expect(directory == home.path + "/fkwalk")
    chmod(home.path + "/fkwalk", 0o755)
    #expect(Storage.templateDirectory(for: nil, environment: environment) == nil)
  }

  private func fileSize(_ path: String) throws -> Int {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return Int(status.st_size)
  }
}
