import ProcessTesting
import Testing

/// What a preview says where it could easily be wrong.
@Suite struct PreviewTrustTests {
  @Test func theTimeThatATriggerSetsIsAnExample() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (id int PRIMARY KEY, p int NOT NULL REFERENCES p ON DELETE SET NULL, at date);
      CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NEW.at := now(); RETURN NEW; END';
      CREATE TRIGGER stamp BEFORE UPDATE ON c FOR EACH ROW EXECUTE FUNCTION stamp();
      INSERT INTO p VALUES (1); INSERT INTO c VALUES (2, 1, NULL)
      """)
    let run = try demo.fkwalk("preview", "p", "id=1")
    #expect(run.status == 3 && run.output.contains("volatile_function: at is set to the time"))
    #expect(run.output.contains("Failing row contains (2, null, 2"))
  }

  @Test func roundedNumbersInADetailAreNamed() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (f float8 PRIMARY KEY); CREATE TABLE c (f float8 REFERENCES p);
      INSERT INTO p VALUES (0.3234567890123456); INSERT INTO c SELECT f FROM p;
      ALTER DATABASE demo SET extra_float_digits = -5
      """)
    let run = try demo.fkwalk("preview", "DELETE FROM p")
    #expect(run.status == 3 && run.output.contains("extra_float_digits is set below 1"))
  }

  @Test func anIndexWithoutNullsIsAnIndex() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c ("P" int REFERENCES p ON DELETE CASCADE, q int REFERENCES p ON DELETE CASCADE);
      CREATE INDEX ON c ("P") WHERE "P" IS NOT NULL; CREATE INDEX ON c (q) WHERE q > 1;
      INSERT INTO p VALUES (1)
      """)
    let run = try demo.fkwalk("preview", "p", "id=1")
    #expect(run.output.contains("ON public.c (q)") && !run.output.contains("ON public.c (\"P\")"))
  }

  @Test func noScriptIsMadeThatTriggersWouldStop() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE TABLE p (id int PRIMARY KEY);
      CREATE TABLE c (p int REFERENCES p ON DELETE CASCADE); CREATE TABLE d (p int REFERENCES p);
      CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$no$$; END';
      CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER no BEFORE DELETE ON c FOR EACH ROW WHEN (pg_trigger_depth() = 0)
        EXECUTE FUNCTION no();
      CREATE TRIGGER keep BEFORE DELETE ON d FOR EACH ROW EXECUTE FUNCTION keep();
      INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1); INSERT INTO d VALUES (2)
      """)
    for (id, reason) in [("1", "pg_trigger_depth()"), ("2", "Trigger keep on d")] {
      let run = try demo.fkwalk("preview", "p", "id=\(id)", "--format", "sql")
      #expect(!run.output.contains("BEGIN;"))
      #expect((run.output + run.errors).contains(reason))
    }
  }
}
