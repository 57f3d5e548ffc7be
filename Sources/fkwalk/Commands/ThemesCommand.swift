import ArgumentParser
import CursesDriver
import FoundationEssentials
import Glibc
import TerminalCanvas
import ThemeFiles

/// `fkwalk themes`: the themes there are, what they look like, and whether they can be read.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List the themes, built in and your own; check them.",
    discussion: """
      Exit status of --check: 0 where all is well, 3 where something was found, 1 where a theme \
      cannot be read.
      """)

  @Flag(
    help: """
      Check contrast (WCAG 2.2), missing tokens, and whether signs can be told apart, also by \
      colour-blind people.
      """)
  var check = false

  @Flag(help: "List the tokens that a theme can give a look.")
  var tokens = false

  @Argument(help: ArgumentHelp("Only this theme, by name or file.", valueName: "theme"))
  var theme: String?

  @Option(help: "Colours: auto, always, never, 16 or 256.")
  var color = ColorMode.auto

  func run() throws {
    let catalog = ThemeCatalog(environment: ProcessInfo.processInfo.environment)
    if tokens { return printTokens() }
    let names = theme.map { [$0] } ?? catalog.entries().map(\.id)
    if check { return try check(names, catalog) }
    list(names, catalog)
    if theme == nil, let folder = catalog.userDirectory {
      print("\nYour own go to \(SafeText.escaped(folder)) as NAME.toml.")
    }
  }

  private func printTokens() {
    let width = ThemeTokens.all.map(\.name.count).max() ?? 0
    for token in ThemeTokens.all {
      print("\(DisplayWidth.padded(token.name, to: width))  \(token.summary)")
    }
  }

  private func list(_ names: [String], _ catalog: ThemeCatalog) {
    let width = names.map(\.count).max() ?? 0
    for name in names {
      let id = DisplayWidth.padded(SafeText.escaped(name), to: width)
      do throws(ThemeFileError) {
        let theme = try catalog.theme(name)
        print("\(id)  \(sample(theme))\(SafeText.escaped(theme.description))")
      } catch {
        print("\(id)  not usable: \(SafeText.escaped(error.description))")
      }
    }
  }

  /// A few words in the theme's colours; empty where there are no colours.
  private func sample(_ theme: Theme) -> String {
    guard let depth else { return "" }
    let words: [(String, Role)] = [
      (" Aa ", .text), ("key ", .keyPrimary), ("DELETE ", .effectDelete), ("NULL ", .effectSetNull),
      ("BLOCKS", .effectBlock), (" ", .text), ("OK ", .verdictSucceeds),
    ]
    return words.map { word, role in
      theme.style(for: role, highlight: .none, depth: depth).escapeSequence + word
    }.joined() + "\u{1b}[0m  "
  }

  private var depth: ColorDepth? {
    let environment = ProcessInfo.processInfo.environment
    let isPlain =
      isatty(STDOUT_FILENO) == 0 || environment["TERM"] == "dumb"
      || environment["NO_COLOR"]?.isEmpty == false
    return switch color {
    case .auto: isPlain ? nil : .ansi256
    case .never: nil
    case .ansi16: .ansi16
    case .always, .ansi256: .ansi256
    }
  }

  private func check(_ names: [String], _ catalog: ThemeCatalog) throws {
    var (found, unreadable) = (false, false)
    for name in names {
      let id = SafeText.escaped(name)
      do throws(ThemeFileError) {
        let problems = ThemeCheck(try catalog.theme(name)).problems
        found = found || !problems.isEmpty
        print("\(id): \(problems.isEmpty ? "well" : "\(problems.count) found")")
        for problem in problems { print("  \(problem)") }
        let missing = try catalog.missingTokens(in: name)
        if !missing.isEmpty {
          print(
            "  \(missing.count) tokens are the default theme's: \(missing.joined(separator: " "))")
        }
      } catch {
        unreadable = true
        StandardError.write("fkwalk: \(SafeText.escaped(error.description))\n")
      }
    }
    if unreadable { throw ExitCode(1) }
    if found { throw ExitCode(3) }
  }
}

extension Style {
  /// What makes a terminal draw like this (ECMA-48, SGR).
  fileprivate var escapeSequence: String {
    let names: [(Attribute, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    let attributes = names.filter { self.attributes.contains($0.0) }.map(\.1)
    let colors =
      [foreground.map { "38;5;\($0)" }, background.map { "48;5;\($0)" }].compactMap { $0 }
    return "\u{1b}[" + (["0"] + attributes + colors).joined(separator: ";") + "m"
  }
}
