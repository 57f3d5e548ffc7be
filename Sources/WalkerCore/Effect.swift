package import Lessons
package import SchemaModel

/// Work the walker asks the shell to do; answers come back as events with the same identifier.
package enum Effect: Hashable, Sendable {
  /// Connects, or connects again after the connection was lost.
  case connect
  case loadCatalog
  /// Asks the server something; it is answered by ``Event/answered(_:_:)``.
  case ask(RequestID, Request)
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
