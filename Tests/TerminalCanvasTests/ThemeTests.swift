import TerminalCanvas
import Testing

@testable import ThemeFiles

@Suite struct ThemeTests {
  private static let effects = Role.allCases.filter { $0.rawValue.hasPrefix("effect.") }
  private let catalog = ThemeCatalog(userDirectory: nil)

  @Test(arguments: ["terminal", "harbour-dark", "harbour-light", "mono"])
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

  @Test(arguments: ["terminal", "harbour-dark", "harbour-light", "mono"])
  func effectsDifferAtEveryDepth(id: String) throws {
    let theme = try catalog.theme(id)
    for depth in ColorDepth.allCases {
      let styles = Set(Self.effects.map { theme.style(for: $0, highlight: .none, depth: depth) })
      #expect(styles.count == Self.effects.count, "\(depth)")
    }
  }

  @Test(arguments: ColorDepth.allCases)
  func theCursorShowsOverEveryRole(depth: ColorDepth) throws {
    for id in ["terminal", "harbour-dark", "harbour-light", "mono"] {
      let theme = try catalog.theme(id)
      for role in Role.allCases {
        let plain = theme.style(for: role, highlight: .none, depth: depth)
        let under = theme.style(for: role, highlight: .cursor, depth: depth)
        #expect(plain != under, "\(id) \(role)")
      }
    }
  }

  @Test(arguments: ["harbour-dark", "harbour-light"])
  func textIsReadable(id: String) throws {
    let theme = try catalog.theme(id)
    for role in Role.allCases where role != .border {
      for highlight in Highlight.allCases {
        let style = theme.style(for: role, highlight: highlight, depth: .ansi256)
        let contrast = try Vision.contrast(of: style)
        #expect(contrast >= 4.5, "\(role) \(highlight): \(contrast)")
      }
    }
  }

  @Test(arguments: ["harbour-dark", "harbour-light"], Vision.allCases)
  func effectsDifferForEveryVision(id: String, vision: Vision) throws {
    let theme = try catalog.theme(id)
    let styles = Self.effects.map { theme.style(for: $0, highlight: .none, depth: .ansi256) }
    for (index, first) in styles.enumerated() {
      for (offset, second) in styles[(index + 1)...].enumerated() {
        let difference = try vision.difference(first, second)
        #expect(difference >= 12, "\(Self.effects[index]) \(Self.effects[index + 1 + offset])")
      }
    }
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
    #expect(error?.message.contains("terminal, harbour-dark, harbour-light, mono") == true)
  }
}
