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
    // What the person at this machine has set or kept is none of a test's business.
    let surroundings = [
      "TMUX": "", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": folder?.path ?? "/nowhere",
      "XDG_CONFIG_HOME": folder?.path ?? "/nowhere",
    ]
    try tmux(arguments, changes: changes.merging(surroundings) { own, _ in own })
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

  /// Sends a signal to the program, as `kill -TERM` does.
  func signal(_ name: String) throws {
    let shell = try tmux(["display-message", "-p", "#{pane_pid}"])
    try run(["pkill", "-\(name)", "-P", shell.trimmed])
  }

  /// Pastes text as the terminal does: bracketed where the program asked for that.
  func paste(_ text: String) throws {
    let file = try folder?.file("paste", text) ?? ""
    try tmux(["load-buffer", "-b", "paste", file])
    try tmux(["paste-buffer", "-p", "-r", "-b", "paste"])
  }

  /// Does what a mouse does; `code` is xterm's: 0 the left button, 64 and 65 the wheel.
  func mouse(_ code: Int, x: Int, y: Int) throws {
    try type("\u{1b}[<\(code);\(x + 1);\(y + 1)M")
  }

  /// Text that is on the screen, as column and row; the first of several.
  func place(of text: String) throws -> (x: Int, y: Int) {
    let lines = try screen().split(separator: "\n", omittingEmptySubsequences: false)
    for (y, line) in lines.enumerated() {
      if let range = line.firstRange(of: text) {
        return (line.distance(from: line.startIndex, to: range.lowerBound), y)
      }
    }
    throw NeverHappened(description: "'\(text)' is not on the screen")
  }

  /// How the terminal is set up, for comparing before and after.
  struct Modes: Equatable {
    /// What `stty -g` prints.
    var settings: String
    var isAlternateScreen: Bool
    var showsCursor: Bool
    var reportsMouse: Bool
  }

  /// How the terminal is set up now.
  func modes() throws -> Modes {
    let format = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{pane_tty}"
    let words = try tmux(["display-message", "-p", format]).trimmed.split(separator: " ")
    guard words.count == 4 else { throw NeverHappened(description: "tmux says: \(words)") }
    return Modes(
      settings: try run(["stty", "-g", "-F", String(words[3])]),
      isAlternateScreen: words[0] == "1", showsCursor: words[1] == "1",
      reportsMouse: words[2] == "1")
  }

  /// All bytes that the program writes while it does something.
  func bytesWritten(_ during: () throws -> Void) throws -> [UInt8] {
    let file = try folder?.file("bytes", "") ?? ""
    // The pipe is closed before all of it is written: the other file is there once it is.
    try tmux(["pipe-pane", "-O", "cat >\(file); touch \(file).whole"])
    try during()
    try tmux(["pipe-pane"])
    try eventually("all bytes are written") { access(file + ".whole", F_OK) == 0 ? () : nil }
    return try run(["od", "-An", "-v", "-tu1", file]).split { " \n".contains($0) }
      .compactMap { UInt8($0) }
  }

  /// What copying left in tmux.
  func buffer() throws -> String { try tmux(["show-buffer"]) }

  @discardableResult
  private func run(_ command: [String]) throws -> String {
    let run = try ProgramRun(command)
    guard run.status == 0 else { throw NeverHappened(description: "\(command): \(run.errors)") }
    return run.output
  }

  @discardableResult
  private func tmux(_ arguments: [String], changes: [String: String] = [:]) throws -> String {
    let run = try ProgramRun(["tmux", "-S", socket] + arguments, changes: changes)
    guard run.status == 0 else { throw NeverHappened(description: "tmux: \(run.errors)") }
    return run.output
  }
}

extension String {
  fileprivate var trimmed: String { String(split { " \n".contains($0) }.joined(separator: " ")) }
}
