import ArgumentParser
import PostgresAccess
import SchemaModel
import SchemaReview

/// `fkwalk lint`: what is wrong or risky about a schema's foreign keys.
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Find what is wrong or risky about foreign keys, each with its fix as SQL.",
    discussion: """
      Exit status: 0 nothing found, 3 something found.

        fkwalk lint shop
        fkwalk lint shop --only missing_index,not_valid --format json
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("Database name, connection string or URI.", valueName: "database"))
  var database: String?

  @Option(help: "How to print it: text or json.")
  var format = Format.text

  @Option(help: ArgumentHelp("Look for these only, with commas.", valueName: "codes"))
  var only: String?

  @Option(help: ArgumentHelp("Do not look for these, with commas.", valueName: "codes"))
  var except: String?

  @Option(help: "Leave out what is less than this: info, warning or error.")
  var minSeverity = Finding.Severity.info

  @Flag(help: "List the codes of all findings there are.")
  var list = false

  @OptionGroup var options: InstrumentOptions

  func validate() throws { _ = try wantedCodes() }

  func run() throws {
    if list { return printCodes() }
    let wanted = try wantedCodes()
    let report = try options.withSession(database: database) { session in
      let facts = try session.readFacts()
      let lint = Lint(facts)
      let isAboutDefaults = wanted.contains(.setDefaultNoParent)
      let found = lint.findings(
        missingDefaults: isAboutDefaults ? try session.missingDefaults(lint) : [])
      return LintReport(
        findings: found.filter { wanted.contains($0.code) && $0.severity >= minSeverity },
        facts: facts)
    }
    switch format {
    case .text: Output.lines(report.text)
    case .json: print(report.json.text)
    }
    if !report.findings.isEmpty { throw ExitCode(3) }
  }

  private func wantedCodes() throws -> Set<LintCode> {
    try (only.map(codes) ?? Set(LintCode.allCases)).subtracting(except.map(codes) ?? [])
  }

  private func codes(_ text: String) throws -> Set<LintCode> {
    Set(
      try text.split(separator: ",").map { word in
        guard let code = LintCode(rawValue: String(word)) else {
          throw ValidationError("There is no finding '\(word)'; fkwalk lint --list shows them.")
        }
        return code
      })
  }

  private func printCodes() {
    let width = LintCode.allCases.map(\.rawValue.count).max() ?? 0
    Output.lines(
      LintCode.allCases.map { code in
        code.rawValue + String(repeating: " ", count: width - code.rawValue.count) + "  "
          + code.meaning
      })
  }
}

extension Finding.Severity: ExpressibleByArgument {}
