import ProcessTesting
import Testing

/// The manual page, completions and bug reports, made from what the program knows of itself.
@Suite struct PackagingTests {
  @Test func theManualPageHasEveryCommandAndOption() throws {
    let page = try ProgramRun([Fkwalk.path, "manual"]).output
    let help = try ProgramRun([Fkwalk.path, "--help"]).output
    let commands = help.split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS") }.dropFirst()
      .compactMap {
        $0.hasPrefix("  ") && !$0.hasPrefix("   ") ? $0.split(separator: " ").first : nil
      }
      .filter { $0 != "See" }
    #expect(commands.count > 12)
    for command in commands {
      let name = command.split(separator: "-").joined(separator: "\\-")
      #expect(page.contains(".SS fkwalk \(name)\n"))
    }
    for option in ["\\-\\-what\\-if", "\\-\\-redact", "\\-\\-dbname", "\\-\\-depth"] {
      #expect(page.contains("\\fB\(option)\\fR"))
    }
    // What starts with a full stop is a request, and has to be one.
    let requests = Set(
      page.split(separator: "\n").filter { $0.hasPrefix(".") }.map { $0.prefix(3) })
    #expect(requests == [".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi", ".B ", ".br"])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsAreThere(_ shell: String) throws {
    let run = try ProgramRun([Fkwalk.path, "manual", "--completions", shell])
    #expect(run.status == 0 && run.output.contains("orphans"))
  }

  @Test func bugReportsHoldNoNamesAndNoData() throws {
    let demo = try DemoServer(scenario: "none")
    try demo.psql(
      """
      CREATE SCHEMA hush; CREATE TABLE hush.secret_table (secret_column int PRIMARY KEY);
      ALTER TABLE hush.secret_table ADD CONSTRAINT secret_key FOREIGN KEY (secret_column)
        REFERENCES hush.secret_table ON DELETE CASCADE
      """)
    let run = try demo.fkwalk("bug-report")
    #expect(run.status == 0 && run.errors.isEmpty)
    for word in ["fkwalk 0", "libpq", "ncurses", "server_version = ", "ON DELETE CASCADE 1"] {
      #expect(run.output.contains(word))
    }
    let host = demo.variables["PGHOST"] ?? "?"
    for word in ["hush", "secret", host] { #expect(!run.output.contains(word)) }
  }

  @Test func redactedPreviewsHoldNoValues() throws {
    let demo = try DemoServer()
    for format in ["text", "json", "markdown"] {
      let plain = try demo.fkwalk("preview", "customers", "id=1", "--format", format)
      let redacted = try demo.fkwalk("preview", "customers", "id=1", "--format", format, "--redact")
      #expect(plain.status == redacted.status)
      #expect(redacted.output.contains("<redacted>") || format == "markdown")
      #expect(!redacted.output.contains("id=1") && !redacted.output.contains("(id)=(5"))
    }
    #expect(
      try demo.fkwalk("preview", "customers", "id=1", "--format", "sql", "--redact").status == 64)
  }
}
