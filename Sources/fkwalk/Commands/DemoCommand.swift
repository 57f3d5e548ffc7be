import ArgumentParser
import Lessons
import PostgresAccess
import ThrowawayServer

/// `fkwalk demo`: the explorer, or any command, on a throw-away server.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Explore a made-up database, or a dump, on a throw-away server.",
    discussion: """
      Starts a private PostgreSQL in a temporary directory (a unix socket only, no network), loads \
      the scenario or the given files into a database named demo, opens the explorer on it, and \
      removes everything at the end. After -- it runs a command instead of the explorer, with \
      PGHOST, PGPORT, PGUSER and PGDATABASE set, and ends with its exit status:

        fkwalk demo --load dump.sql -- fkwalk preview users id=1
      """)

  @Argument(help: "The scenario to load; --list shows them.")
  var scenario: String?

  @Option(
    help: ArgumentHelp(
      "Load this file in place of a scenario: SQL, SQL in gzip, or an archive of pg_dump.",
      valueName: "file"))
  var load: [String] = []

  @Option(
    help: ArgumentHelp(
      "Open a lesson: its name, or a file; fkwalk lessons lists them. With --load on your rows.",
      valueName: "name"))
  var lesson: String?

  @Flag(help: "List the scenarios.")
  var list = false

  @Option(help: ArgumentHelp("Where initdb and postgres are.", valueName: "dir"))
  var pgBin: String?

  @OptionGroup var screen: ScreenOptions

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("A command to run instead of the explorer.", valueName: "command"))
  var command: [String] = []

  func validate() throws {
    guard lesson == nil || (scenario == nil && command.isEmpty) else {
      throw ValidationError("--lesson goes with neither a scenario nor a command.")
    }
    guard scenario == nil || load.isEmpty else {
      throw ValidationError("Give either a scenario or --load, not both.")
    }
    if let scenario, Scenario.named(scenario) == nil {
      let names = Scenario.all.map(\.name).joined(separator: ", ")
      throw ValidationError("There is no scenario '\(scenario)'. There are: \(names).")
    }
  }

  func run() throws {
    if list { return printScenarios() }
    let status: Int32
    do {
      status = try serve()
    } catch let error as ThrowawayServerError {
      throw CommandFailure("\(error)")
    }
    guard status == 0 else { throw ExitCode(status) }
  }

  /// Runs the explorer or the command on a server of its own; returns the exit status.
  private func serve() throws -> Int32 {
    let lesson = try lesson.map(LessonChoice.find)
    let server = try ThrowawayServer.start(.init(binDirectory: pgBin))
    defer { server.stop() }
    if let lesson { return try teach(lesson, server) }
    try server.createDatabase("demo")
    try fill(server)
    return try command.isEmpty ? explore(server) : server.run(command)
  }

  /// What runs once the server is up and no command is given; returns the exit status.
  private func explore(_ server: ThrowawayServer) throws -> Int32 {
    try Explorer.run(try options(server))
  }

  /// Opens the explorer in a lesson; one of the learner's own comes before all others.
  private func teach(_ lesson: Lesson, _ server: ThrowawayServer) throws -> Int32 {
    var options = try options(server)
    let others = LessonCatalog.all
    options.course = others.contains(lesson) ? others : [lesson] + others
    options.lesson = options.course.firstIndex(of: lesson)
    options.lessonServer = try LessonServer(server, lessons: options.course, files: load)
    return try Explorer.run(options)
  }

  private func options(_ server: ThrowawayServer) throws -> Explorer.Options {
    // libpq would let PGHOSTADDR or PGSERVICE of the user's environment lead elsewhere.
    server.adoptConnectionVariables()
    let parameters = ConnectionParameters(
      database: "demo", host: server.socketDirectory, port: String(server.port),
      user: server.user)
    return Explorer.Options(
      connection: parameters, connectionName: "demo", theme: try screen.chosenTheme(),
      terminal: screen.terminal, isDemo: true)
  }

  private func printScenarios() {
    let width = Scenario.all.map(\.name.count).max() ?? 0
    for scenario in Scenario.all {
      let padding = String(repeating: " ", count: width - scenario.name.count)
      print("\(scenario.name)\(padding)  \(scenario.summary)")
    }
  }

  private func fill(_ server: ThrowawayServer) throws {
    for file in load {
      guard let summary = try server.load(file: file).summary else { continue }
      StandardError.write("fkwalk: \(summary)\n")
    }
    if load.isEmpty, let chosen = Scenario.all.first(where: { $0.name == scenario ?? "shop" }) {
      try server.load(sql: chosen.sql, named: "the scenario \(chosen.name)")
    }
    try server.analyze()
  }
}
