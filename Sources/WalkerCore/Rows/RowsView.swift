import SchemaModel
import TerminalCanvas

extension RowsState {
  func note(_ view: ViewContext) -> String {
    filter.isEmpty ? "" : "filter: \(SafeText.display(filter))"
  }

  /// The table, and how many of its rows are marked, here or elsewhere.
  private var title: String {
    let name = Summaries.name(table)
    return marks.isEmpty ? name : "\(name)   \(Numbers.plural(marks.count, "row")) marked"
  }

  func status(_ view: ViewContext) -> [Line] {
    let keys = view.keys
    if ranging != nil { return [Line("Reading the rows of the range", .progress)] }
    if anchor != nil {
      return [
        Line("A range is begun", .status), .hint(keys[.markRange], "marks it"),
        .hint(keys[.escape], "gives it up"),
      ]
    }
    if !marks.isEmpty {
      return [
        Line("\(Numbers.plural(marks.count, "row")) marked", .status),
        .hint(keys[.previewDelete], "previews deleting \(marks.count == 1 ? "it" : "them")"),
        .hint(keys[.unmarkAll], "unmarks"),
      ]
    }
    if case .failed = window, !filter.isEmpty {
      return [Line("What was typed is kept", .status), .hint(keys[.filter], "changes it")]
    }
    if later != nil || earlier != nil { return [Line("Reading more rows", .progress)] }
    return childSummary(view) ?? [Line("NULL is a null, '' an empty string.", .muted)]
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    let layout = RowsLayout(area, isTyping: field != nil)
    canvas.box(
      layout.box, title: title, trailing: position(view, layout),
      isFocused: view.isInFront, glyphs: view.glyphs)
    if let message = message(view) {
      canvas.drawMessage(message, in: layout.box.inset(by: 1))
      if field != nil { drawDetail(view, in: layout.detail, on: &canvas) }
      return nil
    }
    let grid = grid(view.graph, layout, view.glyphs)
    drawHeader(grid, view, layout, on: &canvas)
    for (line, row) in rows.dropFirst(cursor.top).prefix(layout.list.height).enumerated() {
      drawRow(row, number: cursor.top + line, grid, view, layout, on: &canvas)
    }
    drawDetail(view, in: layout.detail, on: &canvas)
    return Point(x: layout.list.x, y: layout.list.y + cursor.index - cursor.top)
  }

  func why(_ view: ViewContext) -> [Line] {
    guard let selected = selectedColumn(view.graph), let shown, let row = selectedRow else {
      return NeighbourhoodState.describe(table, in: view)
    }
    let name = shown.columns[selected]
    let data = RowData(columns: shown.columns, row: row)
    return [
      Line(SafeText.display(name), .title)
        .then("   \(SafeText.display(row.identity.description))", .muted), .blank,
    ] + ValueText.whole(data, selected, table: view.graph.table(table), width: PanelState.width - 4)
      + [.blank, columnFacts(name, row, view)]
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    switch command {
    case .previewDelete:
      targets.isEmpty ? lack : nil
    case .count where view.graph.referencesTo(table).isEmpty: "no table references this one"
    case .left, .right, .open, .count, .mark, .markUp, .markDown, .markRange, .follow, .copy,
      .columns, .sort:
      rows.isEmpty ? lack : nil
    case .unmarkAll, .showMarked: marks.isEmpty ? "nothing is marked" : nil
    default: nil
    }
  }

  /// Why there is no row to do anything with.
  private var lack: String {
    window.request == nil ? "there are no rows" : "the rows are still being read"
  }

  /// What to say instead of rows; nil where there are some.
  private func message(_ view: ViewContext) -> [Line]? {
    let name = Summaries.name(table)
    if case .failed(let error) = window {
      let isAsSent = field.map { $0.text == filter } ?? true
      return ErrorText.postgres(error) + (isAsSent ? conditionLines(error, view) : [])
        + [.blank, Line(advice(view), .muted)]
    }
    guard rows.isEmpty else { return nil }
    if let request = window.request {
      return [
        Line("Reading rows of \(name)  \(view.waited(request))", .progress),
        Line("\(view.keys[.stop]) stops.", .muted),
      ]
    }
    if window.value == nil {
      return [
        Line("Stopped.", .warning), Line("\(view.keys[.refresh]) reads the rows again.", .muted),
      ]
    }
    if !filter.isEmpty {
      return [
        Line("No row of \(name) matches \(SafeText.display(filter)).", .warning),
        Line("\(view.keys[.filter]) changes the filter, \(view.keys[.escape]) clears it.", .muted),
      ]
    }
    let what =
      switch scope {
      case .all: "\(name) has no rows."
      case .equal: "No row of \(name) references it."
      case .condition: "No row of \(name) is there any more."
      }
    return [Line(what, .warning), Line("\(view.keys[.escape]) goes back.", .muted)]
  }

  private func advice(_ view: ViewContext) -> String {
    filter.isEmpty
      ? "\(view.keys[.refresh]) tries again, \(view.keys[.escape]) goes back."
      : "\(view.keys[.filter]) changes the filter, \(view.keys[.escape]) goes back to the rows before."
  }

  /// `rows 38–47 of about 18,220   sorted by id`.
  private func position(_ view: ViewContext, _ layout: RowsLayout) -> String {
    guard let shown, !rows.isEmpty else { return "" }
    var parts: [String] = []
    if let first = shown.firstNumber {
      let top = first + cursor.top
      let end = min(first + rows.count - 1, top + layout.list.height - 1)
      parts.append(
        "rows \(Numbers.grouped(top))\(view.glyphs.range)\(Numbers.grouped(end))\(total(view))")
    }
    if shown.firstNumber == nil, !shown.hasLater, cursor.top + layout.list.height >= rows.count {
      parts.append("the last rows")
    }
    parts.append(orderText(view))
    if let hidden = columnLayout.map({ shown.columns.count - $0.shown(of: shown.columns).count }) {
      if hidden > 0 { parts.append("\(Numbers.plural(hidden, "column")) hidden") }
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "   ")
  }

  /// `by name, largest first`.
  private func orderText(_ view: ViewContext) -> String {
    if let order = shownQuery.order {
      return
        "by \(SafeText.display(order.column)), \(order.isDescending ? "largest" : "smallest") first"
    }
    let keys = view.graph.table(table)?.rowKey?.columns ?? []
    return keys.isEmpty ? "" : "by \(SafeText.display(keys.joined(separator: ", ")))"
  }

  private func total(_ view: ViewContext) -> String {
    guard let shown, let first = shown.firstNumber else { return "" }
    if !shown.hasLater { return " of \(Numbers.grouped(first + rows.count - 1))" }
    guard filter.isEmpty, scope == .all,
      let estimate = view.graph.table(table)?.estimatedRows, estimate >= first + rows.count
    else { return " of more" }
    return " of \(view.glyphs.approximately)\(Numbers.grouped(estimate))"
  }

  private func drawHeader(
    _ grid: RowsGrid, _ view: ViewContext, _ layout: RowsLayout, on canvas: inout CellBuffer
  ) {
    let line = String(repeating: view.glyphs.horizontal, count: layout.rule.width)
    if layout.rule.height > 0 {
      canvas.draw(line, x: layout.rule.x, y: layout.rule.y, role: .border)
    }
    for (place, column) in grid.columns.enumerated() {
      let label = DisplayWidth.padded(
        column.label, to: column.width, alignRight: column.isNumeric, ellipsis: canvas.ellipsis)
      canvas.draw(label, x: column.x, y: layout.header.y, role: column.role)
      if column.number == self.column {
        canvas.highlight(
          Rect(x: column.x, y: layout.header.y, width: column.width, height: 1), as: .cursor)
      }
      guard place > 0 else { continue }
      let bar = String(view.glyphs.vertical)
      canvas.draw(bar, x: column.x - 2, y: layout.header.y, role: .border)
      if layout.rule.height > 0 {
        canvas.draw(String(view.glyphs.cross), x: column.x - 2, y: layout.rule.y, role: .border)
      }
    }
    if firstColumn > columnOrder(view.graph).keys {
      canvas.draw(view.glyphs.left, x: layout.header.x, y: layout.header.y, role: .muted)
    }
    if grid.isCut {
      canvas.draw(
        view.glyphs.right, x: layout.header.maxX - 1, y: layout.header.y, role: .muted)
    }
  }

  private func drawRow(
    _ row: Row, number: Int, _ grid: RowsGrid, _ view: ViewContext, _ layout: RowsLayout,
    on canvas: inout CellBuffer
  ) {
    let y = layout.list.y + number - cursor.top
    let isMarked = marks.contains(row.identity)
    let isSelected = number == cursor.index
    if isSelected { canvas.draw(view.glyphs.cursor, x: layout.list.x, y: y) }
    if isMarked { canvas.draw(view.glyphs.mark, x: layout.list.x + 2, y: y) }
    for (place, column) in grid.columns.enumerated() {
      if place > 0 {
        canvas.draw(String(view.glyphs.vertical), x: column.x - 2, y: y, role: .border)
      }
      guard row.values.indices.contains(column.source), let shown else { continue }
      let description = view.graph.table(table)?.column(named: shown.columns[column.source])
      let value = CellText(row, column.source, description).line
      let shift = column.isNumeric ? max(0, column.width - value.width) : 0
      value.draw(x: column.x + shift, y: y, width: column.width - shift, on: &canvas)
    }
    let isInRange = rangeBeingMarked?.contains(number) == true
    let line = Rect(x: layout.list.x, y: y, width: layout.list.width, height: 1)
    if isMarked || isInRange { canvas.highlight(line, as: .mark) }
    if isSelected { canvas.select(row: y, in: layout.list, isFocused: view.isInFront) }
  }

  /// The selected value, and what its column is; while a filter is typed, what could come next.
  private func drawDetail(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    if let field { return drawCompletions(field, view, in: area, on: &canvas) }
    guard let selected = selectedColumn(view.graph), let shown, let row = selectedRow,
      row.values.indices.contains(selected)
    else { return }
    let name = shown.columns[selected]
    let cell = CellText(row, selected, view.graph.table(table)?.column(named: name))
    let lines = [
      Line(SafeText.display(name), .title, indent: 1).then(" = ", .muted) + cell.line,
      Line("", indent: 3).then(cell.length.map { "\($0)   " } ?? "", .muted)
        + columnFacts(name, row, view),
    ]
    lines.draw(in: area, on: &canvas)
  }

  private func drawCompletions(
    _ field: TextField, _ view: ViewContext, in area: Rect, on canvas: inout CellBuffer
  ) {
    guard let table = view.graph.table(table) else { return }
    let completion = FilterCompletion(String(field.text.prefix(field.cursor)), table: table)
    var line = Line("", indent: 1)
    if let first = completion.words.first {
      line = line.then("Tab ", .hintKey).then(SafeText.display(first), .title)
      for word in completion.words.dropFirst().prefix(40) {
        line = line.then("  \(SafeText.display(word))", .muted)
      }
    } else if let column = completion.column {
      line = line.then(
        "\(SafeText.display(column.name)) is \(SafeText.display(column.type))", .muted)
    }
    let help = Line(
      "column operator value, any WHERE condition, or a word to find", .muted, indent: 1)
    [line, help].draw(in: area, on: &canvas)
  }

  private func columnFacts(_ name: String, _ row: Row, _ view: ViewContext) -> Line {
    guard let column = view.graph.table(table)?.column(named: name) else { return Line() }
    var line = Line(SafeText.display(column.type), .muted)
      .then(column.isNullable ? "" : " not null", .muted)
    for key in view.graph.referencesOf(table) where key.referencingColumns.contains(name) {
      line = line.then("   references ", .muted).then(Summaries.name(key.referenced), .edgeParent)
        .then("  \(view.keys[.follow]) follows", .muted)
    }
    let children = view.graph.referencesTo(table).filter { $0.referencedColumns.contains(name) }
    guard !children.isEmpty else { return line }
    return line.then("   referenced by ", .muted)
      .then(children.map { Summaries.name($0.referencing) }.joined(separator: ", "), .edgeChild)
  }
}
