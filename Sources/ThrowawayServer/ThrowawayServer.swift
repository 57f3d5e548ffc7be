import Glibc

/// A private PostgreSQL server that lives as long as this object, or this process at most.
///
/// It listens on a unix socket only, in a directory that only its user and root can enter, trusts
/// whoever gets there, and keeps nothing. Its files are gone when ``stop()`` returns; should this
/// process crash or be killed, a supervisor removes them a moment later. Several servers can run
/// at once, of several versions.
package final class ThrowawayServer: Sendable {
  /// What can be chosen about a server.
  package struct Options: Sendable {
    /// The directory of `initdb` and `postgres`; nil looks in the usual places.
    package var binDirectory: String?
    /// Server settings by name, over those chosen for speed here.
    package var settings: [String: String]
    /// The ``ThrowawayServer/socketDirectory`` of the server to be a hot standby of, which must
    /// allow that (`wal_level`, `max_wal_senders`); nil for a server that stands alone.
    package var primary: String?

    package init(
      binDirectory: String? = nil, settings: [String: String] = [:], primary: String? = nil
    ) {
      self.binDirectory = binDirectory
      self.settings = settings
      self.primary = primary
    }
  }

  /// The directory of the socket: the host to connect to.
  package let socketDirectory: String
  package let port = 5432
  /// The superuser, who needs no password.
  package let user = "postgres"
  /// The version as PostgreSQL numbers it: 150020 is 15.20.
  package let version: Int

  private let supervisor: Supervisor
  private let binDirectory: String

  private init(supervisor: Supervisor, report: Supervisor.Report, binDirectory: String) {
    self.supervisor = supervisor
    self.binDirectory = binDirectory
    socketDirectory = report.directory
    version = Self.versionNumber(in: report.version)
  }

  /// Starts a server; it takes connections when this returns.
  package static func start(
    _ options: Options = Options()
  ) throws(ThrowawayServerError) -> ThrowawayServer {
    let environment = currentEnvironment()
    let programs = try ServerPrograms.directory(
      given: options.binDirectory, environment: environment)
    let account = ServerAccount.required()
    let settings = speed.merging(options.settings) { $1 }
      .sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    let places = [
      programs, Storage.base(for: account, environment: environment), "\(getpid())",
      Storage.templateDirectory(for: account, environment: environment) ?? "",
      options.primary ?? "",
    ]
    let (supervisor, report) = try Supervisor.start(
      places + settings, account: account, environment: quiet(environment))
    return ThrowawayServer(supervisor: supervisor, report: report, binDirectory: programs)
  }

  /// Stops the server and removes its files; doing so again does nothing.
  package func stop() { supervisor.stop() }

  /// The libpq variables that lead to a database of this server.
  package func connectionVariables(database: String = "demo") -> [String: String] {
    ["PGHOST": socketDirectory, "PGPORT": "\(port)", "PGUSER": user, "PGDATABASE": database]
  }

  /// This process's environment with libpq's variables replaced by ``connectionVariables(database:)``.
  ///
  /// The folder of this program is added to the end of PATH, for commands that call it by name.
  package func environment(database: String = "demo") -> [String: String] {
    var environment = Self.withoutConnection(currentEnvironment())
    environment.merge(connectionVariables(database: database)) { $1 }
    if let folder = programFolder() {
      environment["PATH", default: "/usr/bin:/bin"] += ":\(folder)"
    }
    return environment
  }

  /// Replaces libpq's variables in this process's own environment as ``environment(database:)``
  /// does; to be called while there is only one thread.
  package func adoptConnectionVariables(database: String = "demo") {
    let before = currentEnvironment()
    for name in before.keys where Self.withoutConnection(before)[name] == nil { unsetenv(name) }
    for (name, value) in connectionVariables(database: database) { setenv(name, value, 1) }
  }

  /// Runs a command in the terminal's foreground with ``environment(database:)``.
  ///
  /// Returns its exit status, or 128 + N where signal N ended it.
  package func run(
    _ command: [String], database: String = "demo"
  ) throws(ThrowawayServerError) -> Int32 {
    try ChildProcess.runInForeground(command, environment: environment(database: database))
  }

  /// The path of a client program (`psql`), or its name where only PATH can find it.
  func client(_ name: String) -> String { ServerPrograms.client(name, beside: binDirectory) }

  /// The environment for programs whose messages we read.
  func quietEnvironment(database: String) -> [String: String] {
    Self.quiet(currentEnvironment()).merging(connectionVariables(database: database)) { $1 }
  }
}

extension ThrowawayServer {
  /// Settings that trade durability, of which none is needed, for speed and a small footprint.
  private static let speed = [
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off",
    "full_page_writes": "off", "shared_buffers": "16MB", "max_connections": "20",
    "wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off", "jit": "off",
    "dynamic_shared_memory_type": "mmap",
  ]

  /// `postgres (PostgreSQL) 15.20 (Debian …)` gives 150020; 0 where no number is found.
  static func versionNumber(in line: String) -> Int {
    let words = line.split(separator: " ")
    guard let word = words.first(where: { $0.first?.isWholeNumber == true }) else { return 0 }
    let numbers = word.split { !$0.isWholeNumber }.compactMap { Int($0) }
    // A beta, `18beta1`, is 180000.
    let minor = word.contains(".") ? numbers.dropFirst().first ?? 0 : 0
    return (numbers.first ?? 0) * 10_000 + minor
  }

  /// Without what libpq would read: all `PG…` variables, not those of other programs (`PG_COLOR`).
  private static func withoutConnection(_ environment: [String: String]) -> [String: String] {
    environment.filter { !$0.key.hasPrefix("PG") || $0.key.hasPrefix("PG_") }
  }

  /// English messages in UTF-8, no connection settings of the user.
  private static func quiet(_ environment: [String: String]) -> [String: String] {
    withoutConnection(environment).merging(["LC_ALL": "C", "PGCLIENTENCODING": "UTF8"]) { $1 }
  }
}
