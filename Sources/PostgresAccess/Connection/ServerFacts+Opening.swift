import SchemaModel

extension ServerFacts {
  /// Asks what libpq does not know by itself.
  ///
  /// A server that takes any bytes for text (SQL_ASCII) would refuse to send those that are no UTF-8:
  /// it is asked to send them as they are.
  static let query = Query(
    name: "server facts",
    sql: """
      SELECT pg_catalog.current_setting('server_version'), pg_catalog.current_database(), \
      current_user, pg_catalog.pg_is_in_recovery(), \
      CASE WHEN pg_catalog.current_setting('server_encoding') OPERATOR(pg_catalog.=) 'SQL_ASCII' \
      THEN pg_catalog.set_config('client_encoding', 'SQL_ASCII', false) END, \
      pg_catalog.version(), EXISTS (SELECT FROM pg_catalog.pg_extension \
      WHERE extname OPERATOR(pg_catalog.=) 'citus')
      """)

  init(link: ServerLink, answer: QueryResult) {
    self.init(
      version: link.serverVersion, versionText: answer[0, 0] ?? "", database: answer[0, 1] ?? "",
      user: answer[0, 2] ?? "", host: link.host, port: link.port,
      isInRecovery: answer.isTrue(0, 3),
      product: ServerProduct(banner: answer[0, 5] ?? "", hasCitus: answer.isTrue(0, 6)))
  }
}
