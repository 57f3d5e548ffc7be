import ArgumentParser
import PostgresAccess
import SchemaModel
import SchemaReview

/// `fkwalk radius`: where in a schema a DELETE reaches farthest.
struct RadiusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "radius",
    abstract: "For every table, what deleting its largest parent row would take.",
    discussion: """
      The largest parent is the row that most rows of one other table reference; of tables with more \
      than 200000 rows a part is looked at to find it. Each is then previewed, up to --max-rows.

        fkwalk radius -d shop
        fkwalk radius customers products -d shop --max-rows 1000000
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("Only these tables.", valueName: "table"))
  var tables: [String] = []

  @Option(help: "How to print it: text or json.")
  var format = Format.text

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop following each after this many rows.", valueName: "n"))
  var maxRows = 100_000

  @OptionGroup var options: InstrumentOptions

  func validate() throws {
    guard maxRows > 0 else { throw ValidationError("--max-rows takes a number from 1 up.") }
  }

  func run() throws {
    let radius = try options.withSession { session in
      let graph = try session.readCatalog()
      let chosen = try tables.map { try TableChoice.find($0, in: graph) }
      return try session.blastRadius(in: graph, chosen: chosen, rowLimit: maxRows)
    }
    switch format {
    case .text: Output.lines(radius.text)
    case .json: print(radius.json.text)
    }
  }
}
