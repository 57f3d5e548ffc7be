import ArgumentParser
import PostgresAccess
import SchemaModel
import SchemaReview

/// `fkwalk orphans`: rows whose reference has no parent.
struct OrphansCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orphans",
    abstract: "Find rows whose reference has no parent.",
    usage: "fkwalk orphans [CONSTRAINT | TABLE(COLUMN,...) PARENT(COLUMN,...)] [OPTIONS]",
    discussion: """
      Without arguments it looks at the constraints that may have been violated: NOT VALID, NOT \
      ENFORCED, and those whose triggers are disabled. Exit status 3 where rows are found.

        fkwalk orphans -d shop
        fkwalk orphans orders_customer_id_fkey -d shop
        fkwalk orphans "orders(customer_id)" "customers(id)" -d shop
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(
    help: ArgumentHelp(
      "A constraint, or a reference that is not declared: TABLE(COLUMN,...) PARENT(COLUMN,...).",
      valueName: "reference"))
  var words: [String] = []

  @Flag(help: "Look at every foreign key, even where it should hold.")
  var all = false

  @Option(help: "How to print it: text or json.")
  var format = Format.text

  @Option(help: ArgumentHelp("Example rows for each reference.", valueName: "n"))
  var sample = 5

  @OptionGroup var options: InstrumentOptions

  func validate() throws {
    guard words.count <= 2 else {
      throw ValidationError("Give a constraint, or TABLE(COLUMN,...) and PARENT(COLUMN,...).")
    }
    guard !all || words.isEmpty else { throw ValidationError("--all takes no reference.") }
    guard (0...100_000).contains(sample) else {
      throw ValidationError("--sample takes a number from 0.")
    }
    if words.count == 2 { _ = try words.map(ColumnList.init) }
  }

  func run() throws {
    let report = try options.withSession { session in
      let facts = try session.readFacts()
      let found = try session.findOrphans(try checks(facts), sample: sample)
      return OrphanReport(
        results: found.results, isComplete: found.isComplete, keys: facts.keys.count)
    }
    switch format {
    case .text: Output.lines(report.text)
    case .json: print(report.json.text)
    }
    if report.hasFound { throw ExitCode(3) }
    if let failure = report.failure { throw CommandFailure(failure.oneLine) }
    if !report.isComplete { throw CommandFailure(.outOfTime) }
  }

  private func checks(_ facts: SchemaFacts) throws -> [OrphanCheck] {
    switch words.count {
    case 0: return OrphanCheck.doubtful(in: facts, all: all)
    case 1:
      let named = OrphanCheck.named(words[0], in: facts)
      guard !named.isEmpty else {
        throw CommandFailure(
          "there is no foreign key \(words[0]) that this role can see; fkwalk graph lists them, "
            + "and TABLE(COLUMN) PARENT(COLUMN) looks at one that is not declared")
      }
      return named
    default:
      let (child, parent) = (try ColumnList(words[0]), try ColumnList(words[1]))
      let (table, columns) = try child.resolve(in: facts)
      let (parentTable, parentColumns) = try parent.resolve(in: facts)
      guard columns.count == parentColumns.count else {
        throw CommandFailure(
          "\(columns.count) columns cannot reference \(parentColumns.count)", status: 64)
      }
      return [OrphanCheck(table, columns, to: parentTable, parentColumns, in: facts)]
    }
  }
}

/// `TABLE(COLUMN,...)` as a person types it.
private struct ColumnList {
  var table: String
  /// Empty for the primary key.
  var columns: [String]

  init(_ text: String) throws {
    guard let open = text.lastIndex(of: "("), text.hasSuffix(")"), open > text.startIndex else {
      guard !text.isEmpty, !text.contains("(") else {
        throw ValidationError("'\(text)' is not TABLE(COLUMN,...).")
      }
      (table, columns) = (text, [])
      return
    }
    table = String(text[..<open])
    columns = text[text.index(after: open)...].dropLast().split(separator: ",").map { word in
      let name = word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      let isQuoted = name.count > 1 && name.first == "\"" && name.last == "\""
      return isQuoted ? String(name.dropFirst().dropLast()) : String(name)
    }
    guard !columns.isEmpty else { throw ValidationError("'\(text)' names no column.") }
  }

  func resolve(in facts: SchemaFacts) throws -> (TableName, [String]) {
    let name = try TableChoice.find(table, in: facts.graph)
    guard let found = facts.graph.table(name) else { return (name, columns) }
    guard !columns.isEmpty else {
      guard let key = found.primaryKey else {
        throw CommandFailure("\(name.displayName) has no primary key: name its columns")
      }
      return (name, key.columns)
    }
    for column in columns where found.column(named: column) == nil {
      let names = found.columns.map(\.name).joined(separator: ", ")
      throw CommandFailure("\(name.displayName) has no column \(column); it has \(names)")
    }
    return (name, columns)
  }
}
