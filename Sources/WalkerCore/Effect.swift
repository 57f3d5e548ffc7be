package import DeletePlanning
package import Lessons
package import SchemaModel

/// Work the walker asks the shell to do; answers come back as events with the same identifier.
package enum Effect: Hashable, Sendable {
  /// Connects, or connects again after the connection was lost.
  case connect
  case loadCatalog
  case loadRows(RequestID, RowRequest)
  case countReferences(RequestID, ReferenceCountRequest)
  case preview(RequestID, DeleteRequest)
  /// Really runs the DELETE of a complete report, in a transaction that is rolled back.
  case verify(RequestID, DeleteReport)
  /// Works out the SQL script that gets past what refuses; runs none of it.
  case wayPast(RequestID, DeleteRequest)
  case review(RequestID, ReviewRequest)
  /// Makes a lesson's tables and rows anew; nothing of what was there stays.
  case beginLesson(RequestID, Lesson)
  /// Really runs SQL, on the throw-away server of the lessons, and tells which checks hold then.
  case runLesson(RequestID, sql: String, checks: [LessonCheck])
  /// Keeps what was done of the lessons.
  case keepProgress(LessonProgress)
  /// Stops a request on the server too; its answer is no longer wanted.
  case cancel(RequestID)
  /// Reads what was kept of the last session with this database.
  case readSession(Session.Key)
  /// Writes a file; fails where it exists, unless overwriting was agreed to.
  case writeFile(path: String, contents: Document, overwrite: Bool)
  case copy(String)
  case suspend
  /// Paints the whole terminal again.
  case redraw
  case setMouse(Bool)
  /// Shows everything in the theme with this ``ThemeChoice/id``.
  case setTheme(String)
  /// Leaves; `interrupted` by Ctrl-C, which the exit status tells.
  case quit(interrupted: Bool)
}

/// What can be written to a file.
package enum Document: Hashable, Sendable {
  case text(String)
  /// To be encoded as JSON text.
  case json(JSONValue)
}

/// Names one request among all of a walker's, so that its answer finds the place that asked.
package struct RequestID: Hashable, Sendable, Comparable {
  /// From 1, in the order of asking.
  package var number: Int

  package init(_ number: Int) { self.number = number }

  /// Whether the left one was asked earlier.
  package static func < (left: RequestID, right: RequestID) -> Bool { left.number < right.number }
}
