import SchemaModel
import TerminalCanvas

/// An error from the server as people should read it: the server's words, then what to do.
enum ErrorText {
  static func lines(_ error: ServerError, after advice: String, _ keys: Keys) -> [Line] {
    if error.isCancellation {
      return [
        Line("Stopped.", .warning),
        Line("\(keys[.refresh]) asks again, \(keys[.escape]) goes back.", .muted),
      ]
    }
    return postgres(error) + [.blank, Line(advice, .muted)]
  }

  /// The error as psql would print it.
  static func postgres(_ error: ServerError) -> [Line] {
    let state = error.sqlstate.isEmpty ? "" : "  \(error.sqlstate)"
    var lines = [
      Line("ERROR:  ", .error).then(SafeText.display(error.message)).then(state, .muted)
    ]
    if let detail = error.detail {
      lines.append(Line("DETAIL: ", .error).then(SafeText.display(detail)))
    }
    if let hint = error.hint { lines.append(Line("HINT:   ", .error).then(SafeText.display(hint))) }
    return lines
  }
}
