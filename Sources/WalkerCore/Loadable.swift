import SchemaModel

/// A value that comes from the server, so that every screen must draw each of its states.
enum Loadable<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Nobody has asked yet, or the question was stopped.
  case idle
  /// Asked for by this request.
  case loading(RequestID)
  case loaded(Value)
  case failed(ServerError)

  /// The value where it has arrived.
  var value: Value? { if case .loaded(let value) = self { value } else { nil } }

  /// The request under way; nil where none is.
  var request: RequestID? { if case .loading(let id) = self { id } else { nil } }
}
