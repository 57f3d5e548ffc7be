import DeletePlanning
import SchemaModel
import TerminalCanvas

/// Where the parts of the preview are.
struct PreviewLayout {
  let summary: Rect
  let box: Rect
  let header: Rect
  let list: Rect
  /// What the selected line means; empty on low screens.
  let detail: Rect
  let summaryLines: [Line]

  init(_ area: Rect, _ state: PreviewState, _ keys: Keys) {
    let summary = PreviewSummary(state, keys)
    let indent = area.width >= 60 ? Self.label.count : 1
    let lines = summary.lines.map { line in
      Line("", indent: indent) + line
    }
    let most = area.height >= 18 ? 6 : area.height >= 14 ? 4 : area.height >= 10 ? 3 : 2
    summaryLines = lines.wrapped(to: area.width - 1, most: most, ellipsis: keys.glyphs.ellipsis)
    let (top, rest) = area.splitTop(summaryLines.count)
    let (detail, box) = rest.splitBottom(Self.detailHeight(rest.height, state))
    let (header, list) = box.inset(by: 1).splitTop(box.height >= 6 ? 1 : 0)
    self.summary = top
    self.box = box
    self.header = header
    self.list = list
    self.detail = detail
  }

  /// The names of the lists, in the upper edge of the box.
  var tabs: Rect { Rect(x: box.x + 1, y: box.y, width: box.width - 2, height: 1) }

  /// What stands before the verdict where there is room.
  static let label = " RESULT  "

  /// What a short tree leaves, within limits; nothing on low screens.
  private static func detailHeight(_ height: Int, _ state: PreviewState) -> Int {
    guard height >= 14 else { return 0 }
    if state.tab == .notes, state.notesShown.isEmpty { return 0 }
    if state.tab == .steps, state.lines.isEmpty { return 0 }
    let most = state.tab == .steps ? state.lines.count : 0
    let limits = (min(9, height * 2 / 5), min(10, height / 2))
    return min(max(height - most - 3, limits.0), limits.1)
  }
}

extension PreviewState {
  func note(_ view: ViewContext) -> String {
    if !filter.isEmpty { return "filter: \(SafeText.display(filter))" }
    if let running { return "reading  \(view.elapsed(running))" }
    if let id = verification.request {
      return "running the \(report?.command.rawValue ?? "DELETE")  \(view.elapsed(id))"
    }
    if let id = script.request { return "looking for the way past  \(view.elapsed(id))" }
    return ""
  }

  func status(_ view: ViewContext) -> [Line] {
    guard let report else { return [Line("Nothing is changed: fkwalk only reads.", .muted)] }
    let again = Line.hint(view.keys[.refresh], "starts again")
    if let running {
      let answered =
        "\(report.questionsAnswered) of "
        + "\(Numbers.plural(report.questionsAsked, "query", "queries")) answered"
      return [
        Line(answered, .progress), Line(view.elapsed(running), .progress),
        .hint(view.keys[.stop], "stops"), Line("what was found is kept", .muted),
      ]
    }
    if let id = verification.request {
      return waiting(
        "Running the \(report.command.rawValue), to be rolled back", id, view)
    }
    if let id = script.request {
      return waiting("Looking for the way past what refuses", id, view)
    }
    if let failure {
      return [Line("Not read to the end: \(SafeText.display(failure.message))", .error), again]
    }
    if isSaved {
      let moment = report.takenAt.map { "at " + SafeText.display($0) } ?? "then"
      return [
        Line("A saved preview, as it was \(moment)", .status),
        Line("no database is connected", .muted),
      ]
    }
    if !report.isComplete { return [Line("Stopped before all was read.", .warning), again] }
    if let verification = verification.value {
      return [
        Line(verification.isDefect ? "NOT AS PREDICTED" : "VERIFIED", .title),
        Line("Everything was rolled back", .status), Line("nothing has been changed", .status),
      ]
    }
    return [
      Line("Nothing has been changed", .status), Line("fkwalk has only read", .status),
      Line(report.effort, .muted),
      Line(Numbers.duration(report.milliseconds), .muted),
    ]
  }

  private func waiting(_ what: String, _ id: RequestID, _ view: ViewContext) -> [Line] {
    [
      Line(what, .progress), Line(view.elapsed(id), .progress),
      .hint(view.keys[.stop], "stops"),
    ]
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    if let message = message(view) {
      canvas.drawMessage(message, in: area)
      return nil
    }
    let layout = PreviewLayout(area, self, view.keys)
    layout.summaryLines.draw(in: layout.summary, on: &canvas)
    if layout.summaryLines.first?.indent == PreviewLayout.label.count {
      canvas.draw(PreviewLayout.label, x: layout.summary.x, y: layout.summary.y, role: .muted)
    }
    canvas.box(
      layout.box, trailing: position, isFocused: view.isInFront, glyphs: view.glyphs)
    PaneTabs.draw(tabTitles, selected: tab.rawValue, in: layout.tabs, on: &canvas)
    let cursor =
      switch tab {
      case .steps: drawSteps(view, layout, on: &canvas)
      case .tables: drawTables(view, layout, on: &canvas)
      case .notes: drawNotes(view, layout, on: &canvas)
      }
    drawDetail(view, in: layout.detail, on: &canvas)
    return cursor
  }

  func why(_ view: ViewContext) -> [Line] {
    let (title, lines) = explanation(view)
    guard !lines.isEmpty else { return [] }
    return [Line(title, .title), .blank] + lines + rule(view)
  }

  /// What the action of the selected line's foreign key is, and where to read about it.
  private func rule(_ view: ViewContext) -> [Line] {
    guard tab == .steps, let line = selectedLine, line.sample == nil,
      line.blocker?.isMissingParent != true,
      let action = line.blocker?.action ?? line.step?.action
    else { return [] }
    let id = line.blocker?.declaredID ?? line.step?.constraintID
    let key = view.graph.foreignKeys.first { $0.id == id }
    return [.blank] + ActionText(action: action, deferrability: key?.deferrability).lines
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    if isSaved, Self.asksTheDatabase.contains(command) {
      return "this is a saved preview, without a database"
    }
    return switch command {
    case .nextBlocker, .previousBlocker: obstacleToBlockers
    case .copy, .export: report == nil ? "there is no report yet" : nil
    case .wayPast: obstacleToScript
    case .migration: request.whatIf.isEmpty ? "no rule is changed here" : nil
    case .verify: obstacleToVerifying
    default: nil
    }
  }

  private static let asksTheDatabase: Set<Command> = [
    .open, .refresh, .reload, .verify, .wayPast, .whatIf, .migration, .goToTable, .goTables,
    .delete, .resume,
    .back,
    .forward, .lastPlace,
  ]

  private var isUnfinished: Bool { report?.isComplete != true }

  private var obstacleToVerifying: String? {
    if isUnfinished { return "the preview is not finished" }
    if verification.request != nil {
      return "the \(report?.command.rawValue ?? "DELETE") is running"
    }
    return request.whatIf.isEmpty ? nil : "this preview has changed rules, the server has not"
  }

  /// Why there is no way past what refuses.
  var obstacleToScript: String? {
    if isUnfinished { return "the preview is not finished" }
    guard report?.command == .delete else { return "such a script is made for a DELETE" }
    return obstacleToBlockers
  }

  private var obstacleToBlockers: String? {
    guard let report else { return "nothing is known yet" }
    if !report.blockers.isEmpty || report.steps.contains(where: { $0.effect == .block }) {
      return nil
    }
    let what = report.error == nil ? "nothing" : "no foreign key"
    return "\(what) refuses this \(report.command.rawValue.lowercased())"
  }

  private func message(_ view: ViewContext) -> [Line]? {
    if let failure, report == nil {
      return ErrorText.lines(
        failure, after: "\(view.keys[.refresh]) tries again, \(view.keys[.escape]) goes back.")
    }
    guard report == nil else { return nil }
    guard let running else {
      return [
        Line("Stopped.", .warning),
        Line("\(view.keys[.refresh]) starts again, \(view.keys[.escape]) goes back.", .muted),
      ]
    }
    return [
      Line("Reading what deleting this would do  \(view.waited(running))", .progress),
      Line("Nothing is changed. \(view.keys[.stop]) stops.", .muted),
    ]
  }

  var tabTitles: [String] {
    let notes = notesShown.count
    let isKnown = notes > 0 || report?.isComplete == true
    return [
      "1 STEPS", "2 TABLES (\(effects.count))", isKnown ? "3 NOTES (\(notes))" : "3 NOTES",
    ]
  }

  private var position: String {
    let (cursor, count) =
      switch tab {
      case .steps: (steps, lines.count)
      case .tables: (tables, effects.count)
      case .notes: (notes, notesShown.count)
      }
    return count == 0 ? "" : "\(cursor.index + 1) of \(count)"
  }

  /// The title and text of the pane below the list.
  private func explanation(_ view: ViewContext) -> (String, [Line]) {
    guard let report else { return ("", []) }
    switch tab {
    case .steps:
      guard let line = selectedLine else { return ("", []) }
      let data = line.row.flatMap { peeks[$0]?.value }
      let text = PreviewText(
        report: report, line: line, data: data, whatIf: request.whatIf, graph: view.graph,
        keys: view.keys)
      return (text.title, text.lines)
    case .tables:
      return effectSelected.map { PreviewTables.text($0, view) } ?? ("", [])
    case .notes: return ("note", noteSelected.map { PreviewNotes.text($0, view.keys) } ?? [])
    }
  }

  private func drawDetail(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    guard !area.isEmpty else { return }
    let (title, lines) = explanation(view)
    let inside = area.inset(by: 1)
    let text = Rect(x: inside.x + 1, y: inside.y, width: inside.width - 2, height: inside.height)
    let wrapped = lines.wrapped(to: text.width)
    let hidden = wrapped.count - text.height
    canvas.box(
      area, title: title, trailing: hidden > 0 ? "\(view.keys[.why]) shows all" : "",
      glyphs: view.glyphs)
    wrapped.draw(in: text, on: &canvas)
  }

  private func drawNotes(
    _ view: ViewContext, _ layout: PreviewLayout, on canvas: inout CellBuffer
  ) -> Point? {
    let all = notesShown
    guard !all.isEmpty else {
      canvas.drawMessage(withoutNotes(view.keys), in: layout.list)
      return nil
    }
    return canvas.drawList(of: all.count, notes, view, in: layout.list) { number, row, canvas in
      PreviewNotes.brief(all[number])
        .draw(x: row.x + 2, y: row.y, width: row.width - 3, on: &canvas)
    }
  }

  /// What stands in place of the notes where there are none.
  private func withoutNotes(_ keys: Keys) -> [Line] {
    if let nothing = nothingFound(keys) { return nothing }
    if running != nil { return [Line("Notes are not known yet.", .progress)] }
    return isUnfinished
      ? [Line("Stopped: notes are not known. \(keys[.refresh]) starts again.", .warning)]
      : [Line("Nothing limits this preview, and no index is missing.", .muted)]
  }

  private func drawTables(
    _ view: ViewContext, _ layout: PreviewLayout, on canvas: inout CellBuffer
  ) -> Point? {
    let effects = effects
    guard !effects.isEmpty else {
      canvas.drawMessage(nothingFound(view.keys) ?? [], in: layout.list)
      return nil
    }
    PreviewTables.drawHeader(hasInserts: report?.hasInserts == true, in: layout.header, on: &canvas)
    return canvas.drawList(of: effects.count, tables, view, in: layout.list) {
      number, row, canvas in
      let effect = effects[number]
      PreviewTables.draw(
        effect, hasInserts: report?.hasInserts == true,
        comparedTo: report?.comparison.first { $0.subject == effect.table.displayName },
        view, in: row, on: &canvas)
    }
  }
}
