import Glibc
import TerminalCanvas
import Testing

@testable import ThemeFiles

/// The catalog with a directory of the person's own themes.
@Suite final class ThemeCatalogTests {
  private let directory: String
  private var files: [String] = []

  init() throws {
    var template = Array("/tmp/fkwalk-themes-XXXXXX".utf8CString)
    directory = String(cString: try #require(mkdtemp(&template)))
  }

  deinit {
    for file in files { unlink(file) }
    rmdir(directory)
  }

  private var catalog: ThemeCatalog { ThemeCatalog(userDirectory: directory) }

  private func write(_ name: String, _ text: String) throws -> String {
    let path = directory + "/" + name
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
    files.append(path)
    return path
  }

  @Test func builtInThemesAreThereWithoutADirectory() {
    let entries = ThemeCatalog(userDirectory: directory + "/missing").entries()
    #expect(entries.first?.id == "terminal" && entries.last?.id == "mono")
    #expect(entries.allSatisfy { $0.file == nil && (try? $0.theme.get()) != nil })
  }

  @Test func aThemeOfOnesOwnTakesTheRestFromTheDefault() throws {
    let path = try write("mine.toml", "name = \"Mine\"\n[ui]\ntext = { foreground = 42 }")
    let entry = try #require(catalog.entries().last)
    #expect(entry.id == "mine")
    #expect(entry.file == path)
    let theme = try catalog.theme("mine")
    #expect(theme.name == "Mine")
    #expect(theme.style(for: .text, highlight: .none, depth: .ansi256) == Style(foreground: 42))
    #expect(
      theme.style(for: .title, highlight: .none, depth: .ansi256).attributes.contains(.bold))
    #expect(try catalog.theme(path) == theme)
  }

  @Test func tokensThatOnlyTheDefaultNamesAreMissing() throws {
    _ = try write("bare.toml", "[ui]\ntext = { foreground = 250, background = 17 }")
    let missing = try catalog.missingTokens(in: "bare")
    #expect(missing.contains("effect.delete") && !missing.contains("ui.text"))
    _ = try write("heir.toml", "inherits = \"nord\"")
    #expect(try catalog.missingTokens(in: "heir") == [])
  }

  @Test func aBuiltInThemeCanBeReplacedAndInheritedFrom() throws {
    let path = try write(
      "harbour-dark.toml", "inherits = \"harbour-dark\"\n[palette]\npaper = \"default\"")
    let own = try catalog.theme("harbour-dark")
    let light = try catalog.theme("harbour-light")
    let builtin = try ThemeCatalog(userDirectory: nil).theme("harbour-dark")
    let style = own.style(for: .text, highlight: .none, depth: .ansi256)
    #expect(style == Style(foreground: 252))
    #expect(builtin.style(for: .text, highlight: .none, depth: .ansi256).background == 234)
    #expect(light.style(for: .text, highlight: .none, depth: .ansi256).background == 255)
    #expect(catalog.entries().first { $0.id == "harbour-dark" }?.file == path)
  }

  @Test func brokenFilesAreListedWithTheirError() throws {
    let loop = try write("loop.toml", "inherits = \"pool\"")
    _ = try write("pool.toml", "inherits = \"loop\"")
    let orphan = try write("orphan.toml", "inherits = \"nobody\"")
    _ = try write("binary.toml", "\u{1}\u{2}")
    let errors = catalog.entries().compactMap { entry in
      if case .failure(let error) = entry.theme { error } else { nil }
    }
    #expect(errors.count == 4)
    #expect(
      errors.contains { $0.description == "\(orphan): inherits: there is no theme \"nobody\"" })
    #expect(errors.contains { $0.file == loop && $0.message.contains("itself") })
  }

  @Test func filesThatCannotBeRead() {
    let error = #expect(throws: ThemeFileError.self) { _ = try catalog.theme("/nowhere/x.toml") }
    #expect(error?.description == "/nowhere/x.toml: No such file or directory")
    #expect(throws: ThemeFileError.self) { _ = try catalog.theme(directory + "/") }
  }

  @Test func theDirectoryIsFoundFromTheEnvironment() {
    let configured = ThemeCatalog(environment: ["XDG_CONFIG_HOME": "/c", "HOME": "/h"])
    #expect(configured.userDirectory == "/c/fkwalk/themes")
    #expect(ThemeCatalog(environment: ["HOME": "/h"]).userDirectory == "/h/.config/fkwalk/themes")
    #expect(ThemeCatalog(environment: [:]).userDirectory == nil)
  }
}
