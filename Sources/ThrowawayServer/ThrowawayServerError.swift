/// Why a throw-away server could not be had, or could not do something; says what to do about it.
package enum ThrowawayServerError: Error, Equatable, CustomStringConvertible {
  /// No `initdb` and `postgres` where they were looked for; nil: in all the usual places.
  case noServerPrograms(directory: String?)
  /// The server did not come up; `reason` is what it said.
  case cannotStart(reason: String)
  /// A program could not be run; `code` is the errno.
  case cannotRun(program: String, code: Int32)
  /// A file could not be opened; `code` is the errno.
  case cannotOpen(file: String, code: Int32)
  /// A file or script could not be loaded at all, or had an error where none is allowed.
  case cannotLoad(source: String, reason: String)
  /// A failed system call; `code` is the errno.
  case system(call: String, code: Int32)

  package var description: String {
    switch self {
    case .noServerPrograms(directory: nil):
      "no PostgreSQL server programs found: install the package postgresql, or give --pg-bin DIR"
    case .noServerPrograms(directory: .some(let directory)):
      "no PostgreSQL server programs in \(directory): it must hold initdb and postgres"
    case .cannotStart(let reason):
      "the throw-away PostgreSQL server did not start: \(reason)"
    case .cannotRun(let program, let code):
      "cannot run \(program): \(systemMessage(code))"
    case .cannotOpen(let file, let code):
      "cannot open \(file): \(systemMessage(code))"
    case .cannotLoad(let source, let reason):
      "cannot load \(source): \(reason)"
    case .system(let call, let code):
      "\(call) failed: \(systemMessage(code))"
    }
  }
}
