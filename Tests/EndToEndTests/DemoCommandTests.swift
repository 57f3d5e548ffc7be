import ProcessTesting
import Testing
import ThrowawayServer

@Suite struct DemoCommandTests {
  @Test func listNamesTheScenariosWithASentenceEach() throws {
    let run = try Fkwalk.run("demo", "--list")
    let lines = run.output.split(separator: "\n")
    #expect(run.status == 0)
    #expect(lines.map { $0.prefix { $0 != " " } } == Scenario.all.map { $0.name[...] })
    #expect(lines.allSatisfy { $0.hasSuffix(".") })
  }

  @Test func commandFindsTheShopWhateverTheUserConnectsTo() throws {
    let run = try Fkwalk.run(
      "demo", "--", "psql", "-XAtc", "SELECT current_database(), count(*) FROM customers",
      changes: ["PGHOSTADDR": "192.0.2.1", "PGSERVICE": "nowhere", "PGPORT": "1"])
    #expect(run == ProgramRun(status: 0, output: "demo|30\n", errors: ""))
  }

  @Test func commandFindsThisProgramByName() throws {
    let run = try Fkwalk.run(
      "demo", "chain", "--", "fkwalk", "demo", "--list", changes: ["PATH": "/usr/bin:/bin"])
    #expect(run.status == 0)
    #expect(run.output.contains("shop"))
  }

  @Test func exitStatusIsThatOfTheCommand() throws {
    #expect(try Fkwalk.run("demo", "chain", "--", "sh", "-c", "exit 3").status == 3)
    #expect(try Fkwalk.run("demo", "chain", "--", "no-such-command").status == 1)
  }

  @Test func loadedFileTakesTheScenariosPlaceAndItsErrorsAreTold() throws {
    let script = """
      printf 'CREATE TABLE t ();\\nALTER TABLE t OWNER TO nobody_here;\\n' |
        "$0" demo --load /dev/stdin -- psql -XAtc '\\dt'
      """
    let run = try ProgramRun(["sh", "-c", script, Fkwalk.path])
    #expect(run.output == "public|t|table|postgres\n")
    #expect(
      run.errors
        == "fkwalk: /dev/stdin, line 2: ERROR:  role \"nobody_here\" does not exist\n")
    #expect(run.status == 0)
  }

  @Test func mistakesOfUsage() throws {
    let unknown = try Fkwalk.run("demo", "nowhere")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("There are: shop, chain, diamond, cycle."))
    #expect(try Fkwalk.run("demo", "shop", "--load", "x.sql").status == 64)
  }

  @Test func absentServerIsOneLineThatSaysWhatToDo() throws {
    let given = try Fkwalk.run("demo", "--pg-bin", "/nowhere")
    #expect(given.status == 1)
    #expect(given.errors.contains("/nowhere: it must hold initdb and postgres"))
    let variable = try Fkwalk.run("demo", changes: ["FKWALK_PG_BIN": "/nowhere"])
    #expect(variable.errors == given.errors)
    #expect(given.errors.split(separator: "\n").count == 1)
  }
}
