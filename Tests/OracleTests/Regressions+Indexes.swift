/// Expressions and predicates of indexes, which the server works out for every new row.
extension Regressions {
  static let indexes: [Case] = [
    Case(
      name: "an index expression fails for a row that is set to NULL",
      setUp: setNull + "CREATE INDEX ON @.c ((1 / coalesce(a, 0)))",
      delete: "DELETE FROM @.p WHERE a = 1", sqlstate: "22012"),
    Case(
      name: "an index predicate fails for a row to insert",
      setUp: setNull + "CREATE INDEX ON @.c (b) WHERE 1 / coalesce(a, 0) = 1",
      delete: "INSERT INTO @.c (rid) VALUES (7)", sqlstate: "22012"),
    Case(
      name: "an index takes a text for JSON",
      setUp: "CREATE TABLE @.c (rid int, j text);\n"
        + "CREATE INDEX ON @.c (((j::jsonb) ->> 'k'))",
      delete: "INSERT INTO @.c VALUES (1, '{}'), (2, 'not json')", sqlstate: "22P02"),
    Case(
      name: "a row enters a partial index once its key is NULL",
      setUp: setNull + """
        UPDATE @.c SET b = 'no number';
        CREATE INDEX ON @.c ((b::int)) WHERE a IS NULL
        """,
      delete: "DELETE FROM @.p WHERE a = 1", sqlstate: "22P02"),
    Case(
      name: "a row outside a partial index needs no expression",
      setUp: setNull + "CREATE INDEX ON @.c ((1 / coalesce(a, 0))) WHERE a IS NOT NULL",
      delete: "DELETE FROM @.p WHERE a = 1"),
    Case(
      name: "an index over a domain refuses a key that is passed on",
      setUp: """
        CREATE DOMAIN @.even AS int CHECK (VALUE % 2 = 0);
        CREATE TABLE @.p (rid int, a int PRIMARY KEY);
        CREATE TABLE @.c (rid int, a int REFERENCES @.p ON UPDATE CASCADE);
        INSERT INTO @.p VALUES (1, 2);
        INSERT INTO @.c VALUES (2, 2);
        CREATE INDEX ON @.c ((a::@.even))
        """,
      delete: "UPDATE @.p SET a = 3", sqlstate: "23514"),
    Case(
      name: "a CHECK comes before an index, an older index before a younger one",
      setUp: """
        CREATE TABLE @.c (rid int, a int UNIQUE, b int CHECK (b > 0));
        CREATE INDEX ON @.c ((1 / a));
        CREATE UNIQUE INDEX ON @.c (b);
        INSERT INTO @.c VALUES (1, 1, 1)
        """,
      delete: "INSERT INTO @.c VALUES (2, 0, 1)", sqlstate: "22012"),
    Case(
      name: "an expression of a unique index fails",
      setUp: "CREATE TABLE @.c (rid int, a int);\nCREATE UNIQUE INDEX ON @.c ((1 / a))",
      delete: "INSERT INTO @.c VALUES (1, 1), (2, 0)", sqlstate: "22012"),
    Case(
      name: "a trigger sets the time in a column that an index computes with",
      setUp: """
        CREATE TABLE @.c (rid int, u timestamp);
        CREATE INDEX ON @.c ((1 / (CASE WHEN u > '2000-01-01' THEN 0 ELSE 1 END)));
        CREATE FUNCTION @.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.u := now(); RETURN NEW; END';
        CREATE TRIGGER t BEFORE INSERT ON @.c FOR EACH ROW EXECUTE FUNCTION @.f()
        """,
      delete: "INSERT INTO @.c VALUES (1, NULL)", sqlstate: "22012", isUnsure: true),
    Case(
      name: "a key may be too large for its index",
      setUp: "CREATE TABLE @.p (rid int, a text PRIMARY KEY);\nINSERT INTO @.p VALUES (1, 'x')",
      delete:
        "UPDATE @.p SET a = (SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1000) n)",
      sqlstate: "54000", isUnsure: true),
    Case(
      name: "an index by a function that reads tables",
      setUp: """
        CREATE TABLE @.p (rid int, a int);
        CREATE FUNCTION @.known(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT EXISTS (SELECT FROM @.p WHERE a = $1)';
        CREATE UNIQUE INDEX ON @.p ((@.known(a)))
        """,
      delete: "INSERT INTO @.p VALUES (1, 1)", isUnsure: true),
    Case(
      name: "a range in a WITHOUT OVERLAPS column must not be empty", version: 18,
      setUp: overlaps, delete: "INSERT INTO @.p VALUES (2, '[2,3)', 'empty')", sqlstate: "23514"),
    Case(
      name: "an empty range is refused before its PERIOD reference", version: 18,
      setUp: overlaps + """
        ;
        CREATE TABLE @.c (rid int, k int4range, v daterange, PRIMARY KEY (k, v WITHOUT OVERLAPS),
          FOREIGN KEY (k, PERIOD v) REFERENCES @.p (k, PERIOD v));
        INSERT INTO @.c VALUES (3, '[1,2)', '[2020-01-01,2020-02-01)')
        """,
      delete: "UPDATE @.c SET v = 'empty'", sqlstate: "23514"),
    Case(
      name: "ranges before WITHOUT OVERLAPS are compared by equality", version: 18,
      setUp: overlaps, delete: "INSERT INTO @.p VALUES (2, '[1,5)', '[2020-01-01,2020-02-01)')"),
  ]

  private static let setNull = """
    CREATE TABLE @.p (rid int, a int PRIMARY KEY);
    CREATE TABLE @.c (rid int, a int REFERENCES @.p ON DELETE SET NULL, b text);
    INSERT INTO @.p VALUES (1, 1), (2, 2);
    INSERT INTO @.c VALUES (3, 1, 'x');

    """

  private static let overlaps = """
    CREATE TABLE @.p (rid int, k int4range, v daterange, PRIMARY KEY (k, v WITHOUT OVERLAPS));
    INSERT INTO @.p VALUES (1, '[1,2)', '[2020-01-01,2021-01-01)')
    """
}
