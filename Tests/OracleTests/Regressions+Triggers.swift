/// What people's triggers do, and when they fire.
extension Regressions {
  static let triggers: [Case] = [
    trigger(
      "an error is caught by the function that raises it", "BEFORE DELETE",
      "BEGIN RAISE EXCEPTION ''no''; EXCEPTION WHEN others THEN RAISE NOTICE ''%'', tg_op; RETURN OLD; END",
      isUnsure: true),
    trigger(
      "an error is raised in the place of another", "BEFORE DELETE",
      "BEGIN RAISE EXCEPTION ''no''; EXCEPTION WHEN raise_exception THEN RAISE EXCEPTION ''other''; END",
      sqlstate: "P0001", isUnsure: true),
    trigger(
      "an SQLSTATE is no SQLSTATE", "BEFORE DELETE",
      "BEGIN RAISE EXCEPTION ''no'' USING errcode = ''abcde''; END", sqlstate: "42704",
      isUnsure: true),
    trigger(
      "a message is given twice", "BEFORE DELETE",
      "BEGIN RAISE EXCEPTION ''no'' USING message = ''yes''; END", sqlstate: "42601",
      isUnsure: true),
    trigger(
      "a generated column counts as updated with what it is made of", "BEFORE UPDATE OF g",
      "BEGIN RAISE EXCEPTION ''no''; END", change: "UPDATE @.c SET a = 3", sqlstate: "P0001"),
    trigger(
      "a generated column is updated by a referential action", "AFTER UPDATE OF g",
      "BEGIN RAISE EXCEPTION ''no''; END", change: "UPDATE @.p SET a = 3", sqlstate: "P0001"),
    trigger(
      "a generated column is left alone with what it is made of", "AFTER UPDATE OF g",
      "BEGIN RAISE EXCEPTION ''no''; END", change: "UPDATE @.c SET t = NULL"),
    Case(
      name: "a generated column is updated for the statement",
      setUp: family + """
        CREATE FUNCTION @.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE TRIGGER t AFTER UPDATE OF g ON @.c EXECUTE FUNCTION @.f()
        """,
      delete: "UPDATE @.c SET a = a WHERE false", sqlstate: "P0001"),
    Case(
      name: "all generated columns count as updated where a trigger may change anything",
      version: 16,
      setUp: family + """
        CREATE FUNCTION @.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE FUNCTION @.n() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER n BEFORE UPDATE ON @.c FOR EACH ROW EXECUTE FUNCTION @.n();
        CREATE TRIGGER t AFTER UPDATE OF g ON @.c FOR EACH ROW EXECUTE FUNCTION @.f()
        """,
      delete: "UPDATE @.c SET t = NULL", sqlstate: "P0001"),
    Case(
      name: "a function has a search_path of its own",
      setUp: family + """
        CREATE FUNCTION @.now() RETURNS timestamp LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE FUNCTION @.f() RETURNS trigger LANGUAGE plpgsql SET search_path = @, pg_catalog AS 'BEGIN NEW.u := now(); RETURN NEW; END';
        CREATE TRIGGER t BEFORE UPDATE ON @.c FOR EACH ROW EXECUTE FUNCTION @.f()
        """,
      delete: "UPDATE @.p SET a = 3", sqlstate: "P0001", isUnsure: true),
    Case(
      name: "ON CONFLICT DO UPDATE is an UPDATE for the statement's triggers",
      setUp: family + """
        CREATE FUNCTION @.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE TRIGGER t AFTER UPDATE ON @.p EXECUTE FUNCTION @.f()
        """,
      delete: "INSERT INTO @.p VALUES (7, 7) ON CONFLICT (a) DO UPDATE SET a = 8",
      sqlstate: "P0001"),
    trigger(
      "an array of times is no time", "BEFORE UPDATE", "BEGIN NEW.us := now(); RETURN NEW; END",
      change: "UPDATE @.c SET a = 3", sqlstate: "22P02", isUnsure: true),
    trigger(
      "a number takes no time, before or after", "AFTER UPDATE",
      "BEGIN NEW.a := now(); RETURN NEW; END", change: "UPDATE @.c SET t = NULL",
      sqlstate: "22P02", isUnsure: true),
    Case(
      name: "a trigger sets the time where NULL may not be",
      setUp: """
        CREATE TABLE @.c (rid int, u timestamp NOT NULL);
        CREATE FUNCTION @.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.u := now(); RETURN NEW; END';
        CREATE TRIGGER t BEFORE INSERT ON @.c FOR EACH ROW EXECUTE FUNCTION @.f()
        """,
      delete: "INSERT INTO @.c VALUES (9, NULL)"),
  ]

  private static func trigger(
    _ name: String, _ event: String, _ body: String, change: String = "DELETE FROM @.p",
    sqlstate: String? = nil, isUnsure: Bool = false
  ) -> Case {
    Case(
      name: name,
      setUp: family + """
        CREATE FUNCTION @.f() RETURNS trigger LANGUAGE plpgsql AS '\(body)';
        CREATE TRIGGER t \(event) ON @.c FOR EACH ROW EXECUTE FUNCTION @.f()
        """,
      delete: change, sqlstate: sqlstate, isUnsure: isUnsure)
  }

  private static let family = """
    CREATE TABLE @.p (rid int, a int PRIMARY KEY);
    CREATE TABLE @.c (rid int, a int REFERENCES @.p ON DELETE CASCADE ON UPDATE CASCADE, t text,
      g int GENERATED ALWAYS AS (a + 1) STORED, u timestamp NOT NULL DEFAULT '2020-01-01', us timestamp[]);
    INSERT INTO @.p VALUES (1, 1);
    INSERT INTO @.c VALUES (2, 1);

    """
}
