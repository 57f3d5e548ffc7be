import Testing

@testable import PostgresAccess

@Suite struct ConnectionParametersTests {
  @Test func leavesToLibpqWhatIsNotGiven() {
    let settings = ConnectionParameters().settings(inheriting: [:], offersReadOnly: false)
    #expect(settings.map(\.keyword) == ["fallback_application_name", "client_encoding"])
  }

  @Test func letsAConnectionStringWin() {
    let parameters = ConnectionParameters(database: "host=b", host: "a", user: "")
    let keywords = parameters.settings(inheriting: [:], offersReadOnly: true).map(\.keyword)
    #expect(
      keywords == ["host", "dbname", "fallback_application_name", "client_encoding", "options"])
  }

  @Test(arguments: [
    ("shop", false), ("dbname=shop", true), ("postgresql:///shop", true),
    ("postgres://u@h/shop", true), ("postgresql", false), ("", false),
  ])
  func tellsConnectionStringsFromNames(text: String, expected: Bool) {
    #expect(Conninfo.isConnectionString(text) == expected)
  }

  @Test func keepsThePersonsOptions() {
    let plans = "-c jit=off"
    let readOnly = "-c default_transaction_read_only=on"
    #expect(ConnectionParameters.options(addedTo: nil) == "\(plans) \(readOnly)")
    #expect(ConnectionParameters.options(addedTo: "") == "\(plans) \(readOnly)")
    #expect(ConnectionParameters.options(addedTo: "-c a=b") == "\(plans) -c a=b \(readOnly)")
  }

  @Test(arguments: [
    "host=h options='-c search_path=x'",
    "postgresql://h/d?options=-c%20search_path%3Dx",
  ])
  func findsOptionsInConnectionStrings(database: String) {
    let inherited = ConnectionParameters(database: database).inheritedSettings()
    #expect(inherited["options"] == "-c search_path=x")
  }

  /// A server that we ask to be read-only must still count as one that takes writes.
  @Test(arguments: [("read-write", "primary"), ("read-only", "standby"), ("any", nil)])
  func choosesServersByTheirRole(wanted: String, asked: String?) {
    let settings = ConnectionParameters().settings(
      inheriting: ["target_session_attrs": wanted], offersReadOnly: true)
    #expect(settings.first { $0.keyword == "target_session_attrs" }?.value == asked)
  }

  @Test func neverShowsAPassword() {
    let all = [
      ConnectionParameters(database: "shop", password: "hush"),
      ConnectionParameters(database: "dbname=shop password=hush"),
      ConnectionParameters(database: "postgresql://me:hush@h/shop"),
      ConnectionParameters(database: "postgresql://me:hush@h/%zz"),
    ]
    for parameters in all {
      #expect(!"\(parameters)".contains("hush"))
      #expect(!String(reflecting: parameters).contains("hush"))
    }
  }

  @Test(arguments: [
    (
      "postgresql://me:pa@ss@h/d", "could not translate host name \"ss@h\" to address",
      "could not translate host name \"***@h\" to address"
    ),
    (
      "dbname=d password=my secret", "missing \"=\" after \"secret\" in connection info string",
      "missing \"=\" after \"***\" in connection info string"
    ),
    (
      "postgresql://me:hush@h/d", "database \"hush\" is not for hush",
      "database \"***\" is not for hush"
    ),
    ("shop", "database \"shop\" does not exist", "database \"shop\" does not exist"),
    (
      "me:hush@h/d", "database \"me:hush@h/d\" does not exist",
      "database \"me:***@h/d\" does not exist"
    ),
    (
      "postgresql://me:a\"b%zz@h/d", "invalid percent-encoded token: \"a\"b%zz\"",
      "invalid percent-encoded token: \"***\""
    ),
  ])
  func removesPasswordsFromMessages(database: String, message: String, expected: String) {
    let secrets = Secrets(of: ConnectionParameters(database: database))
    #expect(secrets.remove(from: message) == expected)
  }
}

@Suite struct ConnectionFailureTests {
  @Test(arguments: [
    ("connection to server at \"h\", port 5432 failed: Connection refused", "serverNotRunning"),
    ("FATAL:  database \"a role\" does not exist", "noSuchDatabase"),
    ("FATAL:  role \"me\" does not exist", "noSuchRole"),
    ("FATAL:  password authentication failed for user \"me\"", "passwordFailed"),
    ("FATAL:  sorry, too many clients already", "tooManyConnections"),
    ("could not translate host name \"h\" to address: Name or service not known", "hostNotFound"),
    ("FATAL:  no pg_hba.conf entry for host \"::1\", user \"me\"", "notAllowed"),
    ("FATAL:  Peer authentication failed for user \"me\"", "notAllowed"),
    ("FATAL:  the database system is starting up", "startingUp"),
    ("something new", "other"),
  ])
  func tellsReasonsApart(text: String, reason: String) {
    let failure = ConnectionFailure(libpq: text, secrets: Secrets(of: ConnectionParameters()))
    #expect("\(failure.reason)" == reason)
  }

  @Test func putsMessagesOnOneLine() {
    let text = "connection failed: No such file\n\tIs the server running?\nsecond host \n"
    #expect(text.onOneLine() == "connection failed: No such file; second host")
  }
}
