/// Partitioned tables that are counted as one, and partitions that are counted by themselves.
extension CountingTests {
  static let partitionedShapes = [
    Shape(
      testDescription: "partitions at every level",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);
        CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (MINVALUE) TO (8);
        CREATE TABLE a2 PARTITION OF a DEFAULT;
        CREATE TABLE b (name text, a int REFERENCES a ON DELETE CASCADE, id int, day int, PRIMARY KEY (day, id)) PARTITION BY LIST (day);
        CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1, 2) PARTITION BY HASH (id);
        CREATE TABLE b11 PARTITION OF b1 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE b12 (day int NOT NULL, id int NOT NULL, a int, name text);
        ALTER TABLE b1 ATTACH PARTITION b12 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        CREATE TABLE b2 PARTITION OF b DEFAULT;
        CREATE TABLE c (b int, day int, a int REFERENCES a ON DELETE SET NULL, n int,
          FOREIGN KEY (day, b) REFERENCES b ON DELETE CASCADE) PARTITION BY HASH (b);
        CREATE TABLE c1 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE c2 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        CREATE INDEX ON c (day, b);
        INSERT INTO a SELECT n FROM generate_series(1, 20) n;
        INSERT INTO b SELECT 'b', 1 + (random() * 19)::int, n, n % 4 FROM generate_series(1, 60) n;
        INSERT INTO c SELECT k, k % 4, 1 + (random() * 19)::int, n
          FROM (SELECT n, 1 + (random() * 59)::int AS k FROM generate_series(1, 200) n) AS rows;
        """,
      deletes: [
        "DELETE FROM a WHERE id = 3", "DELETE FROM a WHERE id < 9", "DELETE FROM a",
        "DELETE FROM a2 WHERE id < 12", "DELETE FROM b1", "DELETE FROM b12 WHERE day = 1",
        "DELETE FROM c", "DELETE FROM c USING b WHERE b.id = c.b AND b.a < 9",
        "DELETE FROM ONLY a",
      ], hasDiamond: true),
    Shape(
      testDescription: "a tree in partitions",
      tables: """
        CREATE TABLE n (id int PRIMARY KEY, parent int REFERENCES n ON DELETE CASCADE) PARTITION BY HASH (id);
        CREATE TABLE n1 PARTITION OF n FOR VALUES WITH (MODULUS 3, REMAINDER 0);
        CREATE TABLE n2 PARTITION OF n FOR VALUES WITH (MODULUS 3, REMAINDER 1);
        CREATE TABLE n3 PARTITION OF n FOR VALUES WITH (MODULUS 3, REMAINDER 2);
        INSERT INTO n SELECT g, CASE WHEN g > 3 THEN g - 3 END FROM generate_series(1, 300) g;
        CREATE TABLE m (n int REFERENCES n ON DELETE CASCADE);
        INSERT INTO m SELECT 1 + (random() * 299)::int FROM generate_series(1, 200);
        """,
      deletes: [
        "DELETE FROM n WHERE id = 1", "DELETE FROM n WHERE id BETWEEN 20 AND 30", "DELETE FROM n",
      ], hasDiamond: true),
    Shape(
      testDescription: "partitions with foreign keys of their own",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int, a int, day int, PRIMARY KEY (day, id)) PARTITION BY LIST (day);
        CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);
        CREATE TABLE b2 PARTITION OF b FOR VALUES IN (2);
        CREATE TABLE b3 PARTITION OF b FOR VALUES IN (3);
        ALTER TABLE b1 ADD FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE;
        ALTER TABLE b2 ADD FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE;
        ALTER TABLE b3 ADD FOREIGN KEY (a) REFERENCES a ON DELETE SET NULL;
        CREATE TABLE c (b int, day int, FOREIGN KEY (day, b) REFERENCES b ON DELETE CASCADE);
        INSERT INTO a SELECT n FROM generate_series(1, 20) n;
        INSERT INTO b SELECT n, 1 + (random() * 19)::int, 1 + n % 3 FROM generate_series(1, 90) n;
        INSERT INTO c SELECT id, day FROM b, generate_series(1, 3);
        """,
      deletes: ["DELETE FROM a WHERE id = 3", "DELETE FROM a WHERE id < 9", "DELETE FROM b"],
      hasDiamond: true),
    Shape(
      testDescription: "refusals in partitions",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE a2 PARTITION OF a FOR VALUES FROM (15) TO (MAXVALUE);
        CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (MINVALUE) TO (15);
        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE) PARTITION BY HASH (id);
        CREATE TABLE b2 PARTITION OF b FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        CREATE TABLE b1 PARTITION OF b FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE x (id int PRIMARY KEY, b int REFERENCES b, a int) PARTITION BY HASH (id);
        CREATE TABLE x1 PARTITION OF x FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE x2 PARTITION OF x FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        ALTER TABLE x2 ADD FOREIGN KEY (a) REFERENCES a ON DELETE RESTRICT;
        CREATE TABLE z (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO a SELECT n FROM generate_series(1, 30) n;
        INSERT INTO b SELECT n, 1 + (random() * 29)::int FROM generate_series(1, 60) n;
        INSERT INTO x SELECT n, 1 + (random() * 59)::int, 1 + (random() * 29)::int FROM generate_series(1, 20) n;
        INSERT INTO z VALUES (1, 12), (2, 13);
        """,
      deletes: [
        "DELETE FROM a WHERE id = 11", "DELETE FROM a WHERE id = 12", "DELETE FROM a",
        "DELETE FROM a WHERE id BETWEEN 10 AND 19", "DELETE FROM b WHERE id < 15",
        "DELETE FROM a1", "DELETE FROM b2",
      ]),
  ]

  /// Where not all partitions do the same, or rows could be met twice, nothing is counted.
  static let uncounted = [
    Shape(
      testDescription: "a foreign key to one partition",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY) PARTITION BY LIST (id);
        CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1);
        CREATE TABLE a2 PARTITION OF a FOR VALUES IN (2);
        CREATE TABLE b (a int REFERENCES a1 ON DELETE CASCADE);
        INSERT INTO a VALUES (1), (2);
        INSERT INTO b VALUES (1);
        """,
      deletes: ["DELETE FROM a"]),
    Shape(
      testDescription: "a foreign key of the table and of a partition",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int, a int REFERENCES a ON DELETE CASCADE, other int) PARTITION BY LIST (id);
        CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);
        CREATE TABLE b2 PARTITION OF b FOR VALUES IN (2);
        ALTER TABLE b1 ADD FOREIGN KEY (other) REFERENCES a ON DELETE SET NULL;
        INSERT INTO a VALUES (1), (2);
        INSERT INTO b VALUES (1, 1, 1), (2, 1, 2);
        """,
      deletes: ["DELETE FROM a"]),
    Shape(
      testDescription: "rows that may move",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int, a int REFERENCES a ON DELETE SET NULL) PARTITION BY LIST (a);
        CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);
        CREATE TABLE b2 PARTITION OF b DEFAULT;
        INSERT INTO a VALUES (1), (2);
        INSERT INTO b VALUES (1, 1), (2, 2);
        """,
      deletes: ["DELETE FROM a"]),
    Shape(
      testDescription: "a partition that will not have nulls",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int, a int REFERENCES a ON DELETE SET NULL) PARTITION BY LIST (id);
        CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);
        CREATE TABLE b2 PARTITION OF b DEFAULT;
        ALTER TABLE b2 ALTER a SET NOT NULL;
        INSERT INTO a VALUES (1), (2);
        INSERT INTO b VALUES (1, 1), (2, 2);
        """,
      deletes: ["DELETE FROM a"]),
    Shape(
      testDescription: "a trigger on one partition",
      tables: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (id int, a int REFERENCES a ON DELETE CASCADE) PARTITION BY LIST (id);
        CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1);
        CREATE TABLE b2 PARTITION OF b DEFAULT;
        CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER keep BEFORE DELETE ON b2 FOR EACH ROW EXECUTE FUNCTION keep();
        INSERT INTO a VALUES (1), (2);
        INSERT INTO b VALUES (1, 1), (2, 2);
        """,
      deletes: ["DELETE FROM a"]),
  ]
}
