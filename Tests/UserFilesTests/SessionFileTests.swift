import DeletePlanning
import Glibc
import SchemaModel
import Testing
import WalkerCore

@testable import UserFiles

/// What is kept between runs, on disk.
@Suite final class SessionFileTests {
  private let folder: String
  private let key = Session.Key(
    ServerFacts(
      version: 150000, versionText: "15", database: "shop", user: "ana", host: "h", port: "5432",
      isInRecovery: false))

  init() throws {
    var template = Array("/tmp/fkwalk-session-XXXXXX".utf8CString)
    folder = String(cString: try #require(mkdtemp(&template)))
  }

  deinit {
    if let path = SessionFile.path(key, in: folders) { unlink(path) }
    for part in ["/fkwalk/sessions", "/fkwalk", ""] { rmdir(folder + part) }
  }

  private var folders: UserFolders { UserFolders(environment: ["XDG_STATE_HOME": folder]) }

  @Test func isReadBackAndForItsOwnerOnly() throws {
    #expect(try SessionFile.read(key, in: folders) == nil)
    for number in 1...2 {
      try SessionFile.write(.object(["n": .int(number)]), key, in: folders)
      #expect(try SessionFile.read(key, in: folders) == .object(["n": .int(number)]))
    }
    var status = stat()
    #expect(stat(try #require(SessionFile.path(key, in: folders)), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(stat(folder + "/fkwalk/sessions", &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  @Test func othersHaveOtherFiles() {
    var other = key
    other.database = "shop2"
    #expect(SessionFile.path(key, in: folders) != SessionFile.path(other, in: folders))
    #expect(SessionFile.path(key, in: UserFolders(environment: [:])) == nil)
  }

  @Test func brokenFilesSaySo() throws {
    try SessionFile.write(.null, key, in: folders)
    let path = try #require(SessionFile.path(key, in: folders))
    let file = try #require(fopen(path, "w"))
    fputs("{\"places\": [", file)
    fclose(file)
    let error = #expect(throws: UserFileError.self) {
      _ = try SessionFile.read(key, in: folders)
    }
    #expect(error?.description == "\(path): it is broken")
  }
}
