import Lessons
import SchemaModel
import TerminalCanvas

extension LessonState {
  func note(_ view: ViewContext) -> String {
    guard let lesson, let step else { return "" }
    let state = view.progress.isDone(step, of: lesson) ? ", done" : ""
    return "lesson \(number + 1), step \(stepNumber + 1) of \(lesson.steps.count)\(state)"
  }

  func status(_ view: ViewContext) -> Line {
    if let running = work.running ?? work.tables.request {
      return Line("The server is at work  \(view.waited(running))", .progress)
    }
    return switch move {
    case .choose: Line("What do you think? 1 to \(step?.question?.choices.count ?? 2).", .status)
    case .run: Line("Enter runs it, for good: the tables are made anew with r.", .status)
    case .type: Line("Enter lets you type SQL; it runs once a line ends with ;", .status)
    case .goOn, .wait: Line("g t walks through the tables, i explains the words.", .status)
    }
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    let lines = LessonText(self, view.glyphs, width: area.width).lines
    let text = Rect(x: area.x + 1, y: area.y, width: max(0, area.width - 2), height: area.height)
    lines.draw(in: text, from: cursor.top, on: &canvas)
    let hidden = lines.count - cursor.top - area.height
    if hidden > 0 {
      let more = "j: \(Numbers.plural(hidden, "more line")) "
      let width = DisplayWidth.of(more)
      canvas.draw(more, x: area.maxX - width, y: area.maxY - 1, width: width, role: .hintText)
    }
    return Point(x: text.x, y: area.y)
  }

  /// The words of the glossary that the step uses.
  func why(_ view: ViewContext) -> [Line] {
    guard let step else { return [] }
    let sql = [step.experiment?.sql.text, step.task?.answer.text].compactMap { $0 }
    let code = (lesson?.setup.text).map { [$0] } ?? []
    let text = ([step.title] + step.text.map(\.words) + step.afterwards.map(\.words) + sql)
      .joined(separator: " ")
    let found = GlossaryText.entries(in: text)
    return GlossaryText.lines(of: found.isEmpty ? GlossaryText.entries(in: code.joined()) : found)
  }
}

extension LessonBlock {
  /// All its words.
  fileprivate var words: String {
    switch self {
    case .paragraph(let text), .item(let text): text
    case .code(let lines): lines.joined(separator: " ")
    }
  }
}
