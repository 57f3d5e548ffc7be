import ArgumentParser
import CursesDriver
import ErrorExplaining
import FoundationEssentials
import Glibc
import PostgresAccess
import SchemaModel
import TerminalCanvas

/// `fkwalk explain`: what a foreign-key error says, and the ways out.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a foreign-key error, from a message, a log or a SQLSTATE; or a word.",
    usage: "fkwalk explain [FILE | SQLSTATE | WORD] [OPTIONS]",
    discussion: """
      Reads FILE, or standard input, and explains each foreign-key violation in it; a whole log \
      will do. It needs no database; with -d (or PGDATABASE) it adds what the database says now.
      Exit status: 0 something was explained, 1 nothing was found.

        fkwalk explain 23503
        fkwalk explain "match full"
        psql -f load.sql 2>&1 | fkwalk explain -d shop
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
  }

  @Argument(
    help: ArgumentHelp(
      "A file with the error text, a SQLSTATE such as 23503, or a word such as cascade; - or "
        + "nothing reads standard input.",
      valueName: "file"))
  var source: String?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("Show how a library surfaces and handles it.", valueName: "library"))
  var library: Library?

  @Option(help: "How to print it: text, json or markdown.")
  var format = Format.text

  @Option(
    help: ArgumentHelp("Stop after this time; what was found is printed.", valueName: "seconds"))
  var timeout: Double?

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard timeout.map({ $0 > 0 && $0 < 1_000_000 }) ?? true else {
      throw ValidationError("--timeout takes a number of seconds.")
    }
  }

  func run() throws {
    if let source, let card = ReferenceCard(source) { return try show(card) }
    if let source, let entry = Glossary.entry(source), access(source, F_OK) != 0 {
      return try show(entry)
    }
    let violations = try violations()
    guard !violations.isEmpty else {
      throw CommandFailure(
        "no foreign-key violation (23503 or 23001) was found in the text; paste the whole message "
          + "with its DETAIL, or name a SQLSTATE: fkwalk explain 23503")
    }
    let explanations = try explain(violations)
    try show(ExplainReport(explanations, library: library))
  }

  // MARK: The text

  /// Those of the file or of standard input, read piece by piece.
  private func violations() throws -> [Violation] {
    var reader = ViolationReader()
    guard let source, source != "-" else {
      StandardInput.read { reader.read($0) }
      return reader.finish()
    }
    let file = open(source, O_RDONLY | O_CLOEXEC)
    guard file >= 0, StandardInput.read(file, piece: { reader.read($0) }) else {
      let isCode = source.count == 5 && source.allSatisfy { $0.isNumber || $0.isUppercase }
      throw CommandFailure(
        isCode
          ? "there is no card for SQLSTATE \(source); there are "
            + ReferenceCard.all.map(\.sqlstate).joined(separator: ", ")
          : "cannot read \(source): \(String(cString: strerror(errno)))")
    }
    close(file)
    return reader.finish()
  }

  // MARK: The database

  /// Whether a database was named: without one the text is explained for itself.
  private var hasDatabase: Bool {
    let environment = ProcessInfo.processInfo.environment
    return connection.dbname != nil || connection.host != nil
      || ["PGDATABASE", "PGSERVICE"].contains { environment[$0]?.isEmpty == false }
  }

  /// Asks the database about each; one that cannot be reached takes nothing away.
  private func explain(_ violations: [Violation]) throws -> [Explanation] {
    guard hasDatabase else { return violations.map { Explanation($0) } }
    let limits = BlockingSession.Limits(
      deadline: timeout.map { .now + .seconds($0) }, interruption: Interruption.listen())
    do {
      let session = try BlockingSession(
        connection.parameters(), limits: limits, askPassword: PasswordQuestion.ask)
      defer { session.close() }
      let inquiry = ViolationInquiry(session: session, graph: try session.readCatalog())
      return try explain(violations, inquiry)
    } catch let failure as BlockingSession.Failure {
      return try explain(violations[...], without: failure)
    }
  }

  /// Where the session ends halfway, what it told by then stays.
  private func explain(
    _ violations: [Violation], _ inquiry: ViolationInquiry
  ) throws -> [Explanation] {
    var explanations: [Explanation] = []
    do {
      for violation in violations {
        explanations.append(Explanation(violation, live: try inquiry.facts(about: violation)))
      }
      return explanations
    } catch let failure as BlockingSession.Failure {
      return explanations + (try explain(violations[explanations.count...], without: failure))
    }
  }

  private func explain(
    _ violations: ArraySlice<Violation>, without failure: BlockingSession.Failure
  ) throws -> [Explanation] {
    if failure == .interrupted { throw CommandFailure(failure) }
    StandardError.write("fkwalk: \(CommandFailure(failure)); explained from the text alone\n")
    return violations.map { Explanation($0) }
  }

  // MARK: The result

  private func show(_ report: ExplainReport) throws {
    switch format {
    case .text: print(report.text(escaping: SafeText.escaped), terminator: "")
    case .markdown: print(report.markdown(escaping: SafeText.escaped), terminator: "")
    case .json: print(report.json.text)
    }
  }

  private func show(_ entry: Glossary.Entry) throws {
    if format == .json {
      return print(
        JSONValue.object([
          "format": .string("fkwalk.glossary/1"), "name": .string(entry.name),
          "text": .string(entry.text), "manual": .string(entry.manual),
        ]).text)
    }
    Output.lines([entry.name, "", entry.text, "", "PostgreSQL manual: \(entry.manual)"])
  }

  private func show(_ card: ReferenceCard) throws {
    if format == .json { return print(card.json(for: library).text) }
    print(card.text, terminator: "")
    if let library { print("\n" + library.guide, terminator: "") }
    if library == nil {
      print(
        "\nHow a library handles it: --for "
          + Library.allCases.map(\.rawValue).joined(separator: "|"))
    }
  }
}

extension Library: ExpressibleByArgument {}
