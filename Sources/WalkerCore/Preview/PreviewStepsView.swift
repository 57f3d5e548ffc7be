import DeletePlanning
import SchemaModel
import TerminalCanvas

// The tree of steps: rows, effect, action letter, and what it is about.
extension PreviewState {
  /// The widths of the columns before the tree.
  private struct Columns {
    let rows: Int
    let gap: Int
    let effect: Int
    let letter = 3
    /// Where the names of the constraints begin, from the left end of the tree; nil shows none.
    var constraint: Int?

    /// - Parameters:
    ///   - width: that of the whole list.
    ///   - number: that of the longest number, which is never cut.
    init(width: Int, number: Int) {
      let isNarrow = width < 60
      rows = max(isNarrow ? 6 : 9, number + 1)
      gap = isNarrow ? 1 : 2
      effect = isNarrow ? 9 : 12
    }

    /// Where the tree begins.
    var tree: Int { rows + gap + effect + letter }
  }

  /// Where the sign of a line is that opens and closes it.
  func markColumns(_ line: PreviewLine, in area: Rect, _ glyphs: Glyphs) -> Range<Int> {
    let columns = columns(area, glyphs)
    let start = area.x + columns.tree
    let room = min(110, max(0, area.maxX - 1 - start))
    let width = DisplayWidth.of(lead(line, glyphs, levels: max(2, room / 8)))
    return start..<start + max(1, width)
  }

  private func columns(_ area: Rect, _ glyphs: Glyphs) -> Columns {
    let most = report?.steps.map(\.rows).max { $0.lowerBound < $1.lowerBound }
    return Columns(
      width: area.width, number: most.map { DisplayWidth.of(Numbers.count($0, glyphs)) } ?? 0)
  }

  /// What stands in place of the steps where there are none.
  private func withoutSteps(_ keys: Keys) -> [Line] {
    if let nothing = nothingFound(keys) { return nothing }
    if running != nil {
      return [Line("Collecting rows\(awaited): TABLES shows how many so far.", .progress)]
    }
    guard let report, report.isComplete else {
      return [Line("The steps are not known yet: TABLES shows what was found.", .warning)]
    }
    if let refused = report.caveats.first(where: { $0.code == .notExamined }) {
      return [Line(SafeText.display(refused.message), .warning)]
    }
    let verb = ["UPDATE": "changed", "INSERT": "inserted"][report.command.rawValue] ?? "deleted"
    return [Line("No row is \(verb): none matches.", .warning)]
  }

  /// ` of orders and 2 more tables`, the one that is waited for first; empty where that is not known.
  private var awaited: String {
    guard let tables = report?.awaited, let first = tables.first else { return "" }
    let more = tables.count - 1
    return " of \(Summaries.name(first))"
      + (more > 0 ? " and \(Numbers.plural(more, "more table"))" : "")
  }

  func drawSteps(
    _ view: ViewContext, _ layout: PreviewLayout, on canvas: inout CellBuffer
  ) -> Point? {
    let lines = lines
    guard !lines.isEmpty else {
      canvas.drawMessage(withoutSteps(view.keys), in: layout.list)
      return nil
    }
    var columns = columns(layout.list, view.glyphs)
    columns.constraint = constraintColumn(lines, columns, in: layout.list, view)
    drawHeader(columns, in: layout.header, on: &canvas)
    return canvas.drawList(of: lines.count, steps, view, in: layout.list) { number, row, canvas in
      draw(lines[number], columns, in: row, view, on: &canvas)
    }
  }

  private func drawHeader(_ columns: Columns, in area: Rect, on canvas: inout CellBuffer) {
    guard !area.isEmpty else { return }
    let head =
      DisplayWidth.padded("rows", to: columns.rows, alignRight: true)
      + String(repeating: " ", count: columns.gap)
      + DisplayWidth.padded("effect", to: columns.effect) + "fk what PostgreSQL would do"
    canvas.draw(head, x: area.x, y: area.y, width: area.width, role: .muted)
    guard let constraint = columns.constraint else { return }
    let x = area.x + columns.tree + constraint
    canvas.draw("constraint", x: x, y: area.y, width: area.maxX - 1 - x, role: .muted)
  }

  /// Where names of constraints begin: two columns after the longest line of the tree; further left
  /// where they would not fit, so that only those beside long lines are left out.
  private func constraintColumn(
    _ lines: [PreviewLine], _ columns: Columns, in area: Rect, _ view: ViewContext
  ) -> Int? {
    guard area.width >= 96 else { return nil }
    let room = area.width - 1 - columns.tree
    let named = lines.prefix(Self.mostMeasured).filter { $0.constraint != nil && $0.sample == nil }
    let longest = named.map { text(of: $0, isRepeat($0), view, room: room).width }.max() ?? 0
    let name = named.compactMap(\.constraint).map { DisplayWidth.of(SafeText.display($0)) }.max()
    // The heading of the tree stays readable.
    return name.map { max(Self.treeHeading, min(longest + 2, room - $0)) }
  }

  /// Lines further down do not move the column.
  private static let mostMeasured = 1000
  private static let treeHeading = 28

  private func isRepeat(_ line: PreviewLine) -> Bool {
    line.sample == nil && line.step?.rows == .exact(0) && (line.step?.repeated ?? 0) > 0
  }

  private func draw(
    _ line: PreviewLine, _ columns: Columns, in area: Rect, _ view: ViewContext,
    on canvas: inout CellBuffer
  ) {
    let y = area.y
    let (word, role) = effect(of: line, view)
    let count = line.sample == nil ? (line.step?.rows ?? line.blocker?.rows) : nil
    let isRepeat = isRepeat(line)
    let shown = isRepeat ? RowCount.exact(line.step?.repeated ?? 0) : count
    let rows = shown.map { Numbers.count($0, view.glyphs) } ?? ""
    let digits = min(columns.rows, DisplayWidth.of(rows))
    canvas.draw(rows, x: area.x + columns.rows - digits, y: y, width: digits, role: role)
    var x = area.x + columns.rows + columns.gap
    canvas.draw(word, x: x, y: y, width: columns.effect - 1, role: role)
    x += columns.effect
    if let action = line.action {
      let moment = line.blocker?.moment == .commit ? "~" : ""
      canvas.draw(action.rawValue + moment, x: x, y: y, role: Summaries.role(action))
    }
    x += columns.letter
    // Names far away from what they name would be hard to follow.
    let room = min(110, max(0, area.maxX - 1 - x))
    let used = text(of: line, isRepeat, view, room: room).draw(x: x, y: y, width: room, on: &canvas)
    guard let start = columns.constraint, used + 2 <= start, line.sample == nil,
      let name = line.constraint
    else { return }
    canvas.draw(
      SafeText.display(name), x: x + start, y: y, width: area.maxX - 1 - x - start, role: .muted)
  }

  private func effect(of line: PreviewLine, _ view: ViewContext) -> (String, Role) {
    if line.isBlocker || (line.sample != nil && line.blocker != nil) {
      let isCertain = report?.outcome != .uncertain
      return isCertain ? ("BLOCKS", .effectBlock) : ("BLOCKS?", .effectMaybe)
    }
    guard let step = line.step else { return ("", .text) }
    guard line.sample == nil else { return ("", .muted) }
    if isRepeat(line) { return ("counted \(view.glyphs.cycle)", .effectRepeat) }
    let role: Role =
      switch step.effect {
      case .delete: .effectDelete
      case .update, .insert, .setDefault, .updateKey: .effectSetDefault
      case .setNull: .effectSetNull
      case .block: .effectBlock
      case .unknown: .effectMaybe
      }
    return (step.effectWord, role)
  }

  /// The tree's lines and the table, or the example row.
  private func text(of line: PreviewLine, _ isRepeat: Bool, _ view: ViewContext, room: Int) -> Line
  {
    var text = Line(lead(line, view.glyphs, levels: max(2, room / 8)), .border)
    if let sample = line.sample {
      text = text.then(SafeText.display(sample.identity.description))
      text = text + way(to: sample, view)
      for detail in sample.details {
        text = text.then("  ", .muted) + .value(detail.value, role: .muted)
      }
      return text
    }
    let table = Summaries.name(line.step?.table ?? line.blocker?.table ?? request.table)
    let columns = line.step?.columns ?? line.blocker?.columns ?? []
    text = text.then(table)
    if !columns.isEmpty {
      text = text.then("." + columns.map(SafeText.display).joined(separator: ","), .keyForeign)
    }
    if line.step?.parent == nil { text = text + rootRow(line) }
    if line.blocker?.moment == .commit { text = text.then("  at COMMIT", .warning) }
    if let shown = line.samplesShown {
      text = text.then("  \(shown) shown, \(view.keys[.open]) lists all", .muted)
    }
    guard let repeated = line.step?.repeated, repeated > 0 else { return text }
    return text.then(
      isRepeat
        ? "  counted already"
        : "  \(view.glyphs.cycle) \(Numbers.grouped(repeated)) counted already",
      .effectRepeat)
  }

  /// The rows that lead to one that refuses: `through customers id=1 > orders id=5`.
  private func way(to sample: SampleRow, _ view: ViewContext) -> Line {
    // The only row that is deleted itself needs no mention.
    let isDirect = sample.path.count == 1 && report?.steps.first?.rows == .exact(1)
    guard !sample.path.isEmpty, !isDirect else { return Line() }
    let rows = sample.path.map {
      "\(Summaries.name($0.table)) \(SafeText.display($0.description))"
    }
    return Line("  through ", .muted)
      .then(rows.joined(separator: " \(view.glyphs.separator) "), .edgeParent)
  }

  /// The row being deleted, beside its table, where there is only one.
  private func rootRow(_ line: PreviewLine) -> Line {
    guard line.step?.rows == .exact(1), let row = line.step?.sample.first else { return Line() }
    var text = Line(" \(SafeText.display(row.identity.description))")
    for detail in row.details.filter({ $0.value != nil }).prefix(2) {
      text = text.then("  ", .muted) + .value(detail.value, role: .muted)
    }
    return text
  }

  private func lead(_ line: PreviewLine, _ glyphs: Glyphs, levels: Int) -> String {
    guard let isLast = line.branches.last.map({ !$0 }) else {
      return mark(line, glyphs).map { $0 + " " } ?? ""
    }
    // Levels far down are folded into a number, so that their names still show.
    let above = line.branches.dropLast()
    let bars = above.suffix(levels).map { $0 ? glyphs.treeBar : "  " }.joined()
    let fold = above.count > levels ? "+\(above.count - levels) " : ""
    let branch = isLast ? glyphs.treeLast : glyphs.treeBranch
    return fold + bars + branch + (mark(line, glyphs) ?? String(glyphs.horizontal)) + " "
  }

  private func mark(_ line: PreviewLine, _ glyphs: Glyphs) -> String? {
    line.isOpen.map { $0 ? glyphs.expanded : glyphs.collapsed }
  }
}

extension PreviewLine {
  /// The foreign key it is about, by name; nil for the statement itself.
  fileprivate var constraint: String? { step?.constraint ?? blocker?.constraint }

  /// The action that takes rows here; nil for a row, and for a parent that is missing.
  fileprivate var action: ReferentialAction? {
    guard sample == nil, blocker?.isMissingParent != true else { return nil }
    return step?.action ?? blocker?.action
  }
}

extension DeleteRequest {
  /// The table whose rows were picked; without a name for a typed statement.
  var table: TableName {
    switch target {
    case .rows(let table, _): table
    case .statement: TableName(schema: "public", name: "statement")
    }
  }
}
