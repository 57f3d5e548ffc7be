import ArgumentParser
import CursesDriver
import FoundationEssentials
import PostgresAccess
import TerminalCanvas
import ThemeFiles

/// `fkwalk [DATABASE]`: the explorer.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer (also without the word explore).")

  @Argument(help: ArgumentHelp("Database name, connection string or URI.", valueName: "database"))
  var database: String?

  @Option(
    help: ArgumentHelp("Start at this table.", valueName: "[schema.]table"))
  var table: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Go on where you left this database; with --no-resume, keep and read nothing of that.")
  var resume: Bool?

  @OptionGroup var screen: ScreenOptions
  @OptionGroup var connection: ConnectionOptions

  func run() throws {
    let parameters = connection.parameters(database: database)
    let status = try Explorer.run(
      Explorer.Options(
        connection: parameters, connectionName: parameters.description, startTable: table,
        theme: try screen.chosenTheme(), terminal: screen.terminal,
        keepsSession: resume != false, resumes: resume == true))
    guard status == 0 else { throw ExitCode(status) }
  }
}

/// How the explorer looks.
struct ScreenOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Theme: a name or a file.", valueName: "name"))
  var theme: String?

  @Option(help: "Colours: auto, always, never, 16 or 256.")
  var color = ColorMode.auto

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  var terminal: Terminal.Options { Terminal.Options(color: color, usesASCII: ascii) }

  func chosenTheme() throws -> Theme {
    let catalog = ThemeCatalog(environment: ProcessInfo.processInfo.environment)
    let chosen = theme ?? ProcessInfo.processInfo.environment["FKWALK_THEME"]
    // One that was kept may be gone, or broken, since.
    if chosen == nil, let kept = ThemeKeeper.read(), let theme = try? catalog.theme(kept) {
      return theme
    }
    do throws(ThemeFileError) {
      return try catalog.theme(chosen ?? ThemeCatalog.defaultID)
    } catch {
      throw CommandFailure(error.description)
    }
  }
}

extension ColorMode: ExpressibleByArgument {}
