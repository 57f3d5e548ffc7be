import SchemaModel

/// Whose names SQL means: `pg_catalog` comes first for what is ours, so that nobody's operators,
/// functions, types or tables of the same name take the place of the server's own.
///
/// For all of a transaction, or until changed. It leaves what is visible as it is, but for objects
/// that a search_path puts before `pg_catalog` on purpose.
/// PostgreSQL manual, "Schemas", "Writing SECURITY DEFINER Functions Safely".
enum SearchPath {
  /// Keeps the person's own and puts `pg_catalog` before it; once, at the start of a transaction.
  static let keeping = """
    SELECT pg_catalog.set_config('fkwalk.search_path', pg_catalog.current_setting('search_path'), true), \(ours)
    """

  /// As people's SQL means it.
  static let persons = "SELECT pg_catalog.set_config('search_path', \(kept), true)"

  /// As our own SQL means it.
  static let catalogFirst = """
    SELECT pg_catalog.set_config('search_path', \(before(kept)), true)
    """

  private static let ours = """
    pg_catalog.set_config('search_path', \(before("pg_catalog.current_setting('search_path')")), true)
    """
  private static let kept = "pg_catalog.current_setting('fkwalk.search_path')"

  /// An empty path must not leave a comma behind.
  private static func before(_ path: String) -> String {
    "pg_catalog.btrim(pg_catalog.concat('pg_catalog, ', \(path)), ', ')"
  }
}
