/// The catalog queries behind a ``RuleBook``, for PostgreSQL 12 to 18.
struct RuleBookQueries {
  /// `server_version_num`.
  let version: Int
  /// Whether there are publications at all; asking about each table's takes a while to plan.
  var hasPublications = false

  /// All relations a DELETE from `$1` can reach, and the parents of those.
  ///
  /// Follows foreign keys to referencing tables whatever their action (a SET NULL can set off an
  /// ON UPDATE action), partitions both ways, and inheritance downwards.
  static let reachable = """
    WITH RECURSIVE edges(source, target) AS MATERIALIZED (
      SELECT confrelid, conrelid FROM pg_catalog.pg_constraint WHERE contype = 'f'
      UNION ALL SELECT inhparent, inhrelid FROM pg_catalog.pg_inherits
      UNION ALL SELECT i.inhrelid, i.inhparent FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
    ), reach(oid) AS (
      SELECT $1::oid UNION SELECT e.target FROM reach r JOIN edges e ON e.source = r.oid
    )
    SELECT pg_catalog.array_agg(DISTINCT oid) FROM (
      SELECT oid FROM reach
      UNION ALL SELECT k.confrelid FROM pg_catalog.pg_constraint k JOIN reach r ON r.oid = k.conrelid
        WHERE k.contype = 'f') AS all_relations
    """

  static let relations = """
    SELECT c.oid, n.nspname, c.relname, c.relkind,
      CASE WHEN c.relispartition THEN
        (SELECT i.inhparent FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid LIMIT 1) END,
      pg_catalog.pg_get_userbyid(c.relowner),
      pg_catalog.has_schema_privilege(c.relowner, c.relnamespace, 'USAGE'),
      pg_catalog.has_table_privilege(c.relowner, c.oid, 'SELECT'),
      pg_catalog.has_table_privilege(c.relowner, c.oid, 'UPDATE'),
      pg_catalog.has_table_privilege(c.relowner, c.oid, 'DELETE'),
      pg_catalog.has_table_privilege(c.oid, 'SELECT'),
      pg_catalog.row_security_active(c.oid),
      CASE WHEN c.relispartition THEN pg_catalog.pg_get_partition_constraintdef(c.oid) END,
      (SELECT t.partattrs::text FROM pg_catalog.pg_partitioned_table t WHERE t.partrelid = c.oid),
      c.reltuples::bigint, CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
      (SELECT pg_catalog.pg_get_expr(t.partexprs, c.oid, true) FROM pg_catalog.pg_partitioned_table t WHERE t.partrelid = c.oid),
      c.relpages, CASE WHEN c.relkind = 'p' THEN (SELECT \(SessionFunctions.name(in: "t.partexprs::text"))
        FROM pg_catalog.pg_partitioned_table t WHERE t.partrelid = c.oid) END
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = ANY ($1::oid[])
    ORDER BY c.oid
    """

  static let columns = """
    SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
      pg_catalog.format_type(coalesce(d.oid, a.atttypid), coalesce(d.typmod, a.atttypmod)),
      t.typtype = 'd', a.attnotnull,
      CASE WHEN a.attgenerated = '' THEN
        coalesce(pg_catalog.pg_get_expr(def.adbin, def.adrelid), pg_catalog.pg_get_expr(t.typdefaultbin, 0)) END,
      a.attidentity <> '' OR a.attgenerated = '' AND (
        coalesce(def.adbin::text, t.typdefaultbin::text) ~ 'SQLVALUEFUNCTION|NEXTVALUEEXPR'
        OR EXISTS (SELECT FROM pg_catalog.regexp_matches(
            coalesce(def.adbin::text, t.typdefaultbin::text), ':(?:funcid|opfuncid) (\\d+)', 'g') m
          JOIN pg_catalog.pg_proc f ON f.oid = m[1]::oid
          WHERE f.provolatile <> 'i' OR f.oid >= 16384 AND f.prolang NOT IN (12, 13))),
      a.attgenerated,
      CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(def.adbin, def.adrelid) END,
      coalesce(d.oid, a.atttypid),
      (SELECT e.typtype FROM pg_catalog.pg_type e WHERE e.oid = coalesce(d.oid, a.atttypid)),
      a.attcollation,
      CASE WHEN co.collprovider <> 'd' THEN
        (SELECT pg_catalog.quote_ident(cn.nspname) FROM pg_catalog.pg_namespace cn WHERE cn.oid = co.collnamespace)
          || '.' || pg_catalog.quote_ident(co.collname) END,
      NOT co.collisdeterministic,
      pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
      a.attidentity = 'a', coalesce(d.typmod, a.atttypmod),
      CASE WHEN a.attidentity <> '' THEN \(sequence(
        "dep.objid", "dep.refclassid = 'pg_catalog.pg_class'::regclass AND dep.refobjid = a.attrelid AND dep.refobjsubid = a.attnum AND dep.deptype = 'i'"))
      WHEN pg_catalog.pg_get_expr(def.adbin, def.adrelid) ~ '^nextval\\(''[^()]*''::regclass\\)$' THEN \(sequence(
        "dep.refobjid", "dep.classid = 'pg_catalog.pg_attrdef'::regclass AND dep.objid = def.oid")) END,
      EXISTS (SELECT FROM pg_catalog.pg_constraint k
        WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum AND NOT k.convalidated),
      CASE WHEN a.attgenerated <> '' THEN ARRAY(SELECT DISTINCT m[1]::integer
        FROM pg_catalog.regexp_matches(def.adbin::text, ':varattno (\\d+)', 'g') m) END,
      CASE WHEN a.attgenerated <> '' THEN \(SessionFunctions.name(in: "def.adbin::text"))
        WHEN t.typtype = 'd' THEN (SELECT pg_catalog.min(\(SessionFunctions.name(in: "k.conbin::text")))
          FROM pg_catalog.pg_constraint k WHERE k.contypid = ANY (t.oid || d.domains) AND k.contype = 'c') END,
      (a.attrelid, a.attnum) IN (SELECT i.indrelid, pg_catalog.unnest(i.indkey)
        FROM pg_catalog.pg_index i WHERE i.indrelid = ANY ($1::oid[]))
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef def ON def.adrelid = a.attrelid AND def.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
    LEFT JOIN LATERAL (
      WITH RECURSIVE base(oid, typmod, depth, domains) AS (
        SELECT t.typbasetype, t.typtypmod, 0, '{}'::oid[] WHERE t.typtype = 'd'
        UNION ALL SELECT b.typbasetype, b.typtypmod, base.depth + 1, base.domains || b.oid
        FROM base JOIN pg_catalog.pg_type b ON b.oid = base.oid WHERE b.typtype = 'd')
      SELECT base.oid, base.typmod, base.domains FROM base ORDER BY depth DESC LIMIT 1
    ) d ON true
    WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum
    """

  /// The sequence that a dependency of a column or its default leads to.
  ///
  /// - Parameters:
  ///   - sequence: the side of the dependency that the sequence is on.
  ///   - condition: what picks the dependencies, in terms that one of the two indexes serves.
  /// - Returns: a scalar subquery.
  private static func sequence(_ sequence: String, _ condition: String) -> String {
    """
    (SELECT pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(s.relname)
      FROM pg_catalog.pg_depend dep
      JOIN pg_catalog.pg_class s ON s.relkind = 'S' AND s.oid = \(sequence)
      JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
      WHERE \(condition) LIMIT 1)
    """
  }

  private func constraints() -> String {
    """
    WITH lists AS MATERIALIZED (
      -- Operators by name, so that SQL can be written with them, separated by byte 31.
      SELECT a.operators, pg_catalog.string_agg(
        'OPERATOR(' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ')', pg_catalog.chr(31) ORDER BY u.place) AS names
      FROM (SELECT conpfeqop FROM pg_catalog.pg_constraint WHERE contype = 'f'
        UNION SELECT conppeqop FROM pg_catalog.pg_constraint WHERE contype = 'f'
        UNION SELECT conffeqop FROM pg_catalog.pg_constraint WHERE contype = 'f') AS a(operators)
      CROSS JOIN LATERAL pg_catalog.unnest(a.operators) WITH ORDINALITY AS u(operator, place)
      JOIN pg_catalog.pg_operator o ON o.oid = u.operator
      JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
      GROUP BY a.operators)
    SELECT k.oid, k.conname, k.conrelid, k.confrelid, k.conkey, k.confkey, pf.names, pp.names, ff.names,
      \(column("k.confdelsetcols", since: 15, else: "'{}'")), k.confmatchtype, k.conparentid,
      \(column("k.conenforced", since: 18, else: "true")), \(column("k.conperiod", since: 18, else: "false")),
      pg_catalog.pg_get_constraintdef(k.oid), k.confdeltype,
      EXISTS (SELECT FROM pg_catalog.pg_index i
        WHERE i.indrelid = k.conrelid AND i.indisvalid
          -- Referential queries ask for values, which are not null.
          AND (i.indpred IS NULL OR pg_catalog.pg_get_expr(i.indpred, i.indrelid) IN (
            SELECT pg_catalog.format('(%I IS NOT NULL)', a.attname) FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)))
          AND (i.indkey::int2[])[0:pg_catalog.array_length(k.conkey, 1) - 1] @> k.conkey),
      EXISTS (SELECT FROM pg_catalog.pg_index i
        WHERE i.indrelid = k.conrelid AND (i.indkey[0] = 0 OR i.indkey[0] = ANY (k.conkey))),
      k.confupdtype, k.condeferred
    FROM pg_catalog.pg_constraint k
    LEFT JOIN lists pf ON pf.operators = k.conpfeqop
    LEFT JOIN lists pp ON pp.operators = k.conppeqop
    LEFT JOIN lists ff ON ff.operators = k.conffeqop
    WHERE k.contype = 'f' AND (k.conrelid = ANY ($1::oid[]) OR k.confrelid = ANY ($1::oid[]))
    """
  }

  /// A catalog column that only newer versions have, or what stands for it in older ones.
  private func column(_ name: String, since: Int, else substitute: String) -> String {
    version >= since * 10_000 ? name : substitute
  }

  private func checks() -> String {
    """
    SELECT k.conrelid, k.conname, pg_catalog.pg_get_expr(k.conbin, k.conrelid), coalesce(k.conkey, '{}'),
      \(SessionFunctions.name(in: "k.conbin::text")), k.convalidated
    FROM pg_catalog.pg_constraint k
    WHERE k.contype = 'c' AND k.conrelid = ANY ($1::oid[])
      AND \(column("k.conenforced", since: 18, else: "true"))
    ORDER BY k.conrelid, k.conname
    """
  }

  private func triggers() -> String {
    """
    SELECT t.tgrelid, t.tgname, t.tgfoid, t.tgconstraint, t.tginitdeferred,
      \(column("t.tgparentid", since: 13, else: "0")) <> 0, t.tgenabled, t.tgtype, t.tgattr::text,
      t.tgconstrindid, t.tgisinternal, l.lanname,
      CASE WHEN NOT t.tgisinternal THEN p.prosrc END,
      CASE WHEN t.tgqual IS NOT NULL THEN pg_catalog.pg_get_triggerdef(t.oid) END,
      \(SessionFunctions.name(in: "t.tgqual::text", isAtKnownDepth: true)),
      t.oid, p.proconfig IS NOT NULL
    FROM pg_catalog.pg_trigger t
    JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE t.tgrelid = ANY ($1::oid[])
    ORDER BY t.tgrelid, t.tgname
    """
  }

  /// One row per index element.
  private func indexes() -> String {
    """
    SELECT i.indrelid, i.indexrelid,
      (SELECT c.relname FROM pg_catalog.pg_class c WHERE c.oid = i.indexrelid),
      i.indisexclusion, i.indimmediate, i.indisprimary,
      pg_catalog.pg_get_expr(i.indpred, i.indrelid),
      \(column("i.indnullsnotdistinct", since: 15, else: "false")),
      e.name, CASE WHEN e.name IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid, e.attnum, true)
        ELSE pg_catalog.quote_ident(e.name) END,
      (SELECT 'OPERATOR(' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ')'
        FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
        WHERE o.oid = coalesce(
          (SELECT x.conexclop[e.attnum] FROM pg_catalog.pg_constraint x
            WHERE i.indisexclusion AND x.conindid = i.indexrelid AND x.conexclop IS NOT NULL LIMIT 1),
          (SELECT am.amopopr FROM pg_catalog.pg_opclass oc
            JOIN pg_catalog.pg_amop am ON am.amopfamily = oc.opcfamily AND am.amoplefttype = oc.opcintype
              AND am.amoprighttype = oc.opcintype AND am.amopstrategy = 3
            WHERE oc.oid = i.indclass[e.attnum - 1]))),
      e.atttypid, (SELECT t.typtype FROM pg_catalog.pg_type t WHERE t.oid = e.atttypid),
      coalesce((SELECT co.collisdeterministic FROM pg_catalog.pg_collation co WHERE co.oid = e.attcollation), true),
      i.indisvalid, i.indisunique OR i.indisexclusion, i.indisunique AND i.indisexclusion,
      c.columns, c.can_fail, CASE WHEN x.tree <> '' THEN \(SessionFunctions.name(in: "x.tree")) END,
      x.tree ~ ':varattno 0 '
    FROM pg_catalog.pg_index i
    CROSS JOIN LATERAL (
      SELECT pg_catalog.concat(i.indexprs::text, i.indpred::text)
    ) AS x(tree)
    CROSS JOIN LATERAL (
      SELECT i.indkey::int2[]::integer[] || ARRAY(SELECT DISTINCT m[1]::integer
          FROM pg_catalog.regexp_matches(x.tree, ':varattno (-?\\d+)', 'g') m),
        x.tree ~ 'COERCEVIAIO|COERCE\\w+DOMAIN|JSON|XML' OR EXISTS (
          SELECT FROM pg_catalog.regexp_matches(x.tree, ':(?:funcid|opfuncid) (\\d+)', 'g') m
          JOIN pg_catalog.pg_proc f ON f.oid = m[1]::oid WHERE NOT f.proleakproof)
    ) AS c(columns, can_fail)
    CROSS JOIN LATERAL (
      SELECT ia.attnum::integer, ia.atttypid, ia.attcollation,
        (SELECT a.attname FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[ia.attnum - 1] AND a.attnum > 0)
      FROM pg_catalog.pg_attribute ia
      WHERE ia.attrelid = i.indexrelid AND ia.attnum BETWEEN 1 AND i.indnkeyatts
    ) AS e(attnum, atttypid, attcollation, name)
    WHERE (i.indisunique OR i.indisexclusion OR x.tree <> '' AND c.can_fail)
      AND i.indisready AND i.indrelid = ANY ($1::oid[])
    ORDER BY i.indrelid, i.indexrelid, e.attnum
    """
  }

  static let rules = """
    SELECT ev_class, rulename, ev_type, is_instead, ev_qual::text <> '<>',
      ev_action::text ~ (':commandType ' || ev_type::text),
      pg_catalog.pg_get_ruledef(oid) ~ 'DO INSTEAD NOTHING;$'
    FROM pg_catalog.pg_rewrite
    WHERE ev_type IN ('2', '3', '4') AND ev_class = ANY ($1::oid[])
      AND ev_enabled IN ('A', CASE pg_catalog.current_setting('session_replication_role') WHEN 'replica' THEN 'R' ELSE 'O' END)
    ORDER BY ev_class, rulename
    """

  static let policies = """
    SELECT p.polrelid, p.polcmd, p.polpermissive, coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), 'true')
    FROM pg_catalog.pg_policy p
    WHERE p.polrelid = ANY ($1::oid[]) AND p.polcmd IN ('*', 'd', 'r')
      AND EXISTS (SELECT FROM pg_catalog.unnest(p.polroles) AS r(oid)
        WHERE r.oid = 0 OR pg_catalog.pg_has_role(r.oid, 'USAGE'))
    ORDER BY p.polrelid, p.polname
    """

  static let inheritance = """
    SELECT i.inhparent, i.inhrelid FROM pg_catalog.pg_inherits i
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    WHERE NOT c.relispartition AND c.relkind IN ('r', 'f') AND i.inhparent = ANY ($1::oid[])
    ORDER BY i.inhparent, i.inhrelid
    """

  static let session = """
    SELECT pg_catalog.current_setting('session_replication_role'),
      pg_catalog.current_setting('server_version_num'),
      EXISTS (SELECT FROM pg_catalog.pg_publication),
      pg_catalog.current_setting('max_locks_per_transaction')::bigint
        * (pg_catalog.current_setting('max_connections')::bigint
          + pg_catalog.current_setting('max_prepared_transactions')::bigint),
      pg_catalog.current_setting('max_locks_per_transaction'),
      pg_catalog.to_char(pg_catalog.timezone('UTC', pg_catalog.now()), 'YYYY-MM-DD HH24:MI:SS "UTC"'),
      pg_catalog.current_setting('fkwalk.search_path', true) ~ ',\\s*"?pg_catalog"?\\s*(,|$)',
      pg_catalog.current_setting('fkwalk.extra_float_digits', true)
    """
  /// The queries whose answers ``RuleBook/take(_:)`` takes, in that order.
  ///
  /// - Parameter relations: the array of what ``reachable`` found.
  /// - Returns: queries that two connections may share.
  func queries(about relations: String) -> [PlannerQuery] {
    let count = relations.utf8.count { $0 == UInt8(ascii: ",") } + 1
    return zip(details(), Self.weights).map { detail, weight in
      var query = PlannerQuery(name: detail.name, sql: detail.sql, parameters: [relations])
      query.sharing = .any(weight: count * weight)
      return query
    }
  }

  /// How much work each is for a relation, as a number of index lookups.
  private static let weights = [4, 13, 14, 1, 9, 13, 1, 1, 1, 1]

  /// `$1` is the array of relations.
  private func details() -> [(name: String, sql: String)] {
    [
      ("relations", Self.relations), ("columns", Self.columns), ("foreign keys", constraints()),
      ("checks", checks()), ("triggers", triggers()), ("indexes", indexes()),
      ("rules", Self.rules), ("inheritance", Self.inheritance), ("policies", Self.policies),
    ] + (hasPublications ? [("publications", Self.publications)] : [])
  }
}
