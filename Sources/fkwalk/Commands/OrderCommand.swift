import ArgumentParser
import PostgresAccess
import SchemaModel
import SchemaReview

/// `fkwalk order`: which tables come first.
struct OrderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "order",
    abstract: "Put tables in an order in which rows can be inserted, or deleted.",
    discussion: """
      With tables: these and all they need, parents to insert and children to delete. Tables that \
      reference one another in a circle stand together, with the constraint at which to break it, \
      or the proof that there is none.

        fkwalk order -d shop
        fkwalk order orders reviews --delete -d shop
        fkwalk order --format sql --from staging -d shop > load.sql
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sql
  }

  @Argument(help: ArgumentHelp("Only these tables and what they need.", valueName: "table"))
  var tables: [String] = []

  @Flag(help: "The order for deleting: children first.")
  var delete = false

  @Option(help: "How to print it: text, json or sql (a script to put rows into).")
  var format = Format.text

  @Option(
    help: ArgumentHelp(
      "With --format sql: take the rows from the tables of this schema.", valueName: "schema"))
  var from: String?

  @Flag(help: "Also say what to do with each foreign key around a bulk load, and its locks.")
  var bulk = false

  @OptionGroup var options: InstrumentOptions

  func validate() throws {
    guard !bulk || !delete else {
      throw ValidationError("--bulk is for loading: leave out --delete.")
    }
    guard from == nil || format == .sql else {
      throw ValidationError("--from goes with --format sql.")
    }
  }

  func run() throws {
    let (whole, version) = try options.withSession { (try $0.readCatalog(), $0.server.version) }
    let graph = try from.map { try whole.withoutSource($0) } ?? whole
    let order = TableOrder(
      of: graph, for: delete ? .delete : .insert,
      chosen: try tables.map { try TableChoice.find($0, in: graph) })
    let load = bulk ? BulkLoad(order, version: version) : nil
    switch format {
    case .text: Output.lines(order.text + (load?.text ?? []))
    case .json: print(order.json(with: load).text)
    case .sql: Output.sql(load?.script(from: from) ?? OrderScript(order, from: from).lines)
    }
  }
}

extension SchemaGraph {
  /// The tables to load: those of the schema that holds the rows are not among them.
  ///
  /// - Throws: where that schema has no tables.
  fileprivate func withoutSource(_ schema: String) throws -> SchemaGraph {
    guard tables.contains(where: { $0.name.schema == schema }) else {
      throw CommandFailure("there is no table in schema \(schema) that this role can see")
    }
    return leavingOut(schema: schema)
  }
}
