import DeletePlanning
import Lessons
import SchemaModel
import TerminalCanvas

/// A step of a lesson as lines for the screen.
struct LessonText {
  /// Where to scroll to.
  enum Part: Hashable, Sendable {
    case choices, result, why, end
  }

  private(set) var lines: [Line] = []
  /// The first line of each part that there is.
  private(set) var places: [Part: Int] = [:]
  private let keys: Keys
  private var glyphs: Glyphs { keys.glyphs }
  private let width: Int

  init(_ state: LessonState, _ keys: Keys, width: Int) {
    self.keys = keys
    self.width = max(1, width - 2)
    guard let lesson = state.lesson, let step = state.step else { return }
    add(Line(SafeText.display(step.title), .title))
    gap()
    if state.stepNumber == 0 { addBlocks(lesson.introduction) }
    addBlocks(step.text)
    addTables(state, step)
    if let experiment = step.experiment { addSQL("To be run", experiment.sql.text) }
    if let question = step.question { addQuestion(question, state) }
    if step.task != nil { addTask(state) }
    addResult(state, step)
    if state.isDone, !step.afterwards.isEmpty {
      begin(.why)
      addBlocks(step.afterwards)
    }
    addNext(state)
    while lines.last == .blank { lines.removeLast() }
    begin(.end)
  }

  /// Paragraphs, points and code, with blank lines between.
  static func lines(of blocks: [LessonBlock], glyphs: Glyphs) -> [Line] {
    blocks.flatMap { block -> [Line] in
      switch block {
      case .paragraph(let text): [line(of: text), .blank]
      case .item(let text):
        [Line("\(glyphs.bullet) ", .muted, indent: 1) + line(of: text)]
      case .code(let code):
        code.map { Line(SafeText.display($0), .keyForeign, indent: 2) } + [.blank]
      }
    }
  }

  /// Text in which code stands between backquotes.
  private static func line(of text: String) -> Line {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return Line(SafeText.display(text)) }
    return parts.enumerated().reduce(Line()) { line, part in
      let role: Role = part.offset % 2 == 1 ? .keyForeign : .text
      return part.element.isEmpty ? line : line.then(SafeText.display(String(part.element)), role)
    }
  }

  // MARK: Pieces

  /// Long lines are hard to read, however wide the screen.
  private mutating func add(_ line: Line) { lines += line.wrapped(to: min(width, 100)) }

  /// One blank line, never two.
  private mutating func gap() { if lines.last != .blank { lines.append(.blank) } }

  private mutating func begin(_ part: Part) { places[part] = max(0, lines.count - 1) }

  private mutating func addBlocks(_ blocks: [LessonBlock]) {
    for line in Self.lines(of: blocks, glyphs: glyphs) { add(line) }
    gap()
  }

  private mutating func addSQL(_ title: String, _ sql: String) {
    add(Line(title, .muted))
    for line in sql.split(separator: "\n", omittingEmptySubsequences: false) {
      add(Line(SafeText.display(String(line)), .keyForeign, indent: 2))
    }
    gap()
  }

  private mutating func addTables(_ state: LessonState, _ step: LessonStep) {
    switch state.work.tables {
    case .idle: add(Line("Stopped. \(keys[.refresh]) begins the step anew.", .warning))
    case .loading: add(Line("Making the tables\(glyphs.ellipsis)", .progress))
    case .failed(let error):
      add(Line("The tables could not be made. \(keys[.refresh]) tries again.", .warning))
      for line in ErrorText.postgres(error) { add(line) }
    case .loaded(let tables):
      let shown = tables.filter { step.tables.isEmpty || step.tables.contains($0.name) }
      lines += LessonTables(shown.compactMap { TableComparison($0, $0) }, glyphs).lines(width)
    }
    gap()
  }

  private mutating func addQuestion(_ question: LessonQuestion, _ state: LessonState) {
    begin(.choices)
    add(Line(SafeText.display(question.text), .title))
    for (number, choice) in question.choices.enumerated() {
      let isChosen = state.work.chosen == number
      var line = Line(isChosen ? "\(glyphs.cursor) " : "  ", .title)
        .then("\(number + 1)  ", .hintKey).then(SafeText.display(choice))
      if state.isRevealed, number == question.right {
        line = line.then("  ").then(isChosen ? "right" : "this was right", .verdictSucceeds)
      } else if state.isRevealed, isChosen {
        line = line.then("  ").then("no", .verdictFails)
      }
      add(line)
    }
    gap()
  }

  private mutating func addTask(_ state: LessonState) {
    guard let task = state.step?.task else { return }
    if state.work.showsHint, let hint = task.hint {
      add(Line("Hint: ", .title).then(SafeText.display(hint)))
      gap()
    }
    if state.work.showsAnswer { addSQL("One answer", task.answer.text) }
    if !state.work.typed.isEmpty {
      addSQL("Yours so far", state.work.typed.joined(separator: "\n"))
    }
  }

  // MARK: What the server did

  private mutating func addResult(_ state: LessonState, _ step: LessonStep) {
    if let failure = state.work.failure, state.work.tables.value != nil {
      add(Line("It could not be run. \(keys[.refresh]) begins the step anew.", .warning))
      for line in ErrorText.postgres(failure) { add(line) }
      gap()
    }
    guard let run = state.work.run else { return }
    begin(.result)
    if case .made(let report) = state.work.prediction { addPrediction(report) }
    if step.task != nil { addChecks(run, isSolved: state.isSolved) }
    add(Line("The server says", .title))
    for statement in run.statements { addStatement(statement) }
    if run.statements.isEmpty { add(Line("Nothing was run.", .muted, indent: 2)) }
    gap()
    addChanges(run)
  }

  private mutating func addPrediction(_ report: DeleteReport) {
    var preview = PreviewState(request: DeleteRequest(target: .statement(report.statement)))
    preview.report = report
    let summary = PreviewSummary(preview, keys)
    add(Line("fkwalk predicted", .title))
    for var line in [summary.verdict, summary.totals] where !line.spans.isEmpty {
      line.indent = 2
      add(line)
    }
    gap()
  }

  private mutating func addStatement(_ run: StatementRun) {
    let sql = SafeText.display(run.sql.split(separator: "\n").joined(separator: " "))
    switch run.answer {
    case .done(let rows):
      let count = rows.map { "  " + Numbers.plural($0, "row") } ?? "  done"
      add(Line(Self.short(sql, width - 16), .muted, indent: 2).then(count, .verdictSucceeds))
    case .rows(let columns, let rows):
      add(Line(Self.short(sql, width - 4), .muted, indent: 2))
      let table = LessonTable(name: "", columns: columns, key: [], foreignKeys: [], rows: rows)
      lines += LessonTables([TableComparison(table, table)].compactMap { $0 }, glyphs)
        .lines(width - 2)
    case .failed(let error):
      add(Line(Self.short(sql, width - 4), .muted, indent: 2))
      for line in ErrorText.postgres(error) {
        var line = line
        line.indent = 2
        add(line)
      }
    }
  }

  private mutating func addChanges(_ run: LessonRun) {
    let changed = run.comparisons.filter { $0.changes != RowChanges() }
    guard !changed.isEmpty else {
      add(Line("No row of any table has changed.", .muted))
      return gap()
    }
    add(Line("The tables now", .muted))
    lines += LessonTables(changed, glyphs).lines(width)
    gap()
  }

  private mutating func addChecks(_ run: LessonRun, isSolved: Bool) {
    if isSolved {
      add(Line("Solved.", .verdictSucceeds))
    } else {
      for problem in run.checks.compactMap(\.problem) {
        add(Line("Not yet: ", .verdictUncertain).then(SafeText.display(problem)))
      }
    }
    gap()
  }

  private mutating func addNext(_ state: LessonState) {
    let text: String? =
      switch state.move {
      case .wait: nil
      case .choose: nil
      case .run: "\(keys[.open]) runs it on the server."
      case .type where state.field == nil:
        state.work.run == nil
          ? "\(keys[.open]) lets you type SQL."
          : "\(keys[.open]) lets you try again; \(keys[.refresh]) begins with fresh tables."
      case .type: nil
      case .goOn: "\(keys[.open]) goes on."
      }
    if let text {
      gap()
      add(Line(text, .muted))
    }
  }

  /// As much of a text as fits in so many columns.
  private static func short(_ text: String, _ width: Int) -> String {
    text.count <= max(8, width) ? text : text.prefix(max(8, width)) + "..."
  }
}
