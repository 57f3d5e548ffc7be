/// The SQL that reads tables, keys and foreign keys from `pg_catalog`.
///
/// Few and plain scans, joined in the client: that is faster than joins in the server, and than
/// information_schema by far. Every name and operator says `pg_catalog`, so that no object in
/// the person's search_path can come in between.
struct CatalogQueries {
  /// `server_version_num`, which decides on the columns there are.
  var version: Int

  /// In the order of ``CatalogRows/init(_:)``.
  var all: [Query] {
    [
      Query(name: "catalog: tables", sql: tables),
      Query(name: "catalog: partitions", sql: partitions),
      Query(name: "catalog: columns", sql: columns),
      Query(name: "catalog: types", sql: types),
      Query(name: "catalog: defaults", sql: defaults),
      Query(name: "catalog: indexes", sql: indexes),
      Query(name: "catalog: constraints", sql: constraints),
    ]
  }

  /// All queries see one state of the catalog; starting workers takes longer than reading it.
  static let opening = [
    "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", SearchPath.keeping,
    "SET LOCAL max_parallel_workers_per_gather TO 0",
  ].map { Query(name: "catalog: begin", sql: $0) }
  static let end = Query(name: "catalog: end", sql: "ROLLBACK")

  var tables: String {
    """
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples::pg_catalog.int8, c.relpages,
      c.relispartition, pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
    WHERE \(Self.isTable) AND \(Self.isPersonal)
    """
  }

  var partitions: String {
    """
    SELECT i.inhrelid, i.inhparent FROM pg_catalog.pg_inherits AS i
    JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) i.inhrelid
    WHERE c.relispartition AND \(Self.isTable)
    """
  }

  var columns: String {
    """
    SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
      a.attgenerated OPERATOR(pg_catalog.<>) '', a.attidentity OPERATOR(pg_catalog.<>) '',
      a.attcollation
    FROM pg_catalog.pg_attribute AS a
    WHERE \(Self.isColumnOfTable)
    """
  }

  /// Printing a type is costly, so each is asked for once.
  ///
  /// The fourth column is the schema of the equality operator of the type's default B-tree
  /// operator class, a domain counting as what it is made of; the last is true for a domain that
  /// is NOT NULL.
  var types: String {
    """
    SELECT u.atttypid, u.atttypmod, pg_catalog.format_type(u.atttypid, u.atttypmod), n.nspname,
      t.typnotnull
    FROM (SELECT DISTINCT a.atttypid, a.atttypmod FROM pg_catalog.pg_attribute AS a
      WHERE \(Self.isColumnOfTable)) AS u
    JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) u.atttypid
    LEFT JOIN pg_catalog.pg_opclass AS c ON c.opcintype OPERATOR(pg_catalog.=)
      CASE WHEN t.typbasetype OPERATOR(pg_catalog.=) 0 THEN t.oid ELSE t.typbasetype END
      AND c.opcdefault AND c.opcmethod OPERATOR(pg_catalog.=) 403
    LEFT JOIN pg_catalog.pg_amop AS o ON o.amopfamily OPERATOR(pg_catalog.=) c.opcfamily
      AND o.amoplefttype OPERATOR(pg_catalog.=) c.opcintype
      AND o.amoprighttype OPERATOR(pg_catalog.=) c.opcintype
      AND o.amopstrategy OPERATOR(pg_catalog.=) 3
    LEFT JOIN pg_catalog.pg_operator AS p ON p.oid OPERATOR(pg_catalog.=) o.amopopr
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) p.oprnamespace
    """
  }

  /// Printing an expression with the columns of its table makes the server open that table; only
  /// expressions of generated columns have any.
  var defaults: String {
    """
    SELECT d.adrelid, d.adnum, pg_catalog.pg_get_expr(d.adbin,
      CASE WHEN a.attgenerated OPERATOR(pg_catalog.=) '' THEN 0 ELSE d.adrelid END)
    FROM pg_catalog.pg_attrdef AS d
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid OPERATOR(pg_catalog.=) d.adrelid
      AND a.attnum OPERATOR(pg_catalog.=) d.adnum
    JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) d.adrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
    WHERE \(Self.isTable) AND NOT c.relispartition AND \(Self.isPersonal)
    """
  }

  /// Those that make a key or can serve a foreign key: B-tree, hash and GiST (403, 405, 783).
  var indexes: String {
    """
    SELECT i.indexrelid, i.indrelid, c.relname, c.relam, i.indisunique, i.indisprimary,
      i.indnkeyatts, i.indkey, pg_catalog.pg_get_expr(i.indpred, i.indrelid)
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
    WHERE i.indisvalid AND i.indisready AND \(Self.isPersonal)
      AND c.relam OPERATOR(pg_catalog.=) ANY ('{403,405,783}'::pg_catalog.oid[])
    """
  }

  /// Foreign keys, and which indexes belong to a primary key or unique constraint.
  ///
  /// Rows with a parent only repeat a foreign key for a partition.
  var constraints: String {
    """
    SELECT k.oid, k.contype, k.conname, k.conrelid, k.confrelid, k.conkey, k.confkey, k.conindid,
      k.confdeltype, k.confupdtype, k.confmatchtype, k.condeferrable, k.condeferred,
      k.convalidated, \(version >= 150_000 ? "k.confdelsetcols" : "NULL"),
      \(version >= 180_000 ? "k.conenforced, k.conperiod" : "true, false")
    FROM pg_catalog.pg_constraint AS k
    WHERE k.conparentid OPERATOR(pg_catalog.=) 0
        AND k.contype OPERATOR(pg_catalog.=) 'f'
      OR k.contype OPERATOR(pg_catalog.=) ANY ('{p,u}'::pg_catalog."char"[])
    """
  }

  private static let isTable =
    "c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f}'::pg_catalog.\"char\"[])"

  /// PostgreSQL keeps names that start with `pg_` to itself; temporary schemas have such names.
  private static let isPersonal = """
    n.nspname OPERATOR(pg_catalog.<>) 'information_schema' \
    AND NOT pg_catalog.starts_with(n.nspname::pg_catalog.text, 'pg_')
    """

  private static let isColumnOfTable = """
    a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped \
    AND a.attrelid OPERATOR(pg_catalog.=) ANY (SELECT c.oid FROM pg_catalog.pg_class AS c \
    JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace \
    WHERE \(isTable) AND \(isPersonal))
    """
}
