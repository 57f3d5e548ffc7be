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
extension LintCase {
  /// Nothing is wrong with these, though some come near it.
  static let clean = """
    CREATE TABLE good_parents (tenant int, id int, code varchar(20) UNIQUE,
      PRIMARY KEY (tenant, id), UNIQUE (id));
    CREATE TABLE good (id int PRIMARY KEY, tenant int NOT NULL, parent int,
      up int REFERENCES good ON DELETE SET NULL, code text DEFAULT 'none' REFERENCES
        good_parents (code) ON DELETE SET DEFAULT ON UPDATE CASCADE,
      FOREIGN KEY (tenant, parent) REFERENCES good_parents ON DELETE CASCADE,
      CHECK (id IS NOT NULL), CHECK (up IS NULL OR up > 0), CHECK ((up IS NULL) IS NOT NULL));
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
      code: .setNullNotNull,
      sql: """
        CREATE TABLE c (p int CHECK (p IS NOT NULL) REFERENCES p ON DELETE SET NULL);
        CREATE INDEX ON c (p)
        """),
    LintCase(
      code: .setNullNotNull,
      sql: """
        CREATE DOMAIN given AS int CHECK (VALUE IS NOT NULL);
        CREATE TABLE c (p given REFERENCES p ON DELETE SET NULL); CREATE INDEX ON c (p)
        """),
    LintCase(
      code: .setNullNotNull,
      sql: """
        ALTER TABLE p ADD UNIQUE (a, id);
        CREATE TABLE c (a int NOT NULL, p int, FOREIGN KEY (a, p) REFERENCES p (a, id)
          MATCH FULL ON DELETE SET NULL (p));
        CREATE INDEX ON c (a, p)
        """, since: 150_000),
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
