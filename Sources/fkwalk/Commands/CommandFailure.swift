import ArgumentParser
import PostgresAccess
import SchemaModel
import TerminalCanvas

/// A command that ends without its result: one line for standard error and an exit status.
struct CommandFailure: Error, CustomStringConvertible {
  var description: String
  var status: Int32 = 1

  init(_ text: String, status: Int32 = 1) {
    description = SafeText.escaped(SpelledPasswords.masked(text))
    self.status = status
  }

  init(_ failure: BlockingSession.Failure) {
    switch failure {
    case .server(let error): self.init(error.oneLine)
    case .connection(let failure):
      self.init("cannot connect: \(failure.message). \(failure.advice)")
    case .interrupted: self.init("interrupted", status: 130)
    case .outOfTime: self.init("the time limit was reached")
    }
  }
}

extension ServerError {
  /// The message with its detail and hint, in one line.
  var oneLine: String {
    var text = message
    if let detail { text += " — " + detail }
    if let hint { text += " — " + hint }
    return sqlstate.isEmpty ? text : "\(text) (\(sqlstate))"
  }
}
