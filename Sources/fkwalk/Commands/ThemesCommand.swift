import ArgumentParser
import CursesDriver
import FoundationEssentials
import TerminalCanvas
import ThemeFiles

/// `fkwalk themes`: the themes there are.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List the themes, built in and your own.")

  func run() throws {
    let catalog = ThemeCatalog(environment: ProcessInfo.processInfo.environment)
    let entries = catalog.entries()
    let width = entries.map(\.id.count).max() ?? 0
    for entry in entries {
      let id = DisplayWidth.padded(SafeText.escaped(entry.id), to: width)
      switch entry.theme {
      case .success(let theme):
        print("\(id)  \(SafeText.escaped(theme.name)): \(SafeText.escaped(theme.description))")
      case .failure(let error): print("\(id)  not usable: \(SafeText.escaped(error.description))")
      }
    }
    if let folder = catalog.userDirectory {
      print("\nYour own go to \(SafeText.escaped(folder)) as NAME.toml.")
    }
  }
}
