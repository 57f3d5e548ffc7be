import SchemaModel
import SchemaReview
import TerminalCanvas

/// Where the parts of the path screen are.
struct PathLayout {
  let box: Rect
  let list: Rect
  /// The SQL; empty on low screens.
  let sql: Rect

  init(_ area: Rect) {
    let (sql, box) = area.splitBottom(area.height >= 18 ? 8 : area.height >= 11 ? 4 : 0)
    self.box = box
    self.sql = sql
    list = box.inset(by: 1)
  }
}

/// One line of the list of paths.
struct PathLine {
  var line: Line
  /// Which path it belongs to.
  var path: Int
  /// The table to walk to; nil on lines between tables.
  var table: TableName?
}

extension PathState {
  func note(_ view: ViewContext) -> String {
    guard let found, let first = found.paths.first else { return "" }
    let ways = found.total == .max ? "very many ways" : Numbers.plural(found.total, "way")
    let part = found.total > found.paths.count ? ", the first \(found.paths.count) shown" : ""
    return "\(ways) of \(Numbers.plural(first.count, "hop"))\(part)"
  }

  func status(_ view: ViewContext) -> [Line] {
    guard found?.paths.isEmpty == false else { return [] }
    return [
      .hint(view.keys[.open], "walks there"),
      .hint(view.keys[.copy], "copies the SELECT that joins this path"),
    ]
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    let layout = PathLayout(area)
    let lines = lines(view.glyphs)
    canvas.box(
      layout.box, title: "\(Summaries.name(start)) to \(Summaries.name(end))",
      trailing: lines.count > layout.list.height ? position(view) : "",
      isFocused: view.isInFront, glyphs: view.glyphs)
    guard !lines.isEmpty else {
      canvas.drawMessage(nothing(view.keys), in: layout.list)
      return nil
    }
    drawSQL(view, in: layout.sql, on: &canvas)
    return canvas.drawList(of: lines.count, cursor, view, in: layout.list) { number, row, canvas in
      lines[number].line.draw(x: row.x + 2, y: row.y, width: row.width - 2, on: &canvas)
    }
  }

  func why(_ view: ViewContext) -> [Line] {
    guard let path = selectedPath(view.glyphs) else { return [] }
    let sql = JoinSQL(path, in: view.graph).lines.map { Line(SafeText.display($0), indent: 2) }
    let keys = path.flatMap { [.blank] + EdgeText(key: $0.key, graph: view.graph).brief }
    return [Line("The SELECT along this path", .title), .blank] + sql + keys
  }

  /// All paths, one below the other: tables, and between them the keys that link them.
  func lines(_ glyphs: Glyphs) -> [PathLine] {
    guard let found else { return [] }
    return found.paths.enumerated().flatMap { number, path -> [PathLine] in
      func line(_ line: Line, _ table: TableName? = nil) -> PathLine {
        PathLine(line: line, path: number, table: table)
      }
      let head = [
        line(Line(way(number), .muted)), line(Line(Summaries.name(start), .title), start),
      ]
      let steps = path.flatMap { step in
        [
          line(edge(step, glyphs)),
          line(
            Line(Summaries.name(step.end), step.isTowardsParent ? .edgeParent : .edgeChild),
            step.end),
        ]
      }
      return (number > 0 ? [line(.blank)] : []) + head + steps
    }
  }

  /// `parent: customer_id → id   c CASCADE`.
  private func edge(_ step: PathStep, _ glyphs: Glyphs) -> Line {
    Line(step.isTowardsParent ? "up to its parent by " : "down to its child by ", .muted, indent: 3)
      .then(Summaries.columns(step.key, glyphs), .keyForeign).then("  ")
      + Summaries.action(step.key.onDelete)
  }

  private func nothing(_ keys: Keys) -> [Line] {
    let names = "\(Summaries.name(start)) to \(Summaries.name(end))"
    return [
      Line("No chain of foreign keys leads from \(names).", .warning),
      Line(
        "\(keys[.path]) looks for a path to another table, \(keys[.escape]) goes back.", .muted),
    ]
  }

  private func position(_ view: ViewContext) -> String {
    let lines = lines(view.glyphs)
    return lines.indices.contains(cursor.index) ? way(lines[cursor.index].path) : ""
  }

  /// `way 3 of 29`.
  private func way(_ number: Int) -> String {
    let total = found?.total ?? 0
    return "way \(number + 1) of \(total == .max ? "very many" : Numbers.grouped(total))"
  }

  private func drawSQL(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    guard !area.isEmpty, let path = selectedPath(view.glyphs) else { return }
    canvas.box(
      area, title: "to copy", trailing: "\(view.keys[.copy]) copies", isFocused: false,
      glyphs: view.glyphs)
    let inside = area.inset(by: 1)
    let text = Rect(
      x: inside.x + 1, y: inside.y, width: max(0, inside.width - 2), height: inside.height)
    let lines = JoinSQL(path, in: view.graph).lines.map { Line(SafeText.display($0)) }
    lines.wrapped(to: max(1, text.width)).draw(in: text, on: &canvas)
  }
}
