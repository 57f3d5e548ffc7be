import ArgumentParser
import PostgresAccess
import SchemaModel
import SchemaReview
import TerminalCanvas
import ThrowawayServer

/// `fkwalk graph`: the foreign keys of a schema, or around one table, drawn.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw the foreign-key graph, or what is around one table.",
    discussion: """
      fkwalk graph -d shop
      fkwalk graph orders --depth 2 -d shop
      fkwalk graph --format svg -d shop > shop.svg
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, dot, mermaid, json, svg
  }

  @Argument(help: ArgumentHelp("Only what is around this table.", valueName: "table"))
  var table: String?

  @Option(help: ArgumentHelp("How many steps around the table.", valueName: "n"))
  var depth: Int?

  @Option(help: "How to print it: text, dot, mermaid, json, or svg (needs Graphviz).")
  var format = Format.text

  @OptionGroup var options: InstrumentOptions

  func validate() throws {
    guard table != nil || depth == nil else {
      throw ValidationError("--depth is for the surroundings of a table: name one.")
    }
    guard depth ?? 1 >= 0 else { throw ValidationError("--depth takes a number from 0.") }
  }

  func run() throws {
    let graph = try options.withSession { try $0.readCatalog() }
    let drawing =
      try table.map { name in
        GraphDrawing(
          graph, around: try TableChoice.find(name, in: graph), depth: depth ?? 1)
      } ?? GraphDrawing(graph)
    switch format {
    case .text: Output.lines(drawing.text)
    case .json: print(drawing.json.text)
    case .dot: Output.lines(drawing.dot(escaping: SafeText.escaped))
    case .mermaid: Output.lines(drawing.mermaid(escaping: SafeText.escaped))
    case .svg: try printSVG(drawing.dot(escaping: SafeText.escaped))
    }
  }

  private func printSVG(_ lines: [String]) throws {
    let status: Int32
    do {
      let input = try MemoryFile(holding: lines.joined(separator: "\n") + "\n")
      status = try ChildProcess(["dot", "-Tsvg"]) { $0.input = input.descriptor }.wait()
    } catch {
      throw CommandFailure(
        "svg needs Graphviz, whose program dot cannot be run here: install it, or take "
          + "--format dot or mermaid")
    }
    guard status == 0 else { throw CommandFailure("dot ended with status \(status)") }
  }
}
