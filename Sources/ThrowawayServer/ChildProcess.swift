import CProcess
import Glibc

/// A program that runs as a child of this one.
///
/// Not `posix_spawn` or a library over it: those know no change of user in the child that would
/// leave the parent root, and no way to pass the terminal's signals on.
package struct ChildProcess: Sendable {
  /// How to start it.
  package struct Start: Sendable {
    package var environment = currentEnvironment()
    /// File descriptors for its standard streams; -1 leaves this process's own.
    package var input: Int32 = -1
    package var output: Int32 = -1
    package var errors: Int32 = -1
    /// Whether it is sent SIGHUP when the thread that starts it ends, even by SIGKILL.
    var hangsUpWithParent = false
    /// Whether it leads a session of its own, out of reach of the terminal's signals.
    var leadsSession = false
    /// The user to run it as; nil leaves this process's own.
    var account: ServerAccount?

    package init() {}
  }

  /// The process id.
  package let id: Int32

  /// Starts a program; the first word of `command` is looked up in its environment's PATH.
  ///
  /// - Throws: ``ThrowawayServerError/cannotRun(program:code:)`` where it cannot be executed.
  package init(
    _ command: [String], adjust: (inout Start) -> Void = { _ in }
  ) throws(ThrowawayServerError) {
    var child: Int32 = 0
    try Self.withProgram(command, adjust) { fk_spawn($0, &child) }
    id = child
  }

  /// Waits for its end: the exit status, or 128 + N where signal N ended it.
  @discardableResult
  package func wait() -> Int32 { fk_wait(id) }

  /// Runs a program to its end in the terminal's foreground; returns as ``wait()`` does.
  ///
  /// The terminal's signals are left to it, and those sent to this process are passed on.
  static func runInForeground(
    _ command: [String], environment: [String: String]
  ) throws(ThrowawayServerError) -> Int32 {
    var status: Int32 = 0
    try withProgram(command) {
      $0.environment = environment
      $0.hangsUpWithParent = true
    } run: {
      fk_run_in_foreground($0, &status)
    }
    return status
  }

  private static func withProgram(
    _ command: [String], _ adjust: (inout Start) -> Void,
    run: (UnsafePointer<fk_program>) -> Int32
  ) throws(ThrowawayServerError) {
    var start = Start()
    adjust(&start)
    var program = fk_program(start)
    let code = withCStrings(command) { arguments in
      withCStrings(start.environment.map { "\($0.key)=\($0.value)" }) { entries in
        (program.arguments, program.environment) = (arguments, entries)
        return run(&program)
      }
    }
    guard code == 0 else { throw .cannotRun(program: command.first ?? "", code: code) }
  }
}

extension fk_program {
  fileprivate init(_ start: ChildProcess.Start) {
    self.init()
    (input, output, errors) = (start.input, start.output, start.errors)
    new_session = start.leadsSession
    hangs_up_with_parent = start.hangsUpWithParent
    guard let account = start.account else { return }
    (changes_user, user, group) = (true, account.user, account.group)
  }
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
