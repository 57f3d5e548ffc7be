import DeletePlanning
import PostgresAccess
import SchemaModel
import SchemaReview
import Testing

/// Migrations are run: what was previewed with the rule supposed is what is previewed with the rule
/// real, and what the server does.
@Suite struct RuleMigrationTests {
  private static let schema = """
    CREATE TABLE customers (id int PRIMARY KEY, region int NOT NULL DEFAULT 1, UNIQUE (region, id));
    CREATE TABLE orders (
      id int PRIMARY KEY, region int, customer_id int,
      CONSTRAINT orders_fk FOREIGN KEY (region, customer_id) REFERENCES customers (region, id));
    CREATE TABLE notes (
      id int PRIMARY KEY, order_id int CONSTRAINT notes_fk REFERENCES orders ON DELETE CASCADE);
    CREATE INDEX ON notes (order_id);
    INSERT INTO customers VALUES (1), (2);
    INSERT INTO orders VALUES (10, 1, 1), (11, 1, 1), (12, 1, 2), (13, NULL, NULL);
    INSERT INTO notes VALUES (20, 10), (21, 12);
    """

  private static let rules: [(String, String)] = [
    ("orders_fk", "cascade"), ("orders_fk", "restrict"), ("orders_fk", "set-null"),
    ("orders_fk", "set-null(customer_id)"), ("orders_fk", "set-default"),
    ("orders_fk", "cascade,on-update=cascade"), ("orders_fk", "deferred"),
    ("orders_fk", "deferrable"), ("orders_fk", "cascade,deferred,on-update=set-null"),
    ("notes_fk", "no-action"), ("notes_fk", "restrict,on-update=restrict"),
  ]

  @Test(arguments: rules) func becomesWhatWasSupposed(constraint: String, rule: String) throws {
    try check(Self.schema, constraint, rule)
  }

  @Test func partitionedTablesToo() throws {
    try check(
      """
      CREATE TABLE customers (id int PRIMARY KEY);
      CREATE TABLE orders (id int, customer_id int CONSTRAINT orders_fk REFERENCES customers)
        PARTITION BY LIST (id);
      CREATE TABLE orders1 PARTITION OF orders DEFAULT;
      INSERT INTO customers VALUES (1); INSERT INTO orders VALUES (1, 1);
      """, "orders_fk", "cascade")
  }

  /// As before the migration, those of partitions are named like the whole table's.
  @Test(arguments: ["orders_fk", "f' $$ k"]) func copiesHaveTheNameToo(name: String) throws {
    let server = try check(
      """
      CREATE TABLE customers (id int PRIMARY KEY) PARTITION BY LIST (id);
      CREATE TABLE customers1 PARTITION OF customers DEFAULT;
      CREATE TABLE orders (id int, customer_id int, CONSTRAINT \(SQLText.identifier(name))
        FOREIGN KEY (customer_id) REFERENCES customers) PARTITION BY LIST (id);
      CREATE TABLE orders1 PARTITION OF orders FOR VALUES IN (1) PARTITION BY LIST (id);
      CREATE TABLE "Orders 11" PARTITION OF orders1 DEFAULT;
      CREATE TABLE orders2 PARTITION OF orders DEFAULT;
      INSERT INTO customers VALUES (1); INSERT INTO orders VALUES (1, 1), (2, 1);
      """, name, "cascade")
    let named = try server.rows(
      "SELECT conrelid::regclass FROM pg_constraint WHERE contype = 'f' "
        + "AND conname = \(SQLText.literal(name)) ORDER BY conrelid::regclass::text COLLATE \"C\"")
    #expect(named == ["\"Orders 11\"", "orders", "orders1", "orders2"])
  }

  @Test func partitionedParentsToo() throws {
    try check(
      """
      CREATE TABLE customers (id int PRIMARY KEY) PARTITION BY LIST (id);
      CREATE TABLE customers1 PARTITION OF customers DEFAULT;
      CREATE TABLE orders (
        id int PRIMARY KEY, customer_id int CONSTRAINT orders_fk REFERENCES customers);
      INSERT INTO customers VALUES (1); INSERT INTO orders VALUES (1, 1);
      """, "orders_fk", "cascade")
  }

  /// A key of `c` to `p`, its migration and its tables, one of which may be partitioned.
  private static func steps(
    partitioned: String?, hasPeriod: Bool = false, version: Int
  ) -> [String] {
    let tables = ["c", "p"].map {
      Table(name: .named($0), kind: $0 == partitioned ? .partitioned : .ordinary, columns: [])
    }
    let key = ForeignKey(
      id: 7, name: "k", referencing: .named("c"), referencingColumns: ["a", "b"],
      referenced: .named("p"), referencedColumns: ["a", "b"], hasPeriod: hasPeriod)
    let graph = SchemaGraph(tables: tables, foreignKeys: [key])
    let change = RuleChange(onDelete: .cascade)
    return RuleMigration(key, change, in: graph, version: version).steps.map(\.sql)
  }

  /// The copies that partitions have keep the name a constraint had when it was made.
  @Test(arguments: ["c", "p"]) func whatPartitionsHaveIsNeverRenamed(partitioned: String) {
    let steps = Self.steps(partitioned: partitioned, version: 180_000)
    let add =
      "ALTER TABLE public.c ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES public.p(a, b) "
      + "ON DELETE CASCADE NOT VALID"
    #expect(
      steps.dropFirst(2) == [
        "BEGIN", "ALTER TABLE public.c DROP CONSTRAINT k", add, "COMMIT",
        "ALTER TABLE public.c VALIDATE CONSTRAINT k", "RESET lock_timeout",
      ])
  }

  /// Readers go on while the rows of a constraint that cannot be NOT VALID are read.
  @Test func rowsAreNeverReadBehindAnExclusiveLock() {
    let steps = Self.steps(partitioned: "c", version: 150_000)
    let add =
      "ALTER TABLE public.c ADD CONSTRAINT fkwalk_7 FOREIGN KEY (a, b) REFERENCES public.p(a, b) "
      + "ON DELETE CASCADE"
    #expect(
      steps.dropFirst(2).prefix(4) == [
        add, "BEGIN", "ALTER TABLE public.c DROP CONSTRAINT k",
        "ALTER TABLE public.c RENAME CONSTRAINT fkwalk_7 TO k",
      ])
    #expect(steps.dropFirst(6).first?.hasPrefix("DO $$") == true)
    #expect(steps.suffix(2) == ["COMMIT", "RESET lock_timeout"])
  }

  @Test func indexesForPeriodsAreOfTheKindThatFindsThem() {
    #expect(
      Self.steps(partitioned: nil, hasPeriod: true, version: 180_000).first
        == "CREATE INDEX CONCURRENTLY ON public.c USING gist (a, b)")
    #expect(
      Self.steps(partitioned: "c", version: 150_000).first == "CREATE INDEX ON public.c (a, b)")
  }

  @Test func oddNamesToo() throws {
    try check(
      """
      CREATE TABLE customers (id int PRIMARY KEY);
      CREATE TABLE "O'r""d
      ers" (id int, "c -- 1" int CONSTRAINT "f=k
      x" REFERENCES customers);
      INSERT INTO customers VALUES (1); INSERT INTO "O'r""d
      ers" VALUES (1, 1);
      """, "f=k\nx", "set-null")
  }

  @discardableResult
  private func check(
    _ schema: String, _ constraint: String, _ rule: String
  ) throws -> ReviewServer {
    let server = try ReviewServer(schema)
    let change = try #require(RuleChange(option: rule))
    let supposed = try preview(server, [constraint: change])
    #expect(supposed.before?.outcome == (try preview(server, [:]).outcome))
    let graph = try server.graph()
    let key = try #require(graph.foreignKeys(named: constraint).first)
    let migration = RuleMigration(key, change, in: graph, version: server.version)
    #expect(!migration.steps.isEmpty)
    // As psql runs it: CREATE INDEX CONCURRENTLY is in no transaction.
    for step in migration.steps { try server.run(step.line) }
    #expect(try server.passingNames() == [])
    let after = try #require(server.graph().foreignKeys(named: constraint).first)
    #expect(after.onDelete == (change.onDelete ?? key.onDelete))
    #expect(after.onUpdate == (change.onUpdate ?? key.onUpdate))
    #expect(after.deferrability == (change.deferrability ?? key.deferrability))
    #expect(after.setColumns == change.setColumns && after.isValidated)
    #expect(after.supportingIndex != nil || change.isTimingOnly)
    #expect(change.changes(to: after).isEmpty)

    let real = try preview(server, [:])
    #expect(real.outcome == supposed.outcome)
    #expect(real.error?.fields == supposed.error?.fields)
    #expect(real.effects == supposed.effects)
    let session = try server.session()
    defer { session.close() }
    _ = try session.run(Query(name: "writable", sql: "SET default_transaction_read_only = off"))
    let observed = try session.observe(ChangeStatement(real.statement))
    #expect(Verification(of: real, against: observed).agrees)
    return server
  }

  private func preview(
    _ server: ReviewServer, _ whatIf: [String: RuleChange]
  ) throws -> DeleteReport {
    let session = try server.session()
    defer { session.close() }
    let request = DeleteRequest(
      target: .statement("DELETE FROM customers WHERE id = 1"), whatIf: whatIf)
    return try session.preview(try DeletePlanner(request, server: session.server)).report
  }

  /// The locks that the migration names are those that the server takes.
  @Test(arguments: [("cascade", 0), ("cascade", 1), ("cascade", 2), ("deferred", 0)])
  func takesTheLocksItNames(rule: String, number: Int) throws {
    let server = try ReviewServer(Self.schema)
    let graph = try server.graph()
    let key = try #require(graph.foreignKeys(named: "orders_fk").first)
    let change = try #require(RuleChange(option: rule))
    let steps = RuleMigration(key, change, in: graph, version: server.version).steps
    let alters = steps.filter { $0.sql.hasPrefix("ALTER TABLE") }
    #expect(alters.count == (rule == "cascade" ? 4 : 1))
    for step in alters[..<number] { try server.run(step.line) }
    let locks = try server.locks(of: alters[number].sql)
    #expect(!locks.isEmpty)
    for lock in locks {
      #expect(
        alters[number].locks.contains(lock), "it takes \(locks), says \(alters[number].locks)")
    }
  }
}

extension ReviewServer {
  /// The kinds of locks that a statement takes on tables.
  fileprivate func locks(of sql: String) throws -> [String] {
    let session = try session()
    defer { session.close() }
    for statement in ["SET default_transaction_read_only = off", "BEGIN", sql] {
      _ = try session.run(Query(name: "test", sql: statement))
    }
    let names = [
      "AccessExclusiveLock": "ACCESS EXCLUSIVE", "ShareRowExclusiveLock": "SHARE ROW EXCLUSIVE",
      "ShareUpdateExclusiveLock": "SHARE UPDATE EXCLUSIVE", "RowShareLock": "ROW SHARE",
    ]
    let found = try session.run(
      Query(
        name: "locks",
        sql: """
          SELECT DISTINCT l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
          WHERE l.pid = pg_backend_pid() AND c.relkind = 'r'
            AND c.relnamespace = 'public'::regnamespace
          """))
    return (0..<found.rowCount).compactMap { names[found[$0, 0] ?? ""] }
  }
}
