import DeletePlanning
import Lessons
import SchemaModel
import TerminalCanvas

/// One lesson, at one of its steps.
struct LessonState: PlaceState {
  /// All lessons, so that one leads to the next.
  let course: [Lesson]
  private(set) var number: Int
  private(set) var stepNumber = 0
  var work = Work()
  /// The line of SQL being typed; nil where keys are commands.
  var field: TextField?
  var cursor = ListCursor()

  /// What has come of the step that shows.
  struct Work: Hashable, Sendable {
    var tables: Loadable<[LessonTable]> = .idle
    /// What is under way besides the tables; nil for nothing.
    var running: RequestID?
    /// The index of the answer chosen.
    var chosen: Int?
    /// fkwalk's own preview of the DELETE that is run, and whether it is asked for.
    var prediction: Prediction = .none
    /// What the server did last.
    var run: LessonRun?
    /// Why it could not be run at all.
    var failure: ServerError?
    /// Lines of SQL typed so far, without the one in the field.
    var typed: [String] = []
    /// Lines of SQL that were run last, to be taken up again.
    var earlier: [String] = []
    var showsHint = false
    var showsAnswer = false
    /// Whether a preview is to be opened once the tables are as at the start.
    var wantsPreview = false
  }

  enum Prediction: Hashable, Sendable {
    case none
    case asked(RequestID)
    case made(DeleteReport)
  }

  init(course: [Lesson], lesson: Int) {
    self.course = course
    number = min(max(0, lesson), max(0, course.count - 1))
  }

  var kind: PlaceKind { .lesson }
  var editing: TextField? { field }
  var prompt: String { work.typed.isEmpty ? "SQL>" : "  ->" }
  var crumbs: [String] {
    ["lessons", lesson.map { SafeText.display($0.title) } ?? "none"]
  }

  var lesson: Lesson? { course.indices.contains(number) ? course[number] : nil }
  var step: LessonStep? {
    lesson.flatMap { $0.steps.indices.contains(stepNumber) ? $0.steps[stepNumber] : nil }
  }

  /// What Enter does next.
  enum Move: Hashable, Sendable {
    case wait, choose, run, type, goOn
  }

  var move: Move {
    guard let step else { return .goOn }
    if work.running != nil || work.tables.request != nil { return .wait }
    if step.question != nil, !isAnswered { return .choose }
    if step.experiment != nil, work.run == nil { return .run }
    if step.task != nil, !isSolved { return .type }
    return .goOn
  }

  /// Whether the question needs no further answer: a prediction may be wrong, a bare question not.
  var isAnswered: Bool {
    guard let question = step?.question else { return true }
    if work.showsAnswer { return true }
    return step?.experiment == nil ? work.chosen == question.right : work.chosen != nil
  }

  /// Whether another answer would mean nothing any more.
  var isSettled: Bool { step?.question != nil && isAnswered && isRevealed }

  /// Whether it may be told which answer is right.
  var isRevealed: Bool {
    step?.experiment == nil ? work.chosen != nil || work.showsAnswer : work.run != nil
  }

  var isSolved: Bool {
    guard let task = step?.task, let run = work.run else { return false }
    return run.checks.count == task.checks.count && run.checks.allSatisfy { $0.problem == nil }
  }

  /// Whether all there was to do is done, so that the reasons can be read.
  var isDone: Bool {
    if step?.task != nil { return isSolved }
    if step?.experiment != nil { return work.run != nil }
    return isAnswered
  }

  /// The step's statement, where it is a single DELETE, whose preview is of the tables as they are.
  var delete: String? {
    guard let sql = step?.experiment?.sql.text,
      let statements = try? SQLScript.statements(in: sql), statements.count == 1,
      (try? ChangeStatement(statements[0]))?.command == .delete
    else { return nil }
    return statements[0]
  }

  /// Goes to another step; false where there is none.
  mutating func go(by offset: Int) -> Bool {
    var (lesson, step) = (number, stepNumber + offset)
    if step < 0, lesson > 0 {
      lesson -= 1
      step = course[lesson].steps.count - 1
    } else if step >= course[lesson].steps.count {
      lesson += 1
      step = 0
    }
    guard course.indices.contains(lesson), course[lesson].steps.indices.contains(step) else {
      return false
    }
    (number, stepNumber) = (lesson, step)
    return true
  }
}
