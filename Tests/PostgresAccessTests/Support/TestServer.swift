import Glibc
import PostgresAccess
import ThrowawayServer

/// The PostgreSQL server of these tests; it goes when the process does.
enum TestServer {
  /// A database that asks for a password, and the password.
  static let lockedDatabase = "locked"
  static let lockedPassword = "open sesame"

  private static let shared = Result {
    let authentication = "/tmp/fkwalk-test-hba-\(getpid())"
    defer { unlink(authentication) }
    write("local \(lockedDatabase) all scram-sha-256\nlocal all all trust\n", to: authentication)
    let server = try ThrowawayServer.start(
      .init(settings: ["hba_file": authentication, "max_connections": "50"]))
    try server.createDatabase(lockedDatabase)
    try server.load(sql: "ALTER ROLE postgres PASSWORD '\(lockedPassword)'", into: "postgres")
    return server
  }

  /// As PostgreSQL numbers it; 0 where the server does not start.
  static var version: Int { (try? shared.get().version) ?? 0 }

  /// How to connect to one of its databases.
  static func parameters(database: String = "postgres") throws -> ConnectionParameters {
    let server = try shared.get()
    return ConnectionParameters(
      database: database, host: server.socketDirectory, port: "\(server.port)", user: server.user)
  }

  static func session(database: String = "postgres") throws -> BlockingSession {
    try BlockingSession(parameters(database: database))
  }

  /// Makes a database and runs SQL in it.
  static func create(database: String, sql: String) throws {
    let server = try shared.get()
    try server.createDatabase(database)
    try server.load(sql: sql, into: database)
  }

  private static func write(_ text: String, to path: String) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    defer { close(file) }
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
  }
}
