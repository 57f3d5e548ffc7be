extension RuleBookQueries {
  /// For tables that have publications, or partitioned tables above them that do: what is wrong
  /// with their replica identity for each of the publications' purposes.
  static let publications = """
    SELECT c.oid, \(refusal(of: "deletes")), \(refusal(of: "updates"))
    FROM pg_catalog.pg_class c
    CROSS JOIN LATERAL (\(replicaIdentities)) p
    WHERE c.relkind = 'r' AND c.oid = ANY ($1::oid[])
    """

  private static let replicaIdentities = """
    SELECT pg_catalog.bool_or(deletes AND filters) AS deletes_filter, pg_catalog.bool_or(updates AND filters) AS updates_filter,
      pg_catalog.bool_or(deletes AND lists) AS deletes_columns, pg_catalog.bool_or(updates AND lists) AS updates_columns,
      pg_catalog.bool_or(deletes AND lacks) AS deletes_identity, pg_catalog.bool_or(updates AND lacks) AS updates_identity
    FROM (
      SELECT pub.pubdelete AS deletes, pub.pubupdate AS updates,
        c.relreplident <> 'f' AND EXISTS (
          SELECT FROM pg_catalog.regexp_matches(pg_catalog.to_jsonb(pr) ->> 'prqual', ':varattno (\\d+)', 'g') m
          WHERE NOT m[1]::int2 = ANY (coalesce(identity, '{}'))) AS filters,
        coalesce(list <> '' AND (c.relreplident = 'f' OR NOT coalesce(identity, '{}')
          <@ pg_catalog.string_to_array(list, ' ')::int2[]), false) AS lists,
        c.relreplident <> 'f' AND identity IS NULL AS lacks
      FROM pg_catalog.pg_publication pub
      JOIN pg_catalog.pg_publication_tables t ON t.pubname = pub.pubname
      JOIN pg_catalog.pg_class a ON a.relname = t.tablename
      JOIN pg_catalog.pg_namespace an ON an.oid = a.relnamespace AND an.nspname = t.schemaname
      LEFT JOIN pg_catalog.pg_publication_rel pr ON pr.prpubid = pub.oid AND pr.prrelid = c.oid
      CROSS JOIN LATERAL (SELECT (SELECT pg_catalog.array_agg(k) FROM pg_catalog.pg_index x, pg_catalog.unnest(x.indkey::int2[]) AS k
        WHERE x.indrelid = c.oid AND CASE c.relreplident WHEN 'd' THEN x.indisprimary AND x.indimmediate
          WHEN 'i' THEN x.indisreplident ELSE false END)) AS i(identity)
      CROSS JOIN LATERAL (SELECT pg_catalog.translate(pg_catalog.to_jsonb(pr) ->> 'prattrs', '[],', '')) AS l(list)
      WHERE a.oid = c.oid OR a.oid IN (SELECT pg_catalog.pg_partition_ancestors(c.oid))) AS published
    """

  private static func refusal(of purpose: String) -> String {
    """
    CASE WHEN p.\(purpose)_filter THEN 'filter' WHEN p.\(purpose)_columns THEN 'columns'
      WHEN p.\(purpose)_identity THEN 'identity' END
    """
  }
}
