import ArgumentParser
import PostgresAccess
import SchemaModel
import SchemaReview
import UserFiles

/// `fkwalk compare`: the foreign keys of two databases side by side.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Find the foreign keys that differ between two databases.",
    discussion: """
      Each side is a database (name, connection string or URI), or a file that \
      fkwalk graph --format json wrote. Exit status: 0 no difference, 3 some.

        fkwalk compare staging production
        fkwalk graph --format json -d "host=prod dbname=shop" > production.json
        fkwalk compare shop production.json
        fkwalk compare staging production --format sql > as-in-staging.sql
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sql
  }

  @Argument(help: "The side that is as it should be: a database or a file.")
  var left: String

  @Argument(help: "The side to hold against it: a database or a file.")
  var right: String

  @Option(
    help: "How to print it: text, json or sql (to give the right side the left side's keys).")
  var format = Format.text

  @OptionGroup var options: InstrumentOptions

  func validate() throws {
    guard options.connection.dbname == nil else {
      throw ValidationError("Name both databases without -d.")
    }
  }

  func run() throws {
    let (right, facts) = try side(right)
    let comparison = SchemaComparison(try side(left).schema, right)
    switch format {
    case .text: Output.lines(comparison.text)
    case .json: print(comparison.json.text)
    case .sql: try printScript(comparison, facts)
    }
    if !comparison.differences.isEmpty { throw ExitCode(3) }
  }

  private func printScript(_ comparison: SchemaComparison, _ facts: SchemaFacts?) throws {
    guard let facts else {
      throw CommandFailure("the SQL is made for a database, and \(right) is a file: swap them?")
    }
    Output.sql(comparison.script(on: facts))
  }

  private func side(_ name: String) throws -> (schema: ComparedSchema, facts: SchemaFacts?) {
    do {
      if name.hasSuffix(".json"), let json = try JSONFile.read(name, as: "schema") {
        return (try ComparedSchema(name: name, json: json), nil)
      }
    } catch let error as DocumentError {
      throw CommandFailure("\(name): \(error.message)")
    } catch let error as UserFileError {
      throw CommandFailure(error.description)
    }
    return try options.withSession(database: name) { session in
      let facts = try session.readFacts()
      return (ComparedSchema(name: session.server.database, graph: facts.graph), facts)
    }
  }
}
