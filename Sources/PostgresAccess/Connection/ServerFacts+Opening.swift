import SchemaModel

extension ServerFacts {
  /// Asks what libpq does not know by itself.
  static let query = Query(
    name: "server facts",
    sql: """
      SELECT pg_catalog.current_setting('server_version'), pg_catalog.current_database(), \
      current_user, pg_catalog.pg_is_in_recovery()
      """)

  init(link: ServerLink, answer: QueryResult) {
    self.init(
      version: link.serverVersion, versionText: answer[0, 0] ?? "", database: answer[0, 1] ?? "",
      user: answer[0, 2] ?? "", host: link.host, port: link.port,
      isInRecovery: answer.isTrue(0, 3))
  }
}
