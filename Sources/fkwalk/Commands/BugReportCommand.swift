import ArgumentParser
import FoundationEssentials
import Glibc
import PostgresAccess
import SchemaModel
import TerminalCanvas
import ThemeFiles
import UserFiles
import WalkerCore

/// `fkwalk bug-report`: what someone who is to mend fkwalk wants to know, and no data.
struct BugReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bug-report",
    abstract: "Gather versions and settings for a bug report, without data.",
    discussion: """
      Names of hosts, databases, users, schemas, tables and columns are left out, as are all rows. \
      Without a database it tells of this machine only.

        fkwalk bug-report shop
      """)

  @Argument(help: ArgumentHelp("Database name, connection string or URI.", valueName: "database"))
  var database: String?

  @OptionGroup var options: InstrumentOptions

  func run() throws {
    Output.lines(machine + files)
    guard database != nil || options.connection.dbname != nil || environment["PGDATABASE"] != nil
    else { return }
    Output.lines(
      try options.withSession(database: database) { session in
        try server(session) + schema(session)
      })
  }

  private var environment: [String: String] { ProcessInfo.processInfo.environment }

  private var machine: [String] {
    var system = utsname()
    uname(&system)
    let terminal = ["TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "TMUX", "STY"]
    // Of a multiplexer only that there is one: its variables hold paths.
    let shown = terminal.compactMap { name in
      environment[name].map { "\(name)=\(["TMUX", "STY"].contains(name) ? "set" : $0)" }
    }
    return [
      ProgramVersion.text,
      "system    \(Self.text(system.sysname)) \(Self.text(system.release)) "
        + Self.text(system.machine),
      "terminal  \(shown.joined(separator: " "))",
    ]
  }

  private var files: [String] {
    let folders = UserFolders(environment: environment)
    var keys = "your own"
    do throws(UserFileError) {
      if try KeyFile.keymap(in: folders) == .standard { keys = "as fkwalk comes" }
    } catch {
      keys = "your file cannot be read: \(error.message)"
    }
    let themes = ThemeCatalog(environment: environment).entries().count
    return ["keys      \(keys)", "themes    \(themes)"]
  }

  private func server(_ session: BlockingSession) throws -> [String] {
    let facts = session.server
    return ["server    \(facts.product.rawValue) \(facts.version)"]
      + (try session.readSettings().map { "  \($0.name) = \($0.value)" })
  }

  private func schema(_ session: BlockingSession) throws -> [String] {
    let graph = try session.readCatalog()
    let keys = graph.foreignKeys
    func count<Value: Hashable>(_ value: (ForeignKey) -> Value, _ name: (Value) -> String) -> String
    {
      Dictionary(grouping: keys, by: value).map { "\(name($0.key)) \($0.value.count)" }.sorted()
        .joined(separator: ", ")
    }
    let kinds = Dictionary(grouping: graph.tables, by: \.kind).mapValues(\.count)
    return [
      "tables    \(graph.tables.count): ordinary \(kinds[.ordinary] ?? 0), partitioned "
        + "\(kinds[.partitioned] ?? 0), foreign \(kinds[.foreign] ?? 0)",
      "keys      \(keys.count): " + count(\.onDelete, { "ON DELETE \($0.sql)" }),
      "  " + count(\.onUpdate, { "ON UPDATE \($0.sql)" }),
      "  deferrable \(keys.filter(\.deferrability.isDeferrable).count), MATCH FULL "
        + "\(keys.filter { $0.matchType == .full }.count), not validated "
        + "\(keys.filter { !$0.isValidated }.count), not enforced "
        + "\(keys.filter { !$0.isEnforced }.count), on a cycle \(keys.filter(graph.isOnCycle).count)",
    ]
  }

  /// The text of one of `utsname`'s fields.
  private static func text<Field>(_ field: Field) -> String {
    withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
