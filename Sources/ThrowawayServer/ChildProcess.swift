import CProcess
import Glibc

/// A program that runs as a child of this one.
///
/// Not `posix_spawn` or a library over it: those know no change of user in the child that would
/// leave the parent root, and no way to pass the terminal's signals on.
package struct ChildProcess: Sendable {
  /// Where a child's standard streams lead; -1 leaves this process's own.
  package struct Streams: Sendable {
    package var input: Int32 = -1
    package var output: Int32 = -1
    package var errors: Int32 = -1

    package init(input: Int32 = -1, output: Int32 = -1, errors: Int32 = -1) {
      self.input = input
      self.output = output
      self.errors = errors
    }
  }

  /// The process id.
  package let id: Int32

  /// Starts a program; the first word of `command` is looked up in the environment's PATH.
  ///
  /// - Throws: ``ThrowawayServerError/cannotRun(program:code:)`` where it cannot be executed.
  package init(
    running command: [String], environment: [String: String] = currentEnvironment(),
    streams: Streams = Streams()
  ) throws(ThrowawayServerError) {
    try self.init(
      running: command, environment: environment, streams: streams, account: nil, session: false)
  }

  /// Starts a program as another user (nil: as this one), in a session of its own if wanted.
  init(
    running command: [String], environment: [String: String], streams: Streams,
    account: ServerAccount?, session: Bool
  ) throws(ThrowawayServerError) {
    var program = fk_program()
    (program.input, program.output, program.errors) = (
      streams.input, streams.output, streams.errors
    )
    program.new_session = session
    if let account {
      (program.changes_user, program.user, program.group) = (true, account.user, account.group)
    }
    var child: Int32 = 0
    let code = withCStrings(command) { arguments in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { entries in
        (program.arguments, program.environment) = (arguments, entries)
        return fk_spawn(&program, &child)
      }
    }
    guard code == 0 else { throw .cannotRun(program: command.first ?? "", code: code) }
    id = child
  }

  /// Waits for its end: the exit status, or 128 + N where signal N ended it.
  @discardableResult
  package func wait() -> Int32 { fk_wait(id) }

  /// As ``wait()``, leaving the terminal's signals to it and passing on those sent to this process.
  package func waitInForeground() -> Int32 { fk_wait_in_foreground(id) }
}

/// The environment variables of this process as they are now.
package func currentEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  guard var entry = fk_environment() else { return variables }
  while let text = entry.pointee {
    let parts = String(cString: text).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
    entry += 1
  }
  return variables
}

/// Passes strings to C as an array of C strings that ends with NULL.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  let bytes = strings.map { Array($0.utf8CString) }
  let starts = bytes.map(\.count).reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
  return bytes.flatMap(\.self).withUnsafeBufferPointer { buffer in
    let pointers = starts.dropLast().map { start in buffer.baseAddress.map { $0 + start } }
    return (pointers + [nil]).withUnsafeBufferPointer { list in
      withUnsafePointer(to: nil as UnsafePointer<CChar>?) { body(list.baseAddress ?? $0) }
    }
  }
}
