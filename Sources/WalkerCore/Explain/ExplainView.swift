import ErrorExplaining
import SchemaModel
import TerminalCanvas

extension ExplainState {
  func note(_ view: ViewContext) -> String {
    guard !violations.isEmpty else { return "" }
    let which = violations.count > 1 ? "error \(shown + 1) of \(violations.count)   " : ""
    return which + "from \(origin)"
  }

  func status(_ view: ViewContext) -> [Line] {
    if field != nil {
      return [
        Line("Nothing of the text is sent anywhere", .status),
        Line("the database is only read", .status),
      ]
    }
    if let running { return [Line("Asking the database  \(view.waited(running))", .progress)] }
    return [Line("fkwalk runs none of this SQL", .status), .hint(view.keys[.copy], "copies it")]
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    guard field == nil, !violations.isEmpty else {
      canvas.drawMessage(invitation, in: area)
      return nil
    }
    let lines = ExplainText(self, width: area.width, keys: view.keys).lines
    let text = Rect(x: area.x + 1, y: area.y, width: max(0, area.width - 2), height: area.height)
    lines.map(\.line).draw(in: text, from: cursor.top, on: &canvas)
    let row = cursor.index - cursor.top
    guard (0..<area.height).contains(row) else { return nil }
    canvas.select(row: area.y + row, in: area, isFocused: view.isInFront)
    return Point(x: text.x, y: area.y + row)
  }

  func why(_ view: ViewContext) -> [Line] {
    if let key = facts?.foreignKey { return EdgeText(key: key, graph: view.graph).explanation }
    guard let card = violation.flatMap({ ReferenceCard($0.sqlstate) }) else { return [] }
    return card.text.split(separator: "\n", omittingEmptySubsequences: false).map {
      Line(String($0))
    }
  }

  /// What to paste; the field itself is in the line below, as everywhere.
  private var invitation: [Line] {
    let found =
      origin.isEmpty
      ? []
      : [
        Line("No foreign-key violation (23503 or 23001) is in this: \(origin).", .warning), .blank,
      ]
    return found + [
      Line("Paste an error message, a piece of a log or a stack trace.", .title),
      Line("A whole one with its DETAIL tells most; other languages than English are read too."),
      .blank,
      Line("Enter reads what is typed. Esc leaves the field, and then goes back.", .muted),
    ]
  }
}
