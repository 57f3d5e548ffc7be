import PostgresAccess
import SchemaModel
import Testing

@testable import SchemaReview

/// Orders of inserting and deleting, and their scripts run on a server.
@Suite struct TableOrderTests {
  /// Cycles of every kind.
  static let schema = """
    CREATE TABLE countries (id int PRIMARY KEY, name text);
    CREATE TABLE staff (id int PRIMARY KEY, team int NOT NULL, boss int REFERENCES staff);
    CREATE TABLE teams (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, lead int,
      country int NOT NULL REFERENCES countries, twice int GENERATED ALWAYS AS (2 * country) STORED);
    ALTER TABLE staff ADD CONSTRAINT staff_team FOREIGN KEY (team) REFERENCES teams;
    ALTER TABLE teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES staff;
    CREATE TABLE heads (id int PRIMARY KEY, tail int NOT NULL);
    CREATE TABLE tails (id int PRIMARY KEY, head int NOT NULL REFERENCES heads);
    ALTER TABLE heads ADD CONSTRAINT heads_tail FOREIGN KEY (tail) REFERENCES tails
      DEFERRABLE;
    CREATE TABLE eggs (id int PRIMARY KEY, hen int NOT NULL);
    CREATE TABLE hens (id int PRIMARY KEY, egg int NOT NULL CONSTRAINT hens_egg REFERENCES eggs);
    ALTER TABLE eggs ADD CONSTRAINT eggs_hen FOREIGN KEY (hen) REFERENCES hens;
    CREATE TABLE nodes (id int PRIMARY KEY, up int NOT NULL REFERENCES nodes);
    CREATE TABLE bills (staff int NOT NULL REFERENCES staff ON DELETE CASCADE, note text);
    """

  private static let rows = """
    CREATE SCHEMA staging;
    CREATE TABLE staging.countries AS SELECT 1 AS id, 'x' AS name;
    CREATE TABLE staging.staff (id int, team int, boss int);
    INSERT INTO staging.staff VALUES (1, 1, 2), (2, 1, NULL), (3, 2, 1);
    CREATE TABLE staging.teams (id int, lead int, country int, twice int);
    INSERT INTO staging.teams VALUES (1, 3, 1, 0), (2, 1, 1, 0), (3, NULL, 1, 0);
    CREATE TABLE staging.heads AS SELECT 1 AS id, 1 AS tail;
    CREATE TABLE staging.tails AS SELECT 1 AS id, 1 AS head;
    CREATE TABLE staging.eggs AS SELECT 1 AS id, 1 AS hen;
    CREATE TABLE staging.hens AS SELECT 1 AS id, 1 AS egg;
    CREATE TABLE staging.nodes AS SELECT 2 AS id, 1 AS up UNION SELECT 1, 2;
    CREATE TABLE staging.bills AS SELECT 1 AS staff, 'n' AS note;
    """

  private static let count = """
    SELECT (SELECT count(*) FROM countries) + (SELECT count(*) FROM staff)
      + (SELECT count(*) FROM teams) + (SELECT count(*) FROM heads) + (SELECT count(*) FROM tails)
      + (SELECT count(*) FROM eggs) + (SELECT count(*) FROM hens) + (SELECT count(*) FROM nodes)
      + (SELECT count(*) FROM bills), (SELECT string_agg(lead::text, ',' ORDER BY id) FROM teams)
    """

  private func group(_ order: TableOrder, of table: String) throws -> OrderGroup {
    try #require(order.groups.first { $0.tables.contains(.named(table)) })
  }

  @Test func parentsComeBeforeChildrenAndCyclesStandTogether() throws {
    let graph = try ReviewServer(Self.schema).graph()
    let order = TableOrder(of: graph, for: .insert)
    for (index, group) in order.groups.enumerated() {
      let done = Set(order.groups[...index].flatMap(\.tables))
      for key in group.tables.flatMap({ graph.referencesOf($0) }) {
        #expect(done.contains(key.referenced))
      }
    }
    #expect(try group(order, of: "staff").tables == [.named("teams"), .named("staff")])
    #expect(try group(order, of: "staff").level == 2)
    #expect(try group(order, of: "bills").level == 3)
    #expect(try !group(order, of: "bills").isCycle)
  }

  @Test func cyclesAreBrokenWhereTheyCanBe() throws {
    let order = TableOrder(of: try ReviewServer(Self.schema).graph(), for: .insert)
    let staff = try group(order, of: "staff")
    #expect(staff.breaks.map(\.key.name) == ["teams_lead"])
    #expect(staff.breaks.map(\.way) == [.nullThenUpdate])
    #expect(staff.selfReferences.map(\.name) == ["staff_boss_fkey"])
    #expect(try group(order, of: "heads").breaks.map(\.way) == [.deferred])
    let hens = try group(order, of: "hens")
    #expect(hens.breaks.isEmpty)
    #expect(hens.proof.map(\.name).sorted() == ["eggs_hen", "hens_egg"])
    let nodes = try group(order, of: "nodes")
    #expect(nodes.isCycle)
    #expect(nodes.proof.map(\.name) == ["nodes_up_fkey"])
  }

  @Test func chosenTablesBringWhatTheyNeed() throws {
    let graph = try ReviewServer(Self.schema).graph()
    let insert = TableOrder(of: graph, for: .insert, chosen: [.named("bills")])
    #expect(insert.added.map(\.name) == ["countries", "staff", "teams"])
    let delete = TableOrder(of: graph, for: .delete, chosen: [.named("countries")])
    #expect(delete.groups.first?.tables == [.named("bills")])
    #expect(delete.added.map(\.name) == ["bills", "staff", "teams"])
    #expect(
      delete.text[1]
        == "1 table chosen, and 3 added whose rows must be gone first: bills, staff, teams.")
    #expect(TableOrder(of: graph, for: .insert, chosen: [.named("countries")]).added.isEmpty)
  }

  @Test func emptySkeletonsRun() throws {
    let server = try ReviewServer(Self.schema)
    let graph = try server.graph()
    try server.run(OrderScript(TableOrder(of: graph, for: .insert)).lines)
    try server.run(OrderScript(TableOrder(of: graph, for: .delete)).lines)
    try server.run(BulkLoad(TableOrder(of: graph, for: .insert), version: server.version).script())
  }

  @Test func scriptsLoadAndDeleteWhatAnotherSchemaHolds() throws {
    let server = try ReviewServer(Self.schema + Self.rows)
    let graph = try ReviewServer(Self.schema).graph()
    try server.run(OrderScript(TableOrder(of: graph, for: .insert), from: "staging").lines)
    #expect(try server.rows(Self.count) == ["14|3,1"])
    try server.run(OrderScript(TableOrder(of: graph, for: .delete), from: "staging").lines)
    #expect(try server.rows(Self.count) == ["0|NULL"])
  }

  @Test func whatHoldsTheRowsIsNotLoaded() throws {
    let server = try ReviewServer(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE SCHEMA z; CREATE TABLE z.p (id int PRIMARY KEY);
      CREATE SCHEMA staging; CREATE TABLE staging.p (id int PRIMARY KEY);
      CREATE TABLE staging.q (p int REFERENCES staging.p);
      """)
    let graph = try server.graph().leavingOut(schema: "staging")
    let order = TableOrder(of: graph, for: .insert)
    let script = OrderScript(order, from: "staging").lines
    #expect(!script.contains { $0.contains("INTO staging") })
    let warning = "-- Look twice: public.p and z.p are all matched with staging.p."
    #expect(script.contains(warning))
    #expect(
      BulkLoad(order, version: server.version).script(from: "staging").contains(warning))
    try server.run(script)
  }

  @Test func bulkScriptLoadsAndLeavesTheConstraintsAsTheyWere() throws {
    let server = try ReviewServer(Self.schema + Self.rows)
    let graph = try ReviewServer(Self.schema).graph()
    let definitions = """
      SELECT conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated
      FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2
      """
    let before = try server.rows(definitions)
    let load = BulkLoad(TableOrder(of: graph, for: .insert), version: server.version)
    try server.run(load.script(from: "staging"))
    #expect(try server.rows(Self.count) == ["14|3,1"])
    #expect(try server.rows(definitions) == before)
  }

  @Test func partitionedTablesAreLoadedInBulkToo() throws {
    let server = try ReviewServer(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (id int, p int REFERENCES p) PARTITION BY LIST (id);
      CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);
      CREATE TABLE d (id int, p int) PARTITION BY LIST (id);
      CREATE TABLE d1 PARTITION OF d FOR VALUES IN (1);
      ALTER TABLE d1 ADD FOREIGN KEY (p) REFERENCES p;
      """)
    let load = BulkLoad(TableOrder(of: try server.graph(), for: .insert), version: server.version)
    #expect(load.advice.last?.way == .byPartition)
    try server.run(load.script())
    #expect(try server.graph().foreignKeys.count == 2)
  }

  @Test func aCycleOfManyTablesNeedsOneBreak() throws {
    let server = try ReviewServer(
      """
      CREATE TABLE a (id int PRIMARY KEY, b int, c int);
      CREATE TABLE b (id int PRIMARY KEY, c int NOT NULL);
      CREATE TABLE c (id int PRIMARY KEY, a int);
      ALTER TABLE a ADD CONSTRAINT ab FOREIGN KEY (b) REFERENCES b;
      ALTER TABLE a ADD CONSTRAINT ac FOREIGN KEY (c) REFERENCES c;
      ALTER TABLE b ADD CONSTRAINT bc FOREIGN KEY (c) REFERENCES c;
      ALTER TABLE c ADD CONSTRAINT ca FOREIGN KEY (a) REFERENCES a;
      """)
    let group = try group(TableOrder(of: try server.graph(), for: .insert), of: "a")
    #expect(group.breaks.map(\.key.name) == ["ca"])
    #expect(group.tables.map(\.name) == ["c", "b", "a"])
  }
}
