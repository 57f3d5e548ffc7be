package import Lessons
import SchemaModel

extension LessonSession {
  /// Runs all of a lesson and holds what it states against what the server does; solves each task
  /// with the model answer.
  ///
  /// - Parameter lesson: every step of it begins with its setup.
  /// - Returns: what is not as the lesson says, in its order.
  /// - Throws: where the connection breaks or a limit is reached.
  package func differences(
    in lesson: Lesson
  ) throws(BlockingSession.Failure) -> [LessonDifference] {
    let tables: [LessonTable]
    do {
      tables = try begin(lesson)
    } catch .server(let error) {
      return [
        LessonDifference(line: lesson.setup.line, message: "the setup fails: \(error.message)")
      ]
    }
    var found: [LessonDifference] = []
    for step in lesson.steps {
      found += step.tables.filter { name in !tables.contains { $0.name == name } }.map {
        LessonDifference(line: step.line, message: "there is no table \($0) to draw")
      }
      if let experiment = step.experiment {
        _ = try begin(lesson)
        let run = try run(experiment.sql.text)
        found += experiment.outcome.differences(from: run, version: version)
      }
      if let task = step.task { found += try differences(in: task, of: lesson) }
    }
    return found
  }

  private func differences(
    in task: LessonTask, of lesson: Lesson
  ) throws(BlockingSession.Failure) -> [LessonDifference] {
    _ = try begin(lesson)
    var found: [LessonDifference] = []
    let untouched = try run("", checks: task.checks)
    if untouched.checks.allSatisfy({ $0.problem == nil }) {
      found.append(
        LessonDifference(
          line: task.checks.first?.line ?? task.answer.line,
          message: "the task counts as solved before anything is done"))
    }
    let solved = try run(task.answer.text, checks: task.checks)
    let expectsFailure = task.checks.contains { $0.sql == nil }
    if let failure = solved.failure, !expectsFailure {
      found.append(
        LessonDifference(
          line: task.answer.line,
          message: "statement \(failure.statement) of the answer fails: \(failure.error.message)"))
    }
    return found
      + zip(task.checks, solved.checks).compactMap { check, result in
        result.problem.map {
          LessonDifference(line: check.line, message: "the answer does not solve it: \($0)")
        }
      }
  }
}
