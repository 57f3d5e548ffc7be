import ProcessTesting
import Testing

/// Foreign tables on the way of statements, whose server never answers: who touches them hangs.
@Suite(.serialized, .enabled(if: FarServer.isInstalled)) struct ForeignTableTests {
  private let demo: DemoServer

  init() throws { demo = try FarServer.shared.get().demo }

  @Test(arguments: [
    "DELETE FROM items", "DELETE FROM items WHERE parent = 1", "DELETE FROM base",
    "DELETE FROM seen", "DELETE FROM items_far", "UPDATE items SET parent = 2",
    "UPDATE items SET id = 1500 WHERE id = 1", "INSERT INTO items VALUES (1500, 1)",
    "INSERT INTO items SELECT id + 1400, parent FROM items_near",
  ])
  func whatReachesThemCannotBeToldAndIsNotTried(_ statement: String) throws {
    let run = try demo.fkwalk("preview", statement, "--verify", "--timeout", "20")
    #expect(run.status == 4 && run.output.contains("UNCERTAIN foreign_table"), "\(run)")
    #expect(run.errors.contains("fkwalk: not verified: "), "\(run)")
  }

  @Test(arguments: [
    "DELETE FROM items WHERE id = 1", "DELETE FROM ONLY base", "DELETE FROM parents WHERE id = 1",
    "UPDATE items SET parent = 2 WHERE id = 1", "INSERT INTO items VALUES (3, 1)",
  ])
  func whatDoesNotIsToldExactly(_ statement: String) throws {
    let run = try demo.fkwalk("preview", statement, "--verify", "--timeout", "20")
    #expect(run.status == 0 && run.output.contains("just as predicted"), "\(run)")
  }

  @Test(arguments: [
    ["graph"], ["lint"], ["order", "--format", "sql"], ["bug-report"], ["compare", "demo", "demo"],
    ["orphans"],
  ])
  func instrumentsDoNotTouchThem(_ command: [String]) throws {
    let run = try demo.fkwalk(command + ["--timeout", "20"])
    #expect([0, 3].contains(run.status) && run.errors.isEmpty, "\(run)")
  }

  @Test func lintKnowsThatTheyHaveNoForeignKeys() throws {
    let lint = try demo.fkwalk("lint").output
    #expect(lint.contains("items_far is a foreign table, which can have no foreign keys"))
    #expect(lint.contains("base_far is a foreign table, which can have no foreign keys"))
    #expect(!lint.contains("ADD CONSTRAINT"), "\(lint)")
  }
}

/// A database with foreign tables on a server that says nothing.
private struct FarServer: Sendable {
  let silence: SilentServer
  let demo: DemoServer

  static let shared = Result { try FarServer() }

  /// Whether there is postgres_fdw on this machine; some systems have it in a package of its own.
  static let isInstalled = ((try? shared.get()) != nil)

  init() throws {
    silence = try SilentServer()
    demo = try DemoServer(scenario: "chain")
    try demo.load(
      """
      CREATE EXTENSION postgres_fdw;
      CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw
        OPTIONS (host '\(silence.variables["PGHOST"] ?? "")', port '5432');
      CREATE USER MAPPING FOR PUBLIC SERVER far;
      CREATE TABLE parents (id int PRIMARY KEY);
      CREATE TABLE items (id int, parent int) PARTITION BY RANGE (id);
      CREATE TABLE items_near PARTITION OF items FOR VALUES FROM (0) TO (1000);
      CREATE FOREIGN TABLE items_far PARTITION OF items FOR VALUES FROM (1000) TO (2000) SERVER far;
      ALTER TABLE items_near ADD CONSTRAINT items_parent FOREIGN KEY (parent) REFERENCES parents
        ON DELETE CASCADE;
      CREATE TABLE base (id int PRIMARY KEY, parent int REFERENCES parents ON DELETE CASCADE);
      CREATE FOREIGN TABLE base_far () INHERITS (base) SERVER far;
      CREATE VIEW seen AS SELECT * FROM items;
      INSERT INTO parents VALUES (1), (2);
      INSERT INTO items_near VALUES (1, 1), (2, 2);
      INSERT INTO base VALUES (1, 1);
      """)
  }
}
