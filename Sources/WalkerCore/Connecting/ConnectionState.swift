import SchemaModel
import TerminalCanvas

/// How things stand with the server.
enum ConnectionState: Hashable, Sendable {
  case connecting
  case connected
  /// The first connection could not be made.
  case failed(message: String, advice: String)
  /// It was made and broke; what was read stays on the screen.
  case lost(message: String)
  /// There is none to be had: a saved preview is looked at.
  case none
}

/// The screen before there is anything to walk.
struct ConnectingView {
  let connection: ConnectionState
  let catalog: Loadable<SchemaGraph>
  let name: String
  let keys: Keys
  /// How long the wait has been.
  let waited: String

  func draw(in area: Rect, on canvas: inout CellBuffer) {
    canvas.drawMessage(lines, in: area)
  }

  private var lines: [Line] {
    switch connection {
    case .connecting:
      [
        Line("Connecting to \(name)  \(waited)", .progress),
        Line("\(keys[.quit]) leaves.", .muted),
      ]
    case .failed(let message, let advice): failed("Cannot connect to \(name).", message, advice)
    case .lost(let message):
      failed("The connection to \(name) was lost.", message, "")
    case .connected, .none: catalogLines
    }
  }

  private func failed(_ title: String, _ message: String, _ advice: String) -> [Line] {
    let words = message.split(separator: "\n").map { line in
      Line(SafeText.display(String(line.drop { $0.isWhitespace })), .error, indent: 2)
    }
    let help = advice.split(separator: "\n").map { Line(SafeText.display(String($0))) }
    return [Line(title, .title), .blank] + words + [.blank] + help
      + [Line("\(keys[.reload]) tries again, \(keys[.quit]) leaves.", .muted)]
  }

  private var catalogLines: [Line] {
    guard case .failed(let error) = catalog else {
      return [
        Line("Reading tables and foreign keys of \(name)  \(waited)", .progress),
        Line("\(keys[.quit]) leaves.", .muted),
      ]
    }
    return [Line("The catalog could not be read.", .title), .blank] + ErrorText.postgres(error)
      + [.blank, Line("\(keys[.reload]) tries again, \(keys[.quit]) leaves.", .muted)]
  }
}
