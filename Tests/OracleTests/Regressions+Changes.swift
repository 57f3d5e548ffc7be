extension Regressions {
  /// UPDATEs and INSERTs.
  static let changes: [Case] = [
    Case(
      name: "ON UPDATE CASCADE converts the value to the referencing column's type",
      setUp: """
        CREATE TABLE @.a (rid int, k numeric(6,2) PRIMARY KEY);
        CREATE TABLE @.b (rid int, k int REFERENCES @.a ON UPDATE CASCADE);
        INSERT INTO @.a VALUES (1, 1);
        INSERT INTO @.b VALUES (2, 1)
        """,
      delete: "UPDATE @.a SET k = 7.0"),
    Case(
      name: "a value too large for the referencing column is refused",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, k smallint REFERENCES @.a ON UPDATE CASCADE);
        INSERT INTO @.a VALUES (1, 1);
        INSERT INTO @.b VALUES (2, 1)
        """,
      delete: "UPDATE @.a SET k = 70000", sqlstate: "22003"),
    Case(
      name: "ON CONFLICT refuses deferrable constraints",
      setUp: "CREATE TABLE @.a (rid int, k int UNIQUE INITIALLY DEFERRED)",
      delete: "INSERT INTO @.a VALUES (1, 1) ON CONFLICT (k) DO NOTHING", sqlstate: "55000"),
    Case(
      name: "ON CONFLICT looks no further than the first conflict",
      setUp: """
        CREATE TABLE @.a (rid int PRIMARY KEY, k int UNIQUE INITIALLY DEFERRED);
        INSERT INTO @.a VALUES (1, 1)
        """,
      delete: "INSERT INTO @.a VALUES (1, 2) ON CONFLICT DO NOTHING"),
    Case(
      name: "an UPDATE reaches the heirs of a table, whose checks look at other columns",
      setUp: """
        CREATE TABLE @.a (rid int, k int, f int CHECK (f <> 3));
        CREATE TABLE @.heir (more int) INHERITS (@.a);
        INSERT INTO @.a VALUES (1, 1, 1);
        INSERT INTO @.heir VALUES (2, 2, 2)
        """,
      delete: "UPDATE @.a SET k = 3"),
    Case(
      name: "a row to insert may name another one of the same statement",
      setUp: "CREATE TABLE @.a (rid int, k int PRIMARY KEY, up int REFERENCES @.a)",
      delete: "INSERT INTO @.a VALUES (1, 1, 2), (2, 2, 3), (3, 3, 1)"),
    Case(
      name: "MATCH FULL does not take half a key",
      setUp: """
        CREATE TABLE @.a (rid int, k int, l int, PRIMARY KEY (k, l));
        CREATE TABLE @.b (rid int, k int, l int, FOREIGN KEY (k, l) REFERENCES @.a MATCH FULL)
        """,
      delete: "INSERT INTO @.b VALUES (1, 2, NULL)", sqlstate: "23503"),
    Case(
      name: "a deferred reference is missing at COMMIT alone",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, k int REFERENCES @.a DEFERRABLE INITIALLY DEFERRED)
        """,
      delete: "INSERT INTO @.b VALUES (1, 2)", sqlstate: "23503"),
    Case(
      name: "an inserted row goes to its partition, or there is none",
      setUp: """
        CREATE TABLE @.a (rid int, k int NOT NULL) PARTITION BY LIST (k);
        CREATE TABLE @.a1 PARTITION OF @.a FOR VALUES IN (1)
        """,
      delete: "INSERT INTO @.a VALUES (1, 1), (2, 2)", sqlstate: "23514"),
    Case(
      name: "two rows of an UPDATE change keys with each other",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        INSERT INTO @.a VALUES (1, 1), (2, 2)
        """,
      delete: "UPDATE @.a SET k = 3 - k", sqlstate: "23505"),
    Case(
      name: "numbers of sequences are those that come next",
      setUp: """
        CREATE TABLE @.a (rid serial, k int PRIMARY KEY);
        INSERT INTO @.a (k) VALUES (1), (2);
        CREATE TABLE @.b (rid int, k serial REFERENCES @.a)
        """,
      delete: "INSERT INTO @.b (rid) VALUES (1), (2), (3)", sqlstate: "23503"),
  ]
}
