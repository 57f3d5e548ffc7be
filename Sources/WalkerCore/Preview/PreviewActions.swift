import DeletePlanning
import SchemaModel
import TerminalCanvas

// Going from the preview to the rows it is about.
extension PreviewState {
  func goThere(_ turn: inout Turn) {
    switch tab {
    case .steps:
      guard let line = selectedLine else { return }
      if line.row != nil, report?.command == .insert {
        return turn.say("This row is not there yet: nothing has been inserted.")
      }
      turn.open(place(of: line, turn.graph))
    case .tables:
      guard let table = effectSelected?.table else { return }
      turn.open(NeighbourhoodState(table: table))
    case .notes:
      let copied = if case .index? = noteSelected { "the CREATE INDEX" } else { "the report" }
      turn.say(
        "\(turn.keys[.why]) shows the note whole, \(turn.keys[.copy]) copies \(copied).")
    }
  }

  /// The row, the rows of exactly this step, or at least their table.
  private func place(of line: PreviewLine, _ graph: SchemaGraph) -> any PlaceState {
    if let row = line.sample?.identity { return Self.place(of: row) }
    guard let report, let step = line.step else {
      return NeighbourhoodState(table: line.blocker?.table ?? request.table)
    }
    if step.parent == nil, step.sample.count == 1, step.rows == .exact(1) {
      return Self.place(of: step.sample[0].identity)
    }
    guard let condition = StepRows(report, request, graph).condition(of: step) else {
      return NeighbourhoodState(table: step.table)
    }
    let what = step.constraint.map { "reached by \($0)" } ?? "to delete"
    return RowsState(table: step.table, scope: .condition(condition, what: what))
  }

  private static func place(of row: RowIdentity) -> any PlaceState {
    RowDetailState(table: row.table, lookup: row.key)
  }
}

// Looking at the row under the cursor.
extension PreviewState {
  /// Reads the row the cursor is on, so that more of it than its key shows.
  mutating func peek(_ turn: inout Turn) {
    guard !isSaved, tab == .steps, report?.command != .insert, let row = selectedLine?.row,
      peeks[row] == nil
    else { return }
    let request = RowRequest(table: row.table, equalities: row.key, limit: 1)
    peeks[row] = .loading(turn.ask(.rows(request)))
  }

  mutating func take(_ page: RowPage, _ id: RequestID) {
    for (row, peek) in peeks where peek.request == id {
      peeks[row] = page.rows.first.map { .loaded(RowData(columns: page.columns, row: $0)) } ?? .idle
    }
  }
}

extension PreviewLine {
  /// The row it is about, where it is only one.
  var row: RowIdentity? {
    if let sample { return sample.identity }
    guard step?.parent == nil, step?.rows == .exact(1) else { return nil }
    return step?.sample.first?.identity
  }
}

// Holding the preview against the real thing.
extension PreviewState {
  /// Asks before the DELETE is run, or shows again how it differed.
  func askToVerify(_ turn: inout Turn) {
    if let verification = verification.value, verification.isDefect {
      return turn.show(defect(verification))
    }
    turn.show(QuestionState.verify(report?.command ?? .delete))
  }

  mutating func agree(_ turn: inout Turn) {
    guard let report, report.isComplete else { return }
    turn.cancel(verification.request)
    verification = .loading(turn.ask(.verify(report)))
  }

  mutating func take(_ verification: Verification, _ turn: inout Turn) {
    self.verification = .loaded(verification)
    if verification.isDefect { turn.show(defect(verification)) }
  }

  /// What to send to the people who make fkwalk; it holds names and numbers, no data.
  private func defect(_ verification: Verification) -> PanelState {
    let text = verification.defectReport(server: report?.server, tool: "fkwalk")
    let lines =
      [
        Line("NOT as predicted. That is a defect of fkwalk.", .verdictFails),
        Line("Please send this report; it holds names and numbers, no data of yours."), .blank,
      ] + text.split(separator: "\n").map { Line(SafeText.display(String($0))) }
    return PanelState(
      title: "not as predicted", lines: lines,
      document: SaveState(
        path: "fkwalk-defect.txt", contents: .text(text), what: "the defect report"))
  }
}

// The way past what refuses.
extension PreviewState {
  mutating func findWayPast(_ turn: inout Turn) {
    if let text = script.value { return turn.show(wayPast(text)) }
    guard script.request == nil else { return }
    var real = request
    real.whatIf = [:]
    script = .loading(turn.ask(.wayPast(real)))
  }

  mutating func take(_ text: String, _ turn: inout Turn) {
    script = .loaded(text)
    turn.show(wayPast(text))
  }

  private func wayPast(_ text: String) -> PanelState {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
      Line(SafeText.display(String($0)), $0.hasPrefix("--") ? .muted : .text)
    }
    return PanelState(
      title: "the way past: a script to read and run yourself", lines: lines,
      document: SaveState(path: path("sql"), contents: .text(text), what: "the script"))
  }

  mutating func failed(_ error: ServerError, _ id: RequestID, _ turn: inout Turn) {
    switch id {
    case running:
      failure = error
      // Where nothing was found yet, the error is all there is to show.
      if report?.steps.isEmpty == true { report = nil }
      running = nil
    case verification.request:
      verification = .failed(error)
      turn.warn("Not verified. Everything was rolled back.")
    case script.request:
      script = .idle
      turn.warn("There is no script: \(error.message)")
    default:
      for (row, peek) in peeks where peek.request == id { peeks[row] = .failed(error) }
    }
  }
}

// Copying and saving.
extension PreviewState {
  /// Copies the statement of a note that has one, or else the report.
  func copy(_ turn: inout Turn) {
    if tab == .notes, case .index(let index)? = noteSelected { return turn.copy(index.create) }
    if let report { turn.copy(report.text(escaping: SafeText.escaped)) }
  }

  func chooseFormat(_ turn: inout Turn) {
    guard let report else { return turn.warn("There is no report to save yet.") }
    let escape: (String) -> String = { SafeText.escaped($0) }
    var items = [
      format(
        "Text", "as fkwalk preview prints it", "txt",
        .text(report.text(escaping: escape))),
      format(
        "JSON", "for programs, and to open again with fkwalk open", "json",
        .json(saved(report).json)),
      format(
        "Markdown", "for an issue or a chat", "md",
        .text(report.markdown(escaping: escape))),
      format(
        "DOT", "a graph for Graphviz", "dot", .text(report.dot(escaping: escape))
      ),
      format(
        "Mermaid", "a graph for Markdown", "mmd",
        .text(report.mermaid(escaping: escape))),
    ]
    if !isSaved, obstacleToScript == nil {
      items.append(
        MenuState.Item(
          label: "SQL", detail: "the script that gets past what refuses", choice: .run(.wayPast)))
    }
    turn.show(MenuState(title: "save as", items: items))
  }

  private func saved(_ report: DeleteReport) -> SavedPreview {
    SavedPreview(report: report, verification: verification.value)
  }

  private func format(
    _ label: String, _ detail: String, _ ending: String, _ contents: Document
  ) -> MenuState.Item {
    MenuState.Item(
      label: label, detail: detail,
      choice: .save(SaveState(path: path(ending), contents: contents, what: "the report")))
  }

  private func path(_ ending: String) -> String {
    let name = report?.rootTable.name ?? ""
    let table = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let kind =
      request.whatIf.isEmpty ? report?.command.rawValue.lowercased() ?? "delete" : "what-if"
    return "fkwalk-\(kind)-\(table.isEmpty ? "preview" : table).\(ending)"
  }
}
