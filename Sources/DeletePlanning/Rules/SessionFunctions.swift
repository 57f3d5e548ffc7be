/// Functions whose answers belong to the session or the transaction that asks, or to how a value is
/// stored: what they tell a preview need not be what they tell the statement when it runs.
enum SessionFunctions {
  private static let names = [
    "current_schema", "current_schemas", "current_setting", "pg_show_all_settings",
    "pg_backend_pid", "pg_client_encoding", "pg_column_compression", "pg_column_size",
    "pg_cursor", "pg_is_other_temp_schema", "pg_listening_channels", "pg_lock_status",
    "pg_my_temp_schema", "pg_prepared_statement", "pg_visible_in_snapshot", "row_security_active",
  ]
  private static let prefixes = [
    "currval", "inet_client_", "inet_server_", "lastval", "pg_current_", "pg_stat_get_",
    "pg_trigger_depth", "to_reg",
    "txid_",
  ]

  /// Whether a name is one of them.
  static func contains(_ name: String) -> Bool {
    names.contains(name) || prefixes.contains(where: name.hasPrefix)
      || name.hasPrefix("pg_") && name.hasSuffix("_is_visible")
  }

  /// Their names as a regular expression, in parentheses.
  static let pattern =
    "(" + (names + prefixes.map { $0 + "\\w*" } + ["pg_\\w+_is_visible"]).joined(separator: "|")
    + ")"

  /// Looks for them in a plan.
  ///
  /// - Parameter text: of `EXPLAIN (VERBOSE)`, which names the functions in conditions, in values, and
  ///   behind views and policies.
  /// - Returns: the first that it calls; nil where it calls none.
  static func called(in text: String) -> String? {
    var name: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"):
        name.append(byte)
      // Names that are words of SQL too are quoted, in a string of JSON.
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): break
      case UInt8(ascii: "("):
        let called = String(decoding: name, as: UTF8.self)
        if contains(called) { return called }
        name = []
      default: name = []
      }
    }
    return nil
  }

  /// Finds a function in an expression that may answer otherwise when the statement runs.
  ///
  /// Besides those of the session these are volatile ones, and what somebody wrote in SQL or a
  /// procedural language: it may read tables, which a changed database answers differently, whatever
  /// it is declared to be. (Functions below OID 16384 are the server's own; languages 12 and 13 are
  /// `internal` and `c`.)
  ///
  /// - Parameters:
  ///   - tree: SQL for the text of a `pg_node_tree`.
  ///   - isAtKnownDepth: whether `pg_trigger_depth()` is answered for otherwise.
  /// - Returns: SQL for its name, which is null where there is none.
  static func name(in tree: String, isAtKnownDepth: Bool = false) -> String {
    let depth = isAtKnownDepth ? " AND f.proname <> 'pg_trigger_depth'" : ""
    return """
      coalesce((SELECT pg_catalog.min(f.proname::text)
          FROM pg_catalog.regexp_matches(\(tree), ':(?:funcid|opfuncid) (\\d+)', 'g') m
          JOIN pg_catalog.pg_proc f ON f.oid = m[1]::oid
          WHERE f.provolatile = 'v' OR f.oid >= 16384 AND (f.provolatile = 's' OR f.prolang NOT IN (12, 13))
            OR f.oid < 16384 AND f.proname ~ '^\(pattern)$'\(depth)),
        -- Referential queries run as another user: SVFOP_CURRENT_ROLE and its kin.
        CASE WHEN \(tree) ~ 'SQLVALUEFUNCTION :op (9|10|11) ' THEN 'current_user'
          WHEN \(tree) ~ 'SQLVALUEFUNCTION :op 14 ' THEN 'current_schema' END)
      """
  }

  /// Of some names of functions, those that are volatile, as `v`, or ask the session, as `s`; the names
  /// say nothing about which schema's is meant.
  static let among = """
    SELECT DISTINCT p.proname, CASE WHEN p.provolatile = 'v' AND p.proname NOT IN ('currval', 'lastval') THEN 'v' ELSE 's' END
    FROM pg_catalog.pg_proc p
    WHERE p.proname = ANY ($1::text[]) AND p.prokind = 'f'
      AND (p.provolatile = 'v' OR p.oid < 16384 AND p.proname ~ '^\(pattern)$'
        OR p.oid >= 16384 AND p.prolang NOT IN (12, 13)
          AND p.prosrc ~ '\\m\(pattern)\\M')
    """
}
