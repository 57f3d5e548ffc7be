/// Rows that are set to their defaults.
extension CountingTests {
  static let defaultShapes = [
    Shape(
      testDescription: "defaults",
      tables: """
        CREATE TABLE a (id int, region text, name text, PRIMARY KEY (region, id));
        CREATE TABLE b (id int PRIMARY KEY, region text NOT NULL DEFAULT 'none', a int NOT NULL DEFAULT 0,
          FOREIGN KEY (region, a) REFERENCES a ON DELETE SET DEFAULT);
        CREATE TABLE c (b int REFERENCES b ON DELETE SET DEFAULT, n int) PARTITION BY HASH (n);
        CREATE TABLE c1 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE c2 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        CREATE TABLE d (b int DEFAULT length('seven ') + 1 REFERENCES b ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED,
          other int REFERENCES b ON DELETE CASCADE);
        INSERT INTO a SELECT n, CASE WHEN n = 0 THEN 'none' ELSE 'north' END FROM generate_series(0, 20) n;
        INSERT INTO b SELECT n, 'north', 1 + (random() * 19)::int FROM generate_series(1, 60) n;
        INSERT INTO c SELECT 1 + (random() * 59)::int, n FROM generate_series(1, 200) n;
        INSERT INTO d SELECT 1 + (random() * 59)::int, 1 + (random() * 59)::int FROM generate_series(1, 100);
        """,
      deletes: [
        "DELETE FROM a WHERE id = 3", "DELETE FROM a WHERE id BETWEEN 1 AND 9",
        "DELETE FROM b WHERE id = 8", "DELETE FROM b WHERE id > 30",
      ], hasDiamond: true)
  ]

  /// Where the row that the defaults name is not there, or goes too, nothing is counted.
  static let uncountedDefaults = [
    ("no row for the default", "DELETE FROM a WHERE id < 3"),
    ("the row for the default goes", "DELETE FROM a WHERE id BETWEEN 3 AND 5"),
  ].map { name, delete in
    Shape(
      testDescription: name,
      tables: """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE TABLE b (a int DEFAULT 9);
        CREATE TABLE c (a int DEFAULT 5 REFERENCES a ON DELETE SET DEFAULT);
        INSERT INTO a SELECT n FROM generate_series(1, 6) n;
        INSERT INTO b VALUES (1), (2);
        INSERT INTO c VALUES (3), (4);
        ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a ON DELETE SET DEFAULT;
        """,
      deletes: [delete])
  }
}
