import CursesDriver
import DeletePlanning
import FoundationEssentials
import PostgresAccess
import TerminalCanvas
import ThemeFiles
import UserFiles
import WalkerCore

/// The explorer from start to end.
enum Explorer {
  struct Options {
    var connection: ConnectionParameters
    /// What to call the connection on screen.
    var connectionName: String
    var startTable: String?
    var theme: Theme
    var terminal = Terminal.Options()
    var isDemo = false
    /// False keeps nothing for the next time.
    var keepsSession = true
    /// Begins where the person left.
    var resumes = false
    /// Shown instead of a database; nil connects to one.
    var saved: SavedPreview?
  }

  /// Runs the explorer and returns its exit status.
  ///
  /// - Throws: where the terminal cannot show it.
  static func run(_ options: Options) throws -> Int32 {
    let terminal: Terminal
    do throws(TerminalError) {
      terminal = try Terminal(options: options.terminal)
    } catch {
      throw CommandFailure(
        "\(error), and the explorer needs a terminal it can draw on; \(error.advice)")
    }
    let (keymap, warning) = keys()
    let themes = ThemeCatalog(environment: ProcessInfo.processInfo.environment).entries()
    let walker = Walker(
      options: WalkerOptions(
        size: terminal.size, glyphs: terminal.glyphs, connection: options.connectionName,
        startTable: options.startTable, isDemo: options.isDemo, saved: options.saved,
        keepsSession: options.keepsSession && !options.isDemo, resumes: options.resumes,
        keymap: keymap, warning: warning,
        themes: themes.compactMap(\.choice), theme: options.theme.id))
    let loop = EventLoop(
      walker: walker, terminal: terminal, terminalOptions: options.terminal, theme: options.theme,
      themes: themes, backend: Backend(options.connection))
    return loop.run()
  }
}

extension Explorer {
  /// The person's keys; where they cannot be used, those that fkwalk comes with and why.
  private static func keys() -> (Keymap, warning: String?) {
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    do throws(UserFileError) {
      return (try KeyFile.keymap(in: folders), nil)
    } catch {
      return (.standard, "\(error) (keys are as fkwalk comes)")
    }
  }
}

extension ThemeCatalog.Entry {
  /// Nil where the theme cannot be used.
  fileprivate var choice: ThemeChoice? {
    guard case .success(let theme) = theme else { return nil }
    return ThemeChoice(id: id, summary: theme.description)
  }
}
