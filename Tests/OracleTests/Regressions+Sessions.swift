/// Functions whose answers belong to the session, or change with the database.
extension Regressions {
  static let sessions = conditions.map(condition) + others

  /// Conditions of a trigger that raises an error, and how a DELETE really ends.
  private static let conditions: [(String, String?)] = [
    ("current_schema() = 'public'", "P0001"),
    ("current_setting('transaction_isolation') = 'read committed'", "P0001"),
    ("current_setting('transaction_read_only') = 'on'", nil),
    ("current_setting('app.allow', true) IS DISTINCT FROM 'yes'", "P0001"),
    ("pg_backend_pid() = 0", nil),
    ("pg_column_size(old.t) < 0", nil),
  ]

  private static func condition(_ condition: String, _ sqlstate: String?) -> Case {
    Case(
      name: "a trigger fires where \(condition)",
      setUp: raising + """
        CREATE TRIGGER t BEFORE DELETE ON @.p FOR EACH ROW WHEN (\(condition)) EXECUTE FUNCTION @.no()
        """,
      delete: "DELETE FROM @.p", sqlstate: sqlstate, isUnsure: true)
  }

  private static let others: [Case] = [
    Case(
      name: "a trigger that fires for some schema and does nothing",
      setUp: raising + """
        CREATE FUNCTION @.yes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
        CREATE TRIGGER t BEFORE DELETE ON @.p FOR EACH ROW WHEN (current_schema() = 'x') EXECUTE FUNCTION @.yes()
        """,
      delete: "DELETE FROM @.p"),
    Case(
      name: "a value depends on how the transaction is",
      setUp: raising,
      delete:
        "INSERT INTO @.p VALUES (CASE WHEN current_setting('transaction_read_only') = 'on' THEN 1 ELSE 9 END, 2)",
      isUnsure: true),
    Case(
      name: "rows are picked by a setting that this session does not have",
      setUp: raising, delete: "DELETE FROM @.p WHERE t = current_setting('app.owner')::text",
      sqlstate: "42704", isUnsure: true),
    Case(
      name: "rows are picked by the table of settings",
      setUp: raising,
      delete:
        "DELETE FROM @.p WHERE k = (SELECT count(*) FROM pg_settings WHERE name = 'transaction_read_only' AND setting = 'on')",
      isUnsure: true),
    Case(
      name: "rows are picked by a view of the session",
      setUp: raising + "CREATE VIEW @.v AS SELECT length(current_schema()) AS n",
      delete: "DELETE FROM @.p WHERE k = (SELECT n FROM @.v)", isUnsure: true),
    Case(
      name: "rows are picked by a function that asks the session",
      setUp: raising + """
        CREATE FUNCTION @.mine() RETURNS text LANGUAGE plpgsql STABLE AS 'BEGIN RETURN current_setting(''application_name''); END'
        """,
      delete: "DELETE FROM @.p WHERE t = @.mine()", isUnsure: true),
    Case(
      name: "a CHECK asks the session",
      setUp: raising + "ALTER TABLE @.p ADD CHECK (current_schema() = 'public')",
      delete: "UPDATE @.p SET k = 3", isUnsure: true),
    Case(
      name: "a domain asks the session",
      setUp: """
        CREATE DOMAIN @.here AS int CHECK (current_setting('transaction_read_only') = 'off');
        CREATE DOMAIN @.nearer AS @.here;
        CREATE TABLE @.p (rid int, k @.nearer)
        """,
      delete: "INSERT INTO @.p VALUES (1, 1)", isUnsure: true),
    Case(
      name: "the last number of a sequence is the session's",
      setUp: "CREATE TABLE @.p (rid serial, k int)",
      delete: "INSERT INTO @.p (k) VALUES (lastval())", isUnsure: true),
    Case(
      name: "a CHECK by a function that is called IMMUTABLE and reads tables",
      setUp: reading + """
        ;
        ALTER TABLE @.c ADD CHECK (@.known(b))
        """,
      delete: "DELETE FROM @.p WHERE a = 1", sqlstate: "23514", isUnsure: true),
    Case(
      name: "a trigger by a function that is called IMMUTABLE and reads tables",
      setUp: reading + """
        ;
        CREATE FUNCTION @.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE TRIGGER t BEFORE UPDATE ON @.c FOR EACH ROW WHEN (@.known(old.b)) EXECUTE FUNCTION @.no()
        """,
      delete: "DELETE FROM @.p WHERE a = 1", isUnsure: true),
    Case(
      name: "a generated column by a function that is called IMMUTABLE and reads tables",
      setUp: reading + """
        ;
        ALTER TABLE @.c ADD g bool GENERATED ALWAYS AS (@.known(b)) STORED CHECK (g)
        """,
      delete: "UPDATE @.c SET b = 2 WHERE b = 1", isUnsure: true),
    Case(
      name: "a default by a function that is called IMMUTABLE and reads tables",
      setUp: reading + """
        ;
        CREATE TABLE @.d (rid int, a int DEFAULT (@.known(1)::int + 1) REFERENCES @.p ON DELETE SET DEFAULT);
        INSERT INTO @.d VALUES (5, 1)
        """,
      delete: "DELETE FROM @.p WHERE a = 1", isUnsure: true),
    Case(
      name: "rows are spread by a function that is called IMMUTABLE and reads tables",
      setUp: reading + """
        ;
        CREATE TABLE @.d (rid int, b int) PARTITION BY LIST ((@.known(b)));
        CREATE TABLE @.d1 PARTITION OF @.d FOR VALUES IN (true)
        """,
      delete: "INSERT INTO @.d VALUES (5, 1)", isUnsure: true),
    Case(
      name: "rows to insert are locked first",
      setUp: raising, delete: "INSERT INTO @.p SELECT rid + 10, k + 10 FROM @.p FOR UPDATE",
      isUnsure: true),
    Case(
      name: "an element of an array is set",
      setUp: "CREATE TABLE @.p (rid int, a int[]);\nINSERT INTO @.p VALUES (1, '{1}')",
      delete: "UPDATE @.p SET a[rid + 1] = 5 WHERE rid = 1", isUnsure: true),
  ]

  private static let raising = """
    CREATE TABLE @.p (rid int, k int PRIMARY KEY, t text);
    INSERT INTO @.p VALUES (1, 1, 'x');
    CREATE FUNCTION @.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';

    """

  private static let reading = """
    CREATE TABLE @.p (rid int, a int PRIMARY KEY);
    CREATE TABLE @.c (rid int, a int REFERENCES @.p ON DELETE SET NULL, b int);
    INSERT INTO @.p VALUES (1, 1), (2, 2);
    INSERT INTO @.c VALUES (3, 1, 1), (4, 2, 2);
    CREATE FUNCTION @.known(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT EXISTS (SELECT FROM @.p WHERE a = $1)'
    """
}
