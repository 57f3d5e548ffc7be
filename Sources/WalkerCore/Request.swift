package import DeletePlanning
package import Lessons
package import SchemaModel

/// Something to ask the server, which answers with one or more of ``Answer``.
package enum Request: Hashable, Sendable {
  /// Answered by rows; the position of an error is that in the request's condition, and nil where the
  /// error is not about it.
  case rows(RowRequest)
  case count(ReferenceCountRequest)
  /// Answered by reports that grow, of which the last one is complete.
  case preview(DeleteRequest)
  /// Really runs the DELETE of a complete report, in a transaction that is rolled back.
  case verify(DeleteReport)
  /// Works out the SQL script that gets past what refuses; runs none of it.
  case wayPast(DeleteRequest)
  case review(ReviewRequest)
  /// Makes a lesson's tables and rows anew; nothing of what was there stays.
  case beginLesson(Lesson)
  /// Really runs SQL, on the throw-away server of the lessons, and tells which checks hold then.
  case runLesson(sql: String, checks: [LessonCheck] = [])

  /// Whether losing it would lose someone's wait.
  var isLong: Bool {
    switch self {
    case .preview, .verify, .wayPast: true
    case .rows, .count, .review, .beginLesson, .runLesson: false
    }
  }
}

/// An answer to one request, as the place that asked gets it.
package enum Answer: Hashable, Sendable {
  case rows(RowPage)
  case count(RowCount)
  /// The report so far; the last one of a preview is complete.
  case report(DeleteReport)
  /// How the DELETE went that was run and rolled back.
  case verification(Verification)
  /// The SQL script past what refuses.
  case script(String)
  case review(ReviewAnswer)
  /// The tables of the lesson are as it begins.
  case tables([LessonTable])
  /// What the server did.
  case ran(LessonRun)
  /// There is no answer; the message says why.
  case failed(ServerError)

  /// Whether no other answer to the same request follows.
  var isFinal: Bool { if case .report(let report) = self { report.isComplete } else { true } }
}

/// Names one request among all of a walker's, so that its answer finds the place that asked.
package struct RequestID: Hashable, Sendable, Comparable {
  /// From 1, in the order of asking.
  package var number: Int

  package init(_ number: Int) { self.number = number }

  /// Whether the left one was asked earlier.
  package static func < (left: RequestID, right: RequestID) -> Bool { left.number < right.number }
}
