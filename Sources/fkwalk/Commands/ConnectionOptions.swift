import ArgumentParser
import PostgresAccess

/// The options every connecting command takes, as in psql.
struct ConnectionOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Database name, connection string or URI.", valueName: "dbname"))
  var dbname: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Server host or socket directory.", valueName: "host"))
  var host: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Server port.", valueName: "port"))
  var port: String?

  @Option(
    name: [.customShort("U"), .customLong("username")],
    help: ArgumentHelp("User name.", valueName: "user"))
  var username: String?

  @Flag(name: [.customShort("w"), .customLong("no-password")], help: "Never ask for a password.")
  var noPassword = false

  @Flag(
    name: [.customShort("W"), .customLong("password")],
    help: "Ask for a password before connecting.")
  var askPassword = false

  /// Where to connect; `-d` wins over a positional database name, string or URI.
  func parameters(database: String? = nil) -> ConnectionParameters {
    ConnectionParameters(
      database: dbname ?? database, host: host, port: port, user: username,
      passwordPrompt: noPassword ? .never : askPassword ? .always : .ifNeeded)
  }
}
