import ArgumentParser
@preconcurrency import Glibc
import PostgresAccess

/// The program: its commands, and how each ending becomes an exit status.
@main
struct FkWalk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fkwalk",
    abstract: "Walk the foreign keys of a PostgreSQL database; see what a DELETE would do.",
    usage: """
      fkwalk [DATABASE | CONNINFO | URI] [OPTIONS]
      fkwalk COMMAND [ARGUMENTS]
      """,
    discussion: """
      Without a command it opens the explorer. It connects as psql does, with -h, -p, -U, -d and all \
      of libpq's variables and files; fkwalk help explore lists the options. No command changes a row.

        fkwalk shop                          explore the database shop
        fkwalk demo                          explore a made-up shop
        fkwalk preview users id=1 -d shop    what would deleting that row do?
      """,
    version: ProgramVersion.text,
    subcommands: [
      ExploreCommand.self, PreviewCommand.self, OpenCommand.self, ExplainCommand.self,
      GraphCommand.self, PathCommand.self, OrderCommand.self, LintCommand.self,
      OrphansCommand.self, RadiusCommand.self, MigrateCommand.self, CompareCommand.self,
      DemoCommand.self,
      LessonsCommand.self, ThemesCommand.self, KeysCommand.self, ManualCommand.self,
      BugReportCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self,
    // psql's -h is the host, so help is --help only.
    helpNames: [.long])

  static func main() {
    do {
      let words = arguments
      SpelledPasswords.hide(in: words)
      var command = try parseAsRoot(words)
      try command.run()
      end(with: 0)
    } catch let failure as CommandFailure {
      StandardError.write("fkwalk: \(failure)\n")
      end(with: failure.status)
    } catch {
      let (text, code) = (fullMessage(for: error), exitCode(for: error))
      if code == .success {
        print(text)
      } else if !text.isEmpty {
        StandardError.write(SpelledPasswords.masked(text) + "\n")
      }
      end(with: code.rawValue)
    }
  }

  /// The words of the command line; bytes that are no UTF-8 are kept, as names of a database may
  /// have them.
  private static var arguments: [String] {
    let words = UnsafeBufferPointer(
      start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    return words.dropFirst().compactMap { word in
      word.map { LooseBytes.text(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
  }

  /// Ends the program; what was printed and cannot be written is a failure of its own.
  private static func end(with status: Int32) -> Never {
    guard fflush(nil) != 0 || ferror(stdout) != 0 else { Glibc.exit(status) }
    let reason = String(cString: strerror(errno))
    StandardError.write(
      "fkwalk: what was found could not be written to standard output: \(reason)\n")
    // The standard library would try to write it once more.
    _exit(1)
  }
}

/// Text for standard error.
enum StandardError {
  static func write(_ text: String) {
    Array(text.utf8).withUnsafeBytes { bytes in
      _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }
}
