import Glibc
import ProcessTesting
import ThrowawayServer

/// A program in a terminal of its own, driven by keys and read as text.
///
/// The terminal is a tmux server that no one else uses; it ends with this object.
final class TerminalSession {
  /// Whether there is a tmux on this machine; tests of screens are skipped without one.
  static let isAvailable = (try? ProgramRun(["tmux", "-V"]).status) == 0

  private let folder = try? TemporaryFolder()
  private var socket: String { (folder?.path ?? "/nowhere") + "/tmux" }

  /// Starts a program; `changes` are made to this process's environment.
  init(
    _ command: [String], columns: Int = 100, rows: Int = 30, changes: [String: String] = [:]
  ) throws {
    // tmux 3.3a does not always notice that the pane's program has ended: a shell says so, and
    // outlives the signals of the keyboard.
    let wrapper = #"trap : INT QUIT; "$@"; printf '\n[exit %d]\n' $?; read -r _"#
    var arguments = ["-u", "-f", "/dev/null", "start-server", ";"]
    arguments += ["set-option", "-g", "default-terminal", "tmux-256color", ";"]
    arguments += ["set-option", "-g", "status", "off", ";"]
    arguments += ["set-option", "-g", "escape-time", "0", ";"]
    arguments += ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
    arguments += ["sh", "-c", wrapper, "sh"] + command
    try tmux(
      arguments, changes: changes.merging(["TMUX": "", "LC_ALL": "C.UTF-8"]) { own, _ in own })
  }

  deinit { _ = try? tmux(["kill-server"]) }

  /// Types text as it is.
  func type(_ text: String) throws {
    // tmux takes a semicolon at the end for the end of its own command.
    let quoted = text.hasSuffix(";") ? text.dropLast() + "\\;" : text[...]
    try tmux(["send-keys", "-l", String(quoted)])
  }

  /// Presses keys by tmux's names: `Enter`, `BTab`, `C-c`, `Up`.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Gives the terminal another size.
  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// What is on the screen now, a line per row; with `styled`, colours as escape sequences.
  func screen(styled: Bool = false) throws -> String {
    try tmux(["capture-pane", "-p"] + (styled ? ["-e"] : []))
  }

  /// Waits until the screen holds still and meets a condition, and returns it.
  ///
  /// Two captures must agree, as one alone may fall into the middle of a frame.
  @discardableResult
  func waitFor(_ what: String, where isMet: (String) -> Bool) throws -> String {
    var last = ""
    return try eventually(what, state: { last }) {
      let now = try screen()
      defer { last = now }
      return now == last && isMet(now) ? now : nil
    }
  }

  /// Waits until the screen holds still and shows a text, and returns it.
  @discardableResult
  func waitFor(text: String) throws -> String {
    try waitFor("'\(text)' is shown") { $0.contains(text) }
  }

  /// Waits for the program's end and returns its exit status.
  func exitStatus() throws -> Int {
    let screen = try waitFor("the program ends") { $0.contains("\n[exit ") }
    let line = screen.split(separator: "\n").last { $0.hasPrefix("[exit ") } ?? ""
    return Int(line.dropFirst("[exit ".count).dropLast()) ?? -1
  }

  @discardableResult
  private func tmux(_ arguments: [String], changes: [String: String] = [:]) throws -> String {
    let run = try ProgramRun(["tmux", "-S", socket] + arguments, changes: changes)
    guard run.status == 0 else { throw NeverHappened(description: "tmux: \(run.errors)") }
    return run.output
  }
}
