/// Cases made by hand, one for each part of PostgreSQL that random schemas seldom meet.
extension Regressions {
  static let handMade: [Case] = [
    Case(
      name: "a whole-row CHECK sees the table's own row type",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int REFERENCES @.p ON DELETE SET NULL,
          CHECK (c.* IS DISTINCT FROM ROW(2, NULL::int)::@.c));
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, 1)
        """,
      delete: "DELETE FROM @.p", sqlstate: "23514"),
    Case(
      name: "a CHECK uses tableoid",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int REFERENCES @.p ON DELETE SET NULL, CHECK (tableoid > 0 AND f IS NOT NULL));
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, 1)
        """,
      delete: "DELETE FROM @.p", sqlstate: "23514"),
    Case(
      name: "a default longer than its column is an error, not cut off",
      setUp: """
        CREATE TABLE @.p (rid int, k varchar(3) PRIMARY KEY);
        CREATE TABLE @.c (rid int, f varchar(3) DEFAULT 'abcdef' REFERENCES @.p ON DELETE SET DEFAULT);
        INSERT INTO @.p VALUES (1, 'x'), (2, 'abc');
        INSERT INTO @.c VALUES (3, 'x')
        """,
      delete: "DELETE FROM @.p WHERE rid = 1", sqlstate: "22001"),
    Case(
      name: "a generated column is fitted into its declared type",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int REFERENCES @.p ON DELETE SET NULL,
          g numeric(3, 1) GENERATED ALWAYS AS (coalesce(f, 5) / 3.0) STORED CHECK (g <> 1.7));
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, 1)
        """,
      delete: "DELETE FROM @.p", sqlstate: "23514"),
    Case(
      name: "an identity column cannot be set to NULL",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int GENERATED ALWAYS AS IDENTITY REFERENCES @.p ON DELETE SET NULL);
        INSERT INTO @.p VALUES (1, 1)
        """,
      delete: "DELETE FROM @.p", sqlstate: "428C9"),
    Case(
      name: "a CHECK that is NOT VALID holds for every changed row",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, v int, f int REFERENCES @.p ON DELETE SET NULL);
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, -1, 1);
        ALTER TABLE @.c ADD CHECK (v > 0) NOT VALID
        """,
      delete: "DELETE FROM @.p", sqlstate: "23514"),
    Case(
      name: "a partition key with expressions is shown as errors show it",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int REFERENCES @.p ON DELETE SET NULL)
          PARTITION BY RANGE (lower(coalesce(f::text, 'z')), (rid + 1));
        CREATE TABLE @.c1 PARTITION OF @.c FOR VALUES FROM ('1', MINVALUE) TO ('2', MINVALUE);
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, 1)
        """,
      delete: "DELETE FROM @.p", sqlstate: "23514"),
    Case(
      name: "nulls in an expression index do not conflict",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int REFERENCES @.p ON DELETE SET NULL);
        CREATE UNIQUE INDEX ON @.c ((f + 0));
        INSERT INTO @.p VALUES (1, 1), (2, 2);
        INSERT INTO @.c VALUES (3, 1), (4, 2)
        """,
      delete: "DELETE FROM @.p"),
    Case(
      name: "changed rows exclude each other by another operator than equality",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, r int4range, f int REFERENCES @.p ON DELETE SET NULL,
          EXCLUDE USING gist (r WITH &&) WHERE (f IS NULL));
        INSERT INTO @.p VALUES (1, 1), (2, 2);
        INSERT INTO @.c VALUES (3, '[1,5)', 1), (4, '[4,9)', 2)
        """,
      delete: "DELETE FROM @.p", sqlstate: "23P01"),
    Case(
      name: "a row changed in another column keeps its place in an index",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, g int, q int DEFAULT 7 REFERENCES @.p ON DELETE SET DEFAULT,
          f int DEFAULT 9 REFERENCES @.p ON DELETE SET DEFAULT, UNIQUE (g, q));
        INSERT INTO @.p VALUES (1, 1), (2, 2), (7, 7), (9, 9);
        INSERT INTO @.c VALUES (3, 5, 7, 1), (4, 5, 2, 9)
        """,
      delete: "DELETE FROM @.p WHERE k < 3", sqlstate: "23505"),
    Case(
      name: "a rule that does nothing on the table itself",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int REFERENCES @.p ON DELETE CASCADE);
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, 1);
        CREATE RULE kept AS ON DELETE TO @.p DO INSTEAD NOTHING
        """,
      delete: "DELETE FROM @.p"),
    Case(
      name: "a partition of a published table has no replica identity",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int REFERENCES @.p ON DELETE CASCADE) PARTITION BY LIST (rid);
        CREATE TABLE @.c2 PARTITION OF @.c FOR VALUES IN (2);
        INSERT INTO @.p VALUES (1, 1);
        CREATE PUBLICATION "@ parts" FOR TABLE @.c
        """,
      delete: "DELETE FROM @.p", sqlstate: "55000"),
    Case(
      name: "a publication's filter needs columns outside the replica identity",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int PRIMARY KEY, s text, f int REFERENCES @.p ON DELETE CASCADE);
        INSERT INTO @.p VALUES (1, 1);
        CREATE PUBLICATION "@ rows" FOR TABLE @.c WHERE (s = 'x')
        """,
      delete: "DELETE FROM @.p", sqlstate: "42P10"),
  ]
}
