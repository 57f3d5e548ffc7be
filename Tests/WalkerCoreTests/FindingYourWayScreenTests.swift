import TerminalCanvas
import Testing

@testable import WalkerCore

/// The command line, help and what else shows the way, as text files under Screens.
@Suite struct FindingYourWayScreenTests {
  @Test func commandLine() {
    var driver = Driver.rows()
    driver.press(":")
    GoldenScreen.check(driver, "command-line")
    driver.type("f")
    driver.press("tab tab")
    GoldenScreen.check(driver, "command-line-completing")
    driver.press("ctrl-u")
    driver.type("table o")
    driver.press("tab")
    GoldenScreen.check(driver, "command-line-tables")
    driver.press("ctrl-u")
    driver.type("f x")
    driver.press("enter")
    GoldenScreen.check(driver, "command-line-problem")
  }

  @Test func goToTable() {
    var driver = Driver.rows()
    driver.press("ctrl-p")
    driver.type("ord")
    GoldenScreen.check(driver, "go-to-table")
    driver.type("zz")
    GoldenScreen.check(driver, "go-to-table-none")
  }
}
