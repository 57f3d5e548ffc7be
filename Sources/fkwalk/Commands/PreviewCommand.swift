import ArgumentParser
import CursesDriver
import DeletePlanning
import PostgresAccess
import SchemaModel
import TerminalCanvas

/// `fkwalk preview`: what a DELETE would do, without a screen.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Say what a DELETE, UPDATE or INSERT would do, and change nothing.",
    usage: "fkwalk preview (STATEMENT | TABLE COLUMN=VALUE...) [OPTIONS]",
    discussion: """
      Exit status: 0 PostgreSQL would carry it out, 3 it would refuse, 4 it cannot be told for \
      certain (the caveats say why), 1 there is no preview, 64 wrong usage, 130 Ctrl-C: what was \
      found until then is printed.

        fkwalk preview "DELETE FROM users WHERE last_login < '2020-01-01'"
        fkwalk preview users id=1
        fkwalk preview "UPDATE users SET id = 7 WHERE id = 1"
        fkwalk preview "INSERT INTO orders (user_id) VALUES (1), (2)"
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, sql, dot, mermaid
  }

  @Argument(
    help: ArgumentHelp(
      "A whole DELETE, UPDATE or INSERT (- reads it from standard input), or a table and COLUMN=VALUE.",
      valueName: "statement"))
  var words: [String] = []

  @Option(
    help:
      "How to print it: text, json, markdown, sql (a script that deletes everything in a safe order), dot or mermaid."
  )
  var format = Format.text

  @Option(
    help: ArgumentHelp(
      "Preview as if the constraint, [[schema.]table.]name, had another rule (repeatable): \(RuleChange.forms). Several parted by commas.",
      valueName: "constraint=rule"))
  var whatIf: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Example rows per step and blocker.", valueName: "n"))
  var sample = 5

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop following after this many rows.", valueName: "n"))
  var maxRows: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop after this time; what was found is printed.", valueName: "seconds"))
  var timeout: Double?

  @Flag(
    help: """
      Afterwards really run the statement in a transaction that is rolled back, and compare. \
      Numbers that it takes from sequences stay used up.
      """)
  var verify = false

  @Flag(help: "Leave the values of rows out: names and numbers stay.")
  var redact = false

  @Option(
    help: ArgumentHelp(
      "How to work it out: automatic, rows or counts.", visibility: .hidden))
  var way = DeleteRequest.Way.automatic

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard !words.isEmpty else {
      throw ValidationError("Give a DELETE, UPDATE or INSERT, or a table and COLUMN=VALUE.")
    }
    guard
      words.count > 1 || words[0] == "-" || words[0].contains(where: \.isWhitespace)
        || words[0].isEmpty
    else {
      throw ValidationError(
        "Give COLUMN=VALUE after the table, or a whole statement in quotes.")
    }
    guard sample >= 0 else { throw ValidationError("--sample takes a number from 0 up.") }
    guard maxRows.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--max-rows takes a number from 1 up.")
    }
    guard timeout.map({ $0 > 0 && $0 < 1_000_000 }) ?? true else {
      throw ValidationError("--timeout takes a number of seconds above 0.")
    }
    guard !verify || whatIf.isEmpty else {
      throw ValidationError("--verify runs the statement as it is: leave out --what-if.")
    }
    guard !redact || format != .sql else {
      throw ValidationError("A script is made of the keys of rows: leave out --redact.")
    }
    _ = try RuleOption.changes(whatIf)
    _ = try conditions()
  }

  mutating func run() throws {
    let start = ContinuousClock.now
    if words == ["-"] { words = [StandardInput.bytes().withUnsafeBytes(LooseBytes.text)] }
    do {
      // A broken statement is refused before anything is connected to.
      if isStatement {
        let command = try ChangeStatement(words[0]).command
        guard format != .sql || command == .delete else {
          throw CommandFailure(
            "--format sql makes a script for a DELETE, and this is \(command.phrase)",
            status: ExitCode.validationFailure.rawValue)
        }
      }
      let session = try connect(from: start)
      defer { session.close() }
      let request = try request(session)
      if format == .sql { return try printScript(request, session) }
      let planner = try DeletePlanner(request, server: session.server)
      let report = try session.preview(planner).report.timed(since: start)
      try finish(report, try verify && !report.isCancelled ? check(report, session) : nil)
    } catch let error as StatementError {
      try refuse(error)
    } catch BlockingSession.Failure.server(let error) where redact {
      throw CommandFailure(BlockingSession.Failure.server(error.redacted))
    } catch let failure as BlockingSession.Failure {
      throw CommandFailure(failure)
    }
  }

  // MARK: What to preview

  /// One word that is no table name with conditions is a statement.
  private var isStatement: Bool {
    words.count == 1
  }

  private func connect(from start: ContinuousClock.Instant) throws -> BlockingSession {
    let limits = BlockingSession.Limits(
      deadline: timeout.map { start + .seconds($0) }, interruption: Interruption.listen())
    return try BlockingSession(
      connection.parameters(), limits: limits, askPassword: PasswordQuestion.ask)
  }

  private func request(_ session: BlockingSession) throws -> DeleteRequest {
    var request = DeleteRequest(
      target: try target(session), sampleLimit: sample, rowLimit: maxRows,
      whatIf: try RuleOption.changes(whatIf))
    request.way = way
    return request
  }

  private func target(_ session: BlockingSession) throws -> DeleteRequest.Target {
    if isStatement { return .statement(words[0]) }
    let table = try TableLookup.find(words[0], session)
    return .rows(table, [RowIdentity(table: table, key: try conditions())])
  }

  /// The COLUMN=VALUE words.
  private func conditions() throws -> [ColumnValue] {
    try words.dropFirst().map { word in
      guard let sign = word.firstIndex(of: "="), sign > word.startIndex else {
        throw ValidationError("'\(SafeText.escaped(word))' is not COLUMN=VALUE.")
      }
      return ColumnValue(
        column: String(word[..<sign]), value: String(word[word.index(after: sign)...]))
    }
  }

  // MARK: The result

  /// Takes more and more constraints out of the way until nothing refuses any more.
  ///
  /// The exit status is that of the preview: 3 where the DELETE alone would be refused.
  private func printScript(_ request: DeleteRequest, _ session: BlockingSession) throws {
    var request = request
    var isRefused = false
    while true {
      let planner = try session.preview(try DeletePlanner(request, server: session.server))
      if planner.report.isCancelled { throw BlockingSession.Failure.interrupted }
      isRefused = isRefused || planner.report.error != nil
      switch planner.wayPast {
      case .again(let next): request = next
      case .script(let script):
        Output.sql(script.text)
        if isRefused { throw ExitCode(3) }
        return
      case .none(let reason):
        throw CommandFailure("there is no script: \(reason)", status: 4)
      }
    }
  }

  /// Runs the statement and rolls it back; nil where that must not be.
  private func check(_ report: DeleteReport, _ session: BlockingSession) throws -> Verification? {
    if let reason = report.verificationRefusal {
      StandardError.write(SafeText.escaped("fkwalk: " + reason) + "\n")
      return nil
    }
    do {
      return Verification(
        of: report, against: try session.observe(ChangeStatement(report.statement)))
    } catch let failure as VerificationFailure {
      throw CommandFailure(failure.message)
    }
  }

  private func finish(_ report: DeleteReport, _ verification: Verification?) throws {
    let saved = SavedPreview(report: report, verification: verification)
    try PreviewPrinter.print(redact ? saved.redacted : saved, as: format)
    if let verification, verification.isDefect {
      let defect = verification.defectReport(server: report.server, tool: "fkwalk")
      StandardError.write(
        defect.split(separator: "\n").map { SafeText.escaped(String($0)) + "\n" }.joined())
    }
    if report.isCancelled { throw CommandFailure(.interrupted) }
    switch report.outcome {
    case .succeeds: return
    case .fails, .failsAtCommit: throw ExitCode(3)
    case .uncertain, nil: throw ExitCode(4)
    }
  }

  /// A statement that is not previewed: one line, and for scripts a document that says so.
  private func refuse(_ error: StatementError) throws {
    if format == .json, error.isUnsupported {
      print(DeleteReport(refusing: words[0], because: error).json.text)
    }
    throw CommandFailure(error.message, status: ExitCode.validationFailure.rawValue)
  }
}

extension DeleteRequest.Way: ExpressibleByArgument {}

extension DeleteReport {
  fileprivate func timed(since start: ContinuousClock.Instant) -> DeleteReport {
    var report = self
    let (seconds, attoseconds) = start.duration(to: .now).components
    report.milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    return report
  }

  fileprivate init(refusing statement: String, because error: StatementError) {
    self.init(statement: statement, rootTable: TableName(schema: "", name: ""))
    caveats = [
      Caveat(
        code: .unsupported, table: nil, object: nil, message: error.message, isDecisive: true)
    ]
    outcome = .uncertain
    isComplete = true
  }
}
