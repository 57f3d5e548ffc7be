/// An error as a PostgreSQL server reports it: its fields, never the values bound to the query.
///
/// PostgreSQL manual, "Error and Notice Message Fields".
package struct ServerError: Error, Hashable, Sendable {
  /// Five characters, `23503`; empty where the error is not from the server.
  package var sqlstate: String
  package var message: String
  package var detail: String?
  package var hint: String?
  package var schema: String?
  package var table: String?
  package var column: String?
  package var constraint: String?
  /// Where in the query text the error lies, in characters from 1; nil where it has no place.
  package var position: Int?

  package init(
    sqlstate: String, message: String, detail: String? = nil, hint: String? = nil,
    schema: String? = nil, table: String? = nil, column: String? = nil, constraint: String? = nil,
    position: Int? = nil
  ) {
    self.sqlstate = sqlstate
    self.message = message
    self.detail = detail
    self.hint = hint
    self.schema = schema
    self.table = table
    self.column = column
    self.constraint = constraint
    self.position = position
  }

  /// Whether the query was cancelled, by a person or a time limit (57014).
  package var isCancellation: Bool { sqlstate == "57014" }

  /// Whether the server ended a whole transaction that stood in the way of another: of recovery on
  /// a standby (40001, 40P01), or of sessions that wait for one another (40P01).
  ///
  /// PostgreSQL manual, "Handling Query Conflicts".
  package var isConflict: Bool { sqlstate == "40001" || sqlstate == "40P01" }

  /// Whether it tells of the server or the moment, and nothing of what was asked: limits of time,
  /// locks that others hold, memory, disk, shutdown, a connection that is gone.
  ///
  /// PostgreSQL manual, "PostgreSQL Error Codes": 55P03 and classes 08, 40, 53, 57 and 58.
  package var isOfTheMoment: Bool {
    sqlstate == "55P03" || ["08", "40", "53", "57", "58"].contains(sqlstate.prefix(2))
  }
}

/// What is known of a server once connected.
package struct ServerFacts: Hashable, Sendable {
  /// `server_version_num`: 150018.
  package var version: Int
  /// As the server writes it: `15.18 (Debian …)`.
  package var versionText: String
  package var database: String
  package var user: String
  /// Host or socket directory, as connected.
  package var host: String
  package var port: String
  /// Whether the server is a standby in recovery.
  package var isInRecovery: Bool
  package var product: ServerProduct

  package init(
    version: Int, versionText: String, database: String, user: String, host: String, port: String,
    isInRecovery: Bool, product: ServerProduct = .postgreSQL
  ) {
    self.version = version
    self.versionText = versionText
    self.database = database
    self.user = user
    self.host = host
    self.port = port
    self.isInRecovery = isInRecovery
    self.product = product
  }
}
