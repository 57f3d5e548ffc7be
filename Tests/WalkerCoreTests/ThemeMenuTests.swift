import TerminalCanvas
import Testing

@testable import WalkerCore

/// The list of themes, which take effect while they are looked at.
@Suite struct ThemeMenuTests {
  private static func opened() -> Walker {
    let themes = ["terminal", "mono", "harbour"].map { ThemeChoice(id: $0, summary: "") }
    var walker = Walker(
      options: WalkerOptions(
        size: Size(columns: 80, rows: 24), connection: "shop", themes: themes, theme: "mono"))
    _ = walker.handle(.input(.key(.character("t"))))
    return walker
  }

  @Test func showsThemesWhileMoving() {
    var walker = Self.opened()
    #expect(walker.handle(.input(.key(.down))) == [.setTheme("harbour")])
    #expect(walker.handle(.input(.key(.up))) == [.setTheme("mono")])
    #expect(walker.handle(.input(.key(.up))) == [.setTheme("terminal")])
    #expect(walker.handle(.input(.key(.enter))) == [.keepTheme("terminal")])
    #expect(walker.overlay == nil)
  }

  @Test func closingGoesBackToTheThemeBefore() {
    var walker = Self.opened()
    _ = walker.handle(.input(.key(.up)))
    #expect(walker.handle(.input(.key(.escape))) == [.setTheme("mono")])
    #expect(walker.overlay == nil)
  }
}
