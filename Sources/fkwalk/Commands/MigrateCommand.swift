import ArgumentParser
import PostgresAccess
import SchemaModel
import SchemaReview

/// `fkwalk migrate`: the SQL that gives foreign keys other rules while the database is in use.
struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Print the SQL that changes a foreign key's rule without stopping production.",
    discussion: """
      RULE is one or more, parted by commas, of: \(RuleChange.forms). The script is printed, never \
      run; each statement says what it locks and why. Try the rule first: fkwalk preview --what-if.

        fkwalk migrate orders_customer_id_fkey=set-null -d shop
        fkwalk migrate 'reviews_order_id_fkey=cascade,on-update=cascade,deferred' -d shop
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case sql, json
  }

  @Argument(
    help: ArgumentHelp(
      "[[schema.]table.]name of the foreign key, and its rule.", valueName: "constraint=rule"))
  var rules: [String]

  @Option(help: "How to print it: sql or json.")
  var format = Format.sql

  @OptionGroup var options: InstrumentOptions

  func validate() throws { _ = try RuleOption.changes(rules) }

  func run() throws {
    let (graph, version) = try options.withSession { (try $0.readCatalog(), $0.server.version) }
    let migrations = try RuleOption.changes(rules).sorted { $0.key < $1.key }.map { name, change in
      let key = try Self.key(name, in: graph)
      let mistake = change.mistake(
        in: key.name, on: key.referencingColumns, hasPeriod: key.hasPeriod,
        isEnforced: key.isEnforced, version: version)
      if let mistake { throw CommandFailure(mistake) }
      return RuleMigration(key, change, in: graph, version: version)
    }
    switch format {
    case .sql: Output.sql(RuleMigration.script(migrations))
    case .json: print(RuleMigration.json(migrations).text)
    }
  }

  private static func key(_ name: String, in graph: SchemaGraph) throws -> ForeignKey {
    let found = graph.foreignKeys(named: name)
    guard let key = found.first else {
      throw CommandFailure("there is no foreign key \(name)")
    }
    guard found.count == 1 else {
      let full = found.map { "\($0.referencing.schema).\($0.referencing.name).\($0.name)" }
      throw CommandFailure(
        "several foreign keys are named \(name): say "
          + full.joined(separator: " or "))
    }
    return key
  }
}
