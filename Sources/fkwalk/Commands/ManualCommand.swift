import ArgumentParser
import FoundationEssentials

/// `fkwalk manual`: the manual page, made from the definitions of the commands.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, or a shell's completions.",
    discussion: """
      fkwalk manual | man -l -
      fkwalk manual > /usr/local/share/man/man1/fkwalk.1
      fkwalk manual --completions bash > /usr/share/bash-completion/completions/fkwalk
      """)

  @Option(help: "Print the completions for this shell instead: bash, zsh or fish.")
  var completions: Shell?

  /// A shell whose completions ArgumentParser can write.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    var completionShell: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  func run() throws {
    if let completions {
      return print(FkWalk.completionScript(for: completions.completionShell))
    }
    let document = Data(FkWalk._dumpHelp().utf8)
    let common = Data(ConnectionOptions._dumpHelp().utf8)
    let page = ManualPage(
      root: try JSONDecoder().decode(CommandDescription.Document.self, from: document).command,
      common: try JSONDecoder().decode(CommandDescription.Document.self, from: common).command
        .shownArguments,
      version: ProgramVersion.number)
    print(page.text, terminator: "")
  }
}

/// A command as ArgumentParser describes it (`--experimental-dump-help`).
struct CommandDescription: Decodable {
  /// What the description is wrapped in.
  struct Document: Decodable {
    var command: CommandDescription
  }

  /// An argument, option or flag.
  struct Argument: Decodable, Hashable {
    /// One of its names, without dashes.
    struct Name: Decodable, Hashable {
      var kind: String
      var name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    var abstract: String?
    var kind: String
    var names: [Name]?
    var valueName: String?
    var isRepeating: Bool
    var shouldDisplay: Bool
  }

  var commandName: String
  var abstract: String?
  var discussion: String?
  var arguments: [Argument]?
  var subcommands: [CommandDescription]?
  var shouldDisplay: Bool

  /// Those that people are shown, but for `--help`.
  var shownArguments: [Argument] {
    (arguments ?? []).filter { argument in
      argument.shouldDisplay && argument.names?.contains { $0.name == "help" } != true
    }
  }
}
