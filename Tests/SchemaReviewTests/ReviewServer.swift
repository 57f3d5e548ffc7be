import PostgresAccess
import SchemaModel
import Synchronization
import ThrowawayServer

/// A database of its own for a test, on a server that all these tests share.
struct ReviewServer {
  private static let shared = Result { try ThrowawayServer.start() }
  private static let counter = Atomic(0)

  let server: ThrowawayServer
  let database: String

  /// Makes a database and runs SQL in it.
  init(_ sql: String) throws {
    server = try Self.shared.get()
    database = "review\(Self.counter.add(1, ordering: .relaxed).newValue)"
    try server.createDatabase(database)
    try run(sql)
  }

  var version: Int { server.version }

  /// Runs a script as psql does.
  ///
  /// - Throws: the first error of the server.
  func run(_ sql: String) throws { try server.load(sql: sql, into: database) }

  func run(_ lines: [String]) throws { try run(lines.joined(separator: "\n")) }

  func session(user: String? = nil) throws -> BlockingSession {
    try BlockingSession(
      ConnectionParameters(
        database: database, host: server.socketDirectory, port: "\(server.port)",
        user: user ?? server.user))
  }

  func graph() throws -> SchemaGraph {
    let session = try session()
    defer { session.close() }
    return try session.readCatalog()
  }

  /// The rows of a query, cells joined by `|`.
  func rows(_ sql: String) throws -> [String] {
    let session = try session()
    defer { session.close() }
    let result = try session.run(Query(name: "test", sql: sql))
    return (0..<result.rowCount).map { row in
      result.row(row).map { $0 ?? "NULL" }.joined(separator: "|")
    }
  }

  /// Foreign keys, of partitions too, under a name that a new one has only until the old one goes.
  func passingNames() throws -> [String] {
    try rows(
      "SELECT conrelid::regclass, conname FROM pg_constraint "
        + "WHERE contype = 'f' AND conname ~ 'fkwalk|_new'")
  }
}

extension TableName {
  /// A table of schema `public`.
  static func named(_ name: String) -> TableName { TableName(schema: "public", name: name) }
}
