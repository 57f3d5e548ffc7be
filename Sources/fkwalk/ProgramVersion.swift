import CursesDriver
import PostgresAccess

/// What `fkwalk --version` says.
enum ProgramVersion {
  /// The program's own version.
  static let number = "0.1.0"

  static var text: String {
    "fkwalk \(number) (libpq \(ClientLibrary.version), \(Terminal.libraryVersion))"
  }
}
