import CNcurses
import Glibc
import TerminalCanvas

/// What the terminal's description (terminfo) says about it.
struct TerminalType {
  let name: String
  /// How many colours it has; negative when it does not say.
  let colors: Int
  /// Whether it understands xterm's private modes: mouse, bracketed paste, window title.
  let isLikeXterm: Bool
  /// What leaves the full screen, makes the cursor visible and ends all attributes.
  let restoreText: String

  /// Reads the description of the terminal named by TERM, without touching the terminal.
  ///
  /// Where 256 colours are asked for and TERM has fewer, `TERM-256color` is taken if there is one.
  init(color: ColorMode) throws(TerminalError) {
    guard let name = environment("TERM"), !name.isEmpty else { throw .noType }
    guard name != "dumb" else { throw .unusableType(name) }
    guard Self.load(name) else { throw .unknownType(name) }
    let better = name + "-256color"
    if color == .ansi256, tigetnum("colors") < 256, Self.load(better) {
      self.name = better
    } else {
      self.name = name
      _ = Self.load(name)
    }
    guard Self.string("cup") != nil else { throw .unusableType(name) }
    colors = Int(tigetnum("colors"))
    // The console's entry names a mouse too, but the console knows none of the modes.
    isLikeXterm = Self.string("kmous") != nil && !name.hasPrefix("linux")
    // A terminal without a second screen keeps the last one: the shell goes on below it.
    let leave = Self.string("rmcup") ?? "\r\n"
    let modes = isLikeXterm ? PrivateMode.allOff : ""
    let parts = [Self.string("sgr0"), Self.string("rmkx"), Self.string("cnorm"), leave]
    restoreText = modes + parts.compactMap { $0 }.joined()
  }

  private static func load(_ name: String) -> Bool {
    var problem: Int32 = 0
    return setupterm(name, STDOUT_FILENO, &problem) == OK
  }

  /// A capability without its padding (`$<5>`), which only real terminals of old need.
  private static func string(_ capability: String) -> String? {
    // An absent one is NULL, one that is no string is -1.
    guard let text = tigetstr(capability), Int(bitPattern: text) != -1 else { return nil }
    var result = ""
    var rest = Substring(String(cString: text))
    while let start = rest.firstRange(of: "$<"),
      let end = rest[start.upperBound...].firstIndex(of: ">")
    {
      result += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}

/// What curses does not know of: modes of xterm and all that are like it.
enum PrivateMode {
  static let mouseOn = "\u{1b}[?1000h\u{1b}[?1006h"
  static let mouseOff = "\u{1b}[?1006l\u{1b}[?1000l"
  static let pasteOn = "\u{1b}[?2004h"
  static let pasteOff = "\u{1b}[?2004l"
  static let saveTitle = "\u{1b}[22;2t"
  static let restoreTitle = "\u{1b}[23;2t"
  static let allOff = mouseOff + pasteOff + restoreTitle

  /// Sets the terminal's clipboard (OSC 52); GNU screen passes on only what is wrapped, in pieces.
  static func clipboard(_ base64: String, insideScreen: Bool) -> String {
    guard insideScreen else { return "\u{1b}]52;c;\(base64)\u{7}" }
    var rest = "\u{1b}]52;c;\(base64)\u{7}"[...]
    var wrapped = ""
    while !rest.isEmpty {
      wrapped += "\u{1b}P\(rest.prefix(250))\u{1b}\\"
      rest = rest.dropFirst(250)
    }
    return wrapped
  }

  static func title(_ text: String) -> String {
    "\u{1b}]2;\(SafeText.escaped(text))\u{1b}\\"
  }
}

/// A variable of the environment; nil when it is not set.
func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
