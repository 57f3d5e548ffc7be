import ArgumentParser
import Glibc

/// The program: its commands, and how each ending becomes an exit status.
@main
struct FkWalk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fkwalk",
    abstract: "Walk the foreign keys of a PostgreSQL database; see what a DELETE would do.",
    version: ProgramVersion.text,
    subcommands: [ExploreCommand.self, PreviewCommand.self, DemoCommand.self, ThemesCommand.self],
    defaultSubcommand: ExploreCommand.self,
    // psql's -h is the host, so help is --help only.
    helpNames: [.long])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      StandardError.write("fkwalk: \(failure)\n")
      Glibc.exit(failure.status)
    } catch {
      exit(withError: error)
    }
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
