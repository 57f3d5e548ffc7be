/// Cases made by hand: RETURNING, names that look generated, WHEN conditions of triggers, PERIOD keys.
extension Regressions {
  static let exactness: [Case] = [
    Case(
      name: "an expression after RETURNING fails before any foreign key refuses",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, f int REFERENCES @.p);
        INSERT INTO @.p VALUES (1, 1), (2, 0);
        INSERT INTO @.c VALUES (3, 1)
        """,
      delete: "DELETE FROM @.p RETURNING *, 1 / k", sqlstate: "22012"),
    Case(
      name: "a row that changes has another key that is null in part",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.q (rid int, k int, l int, PRIMARY KEY (k, l));
        CREATE TABLE @.c (rid int, f int REFERENCES @.p ON DELETE SET NULL, k int, l int);
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, 1, 5, NULL);
        ALTER TABLE @.c ADD FOREIGN KEY (k, l) REFERENCES @.q MATCH FULL NOT VALID
        """,
      delete: "DELETE FROM @.p", sqlstate: "23503"),
    Case(
      name: "the WHERE fails for a row",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        INSERT INTO @.p VALUES (1, 1), (2, 0)
        """,
      delete: "DELETE FROM @.p WHERE 1 / k > 0", sqlstate: "22012"),
    Case(
      name: "RETURNING is not worked out for rows that a trigger keeps",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        INSERT INTO @.p VALUES (1, 0);
        CREATE FUNCTION @.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER keep BEFORE DELETE ON @.p FOR EACH ROW EXECUTE FUNCTION @.keep()
        """,
      delete: "DELETE FROM @.p RETURNING 1 / k"),
    Case(
      name: "a column of a view fails when it is returned",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE VIEW @.v AS SELECT 1 / k AS reciprocal FROM @.p;
        INSERT INTO @.p VALUES (1, 0)
        """,
      delete: "DELETE FROM @.v RETURNING *", sqlstate: "22012"),
    Case(
      name: "RETURNING names the old and the new row", version: 18,
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        INSERT INTO @.p VALUES (1, 0)
        """,
      delete: "DELETE FROM @.p RETURNING WITH (OLD AS o) new.k, o.*, 1 / o.k", sqlstate: "22012"),
    Case(
      name: "columns and tables have the names that queries might make up",
      setUp: """
        CREATE TABLE @.p (rid int, "fkwalk n" int PRIMARY KEY);
        CREATE TABLE @."fkwalk rows" (rid int, "fkwalk n" int UNIQUE,
          "fkwalk row" int REFERENCES @.p ON DELETE SET NULL,
          CHECK ("fkwalk rows".* IS NOT NULL OR "fkwalk n" > 0));
        CREATE UNIQUE INDEX ON @."fkwalk rows" (("fkwalk n" + 1)) WHERE "fkwalk row" IS NULL;
        INSERT INTO @.p VALUES (1, 1), (2, 2);
        INSERT INTO @."fkwalk rows" VALUES (3, 1, 1), (4, 2, 2)
        """,
      delete: "DELETE FROM @.p"),
    Case(
      name: "an untouched column holds what its domain would not take any more",
      setUp: """
        CREATE DOMAIN @.positive AS int;
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, d @.positive, f int REFERENCES @.p ON DELETE SET NULL,
          CHECK (c.* IS NOT NULL OR rid > 0));
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, -5, 1);
        ALTER DOMAIN @.positive ADD CHECK (VALUE > 0) NOT VALID
        """,
      delete: "DELETE FROM @.p"),
    Case(
      name: "triggers fire where their condition holds",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, v int, f int REFERENCES @.p ON DELETE SET NULL);
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, 5, 1), (3, 6, 1);
        CREATE FUNCTION @.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE TRIGGER moved AFTER UPDATE ON @.c FOR EACH ROW WHEN (old.v <> new.v) EXECUTE FUNCTION @.no();
        CREATE TRIGGER six AFTER UPDATE ON @.c FOR EACH ROW
          WHEN (new.v = 6 AND old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION @.no()
        """,
      delete: "DELETE FROM @.p", sqlstate: "P0001"),
    Case(
      name: "referential triggers are one level deep, however far down",
      setUp: """
        CREATE TABLE @.p (rid int, k int PRIMARY KEY);
        CREATE TABLE @.c (rid int, k int PRIMARY KEY REFERENCES @.p ON DELETE CASCADE);
        CREATE TABLE @.d (rid int, f int REFERENCES @.c ON DELETE CASCADE);
        INSERT INTO @.p VALUES (1, 1);
        INSERT INTO @.c VALUES (2, 1);
        INSERT INTO @.d VALUES (3, 1);
        CREATE FUNCTION @.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE TRIGGER top AFTER DELETE ON @.p FOR EACH ROW WHEN (pg_trigger_depth() > 0) EXECUTE FUNCTION @.no();
        CREATE TRIGGER deep AFTER DELETE ON @.d FOR EACH ROW WHEN (pg_trigger_depth() <> 1) EXECUTE FUNCTION @.no()
        """,
      delete: "DELETE FROM @.p"),
    Case(
      name: "a period is still covered in part", version: 18,
      setUp: """
        CREATE TABLE @.p (rid int, k int4range, d daterange, UNIQUE (k, d WITHOUT OVERLAPS));
        CREATE TABLE @.c (rid int, f int4range, d daterange, FOREIGN KEY (f, PERIOD d) REFERENCES @.p (k, PERIOD d));
        INSERT INTO @.p VALUES (1, '[1,2)', '[2020-01-01,2021-01-01)'), (2, '[1,2)', '[2021-01-01,2022-01-01)');
        INSERT INTO @.c VALUES (3, '[1,2)', '[2020-02-01,2020-03-01)'), (4, '[1,2)', '[2020-06-01,2021-06-01)')
        """,
      delete: "DELETE FROM @.p WHERE rid = 2", sqlstate: "23503"),
    Case(
      name: "a period that nothing needs goes", version: 18,
      setUp: """
        CREATE TABLE @.p (rid int, k int4range, d daterange, UNIQUE (k, d WITHOUT OVERLAPS));
        CREATE TABLE @.c (rid int, f int4range, d daterange, FOREIGN KEY (f, PERIOD d) REFERENCES @.p (k, PERIOD d));
        INSERT INTO @.p VALUES (1, '[1,2)', '[2020-01-01,2021-01-01)'), (2, '[1,2)', '[2021-01-01,2022-01-01)');
        INSERT INTO @.c VALUES (3, '[1,2)', '[2020-02-01,2020-03-01)')
        """,
      delete: "DELETE FROM @.p WHERE rid = 2"),
    Case(
      name: "a changed row looks for periods that cover its own", version: 18,
      setUp: """
        CREATE TABLE @.o (rid int, k int4range PRIMARY KEY);
        CREATE TABLE @.p (rid int, k int4range, d daterange, UNIQUE (k, d WITHOUT OVERLAPS));
        CREATE TABLE @.c (rid int, f int4range DEFAULT '[2,3)' REFERENCES @.o ON DELETE SET DEFAULT, d daterange,
          FOREIGN KEY (f, PERIOD d) REFERENCES @.p (k, PERIOD d));
        INSERT INTO @.o VALUES (1, '[1,2)'), (2, '[2,3)');
        INSERT INTO @.p VALUES (3, '[1,2)', '[2020-01-01,2022-01-01)'), (4, '[2,3)', '[2020-01-01,2021-01-01)');
        INSERT INTO @.c VALUES (5, '[1,2)', '[2020-02-01,2020-03-01)'), (6, '[1,2)', '[2020-06-01,2021-06-01)')
        """,
      delete: "DELETE FROM @.o WHERE rid = 1", sqlstate: "23503"),
    Case(
      name: "a key of one partition is none of the table",
      setUp: """
        CREATE TABLE @.p (rid int, k int NOT NULL) PARTITION BY LIST (rid);
        CREATE TABLE @.p1 PARTITION OF @.p FOR VALUES IN (1);
        CREATE TABLE @.p2 PARTITION OF @.p FOR VALUES IN (2);
        CREATE UNIQUE INDEX ON @.p2 (k);
        INSERT INTO @.p VALUES (1, 1), (2, 1)
        """,
      delete: "DELETE FROM @.p"),
  ]
}
