import Foundation
import ProcessTesting
import Testing

/// `compare` on two real databases: the SQL it prints makes them alike.
@Suite struct CompareTests {
  private static let tables = """
    CREATE TABLE p (id int PRIMARY KEY, UNIQUE (id));
    CREATE TABLE c (p int, q int, r int, s int, t int) PARTITION BY LIST (q);
    CREATE TABLE c1 PARTITION OF c DEFAULT;
    CREATE TABLE d (p int, q int, r int, s int);
    """

  private func pair() throws -> DemoServer {
    let demo = try DemoServer(scenario: "none")
    try demo.psql("CREATE DATABASE other")
    try demo.load(
      Self.tables + """
        ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE;
        CREATE INDEX ON c (p);
        ALTER TABLE d ADD CONSTRAINT d_p FOREIGN KEY (p) REFERENCES p ON DELETE SET NULL DEFERRABLE,
          ADD CONSTRAINT d_q FOREIGN KEY (q) REFERENCES p,
          ADD CONSTRAINT "d ""r
        name" FOREIGN KEY (r) REFERENCES p,
          ADD CONSTRAINT d_s FOREIGN KEY (s) REFERENCES p MATCH FULL;
        """)
    try demo.load(
      Self.tables + """
        ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p;
        ALTER TABLE d ADD CONSTRAINT d_p FOREIGN KEY (p) REFERENCES p,
          ADD CONSTRAINT d_q FOREIGN KEY (q) REFERENCES p NOT VALID,
          ADD CONSTRAINT other_r FOREIGN KEY (r) REFERENCES p;
        """, into: "other")
    return demo
  }

  @Test func theScriptMakesTheOtherSideAlike() throws {
    let demo = try pair()
    let before = try demo.fkwalk("compare", "demo", "other")
    #expect(before.status == 3)
    for word in ["CHANGED  c_p", "CHANGED  d_p", "CHANGED  d_q", "MISSING  d_s", "RENAMED"] {
      #expect(before.output.contains(word))
    }
    #expect(before.output.contains("5 differences"))
    let script = try demo.fkwalk("compare", "demo", "other", "--format", "sql").output
    try demo.load(script, into: "other")
    let after = try demo.fkwalk("compare", "demo", "other")
    #expect(after.status == 0)
    #expect(after.output == "no differences: 5 foreign keys in demo, 5 in other\n")
  }

  @Test func aSavedSchemaStandsForItsDatabase() throws {
    let demo = try pair()
    let folder = try TemporaryFolder()
    let path = folder.path + "/left.json"
    try Data(demo.fkwalk("graph", "--format", "json").output.utf8)
      .write(to: URL(fileURLWithPath: path))
    #expect(try demo.fkwalk("compare", path, "demo").status == 0)
    let live = try demo.fkwalk("compare", "demo", "other", "--format", "json").output
    let saved = try demo.fkwalk("compare", path, "other", "--format", "json").output
    #expect(saved.contains("other_r"))
    #expect(saved.split(separator: "\n").count == live.split(separator: "\n").count)
    #expect(try demo.fkwalk("compare", "other", path, "--format", "sql").status == 1)
  }

  @Test func whatIsNoSchemaIsRefusedInOneLine() throws {
    let demo = try DemoServer(scenario: "none")
    let folder = try TemporaryFolder()
    let path = folder.path + "/broken.json"
    try Data("{".utf8).write(to: URL(fileURLWithPath: path))
    let run = try demo.fkwalk("compare", path, "demo")
    #expect(run.status == 1)
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
