import Lessons
import SchemaModel
import TerminalCanvas

extension LessonState {
  func note(_ view: ViewContext) -> String {
    guard let lesson, let step else { return "" }
    let state = view.progress.isDone(step, of: lesson) ? ", done" : ""
    return "step \(stepNumber + 1) of \(lesson.steps.count)\(state)"
  }

  func status(_ view: ViewContext) -> [Line] {
    if let running = work.running ?? work.tables.request {
      return [Line("The server is at work  \(view.waited(running))", .progress)]
    }
    return switch move {
    case .choose: [Line("What do you think? 1 to \(step?.question?.choices.count ?? 2).", .status)]
    case .run:
      [
        .hint(view.keys[.open], "runs it, for good"),
        .hint(view.keys[.refresh], "makes the tables anew"),
      ]
    case .type:
      [
        .hint(view.keys[.open], "lets you type SQL"),
        Line("it runs once a line ends with ;", .status),
      ]
    case .goOn, .wait:
      [
        .hint(view.keys[.goTables], "walks through the tables"),
        .hint(view.keys[.why], "explains the words"),
      ]
    }
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    let lines = LessonText(self, view.keys, width: area.width).lines
    let text = Rect(x: area.x + 1, y: area.y, width: max(0, area.width - 2), height: area.height)
    lines.draw(in: text, from: cursor.top, on: &canvas)
    if lines.count > cursor.top + area.height {
      let last = Rect(x: area.x, y: area.maxY - 1, width: area.width, height: 1)
      let hidden = lines.count - cursor.top - area.height + 1
      let key = view.keys[field == nil ? .moveDown : .pageDown]
      canvas.fill(last)
      canvas.draw(
        "\(Numbers.plural(hidden, "more line")): \(key)", x: text.x, y: last.y, width: text.width,
        role: .muted)
    }
    return Point(x: text.x, y: area.y)
  }

  /// The words of the glossary that the step uses.
  func why(_ view: ViewContext) -> [Line] {
    guard let step else { return [] }
    let sql = [step.experiment?.sql.text, step.task?.answer.text].compactMap { $0 }
    let text = ([step.title] + step.text.map(\.words) + step.afterwards.map(\.words) + sql)
      .joined(separator: " ")
    return GlossaryText.lines(of: GlossaryText.entries(in: text, lesson?.setup.text ?? ""))
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
