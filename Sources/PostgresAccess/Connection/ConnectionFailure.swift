/// Why there is no connection, in libpq's words, and what to do about it.
package struct ConnectionFailure: Error, Hashable, Sendable {
  /// What went wrong, as far as the words tell.
  package enum Reason: Hashable, Sendable, CaseIterable {
    case serverNotRunning, noSuchDatabase, noSuchRole, passwordFailed, passwordNeeded
    case hostNotFound, tooManyConnections, notAllowed, startingUp, timedOut, encryption
    case badParameters, broken, other
    /// What was being read stood in the way of others: of recovery, on a standby.
    case conflict
    /// Another server that speaks PostgreSQL's protocol.
    case notPostgreSQL
  }

  package var reason: Reason
  /// libpq's or the server's message on one line, without passwords.
  package var message: String

  package init(reason: Reason, message: String) {
    self.reason = reason
    self.message = message
  }

  /// What to do, in one line.
  package var advice: String {
    switch reason {
    case .serverNotRunning: "Is the server running there? Check host and port (-h, -p)."
    case .noSuchDatabase: "Check the database name; psql -l lists those there are."
    case .noSuchRole: "Check the user name (-U or PGUSER)."
    case .passwordFailed: "Check the password (-W, PGPASSWORD or ~/.pgpass) and the user name."
    case .passwordNeeded: "Give a password: -W, PGPASSWORD or ~/.pgpass."
    case .hostNotFound: "Check the spelling of the host name and that the network is up."
    case .tooManyConnections: "Wait for others to leave, or connect as a role with reserved slots."
    case .notAllowed: "The server's pg_hba.conf does not let this user in from here."
    case .startingUp: "The server is starting or stopping; try again in a moment."
    case .timedOut: "Check host, port and firewall, or raise connect_timeout."
    case .encryption: "Check the TLS settings: sslmode, certificates."
    case .badParameters: "Check the connection string; it is read as psql reads it."
    case .broken: "Connect again; nothing was changed in the database."
    case .conflict: "Try again in a moment, or on the primary; nothing was changed."
    case .notPostgreSQL: "Nothing was read. fkwalk works with PostgreSQL 12 and later."
    case .other: "Try the same options with psql to see whether the server can be reached."
    }
  }
}

extension ConnectionFailure {
  /// Makes one from libpq's error text.
  init(libpq text: String, secrets: Secrets, fallback: Reason = .other) {
    let message = secrets.remove(from: text.onOneLine())
    self.init(reason: Self.reason(of: text) ?? fallback, message: message)
  }

  /// libpq gives no code for a failed connection, so its words must do; untranslated ones only.
  private static func reason(of text: String) -> Reason? {
    let signs: [(String, Reason)] = [
      ("Connection refused", .serverNotRunning),
      ("No such file or directory", .serverNotRunning),
      ("could not translate host name", .hostNotFound),
      ("password authentication failed", .passwordFailed),
      ("no password supplied", .passwordNeeded),
      ("too many clients", .tooManyConnections), ("too many connections", .tooManyConnections),
      ("remaining connection slots", .tooManyConnections),
      ("no pg_hba.conf entry", .notAllowed), ("authentication failed", .notAllowed),
      ("pg_hba.conf rejects", .notAllowed), ("permission denied for database", .notAllowed),
      ("starting up", .startingUp), ("shutting down", .startingUp),
      ("not yet accepting", .startingUp), ("in recovery mode", .startingUp),
      ("timeout expired", .timedOut), ("Connection timed out", .timedOut),
      ("invalid port number", .badParameters), ("invalid connection option", .badParameters),
      ("for connection option", .badParameters),
      ("connection info string", .badParameters), ("invalid URI", .badParameters),
      ("definition of service", .badParameters), ("sslmode value", .badParameters),
      ("SSL", .encryption), ("certificate", .encryption),
      ("server closed the connection", .broken),
    ]
    if text.contains("does not exist") {
      return text.contains("database \"") ? .noSuchDatabase : .noSuchRole
    }
    return signs.first { text.contains($0.0) }?.1
  }
}
