import Glibc
import PostgresAccess
import SchemaModel
import ThrowawayServer

/// A server that is both asked for a preview and shown the real DELETE.
final class OracleServer {
  private static let database = "oracle"

  private(set) var features: ServerFeatures
  private let server: ThrowawayServer

  /// The directories of the servers to try: the one found by itself, for which nil stands, and those
  /// in `$FKWALK_TEST_PG_BINS`, separated by colons.
  static let binDirectories: [String?] = {
    let given = getenv("FKWALK_TEST_PG_BINS").map { String(cString: $0) } ?? ""
    let directories = given.split(separator: ":").map(String.init)
    return [nil] + directories
  }()

  init(binDirectory: String?) throws {
    server = try ThrowawayServer.start(.init(binDirectory: binDirectory))
    try server.createDatabase(Self.database)
    let probe = ServerFeatures(version: server.version / 10_000, hasICU: true)
    features = probe
    let errors = try run(["CREATE SCHEMA probe"] + KeyFamily.definitions(schema: "probe", probe))
    features.hasICU = errors.isEmpty
  }

  deinit { server.stop() }

  /// A session as a person's would be, except that it is read-only.
  func session() throws -> BlockingSession {
    try BlockingSession(
      ConnectionParameters(
        database: Self.database, host: server.socketDirectory, port: "\(server.port)",
        user: server.user))
  }

  /// A session that can write.
  func writableSession() throws -> BlockingSession {
    let session = try session()
    _ = try session.run(
      Query(name: "writable", sql: "SET default_transaction_read_only = off"))
    return session
  }

  /// Runs statements one by one, and passes over those that fail.
  ///
  /// - Returns: the errors, with their statements.
  @discardableResult
  func run(_ statements: [String]) throws -> [(statement: String, error: ServerError)] {
    let session = try writableSession()
    defer { session.close() }
    let quiet = ["SET client_min_messages = error"] + statements
    let results = try session.runAll(quiet.map { Query(name: "set up", sql: $0) })
    return zip(quiet, results).compactMap { statement, result in
      if case .failure(let error) = result { (statement, error) } else { nil }
    }
  }
}
