import PostgresAccess
import SchemaModel
import Testing

@testable import SchemaReview

/// A schema with one fault.
struct LintCase: CustomTestStringConvertible {
  var code: LintCode
  var sql: String
  /// What is found beside it, and stays.
  var others: [LintCode] = []
  /// The first version that has such a thing.
  var since = 0
  /// Whether SQL mends it.
  var isMended = true

  var testDescription: String { "\(code.rawValue): \(sql.prefix(60))" }
}

/// Each finding is found, and gone once its fix has run; nothing else is found.
@Suite struct LintTests {
  private func findings(_ server: ReviewServer) throws -> [Finding] {
    let session = try server.session()
    defer { session.close() }
    let lint = Lint(try session.readFacts())
    return lint.findings(missingDefaults: try session.missingDefaults(lint))
  }

  @Test(arguments: LintCase.all) func fixMends(_ test: LintCase) throws {
    let server = try ReviewServer(
      "CREATE TABLE p (id int PRIMARY KEY, a int, b int);" + LintCase.clean)
    guard server.version >= test.since else { return }
    try server.run(test.sql)
    let found = try findings(server)
    #expect(Set(found.map(\.code)) == Set([test.code] + test.others), "\(found.map(\.message))")
    let fixes = found.filter { $0.code == test.code }.flatMap(\.fix)
    #expect(fixes.isEmpty == !test.isMended)
    guard test.isMended else { return }
    try server.run(fixes)
    let left = try findings(server)
    #expect(Set(left.map(\.code)) == Set(test.others), "\(left.map(\.message))")
    #expect(try server.passingNames() == [])
  }

  @Test func everyCodeHasACase() {
    #expect(Set(LintCase.all.map(\.code)) == Set(LintCode.allCases))
  }

  @Test func aSoundSchemaHasNoFindings() throws {
    #expect(try findings(try ReviewServer(LintCase.clean)) == [])
  }

  @Test func onlyConstantDefaultsAreLookedFor() {
    for text in [
      "0", "(-1)", "'a b'::character varying(5)", "'x''y'::public.\"Mood\"", "NULL::text", "true",
      "1.5::numeric(3,1)", "'2020-01-01'::timestamp without time zone",
    ] {
      #expect(Lint.isConstant(text), "\(text)")
    }
    for text in ["now()", "nextval('s'::regclass)", "(1 + 2)", "f('a')", "'a' || 'b'", "x"] {
      #expect(!Lint.isConstant(text), "\(text)")
    }
  }

  /// What the findings say of a delete, on the server: `firstKey` is made before the others.
  private func deleting(_ firstKey: String, _ keys: [String]) throws -> (String, [Finding]) {
    let server = try ReviewServer(
      """
      CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY);
      CREATE TABLE x (id int PRIMARY KEY); CREATE TABLE y (id int PRIMARY KEY);
      CREATE TABLE c (id int PRIMARY KEY, t int UNIQUE REFERENCES t ON DELETE RESTRICT);
      INSERT INTO p VALUES (1); INSERT INTO t VALUES (1); INSERT INTO x VALUES (1);
      INSERT INTO y VALUES (1); INSERT INTO c VALUES (1, 1);
      """)
    for key in [firstKey] + keys.filter({ $0 != firstKey }) {
      let tables = key.split(separator: ">")
      try server.run(
        "ALTER TABLE \(tables[0]) ADD FOREIGN KEY (id) REFERENCES \(tables[1]) ON DELETE CASCADE")
    }
    let found = try findings(server)
    func outcome() throws -> String {
      try server.run(
        """
        CREATE OR REPLACE FUNCTION try() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
          DELETE FROM p; SET CONSTRAINTS ALL IMMEDIATE; RAISE SQLSTATE 'FK000'; EXCEPTION
          WHEN SQLSTATE 'FK000' THEN RETURN 'done'; WHEN integrity_constraint_violation THEN
          RETURN 'refused'; END $$; DROP TABLE IF EXISTS outcome;
        CREATE TABLE outcome AS SELECT try();
        """)
      return try server.rows("SELECT * FROM outcome")[0]
    }
    let before = try outcome()
    try server.run(found.flatMap(\.fix))
    #expect(try outcome() == "done")
    return (before, found)
  }

  @Test func firingOrderIsAsTheServersIs() throws {
    let level = ["t>p", "x>p", "c>x"]
    let (refused, found) = try deleting("t>p", level)
    #expect(refused == "refused")
    #expect(found.map(\.code) == [.firingOrder])
    #expect(found.map(\.severity) == [.warning])
    #expect(try deleting("x>p", level).0 == "done")
    let late = ["t>p", "x>p", "y>x", "c>y"]
    for first in late {
      let (outcome, found) = try deleting(first, late)
      #expect(outcome == "refused")
      #expect(found.map(\.severity) == [.info])
    }
    let early = ["t>x", "x>p", "c>p"]
    for first in early {
      let (outcome, found) = try deleting(first, early)
      #expect(outcome == "done")
      #expect(found.isEmpty)
    }
  }

  @Test func severityDecidesTheOrder() throws {
    let server = try ReviewServer(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (a int NOT NULL REFERENCES p ON DELETE SET NULL, b int REFERENCES p);
      """)
    let found = try findings(server)
    #expect(found.map(\.severity) == [.error, .warning, .warning])
  }

  @Test func hostileNamesMakeFixesThatRun() throws {
    let server = try ReviewServer(
      #"""
      CREATE SCHEMA U&"s\000a""x";
      CREATE TABLE U&"s\000a""x"."P" ("i d" int PRIMARY KEY);
      CREATE TABLE U&"s\000a""x"."c;--" ("r'f" int NOT NULL,
        CONSTRAINT "k "";" FOREIGN KEY ("r'f") REFERENCES U&"s\000a""x"."P" ON DELETE SET NULL);
      """#)
    let found = try findings(server)
    #expect(found.map(\.code) == [.setNullNotNull, .missingIndex])
    try server.run(found.flatMap(\.fix))
    #expect(try findings(server) == [])
  }
}

extension LintCase {
  /// Nothing is wrong with these, though some come near it.
  static let clean = """
    CREATE TABLE good_parents (tenant int, id int, code varchar(20) UNIQUE,
      PRIMARY KEY (tenant, id), UNIQUE (id));
    CREATE TABLE good (id int PRIMARY KEY, tenant int NOT NULL, parent int,
      up int REFERENCES good ON DELETE SET NULL, code text DEFAULT 'none' REFERENCES
        good_parents (code) ON DELETE SET DEFAULT ON UPDATE CASCADE,
      FOREIGN KEY (tenant, parent) REFERENCES good_parents ON DELETE CASCADE);
    INSERT INTO good_parents VALUES (1, 1, 'none');
    CREATE INDEX ON good (parent, tenant);
    CREATE INDEX ON good (up) WHERE up IS NOT NULL;
    CREATE INDEX ON good USING hash (code);
    """

  /// The parent is `p (id, a, b)`.
  static let all: [LintCase] = indexes + validity + actions + shapes + tables + graphs

  private static let indexes = [
    LintCase(code: .missingIndex, sql: "CREATE TABLE c (p int REFERENCES p)"),
    LintCase(
      code: .missingIndex,
      sql: "CREATE TABLE c (p int REFERENCES p, x int); CREATE INDEX ON c (p) WHERE x > 1"),
    LintCase(
      code: .missingIndex,
      sql: """
        ALTER TABLE p ADD UNIQUE (a, id);
        CREATE TABLE c (a int NOT NULL, p int, FOREIGN KEY (a, p) REFERENCES p (a, id));
        CREATE INDEX ON c (a)
        """),
    LintCase(
      code: .missingIndex,
      sql: """
        CREATE TABLE c (id int, p int REFERENCES p) PARTITION BY RANGE (id);
        CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (0) TO (10) PARTITION BY LIST (id);
        CREATE TABLE c1a PARTITION OF c1 DEFAULT;
        CREATE TABLE c2 PARTITION OF c DEFAULT;
        CREATE INDEX ON c2 (p)
        """),
    LintCase(
      code: .invalidIndex,
      sql: """
        CREATE TABLE c (p int REFERENCES p); CREATE INDEX broken ON c (p);
        UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass
        """),
  ]

  private static let child = "CREATE TABLE c (p int, x int); CREATE INDEX ON c (p);"

  private static let validity = [
    LintCase(
      code: .notValid, sql: child + "ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p NOT VALID"),
    LintCase(
      code: .notEnforced,
      sql: child + "ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p NOT ENFORCED", since: 180_000),
    LintCase(
      code: .disabledTrigger,
      sql: child
        + "ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p; ALTER TABLE c DISABLE TRIGGER ALL"),
    LintCase(
      code: .disabledTrigger,
      sql: child + """
        ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p;
        DO $$ DECLARE t name; BEGIN FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'p'::regclass
          LOOP EXECUTE format('ALTER TABLE p ENABLE REPLICA TRIGGER %I', t); END LOOP; END $$
        """),
  ]

  private static let actions = [
    LintCase(
      code: .setNullNotNull,
      sql: """
        CREATE TABLE c (p int NOT NULL REFERENCES p ON DELETE SET NULL ON UPDATE CASCADE);
        CREATE INDEX ON c (p)
        """),
    LintCase(
      code: .setNullNotNull,
      sql: "CREATE TABLE c (p int PRIMARY KEY REFERENCES p ON UPDATE SET NULL)"),
    LintCase(
      code: .setNullNotNull,
      sql: """
        ALTER TABLE p ADD UNIQUE (a, id);
        CREATE TABLE c (a int NOT NULL, p int, FOREIGN KEY (a, p) REFERENCES p (a, id)
          ON DELETE SET NULL (a));
        CREATE INDEX ON c (a, p)
        """, since: 150_000),
    LintCase(
      code: .setNullNotNull,
      sql: """
        CREATE DOMAIN present AS int NOT NULL;
        CREATE TABLE c (p present REFERENCES p ON DELETE SET NULL); CREATE INDEX ON c (p)
        """),
    LintCase(
      code: .setNullNotNull,
      sql: """
        CREATE TABLE c (p int NOT NULL REFERENCES p ON DELETE SET NULL) PARTITION BY LIST (p);
        CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (p);
        CREATE TABLE c11 PARTITION OF c1 DEFAULT;
        CREATE INDEX ON c (p)
        """),
    LintCase(
      code: .setDefaultNoDefault,
      sql: "CREATE TABLE c (p int REFERENCES p ON DELETE SET DEFAULT); CREATE INDEX ON c (p)"),
    LintCase(
      code: .setDefaultNoDefault,
      sql: """
        CREATE TABLE c (p int REFERENCES p ON DELETE SET DEFAULT) PARTITION BY LIST (p);
        CREATE TABLE c1 PARTITION OF c DEFAULT;
        CREATE INDEX ON c (p)
        """),
    LintCase(
      code: .setDefaultNoDefault,
      sql: "CREATE TABLE c (p int PRIMARY KEY REFERENCES p ON DELETE SET DEFAULT)"),
    LintCase(
      code: .setDefaultNoParent,
      sql: """
        CREATE TABLE c (p int DEFAULT 0 REFERENCES p ON DELETE SET DEFAULT);
        CREATE INDEX ON c (p)
        """),
    LintCase(
      code: .restrictNotDeferred,
      sql: "CREATE TABLE c (p int PRIMARY KEY REFERENCES p ON DELETE RESTRICT DEFERRABLE)"),
    LintCase(
      code: .restrictNotDeferred,
      sql: """
        CREATE TABLE q (id int PRIMARY KEY) PARTITION BY LIST (id);
        CREATE TABLE q1 PARTITION OF q DEFAULT;
        CREATE TABLE c (q int PRIMARY KEY REFERENCES q ON DELETE RESTRICT DEFERRABLE)
        """),
  ]

  private static let shapes = [
    LintCase(
      code: .duplicateConstraint,
      sql: "CREATE TABLE c (p int PRIMARY KEY REFERENCES p, FOREIGN KEY (p) REFERENCES p)"),
    LintCase(
      code: .conflictingConstraint,
      sql: """
        CREATE TABLE c (p int PRIMARY KEY REFERENCES p,
          FOREIGN KEY (p) REFERENCES p ON UPDATE CASCADE)
        """, isMended: false),
    LintCase(
      code: .redundantConstraint,
      sql: """
        ALTER TABLE p ADD UNIQUE (a, id);
        CREATE TABLE c (a int NOT NULL, p int PRIMARY KEY REFERENCES p,
          FOREIGN KEY (p, a) REFERENCES p (id, a));
        CREATE INDEX ON c (a, p)
        """),
    LintCase(
      code: .typeMismatch,
      sql: """
        CREATE TABLE q (id bigint PRIMARY KEY); CREATE TABLE c (q int PRIMARY KEY REFERENCES q);
        CREATE TABLE d (p bigint PRIMARY KEY REFERENCES p)
        """),
    LintCase(
      code: .typeMismatch,
      sql:
        "CREATE TABLE q (id numeric PRIMARY KEY); CREATE TABLE c (q int PRIMARY KEY REFERENCES q)"),
    LintCase(
      code: .collationMismatch,
      sql: """
        CREATE TABLE q (id text COLLATE "C" PRIMARY KEY);
        CREATE TABLE c (q text COLLATE "POSIX" PRIMARY KEY REFERENCES q)
        """),
    LintCase(
      code: .nullableComposite,
      sql: """
        ALTER TABLE p ADD UNIQUE (a, id);
        CREATE TABLE c (p int, a int, FOREIGN KEY (a, p) REFERENCES p (a, id));
        CREATE INDEX ON c (a, p)
        """),
  ]

  private static let tables = [
    LintCase(
      code: .partitionGap,
      sql: """
        CREATE TABLE c (id int, p int) PARTITION BY LIST (id);
        CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);
        CREATE TABLE c2 PARTITION OF c FOR VALUES IN (2);
        CREATE INDEX ON c (p);
        ALTER TABLE c1 ADD FOREIGN KEY (p) REFERENCES p
        """),
    LintCase(
      code: .partitionGap,
      sql: """
        CREATE TABLE c (id int, p int) PARTITION BY LIST (id);
        CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);
        CREATE INDEX ON c (p);
        ALTER TABLE c1 ADD FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE
        """),
    LintCase(
      code: .inheritanceGap,
      sql: """
        CREATE TABLE c (p int PRIMARY KEY REFERENCES p); CREATE TABLE d () INHERITS (c);
        CREATE INDEX ON d (p)
        """),
    LintCase(
      code: .inheritanceGap,
      sql: "CREATE TABLE c (p int PRIMARY KEY REFERENCES p); CREATE TABLE q () INHERITS (p)",
      isMended: false),
    LintCase(
      code: .ownerPrivilege,
      sql: """
        DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'poor owner')
          THEN CREATE ROLE "poor owner"; END IF; END $$;
        CREATE SCHEMA s;
        CREATE TABLE s.c (p int PRIMARY KEY REFERENCES p); ALTER TABLE s.c OWNER TO "poor owner";
        REVOKE SELECT, DELETE ON s.c FROM "poor owner"
        """),
    LintCase(
      code: .ruleInTheWay,
      sql: """
        CREATE TABLE c (p int PRIMARY KEY REFERENCES p ON DELETE CASCADE);
        CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING
        """, isMended: false),
    LintCase(
      code: .noReplicaIdentity,
      sql: """
        CREATE TABLE c (p int REFERENCES p ON DELETE CASCADE); CREATE INDEX ON c (p);
        SET client_min_messages = error; CREATE PUBLICATION all_of_c FOR TABLE c
        """),
    LintCase(
      code: .largeCascade,
      sql: """
        CREATE TABLE c (p int PRIMARY KEY REFERENCES p ON DELETE CASCADE);
        UPDATE pg_class SET reltuples = 2e6, relpages = 10000 WHERE oid = 'c'::regclass
        """, isMended: false),
    LintCase(
      code: .largeCascade,
      sql: """
        CREATE TABLE c (p int REFERENCES p ON DELETE CASCADE, x int) PARTITION BY LIST (x);
        CREATE INDEX ON c (p);
        DO $$ BEGIN FOR i IN 1..100 LOOP
          EXECUTE format('CREATE TABLE c%s PARTITION OF c FOR VALUES IN (%s)', i, i);
        END LOOP; END $$
        """, isMended: false),
  ]

  private static let graphs = [
    LintCase(
      code: .unbreakableCycle,
      sql: """
        CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL UNIQUE);
        CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL UNIQUE REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b
        """, others: [.redundantCycle]),
    LintCase(
      code: .redundantCycle,
      sql: """
        CREATE TABLE a (id int PRIMARY KEY, b int UNIQUE);
        CREATE TABLE b (id int PRIMARY KEY, a int UNIQUE REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b
        """, isMended: false),
    LintCase(
      code: .firingOrder,
      sql: """
        CREATE TABLE t (p int PRIMARY KEY REFERENCES p ON DELETE CASCADE);
        CREATE TABLE x (p int PRIMARY KEY REFERENCES p ON DELETE CASCADE);
        CREATE TABLE c (x int PRIMARY KEY REFERENCES x ON DELETE CASCADE,
          t int UNIQUE REFERENCES t ON DELETE RESTRICT)
        """),
    LintCase(
      code: .firingOrder,
      sql: """
        CREATE TABLE t (p int PRIMARY KEY REFERENCES p ON DELETE CASCADE);
        CREATE TABLE x (p int PRIMARY KEY REFERENCES p ON DELETE CASCADE);
        CREATE TABLE c (x int REFERENCES x ON DELETE CASCADE, t int REFERENCES t ON DELETE RESTRICT)
          PARTITION BY LIST (x);
        CREATE TABLE c1 PARTITION OF c DEFAULT;
        CREATE INDEX ON c (x); CREATE INDEX ON c (t)
        """),
    LintCase(
      code: .firingOrder,
      sql: """
        CREATE TABLE c (p int PRIMARY KEY REFERENCES p ON DELETE CASCADE, q int UNIQUE REFERENCES p)
        """),
  ]
}
