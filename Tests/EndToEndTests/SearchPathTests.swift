import ProcessTesting
import Testing
import ThrowawayServer

/// Someone who may create objects in a schema that comes first in everyone's search_path.
@Suite struct SearchPathTests {
  /// Shadows all that SQL text may name without a schema: functions, operators, types and relations
  /// of `pg_catalog`.
  ///
  /// Each says so when it is used.
  private static let traps = #"""
    CREATE SCHEMA trap;
    GRANT USAGE ON SCHEMA trap TO public;
    CREATE FUNCTION trap.spring(what text) RETURNS bool LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the trap % was sprung', what; END $$;
    DO $do$
    DECLARE item record; arguments text; result text;
    BEGIN
      FOR item IN SELECT p.oid, p.proname, p.prorettype::regtype AS type, p.proretset,
          pg_catalog.pg_get_function_identity_arguments(p.oid) AS arguments
        FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'a', 'w')
      LOOP BEGIN
        result := CASE WHEN item.type::text IN ('record') THEN 'text' ELSE item.type::text END;
        EXECUTE format('CREATE FUNCTION trap.%I(%s) RETURNS %s%s LANGUAGE plpgsql AS %L', item.proname,
          regexp_replace(item.arguments, 'ORDER BY|OUT [^,]*(, )?', '', 'g'), CASE WHEN item.proretset THEN 'SETOF ' ELSE '' END,
          result, format('BEGIN PERFORM trap.spring(%L); END', item.proname));
      EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP;
      FOR item IN SELECT o.*, pg_catalog.format_type(o.oprleft, NULL) AS l, pg_catalog.format_type(o.oprright, NULL) AS r,
          pg_catalog.format_type(o.oprresult, NULL) AS result
        FROM pg_catalog.pg_operator o WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprleft <> 0
      LOOP BEGIN
        EXECUTE format('CREATE FUNCTION trap.%I(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L', 'operator ' || item.oid,
          item.l, item.r, item.result, format('BEGIN PERFORM trap.spring(%L); END', item.oprname || ' of ' || item.l));
        EXECUTE format('CREATE OPERATOR trap.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = trap.%I)',
          item.oprname, item.l, item.r, 'operator ' || item.oid);
      EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP;
      FOR item IN SELECT c.relname FROM pg_catalog.pg_class c
        WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind IN ('r', 'v')
      LOOP
        EXECUTE format('CREATE VIEW trap.%I AS SELECT trap.spring(%L) AS oid', item.relname, item.relname);
      END LOOP;
      FOR item IN SELECT t.typname FROM pg_catalog.pg_type t
        WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typtype = 'b' AND t.typname !~ '^_'
      LOOP BEGIN
        EXECUTE format('CREATE DOMAIN trap.%I AS pg_catalog.%I CHECK (trap.spring(%L))', item.typname, item.typname, item.typname);
      EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP;
    END $do$;
    ALTER DATABASE demo SET search_path = trap, pg_catalog, public;
    """#

  @Test func nothingOfOursResolvesToTheirs() throws {
    let demo = try DemoServer()
    let folder = try TemporaryFolder()
    // What a person writes means what they or an attacker made of it, for the server too.
    let commands = try DatabaseCommands.all(in: folder).filter { command in
      !command.contains { word in
        ["DELETE", "UPDATE", "INSERT"].contains { word.hasPrefix($0) }
      }
    }
    let expected = try commands.map { try demo.fkwalk($0) }
    try demo.server.load(sql: Self.traps)
    #expect(try demo.psql("SELECT 1 = 1").contains("the trap = of integer was sprung"))
    #expect(try demo.psql("SELECT lower('A')").contains("the trap lower was sprung"))
    #expect(try demo.psql("SELECT '1'::oid").contains("the trap oid was sprung"))
    #expect(try demo.psql("SELECT oid FROM pg_class").contains("the trap pg_class was sprung"))
    for (command, expected) in zip(commands, expected) {
      let run = try demo.fkwalk(command)
      #expect(!(run.output + run.errors).contains("was sprung"), "\(command): \(run.errors)")
      #expect(run.status == expected.status, "\(command)\n\(run.errors)")
    }
  }
}
