import ArgumentParser
import DeletePlanning
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
      var entries: [BlastRadius.Entry] = []
      do {
        for (_, searches) in BlastRadius.searches(in: graph, chosen: chosen) {
          if let row = try session.largestParent(searches) {
            entries.append(try preview(row, session))
          }
        }
      } catch BlockingSession.Failure.outOfTime {
        return BlastRadius(entries, isComplete: false)
      }
      return BlastRadius(entries, isComplete: true)
    }
    switch format {
    case .text: Output.lines(radius.text)
    case .json: print(radius.json.text)
    }
  }

  private func preview(
    _ row: RowIdentity, _ session: BlockingSession
  ) throws -> BlastRadius.Entry {
    let request = DeleteRequest(
      target: .rows(row.table, [row]), sampleLimit: 0, rowLimit: maxRows)
    do {
      let planner = try session.preview(try DeletePlanner(request, server: session.server))
      return BlastRadius.Entry(row: row, report: planner.report)
    } catch BlockingSession.Failure.server(let error) {
      return BlastRadius.Entry(
        row: row, deleted: .unknown, updated: .unknown, tables: 0, levels: 0, doubt: error.message)
    }
  }
}

extension BlastRadius.Entry {
  fileprivate init(row: RowIdentity, report: DeleteReport) {
    let reached = report.effects.filter { $0.deleted.lowerBound + $0.updated.lowerBound > 0 }
    self.init(
      row: row, deleted: report.totalDeleted, updated: report.totalUpdated, tables: reached.count,
      levels: report.steps.map(\.level).max() ?? 0,
      refusal: report.error == nil
        ? nil : report.blockers.first?.constraint ?? report.error?.fields.sqlstate,
      refusing: report.blockers.reduce(.exact(0)) { $0 + $1.rows },
      doubt: report.outcome == .uncertain || !report.isComplete
        ? report.caveats.first { $0.isDecisive }?.message : nil)
  }
}
