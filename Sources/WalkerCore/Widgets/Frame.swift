import TerminalCanvas

/// How a screen is divided: title, breadcrumb, body, rule, status and keys.
struct Frame: Hashable, Sendable {
  /// Smaller terminals get a message instead.
  static let smallest = Size(columns: 40, rows: 10)

  let size: Size

  var isTooSmall: Bool { size.columns < Self.smallest.columns || size.rows < Self.smallest.rows }
  /// Low screens give the line between body and status to the body.
  var hasRule: Bool { size.rows >= 26 }
  var body: Rect {
    Rect(x: 0, y: 2, width: size.columns, height: size.rows - (hasRule ? 5 : 4))
  }
  var statusRow: Int { size.rows - 2 }
  var hintsRow: Int { size.rows - 1 }
}
