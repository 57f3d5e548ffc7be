/// Where and as whom to connect, as given on the command line.
///
/// All that is nil is left to libpq: `PG*` variables, the password file, service files.
package struct ConnectionParameters: Hashable, Sendable {
  /// When to ask a person for a password.
  package enum PasswordPrompt: Hashable, Sendable {
    /// When the server wants one and none is known.
    case ifNeeded
    /// Before connecting (`-W`).
    case always
    /// Never: fail instead (`-w`).
    case never
  }

  /// A database name, a conninfo string or a URI.
  package var database: String?
  package var host: String?
  package var port: String?
  package var user: String?
  /// Typed by a person; it wins over one in the connection string.
  package var password: String?
  package var passwordPrompt: PasswordPrompt

  package init(
    database: String? = nil, host: String? = nil, port: String? = nil, user: String? = nil,
    password: String? = nil, passwordPrompt: PasswordPrompt = .ifNeeded
  ) {
    self.database = database
    self.host = host
    self.port = port
    self.user = user
    self.password = password
    self.passwordPrompt = passwordPrompt
  }

  /// One keyword of `PQconnectStartParams` and its value.
  struct Setting: Hashable {
    var keyword: String
    var value: String
  }

  /// Everything to connect with, for `PQconnectStartParams`.
  ///
  /// A connection string wins over `-h`, `-p` and `-U`, as in psql.
  ///
  /// - Parameters:
  ///   - inherited: what would be in force without us, by libpq keyword: the connection string's
  ///     own settings, else those of the service file, else the environment's.
  ///   - offersReadOnly: whether the server is asked for read-only transactions as it starts.
  /// - Returns: settings of which a later one wins over an earlier one, as libpq has it.
  func settings(inheriting inherited: [String: String], offersReadOnly: Bool) -> [Setting] {
    var settings: [Setting] = []
    func add(_ keyword: String, _ value: String?) {
      if let value, !value.isEmpty { settings.append(Setting(keyword: keyword, value: value)) }
    }
    add("host", host)
    add("port", port)
    add("user", user)
    add("dbname", database)
    add("password", password)
    add("fallback_application_name", "fkwalk")
    add("client_encoding", "UTF8")
    guard offersReadOnly else { return settings }
    add("options", Self.options(addedTo: inherited["options"]))
    add("target_session_attrs", Self.targetSession(inherited["target_session_attrs"]))
    return settings
  }

  /// What would be in force without us, for ``settings(inheriting:offersReadOnly:)``.
  func inheritedSettings() -> [String: String] {
    let database = database ?? ""
    let given = Conninfo.isConnectionString(database) ? Conninfo.parse(database) ?? [:] : [:]
    return Conninfo.defaults(service: given["service"]).merging(given) { _, given in given }
  }

  /// Ours about plans come first, so that a person's own win; the last word is that nothing is
  /// written.
  static func options(addedTo given: String?) -> String {
    [quickPlans, given ?? "", "-c default_transaction_read_only=on"].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// What is asked takes a moment: compiling plans, or parts of plans that never run, takes longer.
  private static let quickPlans = "-c jit=off"

  /// The kind of server to look for among several.
  ///
  /// libpq tells servers that take writes by `default_transaction_read_only`, which we set
  /// ourselves; so ask for what decides it otherwise: whether the server is a standby.
  private static func targetSession(_ wanted: String?) -> String? {
    switch wanted {
    case "read-write": "primary"
    case "read-only": "standby"
    default: nil
    }
  }
}

extension ConnectionParameters: CustomStringConvertible, CustomReflectable {
  /// Without passwords, so that it can be logged.
  package var description: String {
    var name = database.map(Self.withoutSecrets) ?? ""
    if let host { name += " host=\(host)" }
    if let port { name += " port=\(port)" }
    if let user { name += " user=\(user)" }
    return name.isEmpty ? "the default server" : name
  }

  package var customMirror: Mirror { Mirror(self, children: ["connection": description]) }

  private static func withoutSecrets(_ database: String) -> String {
    guard Conninfo.isConnectionString(database) else {
      // A URI with a mistake in its first letters is a name.
      return Secrets.userInformation(of: database).reduce(database) {
        Secrets.replace($1, in: $0)
      }
    }
    let settings = Conninfo.parse(database) ?? [:]
    return ["dbname", "host", "port", "user", "service"].compactMap { keyword in
      settings[keyword].map { "\(keyword)=\($0)" }
    }.joined(separator: " ")
  }
}
