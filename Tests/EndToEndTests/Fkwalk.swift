import Glibc
import ProcessTesting

/// The program under test, as it was built beside these tests.
enum Fkwalk {
  /// Its path.
  static let path: String = {
    guard let tests = realpath("/proc/self/exe", nil) else { return "fkwalk" }
    defer { free(tests) }
    return String(cString: tests).split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/") + "/fkwalk"
  }()

  /// Runs it to its end, without a terminal.
  static func run(_ arguments: String..., changes: [String: String] = [:]) throws -> ProgramRun {
    try ProgramRun([path] + arguments, changes: changes)
  }
}
