import CursesDriver
import DeletePlanning
import FoundationEssentials
import Lessons
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
    /// Where lessons run; nil only lists them.
    var lessonServer: LessonServer?
    /// The lessons there are.
    var course = LessonCatalog.all
    /// The lesson to begin with, of ``course``; nil for none.
    var lesson: Int?
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
    let kept = ProgressKeeper.read()
    var choices = WalkerOptions(
      size: terminal.size, glyphs: terminal.glyphs, connection: options.connectionName,
      startTable: options.startTable, isDemo: options.isDemo, saved: options.saved,
      keepsSession: options.keepsSession && !options.isDemo, resumes: options.resumes,
      keymap: keymap, warning: warning ?? (options.lesson == nil ? nil : kept.warning),
      themes: themes.compactMap(\.choice), theme: options.theme.id)
    (choices.course, choices.progress) = (options.course, kept.progress)
    (choices.runsLessons, choices.startLesson) = (options.lessonServer != nil, options.lesson)
    let loop = EventLoop(
      walker: Walker(options: choices), terminal: terminal, terminalOptions: options.terminal,
      theme: options.theme,
      themes: themes, backend: Backend(options.connection, lessons: options.lessonServer))
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
