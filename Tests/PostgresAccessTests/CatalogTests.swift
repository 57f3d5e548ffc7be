import PostgresAccess
import SchemaModel
import Testing

/// Reads a real catalog full of odd cases.
@Suite struct CatalogTests {
  private static let graph = Result {
    try TestServer.create(database: "odd", sql: OddSchema.sql)
    return try TestServer.session(database: "odd").readCatalog()
  }

  private func table(_ name: String, schema: String = "public") throws -> Table {
    let name = TableName(schema: schema, name: name)
    return try #require(try Self.graph.get().table(name))
  }

  private func key(_ name: String) throws -> ForeignKey {
    let keys = try Self.graph.get().foreignKeys.filter { $0.name == name }
    #expect(keys.count == 1, "one key named \(name)")
    return try #require(keys.first)
  }

  @Test func listsPersonalTablesOnly() throws {
    let names = try Self.graph.get().tables.map(\.name.description)
    #expect(
      names == [
        "Other Schema.Wéird \"T\".x", "public.accounts", "public.events", "public.legs",
        "public.log", "public.measure", "public.nodes", "public.parent", "public.readings",
        "public.station", "public.trips", "public.words",
      ])
  }

  @Test func readsColumns() throws {
    let columns = try table("accounts").columns
    #expect(columns.map(\.name) == ["id", "Email", "code", "region", "note", "twice"])
    #expect(
      columns.map(\.type) == [
        "integer", "character varying(40)", "character(3)", "integer", "text", "integer",
      ])
    #expect(columns.map(\.isNullable) == [false, false, false, true, true, true])
    #expect(columns.map(\.isIdentity) == [true, false, false, false, false, false])
    #expect(columns.map(\.isGenerated) == [false, false, false, false, false, true])
    #expect(columns[4].defaultExpression == "'none'::text")
    #expect(columns[5].defaultExpression == "(region * 2)")
    #expect(columns.allSatisfy { $0.operatorSchema == "pg_catalog" })
  }

  @Test func findsOperatorsOfExtensionTypes() throws {
    let columns = try table("words").columns
    #expect(columns.map(\.type) == ["extra.ci", "extra.ci_domain", "text"])
    #expect(columns.map(\.operatorSchema) == ["extra", "extra", "pg_catalog"])
  }

  @Test func readsKeys() throws {
    let keys = try table("accounts").keys
    #expect(
      keys.map(\.name) == [
        "accounts_pkey", "accounts_code_region_key", "accounts_mail", "odd_note",
      ])
    #expect(keys.map(\.columns) == [["id"], ["code", "region"], ["Email"], ["note"]])
    #expect(keys.map(\.isPrimary) == [true, false, false, false])
    #expect(keys.map(\.isConstraint) == [true, true, false, false])
    #expect(keys.map(\.isPartial) == [false, false, false, true])
    #expect(try table("log").rowKey == nil)
  }

  @Test func estimatesRows() throws {
    #expect(try table("accounts").estimatedRows == 2)
    #expect(try table("log").estimatedRows == nil)
    #expect(try table("parent").estimatedRows == 0, "empty, and known to be")
    #expect(try table("measure").estimatedRows == 3)
  }

  @Test func readsActionsAndDeferrability() throws {
    let boss = try key("nodes_boss_fkey")
    #expect(boss.isSelfReferencing)
    #expect(boss.onDelete == .setNull && boss.onUpdate == .cascade)
    #expect(boss.deferrability == .initiallyDeferred)
    #expect(try key("nodes_other_fkey").deferrability == .initiallyImmediate)
    #expect(try key("nodes_other_fkey").onDelete == .restrict)
    #expect(try key("legs_word").onDelete == .setDefault)
    #expect(try key("legs_word").deferrability == .notDeferrable)
    #expect(try key("late").isValidated == false)
    #expect(try key("nodes_boss_fkey").isValidated)
  }

  @Test func keepsColumnOrderOfCompositeKeys() throws {
    let key = try key("legs_account")
    #expect(key.referencingColumns == ["region", "account"])
    #expect(key.referencedColumns == ["region", "code"])
    #expect(key.matchType == .full)
    #expect(key.onDelete == .cascade)
  }

  @Test func readsSetColumns() throws {
    try #require(try TestServer.session().server.version >= 150_000)
    let key = try key("trips_set")
    #expect(key.setColumns == ["code"])
    #expect(key.onDelete == .setNull)
  }

  @Test func keepsSeveralKeysBetweenTheSameTables() throws {
    let keys = try Self.graph.get().referencesOf(TableName(schema: "public", name: "trips"))
    #expect(keys.map(\.name) == ["trips_from", "trips_set", "trips_to", "trips_to_again"])
  }

  @Test func followsKeysToOtherSchemasAndBareIndexes() throws {
    let key = try key("To \"weird\"")
    #expect(key.referenced == TableName(schema: "Other Schema", name: "Wéird \"T\".x"))
    #expect(key.referencedColumns == ["the.id"])
    #expect(try self.key("legs_mail").referencedColumns == ["Email"])
  }

  @Test func foldsPartitions() throws {
    let measure = try table("measure")
    #expect(measure.kind == .partitioned)
    #expect(measure.partitionCount == 3)
    #expect(measure.primaryKey?.columns == ["day", "id"])
    let toMeasure = try Self.graph.get().referencesTo(measure.name)
    #expect(toMeasure.map(\.name) == ["readings_measure"])
    let ofMeasure = try Self.graph.get().referencesOf(measure.name)
    #expect(ofMeasure.map(\.name) == ["leaf_only", "measure_station"])
    #expect(try key("leaf_only").referencingColumns == ["account"])
  }

  @Test(arguments: [
    ("nodes_boss_fkey", nil), ("nodes_other_fkey", "nodes_other"),
    ("legs_account", "legs_both"), ("legs_mail", "legs_mail_hash"), ("legs_word", nil),
    ("trips_from", "trips_partial_ok"), ("trips_to", nil), ("measure_station", "measure_1_station"),
    ("readings_measure", nil), ("late", nil),
  ])
  func findsSupportingIndexes(name: String, index: String?) throws {
    #expect(try key(name).supportingIndex == index)
  }

  @Test(.enabled(if: TestServer.version >= 180_000))
  func readsWhatVersion18Added() throws {
    try TestServer.create(
      database: "newer",
      sql: """
        CREATE TABLE rooms (room int4range, during daterange,
          PRIMARY KEY (room, during WITHOUT OVERLAPS));
        CREATE TABLE stays (room int4range, during daterange, guest int,
          CONSTRAINT temporal FOREIGN KEY (room, PERIOD during)
            REFERENCES rooms (room, PERIOD during));
        CREATE INDEX stays_room ON stays USING gist (room, during);
        CREATE INDEX stays_btree ON stays (room, during);
        CREATE TABLE guests (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2));
        ALTER TABLE stays ADD CONSTRAINT loose FOREIGN KEY (guest) REFERENCES guests NOT ENFORCED;
        INSERT INTO rooms VALUES ('[1,1]', '[2020-01-01,2021-01-01)'),
          ('[1,1]', '[2021-01-01,2022-01-01)');
        INSERT INTO stays VALUES ('[1,1]', '[2020-12-01,2020-12-05)', 7),
          ('[1,1]', '[2021-12-01,2021-12-05)', 7), ('[1,1]', '[2020-12-30,2021-01-05)', 7);
        """)
    let session = try TestServer.session(database: "newer")
    let graph = try session.readCatalog()
    let rooms = try #require(graph.table(TableName(schema: "public", name: "rooms")))
    #expect(rooms.primaryKey?.columns == ["room", "during"])
    let keys = graph.referencesOf(TableName(schema: "public", name: "stays"))
    #expect(keys.map(\.name) == ["loose", "temporal"])
    #expect(keys.map(\.hasPeriod) == [false, true])
    #expect(keys.map(\.isEnforced) == [false, true])
    #expect(keys.map(\.supportingIndex) == [nil, "stays_room"])
    let request = ReferenceCountRequest(
      foreignKey: keys[1], referencedValues: ["[1,2)", "[2020-01-01,2021-01-01)"])
    let query = ReferenceCountQuery(request, in: graph)
    #expect(query.count(from: try session.run(query.query)) == .exact(2))
  }

  @Test func knowsWhatMayBeRead() throws {
    var parameters = try TestServer.parameters(database: "odd")
    parameters.user = "guest"
    _ = try Self.graph.get()
    let graph = try BlockingSession(parameters).readCatalog()
    let readable = graph.tables.filter(\.isReadable).map(\.name.name)
    #expect(readable == ["accounts"])
    #expect(graph.foreignKeys == (try Self.graph.get().foreignKeys))
  }

  /// Whoever can create operators in the person's search_path must not get their rights.
  @Test func isNotMisledBySearchPath() throws {
    let sql = """
      CREATE FUNCTION trap(oid, oid) RETURNS bool LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''trapped''; END';
      CREATE OPERATOR = (LEFTARG = oid, RIGHTARG = oid, FUNCTION = trap);
      CREATE OPERATOR <> (LEFTARG = oid, RIGHTARG = oid, FUNCTION = trap);
      CREATE TABLE one (id int PRIMARY KEY);
      """
    try TestServer.create(database: "trapped", sql: sql)
    var parameters = try TestServer.parameters()
    parameters.database = "dbname=trapped options='-c search_path=public,pg_catalog'"
    let session = try BlockingSession(parameters)
    let isTrapped = Query(name: "trap", sql: "SELECT 1::oid = 1::oid")
    #expect(try session.runAll([isTrapped])[0].failure?.message == "trapped")
    #expect(try session.readCatalog().tables.map(\.name.name) == ["one"])
  }
}
