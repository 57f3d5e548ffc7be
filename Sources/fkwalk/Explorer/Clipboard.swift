import CursesDriver
import FoundationEssentials
import Glibc
import WalkerCore

/// Copies text where the person's terminal can paste it from.
enum Clipboard {
  /// Terminals take at most so many encoded bytes.
  private static let limit = 74_994

  /// Copies text, by tmux where that runs, else by the terminal's own OSC 52.
  ///
  /// - Parameters:
  ///   - text: what to copy.
  ///   - terminal: the terminal that fkwalk runs in; nil where there is none now.
  /// - Returns: what to tell the walker: by which way, or why not.
  static func copy(_ text: String, _ terminal: Terminal?) -> Event {
    if getenv("TMUX") != nil, copyByTmux(text) { return .copied(text, how: "to the tmux buffer") }
    let encoded = Data(text.utf8).base64EncodedString()
    guard encoded.utf8.count <= limit else {
      return .copyFailed(text, reason: "This is too long to copy through the terminal.")
    }
    guard terminal?.setClipboard(base64: encoded) == true else {
      return .copyFailed(text, reason: "This terminal has no clipboard.")
    }
    return .copied(text, how: "by OSC 52; where that is off, w writes the screen to a file")
  }

  private static func copyByTmux(_ text: String) -> Bool {
    // -w, which hands it on to the terminal as well, is new in tmux 3.2.
    let command = "{ tmux load-buffer -w - || tmux load-buffer -; } >/dev/null 2>&1"
    // Where the shell has ended already, writing to it must not end fkwalk.
    let before = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, before) }
    guard let pipe = popen(command, "w") else { return false }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, pipe)
    return pclose(pipe) == 0 && written == bytes.count
  }
}
