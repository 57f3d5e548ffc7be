import Glibc
import Synchronization

/// The shell that runs a server on our behalf and outlives us just long enough to clean up.
final class Supervisor: Sendable {
  /// The first lines a supervisor prints once its server takes connections.
  struct Report: Equatable {
    /// As `postgres --version` prints it.
    let version: String
    let directory: String
  }

  private let process: ChildProcess
  /// The end of the pipe whose closing tells the supervisor to stop; nil once that is done.
  private let lifeline: Mutex<Int32?>

  private init(process: ChildProcess, lifeline: Int32) {
    self.process = process
    self.lifeline = Mutex(lifeline)
  }

  deinit { stop() }

  /// Starts a server and returns when it takes connections.
  static func start(
    _ arguments: [String], account: ServerAccount?, environment: [String: String]
  ) throws(ThrowawayServerError) -> (Supervisor, Report) {
    let command = ["/bin/sh", "-c", script, "fkwalk-supervisor"] + arguments
    var lifeline = try Pipe()
    var output = try Pipe()
    let (input, messages) = (lifeline.reading, output.writing)
    let process = try ChildProcess(command) {
      $0.environment = environment
      ($0.input, $0.output, $0.errors) = (input, messages, messages)
      $0.account = account
      $0.leadsSession = true
    }
    let supervisor = Supervisor(process: process, lifeline: lifeline.takeWriting())
    output.closeWriting()
    return (supervisor, try report(readReport(output.reading)))
  }

  /// Stops the server and waits until everything is removed; doing so again does nothing.
  func stop() {
    lifeline.withLock { descriptor in
      guard let open = descriptor else { return }
      close(open)
      process.wait()
      descriptor = nil
    }
  }

  private static var script: String {
    String(decoding: PackageResources.supervisor_sh, as: UTF8.self)
  }

  /// Reads what the supervisor says: the three lines of success, or everything until it ends.
  private static func readReport(_ descriptor: Int32) -> String {
    var text: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(descriptor, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else { break }
      text.append(byte)
      if byte == UInt8(ascii: "\n"), isComplete(text) { break }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func isComplete(_ text: [UInt8]) -> Bool {
    text.starts(with: "ready\n".utf8) && text.count { $0 == UInt8(ascii: "\n") } == 3
  }

  private static func report(_ text: String) throws(ThrowawayServerError) -> Report {
    let lines = text.split(separator: "\n").map(String.init)
    if lines.count == 3, lines[0] == "ready" {
      return Report(version: lines[1], directory: lines[2])
    }
    throw .cannotStart(reason: reason(in: lines))
  }

  /// The line that says why, among all that initdb or the server has printed.
  private static func reason(in lines: [String]) -> String {
    let marks = ["error:", "FATAL:", "ERROR:"]
    let telling = lines.first { line in marks.contains { line.contains($0) } }
    return telling ?? lines.last ?? "it ended without a word"
  }
}
