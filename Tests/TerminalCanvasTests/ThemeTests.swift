import TerminalCanvas
import Testing

@testable import ThemeFiles

@Suite struct ThemeTests {
  private static let effects = Role.allCases.filter { $0.rawValue.hasPrefix("effect.") }
  private static let ids = ThemeCatalog(userDirectory: nil).entries().map(\.id)
  private let catalog = ThemeCatalog(userDirectory: nil)

  @Test(arguments: ids)
  func builtInThemesResolveEveryTokenAtEveryDepth(id: String) throws {
    let theme = try catalog.theme(id)
    #expect(theme.id == id)
    #expect(!theme.name.isEmpty && !theme.description.isEmpty)
    for depth in ColorDepth.allCases {
      let limit = depth == .ansi256 ? 256 : depth == .ansi16 ? 16 : 0
      for role in Role.allCases {
        for highlight in Highlight.allCases {
          let style = theme.style(for: role, highlight: highlight, depth: depth)
          let colors = [style.foreground, style.background].compactMap { $0 }
          #expect(colors.allSatisfy { (0..<limit).contains($0) }, "\(role) \(depth)")
        }
      }
    }
  }

  @Test func theTerminalThemeNamesEveryToken() throws {
    let document = try #require(try ThemeFile.builtin("terminal"))
    #expect(Set(document.looks.keys) == Set(ThemeToken.all))
  }

  @Test(arguments: ids)
  func effectsDifferAtEveryDepth(id: String) throws {
    let theme = try catalog.theme(id)
    for depth in ColorDepth.allCases {
      let styles = Set(Self.effects.map { theme.style(for: $0, highlight: .none, depth: depth) })
      #expect(styles.count == Self.effects.count, "\(depth)")
    }
  }

  @Test(arguments: ColorDepth.allCases)
  func theCursorShowsOverEveryRole(depth: ColorDepth) throws {
    for id in Self.ids {
      let theme = try catalog.theme(id)
      for role in Role.allCases {
        let plain = theme.style(for: role, highlight: .none, depth: depth)
        let under = theme.style(for: role, highlight: .cursor, depth: depth)
        #expect(plain != under, "\(id) \(role)")
      }
    }
  }

  @Test func linesBelowAHighlightEndWithItsText() throws {
    let theme = try catalog.theme("mono")
    func isUnderlined(_ symbol: Character, _ role: Role, _ highlight: Highlight) -> Bool {
      let cell = Cell(symbol: symbol, role: role, highlight: highlight)
      return theme.style(for: cell, depth: .monochrome).attributes.contains(.underline)
    }
    #expect(isUnderlined("x", .text, .inactiveCursor))
    #expect(!isUnderlined(" ", .text, .inactiveCursor))
    // A field to type in shows how far it goes.
    #expect(isUnderlined(" ", .input, .none))
    #expect(isUnderlined(" ", .input, .inactiveCursor))
  }

  @Test func thereAreEnoughThemes() {
    #expect(Self.ids.count >= 10)
    #expect(Self.ids.first == "terminal" && Self.ids.contains("mono"))
  }

  @Test(arguments: ids) func builtInThemesPassTheirCheck(id: String) throws {
    #expect(ThemeCheck(try catalog.theme(id)).problems == [])
    #expect(try catalog.missingTokens(in: id) == [])
  }

  @Test func highContrastIsHigher() throws {
    let theme = try catalog.theme("high-contrast")
    for role in Role.allCases {
      let style = theme.style(for: role, highlight: .none, depth: .ansi256)
      let contrast = try #require(ColorVision.contrast(of: style))
      #expect(contrast >= 7, "\(role): \(contrast)")
    }
  }

  @Test func theCheckFindsWhatIsWrong() throws {
    let document = try ThemeDocument(
      text: """
        [ui]
        text = { foreground = 240, background = 238 }
        cursor = {}
        [effect]
        delete = { foreground = 15 }
        block = { foreground = 15 }
        """, file: "x.toml")
    let theme = try ThemeResolver.theme(from: [document], id: "x")
    let problems = ThemeCheck(theme).problems
    #expect(problems.contains { $0.hasPrefix("ui.text at 256 colours: contrast 1.3") })
    #expect(problems.contains { $0.hasPrefix("effect.delete and effect.block look the same") })
    #expect(problems.contains { $0.hasPrefix("ui.cursor does not show over ui.text") })
  }

  @Test(arguments: [
    ("[ui]\ntext = {\n", "x.toml:"),
    ("[ui]\ntxt = {}", "x.toml: ui.txt: unknown"),
    ("nmae = \"x\"", "x.toml: nmae: unknown"),
    ("[ui]\ntext = { color = \"red\" }", "x.toml: ui.text.color: unknown"),
    ("[ui]\ntext = { foreground = \"rde\" }", "x.toml: ui.text.foreground: unknown colour \"rde\""),
    ("[ui]\ntext = { foreground = 256 }", "x.toml: ui.text.foreground: is no colour"),
    ("[palette]\na = [\"#5fafff\", 75]", "x.toml: palette.a: must be one colour, or three"),
    ("[palette]\na = \"#5fafzz\"", "x.toml: palette.a: is no colour"),
    ("[effect]\ndelete = { attributes = [\"blod\"] }", "x.toml: effect.delete.attributes: unknown"),
    ("inherits = \"x\"\ninherits = \"y\"", "x.toml:2: "),
    ("ui = 3", "x.toml: ui: unknown"),
    ("[lesson]\n", "x.toml: lesson: unknown"),
  ])
  func errorsSayWhere(text: String, start: String) {
    let error = #expect(throws: ThemeFileError.self) {
      let document = try ThemeDocument(text: text, file: "x.toml")
      _ = try ThemeResolver.theme(from: [document], id: "x")
    }
    #expect(error?.description.hasPrefix(start) == true, "\(error?.description ?? "")")
  }

  @Test func aChildOverridesPaletteAndTokens() throws {
    let base = try ThemeDocument(
      text: """
        [palette]
        sea = ["#0087af", 31, "cyan"]
        [ui]
        text = { foreground = "sea", mono = ["bold"] }
        [ui.border]
        foreground = "sea"
        focus = { foreground = "#ffffff", attributes = ["bold"] }
        """, file: "base.toml")
    let child = try ThemeDocument(text: "[palette]\nsea = \"red\"", file: "child.toml")
    let theme = try ThemeResolver.theme(from: [base, child], id: "child")
    #expect(theme.style(for: .text, highlight: .none, depth: .ansi256) == Style(foreground: 1))
    #expect(theme.style(for: .text, highlight: .none, depth: .ansi16) == Style(foreground: 1))
    #expect(
      theme.style(for: .borderFocus, highlight: .none, depth: .ansi16)
        == Style(foreground: 15, attributes: [.bold]))
    #expect(
      theme.style(for: .text, highlight: .none, depth: .monochrome) == Style(attributes: [.bold]))
  }

  @Test func unknownThemesAreNamedWithTheKnownOnes() {
    let error = #expect(throws: ThemeFileError.self) { _ = try catalog.theme("harbor") }
    #expect(error?.message.contains("terminal, harbour-dark, harbour-light, ") == true)
  }
}
