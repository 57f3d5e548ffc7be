extension BlockingSession {
  /// The server's settings that change how foreign keys behave or how a preview is worked out.
  ///
  /// - Returns: `pg_settings`' names and values as the server writes them, in name order; those that
  ///   its version does not have are missing.
  ///
  /// - Throws: what the connection or the server refuses.
  package func readSettings() throws(Failure) -> [(name: String, value: String)] {
    let answer = try run(Query(name: "settings", sql: Self.settingsSQL))
    return (0..<answer.rowCount).map { (answer[$0, 0] ?? "", answer[$0, 1] ?? "") }
  }

  /// None of them can hold data or a name that a person gave.
  private static let settingsSQL = """
    SELECT name, setting FROM pg_catalog.pg_settings WHERE name OPERATOR(pg_catalog.=) ANY ('{server_version, server_encoding, client_encoding, \
    standard_conforming_strings, default_transaction_isolation, \
    session_replication_role, row_security, statement_timeout, \
    lock_timeout, idle_in_transaction_session_timeout, \
    transaction_timeout, work_mem, jit, max_parallel_workers_per_gather, \
    enable_seqscan, enable_indexscan, plan_cache_mode, max_connections, \
    max_prepared_transactions, max_locks_per_transaction, in_hot_standby, \
    hot_standby_feedback, max_standby_streaming_delay, IntervalStyle, \
    DateStyle, bytea_output, extra_float_digits}') ORDER BY name COLLATE pg_catalog."C"
    """
}
