package import SchemaModel

/// Something that happened on a connection.
package enum ConnectionEvent {
  /// Ready for queries.
  case connected(ServerFacts)
  /// The server wants a password: call ``Connection/retry(password:)``, or give up.
  case needsPassword
  case answered(QueryID, QueryResult)
  case failed(QueryID, ServerError)
  /// It could not be made, or broke; no query submitted to it will be answered any more.
  case lost(ConnectionFailure)
}
