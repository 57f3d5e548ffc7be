import TerminalCanvas
import Testing

@testable import WalkerCore

/// The command line, help and what else shows the way, as text files under Screens.
@Suite struct FindingYourWayScreenTests {
  @Test(arguments: ScreenTests.all) func commandLine(_ size: Size) {
    var driver = Driver.rows(size: size)
    driver.press(":")
    GoldenScreen.check(driver.screen, "command-line")
    driver.type("f")
    driver.press("tab tab")
    GoldenScreen.check(driver.screen, "command-line-completing")
    driver.press("ctrl-u")
    driver.type("table o")
    driver.press("tab")
    GoldenScreen.check(driver.screen, "command-line-tables")
    driver.press("ctrl-u")
    driver.type("f x")
    driver.press("enter")
    GoldenScreen.check(driver.screen, "command-line-problem")
  }

  @Test(arguments: ScreenTests.all) func goToTable(_ size: Size) {
    var driver = Driver.rows(size: size)
    driver.press("ctrl-p")
    driver.type("ord")
    GoldenScreen.check(driver.screen, "go-to-table")
    driver.type("zz")
    GoldenScreen.check(driver.screen, "go-to-table-none")
  }
}
