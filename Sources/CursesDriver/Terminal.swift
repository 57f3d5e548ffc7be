import CNcurses
import CTerminalRestore
import Glibc
package import TerminalCanvas

typealias OpaqueWindow = UnsafeMutablePointer<WINDOW>

/// The terminal on standard input and output, in full-screen mode from ``enter(options:)`` on.
///
/// There can be one at a time. It belongs to one thread: curses is not thread-safe. However the
/// process ends, be it by a crash, the terminal is put back first.
package final class Terminal {
  /// How to use the terminal.
  package struct Options: Hashable, Sendable {
    /// What `--color` says.
    package var color: ColorMode
    /// Whether clicks and the wheel are reported; selecting text then takes Shift.
    package var usesMouse: Bool
    /// Whether to draw with ASCII only, even where more could be shown.
    package var usesASCII: Bool

    /// Makes options; by default colour as the terminal has it, mouse, Unicode.
    package init(color: ColorMode = .auto, usesMouse: Bool = true, usesASCII: Bool = false) {
      self.color = color
      self.usesMouse = usesMouse
      self.usesASCII = usesASCII
    }
  }

  /// Readable when a key came, for ``readInput()`` to tell; at its end (POLLHUP) the terminal is gone.
  package let inputDescriptor: Int32 = STDIN_FILENO
  /// Readable when a signal came, for ``readSignals()`` to tell; -1 when signals cannot be told.
  package let signalDescriptor: Int32
  /// How many colours are used.
  package let colorDepth: ColorDepth
  /// What to draw with here.
  package let glyphs: Glyphs
  /// Whether the mouse is reported.
  package private(set) var usesMouse: Bool

  private let type: TerminalType
  private let window: OpaqueWindow
  private var writer: ScreenWriter
  private var decoder = InputDecoder()
  private var title = ""
  private var isEntered = true

  /// The curses library this program runs with: `ncurses 6.4.20221231`.
  package static var libraryVersion: String {
    curses_version().map { String(cString: $0) } ?? "ncurses"
  }

  /// Takes over the terminal.
  ///
  /// - Parameter options: How to use it.
  /// - Throws: Why there can be no screen; the terminal is as it was then.
  package init(options: Options = Options()) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal("standard input") }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal("standard output") }
    let isUnicode = CharacterSet.enterLocale()
    type = try TerminalType(color: options.color)
    // Before curses, which leaves alone what has a handler already.
    signalDescriptor = terminal_signals_open()
    Self.arm(type.restoreText)
    terminal_errors_hold()
    if environment("ESCDELAY") == nil { set_escdelay(25) }
    guard fk_newterm(type.name) != nil, let window = fk_standard_window() else {
      terminal_restore_now()
      throw .unknownType(type.name)
    }
    self.window = window
    Self.setModes(of: window)
    colorDepth = options.color.depth(colors: type.colors, noColor: environment("NO_COLOR"))
    let palette = Palette(depth: colorDepth, colors: type.colors)
    writer = ScreenWriter(palette: palette, isUnicode: isUnicode)
    glyphs = isUnicode && !options.usesASCII ? .unicode : .ascii
    usesMouse = options.usesMouse
    KeyCode.teach()
    turnOnModes()
    resize()
  }

  deinit {
    leave()
  }

  /// The size of the screen in cells.
  package var size: Size {
    Size(columns: Int(getmaxx(window)), rows: Int(getmaxy(window)))
  }

  /// Takes the terminal's present size; call it after ``Signal/resize``.
  @discardableResult package func resize() -> Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    if fk_terminal_size(STDOUT_FILENO, &columns, &rows) { resizeterm(rows, columns) }
    repaint()
    return size
  }

  /// Has the next screen written whole, whatever the terminal shows now.
  package func repaint() {
    clearok(fk_current_window(), true)
    writer.invalidate()
  }

  /// Makes the terminal show `screen`, its cursor and its title.
  package func show(_ screen: Screen, theme: Theme) {
    guard isEntered else { return }
    writer.show(screen, theme: theme, in: window)
    wnoutrefresh(window)
    doupdate()
    if type.isLikeXterm, !screen.title.isEmpty, screen.title != title {
      title = screen.title
      send(PrivateMode.title(writer.isUnicode ? title : title.filter(\.isASCII)))
    }
  }

  /// Everything typed, pasted and clicked so far, without waiting.
  package func readInput() -> [InputEvent] {
    guard isEntered else { return [] }
    var input: [RawInput] = []
    while true {
      var value: wint_t = 0
      switch wget_wch(window, &value) {
      case KEY_CODE_YES: input.append(.code(Int32(bitPattern: value)))
      case OK: if let scalar = Unicode.Scalar(value) { input.append(.scalar(scalar)) }
      default: return decoder.decode(input)
      }
    }
  }

  /// The signals that came since the last call, each once.
  package func readSignals() -> [Signal] {
    Signal.takeAll()
  }

  /// Turns reports of clicks and the wheel on or off.
  package func setMouse(_ isOn: Bool) {
    usesMouse = isOn
    guard type.isLikeXterm, isEntered else { return }
    send(isOn ? PrivateMode.mouseOn : PrivateMode.mouseOff)
  }

  /// Asks the terminal to put text, given in base64, into its clipboard.
  ///
  /// Whether it does, no terminal says; false where this one surely cannot.
  package func setClipboard(base64: String) -> Bool {
    guard type.isLikeXterm, isEntered else { return false }
    send(PrivateMode.clipboard(base64, insideScreen: environment("STY") != nil))
    return true
  }

  /// Gives the terminal back to the shell and stops until it continues the process.
  ///
  /// False, with nothing done, where there is no shell that could continue it. The screen must be
  /// shown again afterwards, in its then size.
  @discardableResult package func suspend() -> Bool {
    // The group of the session's leader is no job of a shell.
    guard isEntered, getsid(0) != getpgrp() else { return false }
    endCurses()
    repeat { kill(0, SIGSTOP) } while tcgetpgrp(STDIN_FILENO) != getpgrp()
    Self.arm(type.restoreText)
    terminal_errors_hold()
    reset_prog_mode()
    turnOnModes()
    title = ""
    resize()
    return true
  }

  /// Gives the terminal back as it was, and prints what was written to standard error meanwhile.
  ///
  /// Calling it again does nothing.
  package func leave() {
    guard isEntered else { return }
    isEntered = false
    endCurses()
  }

  private func endCurses() {
    if type.isLikeXterm { send(PrivateMode.allOff) }
    endwin()
    terminal_restore_disarm()
    terminal_errors_release()
  }

  private func turnOnModes() {
    guard type.isLikeXterm else { return }
    send(PrivateMode.saveTitle + PrivateMode.pasteOn + (usesMouse ? PrivateMode.mouseOn : ""))
  }

  private func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private static func arm(_ restoreText: String) {
    let bytes = Array(restoreText.utf8CString)
    terminal_restore_arm(STDIN_FILENO, bytes, bytes.count - 1)
  }

  private static func setModes(of window: OpaqueWindow) {
    raw()
    noecho()
    nonl()
    keypad(window, true)
    nodelay(window, true)
    intrflush(window, false)
    leaveok(window, false)
    scrollok(window, false)
  }
}
