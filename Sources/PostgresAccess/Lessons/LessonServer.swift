package import Lessons
package import ThrowawayServer

/// A throw-away server made ready for lessons: a database, and an ordinary role that owns it.
///
/// Lessons do not run as a superuser: their files may be anyone's.
package struct LessonServer: Sendable {
  /// The role that lessons run as.
  static let user = "learner"

  let server: ThrowawayServer
  package let database: String
  /// Loaded in place of a lesson's own setup; empty for none.
  let files: [String]

  /// Makes the database and the roles.
  ///
  /// - Parameters:
  ///   - server: one that has no such database yet.
  ///   - lessons: those that are to run here.
  ///   - files: dumps to load in place of their setup.
  ///   - database: what to call it.
  /// - Throws: where the server refuses.
  package init(
    _ server: ThrowawayServer, lessons: [Lesson], files: [String] = [], database: String = "demo"
  ) throws(ThrowawayServerError) {
    (self.server, self.database, self.files) = (server, database, files)
    let roles = Set(lessons.flatMap(\.roles)).subtracting([Self.user, server.user]).sorted()
    // The names are plain: the parser sees to that.
    let others = roles.map { "CREATE ROLE \"\($0)\"; GRANT \"\($0)\" TO \(Self.user);" }
    try server.load(
      sql: (["CREATE ROLE \(Self.user) LOGIN;"] + others).joined(separator: "\n"), into: "postgres")
    try server.createDatabase(database)
    try server.load(
      sql: "ALTER DATABASE \"\(database)\" OWNER TO \(Self.user)", into: "postgres")
  }
}
