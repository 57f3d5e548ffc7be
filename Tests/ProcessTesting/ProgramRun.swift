import ThrowawayServer

/// What came of running a program to its end.
package struct ProgramRun: Equatable, Sendable {
  package let status: Int32
  package let output: String
  package let errors: String

  package init(status: Int32, output: String, errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }

  /// Runs a program with an empty standard input; `changes` are made to this process's environment.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments.
  ///   - changes: by variable.
  ///   - meanwhile: done once the program is started, with its process ID.
  /// - Throws: why it could not be run, or what `meanwhile` throws.
  package init(
    _ command: [String], changes: [String: String] = [:],
    meanwhile: (Int32) throws -> Void = { _ in }
  ) throws {
    let input = try MemoryFile()
    let output = try MemoryFile()
    let errors = try MemoryFile()
    let descriptors = (input.descriptor, output.descriptor, errors.descriptor)
    let process = try ChildProcess(command) {
      $0.environment.merge(changes) { $1 }
      ($0.input, $0.output, $0.errors) = descriptors
    }
    try meanwhile(process.id)
    status = process.wait()
    self.output = output.contents()
    self.errors = errors.contents()
  }
}
