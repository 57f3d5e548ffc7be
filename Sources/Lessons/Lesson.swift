/// A lesson: a small schema, and steps that each show one thing on a real server.
///
/// It is written as a Markdown file that ``LessonParser`` reads.
package struct Lesson: Hashable, Sendable {
  /// What to call it on the command line: its file's name without the ending.
  package var name: String
  package var title: String
  /// Lessons are shown with the smallest first.
  package var order = Int.max
  /// Roles that its SQL can `SET ROLE` to; they own nothing.
  package var roles: [String] = []
  /// What it is about, in a few sentences.
  package var introduction: [LessonBlock] = []
  /// Makes the tables and rows that every step begins with.
  package var setup: LessonSQL
  /// At least one.
  package var steps: [LessonStep] = []
}

/// A piece of text that stands by itself.
package enum LessonBlock: Hashable, Sendable {
  case paragraph(String)
  /// One point of a list.
  case item(String)
  /// Lines to be shown as they are.
  case code([String])
}

/// SQL in a lesson's file.
package struct LessonSQL: Hashable, Sendable {
  package var text: String
  /// The line of the file it begins at, from 1.
  package var line: Int
}

/// One step: a text, and what there is to predict, to run or to solve.
package struct LessonStep: Hashable, Sendable {
  package var title: String
  /// The line of its heading, from 1.
  package var line: Int
  package var text: [LessonBlock] = []
  /// The tables to draw; empty for all.
  package var tables: [String] = []
  package var question: LessonQuestion?
  package var experiment: LessonExperiment?
  package var task: LessonTask?
  /// Why it is so: read once the question is answered, the SQL was run, the task is solved.
  package var afterwards: [LessonBlock] = []
}

/// A question with one right answer among several.
package struct LessonQuestion: Hashable, Sendable {
  package static let mostChoices = 4

  package var text: String
  /// Two to ``mostChoices``.
  package var choices: [String]
  /// The index of the right one.
  package var right: Int
}

/// SQL that is run as it stands, and what the server makes of it.
package struct LessonExperiment: Hashable, Sendable {
  package var sql: LessonSQL
  package var outcome: LessonOutcome
}

/// Something for the learner to do by typing SQL.
package struct LessonTask: Hashable, Sendable {
  /// All must hold; at least one.
  package var checks: [LessonCheck]
  /// Nil where there is none.
  package var hint: String?
  /// SQL that solves it.
  package var answer: LessonSQL
}
