import ArgumentParser
import DeletePlanning
import PostgresAccess
import SchemaModel
import TerminalCanvas
import UserFiles

/// `fkwalk open`: a saved preview, without a database.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Look at a saved preview again, without a database.",
    discussion: """
      Takes what was saved as JSON with e on the preview screen, or printed by \
      fkwalk preview --format json. With --format it is printed instead of shown.

        fkwalk preview users id=1 --format json > delete-user-1.json
        fkwalk open delete-user-1.json
      """)

  @Argument(help: "The file.")
  var file: String

  @Option(help: "Print it instead: text, json, markdown, dot or mermaid.")
  var format: PreviewCommand.Format?

  @Flag(help: "With --format: leave the values of rows out.")
  var redact = false

  @OptionGroup var screen: ScreenOptions

  func validate() throws {
    guard !redact || format != nil else {
      throw ValidationError("--redact is for what is printed: add --format.")
    }
    guard format != .sql else {
      throw ValidationError("The script is made by fkwalk preview --format sql, with a database.")
    }
  }

  func run() throws {
    let saved: SavedPreview
    do throws(UserFileError) {
      saved = try SavedPreviewFile.read(file)
    } catch {
      throw CommandFailure(error.description)
    }
    if let format { return try PreviewPrinter.print(redact ? saved.redacted : saved, as: format) }
    let status = try Explorer.run(
      Explorer.Options(
        connection: ConnectionParameters(), connectionName: file, theme: try screen.chosenTheme(),
        terminal: screen.terminal, saved: saved))
    guard status == 0 else { throw ExitCode(status) }
  }
}

/// Previews on standard output.
enum PreviewPrinter {
  static func print(_ saved: SavedPreview, as format: PreviewCommand.Format) throws {
    let report = saved.report
    switch format {
    case .text:
      Swift.print(report.text(escaping: SafeText.escaped), terminator: "")
      if let verification = saved.verification {
        Swift.print("\n" + SafeText.escaped(verification.summary))
        if saved.report.command == .insert {
          Swift.print("Numbers that it took from sequences stay used up: those do not roll back.")
        }
      }
    case .json: Swift.print(saved.json.text)
    case .markdown: Swift.print(report.markdown(escaping: SafeText.escaped), terminator: "")
    case .dot: Swift.print(report.dot(escaping: SafeText.escaped), terminator: "")
    case .mermaid: Swift.print(report.mermaid(escaping: SafeText.escaped), terminator: "")
    case .sql: break
    }
  }
}
