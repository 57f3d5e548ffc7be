import SchemaModel
import Testing

/// Cases that were once previewed wrongly; each is a schema of its own and one DELETE.
@Suite struct Regressions {
  /// One case; `@` stands for its schema.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    /// The first version of PostgreSQL that has what it is about.
    var version = 15
    /// Statements, separated by semicolons at the end of a line.
    var setUp: String
    var delete: String
    /// SQLSTATE, or nil where the DELETE succeeds: so that the case stays about what it says.
    var sqlstate: String?
    /// Whether the preview must say that it cannot tell.
    var isUnsure = false

    var testDescription: String { name }
  }

  @Test(arguments: OracleServer.binDirectories)
  func previewsWhatHappens(binDirectory: String?) throws {
    let server = try OracleServer(binDirectory: binDirectory)
    let cases =
      Self.cases + Self.handMade + Self.exactness + Self.changes + Self.indexes + Self.sessions
      + Self.triggers
    for (number, item) in cases.enumerated()
    where item.version <= server.features.version {
      let schema = "r\(number)"
      func named(_ text: String) -> String {
        text.split(separator: "@", omittingEmptySubsequences: false).joined(separator: schema)
      }
      let errors = try server.run(["CREATE SCHEMA \(schema)"] + Self.statements(named(item.setUp)))
      #expect(errors.isEmpty, "\(item.name)")
      let judgement = try Oracle(server: server).judge(named(item.delete), in: [schema])
      #expect(judgement.verdict == (item.isUnsure ? .unsure : .right), "\(item.name)")
      #expect(judgement.truth.error?.sqlstate == item.sqlstate, "\(item.name)")
    }
  }

  private static func statements(_ text: String) -> [String] {
    text.split(separator: "\n").reduce(into: [""]) { statements, line in
      statements[statements.count - 1] += line + "\n"
      if line.hasSuffix(";") { statements.append("") }
    }
  }
}

extension Regressions {
  static let cases: [Case] = [
    Case(
      name: "the values of an expression index are shown, columns are quoted",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, "K" int DEFAULT 9 REFERENCES @.a ON DELETE SET DEFAULT);
        CREATE UNIQUE INDEX ON @.b ((coalesce("K", 0)), "K");
        INSERT INTO @.a VALUES (1, 1), (9, 9);
        INSERT INTO @.b VALUES (2, 1), (3, 9)
        """,
      delete: "DELETE FROM @.a WHERE k = 1", sqlstate: "23505"),
    Case(
      name: "two changed rows conflict in an expression index",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, f int REFERENCES @.a ON DELETE SET NULL);
        CREATE UNIQUE INDEX ON @.b ((coalesce(f, 0)));
        INSERT INTO @.a VALUES (1, 1), (2, 2);
        INSERT INTO @.b VALUES (3, 1), (4, 2)
        """,
      delete: "DELETE FROM @.a", sqlstate: "23505"),
    Case(
      name: "two changed rows do not conflict outside a partial index",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, f int DEFAULT 9 REFERENCES @.a ON DELETE SET DEFAULT);
        CREATE UNIQUE INDEX ON @.b (f) WHERE rid > 3;
        INSERT INTO @.a VALUES (1, 1), (2, 2), (9, 9);
        INSERT INTO @.b VALUES (3, 1), (4, 2)
        """,
      delete: "DELETE FROM @.a WHERE k < 9"),
    Case(
      name: "changed keys that are equal but written differently conflict",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, a int REFERENCES @.a ON DELETE SET NULL, f numeric,
          g numeric GENERATED ALWAYS AS (CASE WHEN a IS NULL THEN f ELSE f + rid END) STORED UNIQUE);
        INSERT INTO @.a VALUES (1, 1);
        INSERT INTO @.b VALUES (2, 1, 1), (3, 1, 1.0)
        """,
      delete: "DELETE FROM @.a", sqlstate: "23505"),
    Case(
      name: "rows move between hash partitions by a domain",
      setUp: """
        CREATE DOMAIN @.whole AS int;
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, f @.whole DEFAULT 2 REFERENCES @.a ON DELETE SET DEFAULT)
          PARTITION BY HASH (f);
        CREATE TABLE @.b1 PARTITION OF @.b FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE @.b2 PARTITION OF @.b FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO @.a VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5);
        INSERT INTO @.b VALUES (6, 1), (7, 3), (8, 4), (9, 5)
        """,
      delete: "DELETE FROM @.a WHERE k <> 2"),
    Case(
      name: "a row finds no partition at the second level",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, c int, "F" int REFERENCES @.a ON DELETE SET NULL)
          PARTITION BY LIST (c);
        CREATE TABLE @.b1 PARTITION OF @.b FOR VALUES IN (1) PARTITION BY LIST ("F");
        CREATE TABLE @.b11 PARTITION OF @.b1 FOR VALUES IN (1);
        INSERT INTO @.a VALUES (1, 1);
        INSERT INTO @.b VALUES (2, 1, 1)
        """,
      delete: "DELETE FROM @.a", sqlstate: "23514"),
    Case(
      name: "a row cannot leave the partition that the foreign key is on",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, f int) PARTITION BY LIST (f);
        CREATE TABLE @.b1 (f int, rid int);
        ALTER TABLE @.b ATTACH PARTITION @.b1 FOR VALUES IN (1);
        CREATE TABLE @.b2 PARTITION OF @.b DEFAULT;
        ALTER TABLE @.b1 ADD FOREIGN KEY (f) REFERENCES @.a ON DELETE SET NULL;
        INSERT INTO @.a VALUES (1, 1);
        INSERT INTO @.b VALUES (2, 1)
        """,
      delete: "DELETE FROM @.a", sqlstate: "23514"),
    Case(
      name: "the second level is hash partitioned by a domain",
      setUp: """
        CREATE DOMAIN @.whole AS int;
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, c int, f @.whole REFERENCES @.a ON DELETE SET NULL, UNIQUE (c, f))
          PARTITION BY LIST (c);
        CREATE TABLE @.b1 PARTITION OF @.b FOR VALUES IN (1) PARTITION BY HASH (f);
        CREATE TABLE @.b11 PARTITION OF @.b1 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE @.b12 PARTITION OF @.b1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO @.a VALUES (1, 1), (2, 2), (3, 3);
        INSERT INTO @.b VALUES (4, 1, 1), (5, 1, 2), (6, 1, 3)
        """,
      delete: "DELETE FROM @.a"),
    Case(
      name: "rows changed before are visited in the order of their partitions",
      setUp: """
        CREATE TABLE @.a (rid int, k int PRIMARY KEY);
        CREATE TABLE @.b (rid int, c int, f int REFERENCES @.a ON DELETE SET NULL,
          g int REFERENCES @.a ON DELETE SET NULL) PARTITION BY LIST (c);
        CREATE TABLE @.b2 PARTITION OF @.b FOR VALUES IN (2);
        CREATE TABLE @.b1 PARTITION OF @.b FOR VALUES IN (1);
        ALTER TABLE @.b2 ADD CONSTRAINT second CHECK (g IS NOT NULL);
        ALTER TABLE @.b1 ADD CONSTRAINT first CHECK (g IS NOT NULL);
        INSERT INTO @.a VALUES (1, 1), (2, 2);
        INSERT INTO @.b VALUES (3, 1, 1, 2), (4, 2, 2, 2)
        """,
      delete: "DELETE FROM @.a", sqlstate: "23514"),
    Case(
      name: "rows reached by two keys of two columns are counted once",
      setUp: """
        CREATE TABLE @.a (rid int, k int, l int, PRIMARY KEY (k, l));
        CREATE TABLE @.b (rid int, v2 int, d int, v1 int, f int,
          FOREIGN KEY (v2, d) REFERENCES @.a ON DELETE CASCADE,
          FOREIGN KEY (v1, f) REFERENCES @.a ON DELETE CASCADE);
        INSERT INTO @.a VALUES (1, 1, 1), (2, 1, 2);
        INSERT INTO @.b VALUES (3, 1, 1, 1, 2), (4, 1, 2, NULL, 1), (5, NULL, NULL, 1, 1)
        """,
      delete: "DELETE FROM @.a"),
  ]
}
