package import DeletePlanning
package import SchemaModel

/// Work the walker asks the shell to do; answers come back as events with the same identifier.
package enum Effect: Hashable, Sendable {
  /// Connects, or connects again after the connection was lost.
  case connect
  case loadCatalog
  case loadRows(RequestID, RowRequest)
  case countReferences(RequestID, ReferenceCountRequest)
  case preview(RequestID, DeleteRequest)
  /// Stops a request on the server too; its answer is no longer wanted.
  case cancel(RequestID)
  /// Writes a text file; fails where it exists, unless overwriting was agreed to.
  case writeFile(path: String, contents: String, overwrite: Bool)
  case copy(String)
  case suspend
  /// Paints the whole terminal again.
  case redraw
  case setMouse(Bool)
  case quit
}

/// Names one request among all of a walker's, so that its answer finds the place that asked.
package struct RequestID: Hashable, Sendable, Comparable {
  /// From 1, in the order of asking.
  package var number: Int

  package init(_ number: Int) { self.number = number }

  /// Whether the left one was asked earlier.
  package static func < (left: RequestID, right: RequestID) -> Bool { left.number < right.number }
}
