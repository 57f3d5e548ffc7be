import DeletePlanning
import Lessons
import SchemaModel
import TerminalCanvas

extension LessonState {
  mutating func start(_ turn: inout Turn) { begin(&turn) }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    let count = LessonText(self, turn.keys, width: turn.body.columns).lines.count
    if cursor.scroll(command, count: count, height: turn.body.rows) { return true }
    switch command {
    case .open: goOn(&turn)
    case .choose1: choose(0, &turn)
    case .choose2: choose(1, &turn)
    case .choose3: choose(2, &turn)
    case .choose4: choose(3, &turn)
    case .hint: reveal(&turn) { $0.showsHint = true }
    case .answer: reveal(&turn) { $0.showsAnswer = true }
    case .nextStep: move(by: 1, &turn)
    case .previousStep: move(by: -1, &turn)
    case .previewDelete: preview(&turn)
    case .refresh: begin(&turn)
    case .copy: if let sql { turn.copy(sql) }
    default: return false
    }
    return true
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    let choices = step?.question?.choices.count ?? 0
    let choice = [Command.choose1, .choose2, .choose3, .choose4].firstIndex(of: command)
    if let choice {
      return isSettled ? "it is answered" : choice < choices ? nil : "there is no such answer"
    }
    return switch command {
    case .hint where step?.task?.hint == nil || isSolved: "there is no hint"
    case .answer where step?.question != nil && isSettled: "it is answered"
    case .answer where step?.task == nil && step?.question == nil: "there is no question"
    case .previewDelete where delete == nil: "the step is not a single DELETE"
    case .copy where sql == nil: "there is no SQL"
    default: nil
    }
  }

  /// The SQL to copy: what was typed, or what the step runs.
  private var sql: String? {
    let own = work.typed.isEmpty ? work.earlier : work.typed
    if !own.isEmpty { return own.joined(separator: "\n") }
    return step?.experiment?.sql.text ?? (work.showsAnswer ? step?.task?.answer.text : nil)
  }

  // MARK: Steps

  /// Begins the step with fresh tables.
  private mutating func begin(_ turn: inout Turn) {
    turn.cancel(work.running)
    turn.cancel(work.tables.request)
    work = Work()
    field = nil
    cursor = ListCursor()
    if let lesson { work.tables = .loading(turn.ask(.beginLesson(lesson))) }
  }

  private mutating func move(by offset: Int, _ turn: inout Turn) {
    if offset > 0, isDone { complete(&turn) }
    guard go(by: offset) else {
      return turn.say(
        offset > 0
          ? "That was the last lesson. \(turn.keys[.lessons]) lists them all."
          : "This is the first step.")
    }
    begin(&turn)
  }

  private mutating func goOn(_ turn: inout Turn) {
    switch move {
    case .wait: turn.say("One moment: the server is at work. \(turn.keys[.stop]) stops it.")
    case .choose:
      turn.say("First your answer: 1 to \(step?.question?.choices.count ?? 2).")
    case .run: run(&turn)
    case .type:
      field = TextField()
      show(at: .end, turn)
    case .goOn: move(by: 1, &turn)
    }
  }

  private mutating func choose(_ index: Int, _ turn: inout Turn) {
    guard step?.question?.choices.indices.contains(index) == true else { return }
    work.chosen = index
    if isDone { complete(&turn) }
    show(at: isDone ? .why : .choices, turn)
  }

  private mutating func reveal(_ turn: inout Turn, _ change: (inout Work) -> Void) {
    change(&work)
    if work.chosen == nil, work.showsAnswer { work.chosen = step?.question?.right }
    show(at: .end, turn)
  }

  private func complete(_ turn: inout Turn) {
    if let step, let lesson { turn.complete(step, of: lesson) }
  }

  // MARK: Running

  /// Has fkwalk predict a DELETE before the server carries it out.
  private mutating func run(_ turn: inout Turn) {
    guard let sql = step?.experiment?.sql.text else { return }
    if let delete, work.prediction == .none {
      let id = turn.ask(.preview(DeleteRequest(target: .statement(delete))))
      (work.prediction, work.running) = (.asked(id), id)
    } else {
      work.running = turn.ask(.runLesson(sql: sql))
    }
  }

  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn) {
    switch answer {
    case .tables(let tables) where id == work.tables.request:
      work.tables = .loaded(tables)
      turn.readCatalog()
      if work.wantsPreview { openPreview(&turn) }
    case .ran(let run) where id == work.running: ran(run, &turn)
    case .report(let report) where .asked(id) == work.prediction:
      guard report.isComplete else { return }
      work.prediction = .made(report)
      run(&turn)
    case .failed(let error):
      if .asked(id) == work.prediction {
        // Without a prediction the lesson goes on.
        work.prediction = .none
        work.running = step?.experiment.map { turn.ask(.runLesson(sql: $0.sql.text)) }
      } else if id == work.running || id == work.tables.request {
        failed(error, id)
      }
    default: break
    }
  }

  private mutating func ran(_ run: LessonRun, _ turn: inout Turn) {
    work.running = nil
    work.run = run
    work.failure = nil
    turn.readCatalog()
    if isDone { complete(&turn) }
    if isSolved { field = nil }
    show(at: .result, turn)
  }

  private mutating func failed(_ error: ServerError, _ id: RequestID) {
    if id == work.running { work.running = nil } else { work.tables = .failed(error) }
    work.failure = error
  }

  mutating func stopped(_ id: RequestID) {
    if id == work.running { work.running = nil }
    if id == work.tables.request { work.tables = .idle }
    if .asked(id) == work.prediction { work.prediction = .none }
  }

  mutating func reconnected(_ turn: inout Turn) { begin(&turn) }

  // MARK: The preview

  private mutating func preview(_ turn: inout Turn) {
    guard work.run != nil else { return openPreview(&turn) }
    // What the preview is to show is the moment before the DELETE.
    begin(&turn)
    work.wantsPreview = true
  }

  private mutating func openPreview(_ turn: inout Turn) {
    work.wantsPreview = false
    guard let delete else { return }
    turn.open(PreviewState(request: DeleteRequest(target: .statement(delete))))
  }

  // MARK: Typing

  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {
    switch edit {
    case .pageUp, .pageDown:
      let count = LessonText(self, turn.keys, width: turn.body.columns).lines.count
      _ = cursor.scroll(
        edit == .pageUp ? .pageUp : .pageDown, count: count, height: turn.body.rows)
      return
    case .insert(let text) where text.contains(where: \.isNewline): paste(text)
    case .accept: accept(&turn)
    case .abandon: field = nil
    // Backing out of a line leads to the one above.
    case .backspace where field?.text.isEmpty == true:
      field = TextField(work.typed.popLast() ?? "")
    case .up where work.typed.isEmpty && field?.text.isEmpty == true:
      work.typed = work.earlier
      field = TextField(work.typed.popLast() ?? "")
    default: field?.apply(edit)
    }
    show(at: .end, turn)
  }

  private mutating func paste(_ text: String) {
    var lines = ((field?.text ?? "") + text).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).map(String.init)
    field = TextField(lines.popLast() ?? "")
    work.typed += lines.prefix(Self.mostLines)
  }

  /// More lines than this are not taken; someone pasted what was not meant for here.
  private static let mostLines = 500

  /// Ends a line; a line that ends in a semicolon ends the SQL, as in psql.
  private mutating func accept(_ turn: inout Turn) {
    guard let line = field?.text, let task = step?.task else { return }
    guard work.running == nil, work.tables.request == nil else { return }
    let isEnd = line.reversed().first { $0 != " " } == ";" || line.isEmpty
    if !line.isEmpty { work.typed.append(line) }
    field = TextField()
    guard isEnd, !work.typed.isEmpty else { return }
    work.running = turn.ask(
      .runLesson(sql: work.typed.joined(separator: "\n"), checks: task.checks))
    (work.earlier, work.typed) = (work.typed, [])
  }

  mutating func settle(_ turn: Turn) {
    let count = LessonText(self, turn.keys, width: turn.body.columns).lines.count
    cursor.settle(count: count, height: turn.body.rows)
  }

  /// Scrolls so that a part of the text shows, with as much after it as fits.
  private mutating func show(at part: LessonText.Part, _ turn: Turn) {
    let text = LessonText(self, turn.keys, width: turn.body.columns)
    let start = text.places[part] ?? max(0, text.lines.count - 1)
    cursor.index = min(start + turn.body.rows - 2, max(0, text.lines.count - 1))
    cursor.settle(count: text.lines.count, height: turn.body.rows)
    cursor.index = start
    cursor.settle(count: text.lines.count, height: turn.body.rows)
  }
}
