import ArgumentParser
import PostgresAccess
import SchemaModel
import SchemaReview

/// `fkwalk path`: how two tables are connected.
struct PathCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path",
    abstract: "Show the shortest foreign-key paths between two tables, with the JOIN.",
    discussion: """
      Keys are followed in either direction; all paths of the least length are shown. Exit status 1 \
      where the tables are not connected.

        fkwalk path customers products -d shop
        fkwalk path customers products --format sql | psql shop
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sql
  }

  @Argument(help: ArgumentHelp("The table to start from.", valueName: "from"))
  var start: String

  @Argument(help: ArgumentHelp("The table to arrive at.", valueName: "to"))
  var end: String

  @Option(help: "How to print it: text, json or sql.")
  var format = Format.text

  @Option(help: ArgumentHelp("Show at most so many paths.", valueName: "n"))
  var limit = 10

  @OptionGroup var options: InstrumentOptions

  func validate() throws {
    guard limit > 0, limit <= 1000 else { throw ValidationError("--limit takes 1 to 1000.") }
  }

  func run() throws {
    let graph = try options.withSession { try $0.readCatalog() }
    let report = PathReport(
      in: graph, from: try TableChoice.find(start, in: graph),
      to: try TableChoice.find(end, in: graph), limit: limit)
    switch format {
    case .text: Output.lines(report.text)
    case .json: print(report.json.text)
    case .sql: Output.sql(report.sql)
    }
    if let absence = report.absence { throw CommandFailure(absence) }
  }
}
