import SchemaModel

/// What lint wants to know of the catalog beside ``CatalogQueries``: mostly the exceptions, so that
/// few rows come back.
struct ReviewQueries {
  /// In the order of ``ReviewAssembly``.
  static let all = [
    Query(name: "review: operators", sql: operators),
    Query(name: "review: triggers", sql: triggers),
    Query(name: "review: invalid indexes", sql: invalidIndexes),
    Query(name: "review: checks", sql: checks),
    Query(name: "review: inheritance", sql: inheritance),
    Query(name: "review: owners", sql: owners),
    Query(name: "review: rules", sql: rules),
    Query(name: "review: publications", sql: publications),
    Query(name: "review: NOT NULL in checks", sql: nullRefusals),
  ]

  /// How the columns of these foreign keys differ from those they reference.
  ///
  /// - Parameter keys: `oid`s of those where something differs.
  /// - Returns: a query with a row for each pair of columns.
  static func differences(of keys: [OID]) -> Query {
    Query(
      name: "review: column differences", sql: differences,
      parameters: ["{\(keys.map(String.init).joined(separator: ","))}"])
  }

  /// The equality of each pair of columns, referenced value to the left.
  private static let operators = """
    SELECT k.oid, n.nspname, o.oprname
    FROM pg_catalog.pg_constraint AS k
    CROSS JOIN LATERAL pg_catalog.unnest(k.conpfeqop) WITH ORDINALITY AS u (operator, place)
    JOIN pg_catalog.pg_operator AS o ON o.oid OPERATOR(pg_catalog.=) u.operator
    JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) o.oprnamespace
    WHERE k.contype OPERATOR(pg_catalog.=) 'f' AND k.conparentid OPERATOR(pg_catalog.=) 0
    ORDER BY k.oid, u.place
    """

  /// A domain counts as what it is made of.
  ///
  /// The operator takes referencing values as they are where
  /// its right type is theirs, one that is the same in binary, or a pseudo-type (`anyenum`).
  private static let differences = """
    SELECT d.oid, d.child, d.parent, pg_catalog.format_type(ct.base, d.child_modifier),
      pg_catalog.format_type(pt.base, d.parent_modifier),
      ct.base OPERATOR(pg_catalog.<>) pt.base,
      ct.base OPERATOR(pg_catalog.<>) o.oprright
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_cast AS b
          WHERE b.castsource OPERATOR(pg_catalog.=) ct.base
            AND b.casttarget OPERATOR(pg_catalog.=) o.oprright
            AND b.castmethod OPERATOR(pg_catalog.=) 'b')
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t
          WHERE t.oid OPERATOR(pg_catalog.=) o.oprright AND t.typtype OPERATOR(pg_catalog.=) 'p'),
      pg_catalog.quote_ident(cn.nspname) OPERATOR(pg_catalog.||) '.'
        OPERATOR(pg_catalog.||) pg_catalog.quote_ident(cc.collname),
      pg_catalog.quote_ident(pn.nspname) OPERATOR(pg_catalog.||) '.'
        OPERATOR(pg_catalog.||) pg_catalog.quote_ident(pc.collname),
      cc.collisdeterministic AND pc.collisdeterministic
    FROM (\(differentColumns)) AS d
    JOIN \(baseTypes) AS ct ON ct.oid OPERATOR(pg_catalog.=) d.child_type
    JOIN \(baseTypes) AS pt ON pt.oid OPERATOR(pg_catalog.=) d.parent_type
    JOIN pg_catalog.pg_operator AS o ON o.oid OPERATOR(pg_catalog.=) d.operator
    LEFT JOIN pg_catalog.pg_collation AS cc ON cc.oid OPERATOR(pg_catalog.=) d.child_collation
    LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid OPERATOR(pg_catalog.=) cc.collnamespace
    LEFT JOIN pg_catalog.pg_collation AS pc ON pc.oid OPERATOR(pg_catalog.=) d.parent_collation
    LEFT JOIN pg_catalog.pg_namespace AS pn ON pn.oid OPERATOR(pg_catalog.=) pc.collnamespace
    WHERE ct.base OPERATOR(pg_catalog.<>) pt.base
        -- text (25) and varchar (1043) are the same but for the name.
        AND NOT (ct.base OPERATOR(pg_catalog.=) ANY ('{25,1043}'::pg_catalog.oid[])
          AND pt.base OPERATOR(pg_catalog.=) ANY ('{25,1043}'::pg_catalog.oid[]))
      OR d.child_collation OPERATOR(pg_catalog.<>) d.parent_collation
    """

  /// Picked out before anything is joined to them: in a large schema few pairs differ.
  private static let differentColumns = """
    SELECT k.oid, c.attname AS child, p.attname AS parent, u.operator,
      c.atttypid AS child_type, c.atttypmod AS child_modifier,
      c.attcollation AS child_collation, p.atttypid AS parent_type,
      p.atttypmod AS parent_modifier, p.attcollation AS parent_collation
    FROM pg_catalog.pg_constraint AS k
    CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey),
      pg_catalog.unnest(k.conpfeqop)) AS u (child, parent, operator)
    JOIN pg_catalog.pg_attribute AS c ON c.attrelid OPERATOR(pg_catalog.=) k.conrelid
      AND c.attnum OPERATOR(pg_catalog.=) u.child
    JOIN pg_catalog.pg_attribute AS p ON p.attrelid OPERATOR(pg_catalog.=) k.confrelid
      AND p.attnum OPERATOR(pg_catalog.=) u.parent
    WHERE k.oid OPERATOR(pg_catalog.=) ANY ($1::pg_catalog.oid[])
      AND (c.atttypid OPERATOR(pg_catalog.<>) p.atttypid
        OR c.attcollation OPERATOR(pg_catalog.<>) p.attcollation)
    OFFSET 0
    """

  private static let baseTypes = """
    (SELECT t.oid, CASE WHEN d.typtype OPERATOR(pg_catalog.=) 'd' THEN d.typbasetype
      WHEN t.typtype OPERATOR(pg_catalog.=) 'd' THEN t.typbasetype ELSE t.oid END AS base
    FROM pg_catalog.pg_type AS t
    LEFT JOIN pg_catalog.pg_type AS d ON d.oid OPERATOR(pg_catalog.=) t.typbasetype)
    """

  /// Referential triggers have fixed functions, 1644 to 1655; those of partitions lead to the
  /// constraint that was declared.
  private static let triggers = """
    WITH RECURSIVE up (trigger, key) AS (
      SELECT t.oid, t.tgconstraint FROM pg_catalog.pg_trigger AS t
      WHERE t.tgfoid OPERATOR(pg_catalog.>=) 1644 AND t.tgfoid OPERATOR(pg_catalog.<=) 1655
        AND t.tgenabled OPERATOR(pg_catalog.=) ANY ('{D,R}'::pg_catalog."char"[])
      UNION ALL
      SELECT up.trigger, k.conparentid FROM up
      JOIN pg_catalog.pg_constraint AS k ON k.oid OPERATOR(pg_catalog.=) up.key
      WHERE k.conparentid OPERATOR(pg_catalog.<>) 0)
    SELECT k.conname, t.tgrelid, t.tgname, t.tgenabled OPERATOR(pg_catalog.=) 'R', d.oid
    FROM up
    JOIN pg_catalog.pg_trigger AS t ON t.oid OPERATOR(pg_catalog.=) up.trigger
    JOIN pg_catalog.pg_constraint AS k ON k.oid OPERATOR(pg_catalog.=) t.tgconstraint
    JOIN pg_catalog.pg_constraint AS d ON d.oid OPERATOR(pg_catalog.=) up.key
    WHERE d.conparentid OPERATOR(pg_catalog.=) 0
    """

  private static let invalidIndexes = """
    SELECT i.indrelid, c.relname, i.indkey, i.indnkeyatts,
      pg_catalog.pg_get_expr(i.indpred, i.indrelid)
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
    WHERE NOT i.indisvalid AND c.relkind OPERATOR(pg_catalog.=) 'i'
      AND c.relam OPERATOR(pg_catalog.=) 403
    """

  private static let checks = """
    SELECT k.conrelid, k.conkey FROM pg_catalog.pg_constraint AS k
    WHERE k.contype OPERATOR(pg_catalog.=) 'c'
      AND pg_catalog.array_length(k.conkey, 1) OPERATOR(pg_catalog.>) 1
    """

  /// The columns whose CHECK, or whose domain's, says `IS NOT NULL` and nothing else: a `NullTest`
  /// of a column or a domain's value, of type 1.
  ///
  /// Before PostgreSQL 18 a constraint has no `conenforced`.
  private static let nullRefusals = """
    SELECT coalesce(a.attrelid, k.conrelid), CASE WHEN a.attrelid IS NULL THEN k.conkey ELSE ARRAY[a.attnum] END
    FROM pg_catalog.pg_constraint AS k
    LEFT JOIN pg_catalog.pg_attribute AS a ON k.contypid OPERATOR(pg_catalog.<>) 0
      AND a.atttypid OPERATOR(pg_catalog.=) k.contypid
    WHERE k.contype OPERATOR(pg_catalog.=) 'c'
      AND k.conbin::pg_catalog.text OPERATOR(pg_catalog.~)
        '^[{]NULLTEST :arg [{](VAR|COERCE[A-Z]+) [^{}]*[}] :nulltesttype 1 '
      AND coalesce(pg_catalog.to_jsonb(k) OPERATOR(pg_catalog.->>) 'conenforced', 'true')
        OPERATOR(pg_catalog.=) 'true'
      AND (k.contypid OPERATOR(pg_catalog.=) 0 OR a.attrelid IS NOT NULL)
    """

  private static let inheritance = """
    SELECT i.inhparent, i.inhrelid FROM pg_catalog.pg_inherits AS i
    JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) i.inhrelid
    WHERE NOT c.relispartition AND c.relkind OPERATOR(pg_catalog.=) ANY
      ('{r,p,f}'::pg_catalog."char"[])
    """

  /// Without privileges of its own (`relacl`) a table is all its owner's.
  private static let owners = """
    SELECT c.oid, o.rolname,
      pg_catalog.has_table_privilege(c.relowner, c.oid, 'SELECT'),
      pg_catalog.has_table_privilege(c.relowner, c.oid, 'UPDATE'),
      pg_catalog.has_table_privilege(c.relowner, c.oid, 'DELETE'), s.usage
    FROM (SELECT a.relowner, a.relnamespace,
        pg_catalog.has_schema_privilege(a.relowner, a.relnamespace, 'USAGE') AS usage
      FROM (SELECT DISTINCT c.relowner, c.relnamespace FROM pg_catalog.pg_class AS c
        WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog."char"[])) AS a) AS s
    JOIN pg_catalog.pg_class AS c ON c.relowner OPERATOR(pg_catalog.=) s.relowner
      AND c.relnamespace OPERATOR(pg_catalog.=) s.relnamespace
      AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog."char"[])
    JOIN pg_catalog.pg_roles AS o ON o.oid OPERATOR(pg_catalog.=) c.relowner
    WHERE NOT s.usage OR c.relacl IS NOT NULL
      AND NOT (pg_catalog.has_table_privilege(c.relowner, c.oid, 'SELECT')
        AND pg_catalog.has_table_privilege(c.relowner, c.oid, 'UPDATE')
        AND pg_catalog.has_table_privilege(c.relowner, c.oid, 'DELETE'))
    """

  /// On UPDATE (2) and DELETE (4).
  private static let rules = """
    SELECT r.ev_class, r.rulename FROM pg_catalog.pg_rewrite AS r
    WHERE r.ev_type OPERATOR(pg_catalog.=) ANY ('{2,4}'::pg_catalog."char"[])
      AND r.ev_enabled OPERATOR(pg_catalog.=) ANY ('{O,A}'::pg_catalog."char"[])
    """

  /// Tables whose published updates or deletes could not say which row they are about.
  private static let publications = """
    SELECT DISTINCT c.oid FROM pg_catalog.pg_publication AS p
    JOIN pg_catalog.pg_publication_tables AS t ON t.pubname OPERATOR(pg_catalog.=) p.pubname
    JOIN pg_catalog.pg_namespace AS n ON n.nspname OPERATOR(pg_catalog.=) t.schemaname
    JOIN pg_catalog.pg_class AS c ON c.relnamespace OPERATOR(pg_catalog.=) n.oid
      AND c.relname OPERATOR(pg_catalog.=) t.tablename
    WHERE (p.pubdelete OR p.pubupdate)
      AND (c.relreplident OPERATOR(pg_catalog.=) 'n'
        OR c.relreplident OPERATOR(pg_catalog.=) 'd' AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_index AS i
          WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisprimary AND i.indimmediate))
    """
}
