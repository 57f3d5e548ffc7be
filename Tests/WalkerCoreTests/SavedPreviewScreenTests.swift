import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// A preview from a file, on the screen it was saved from.
@Suite struct SavedPreviewScreenTests {
  private static let reports = [Shop.refused, Shop.growing, Shop.succeeding, Shop.uncertain]

  @Test(arguments: reports) func readingUndoesWriting(_ report: DeleteReport) throws {
    let saved = try SavedPreview(json: report.json)
    #expect(saved.json == report.json)
    #expect(saved.report == report)
  }

  private static func opened() throws -> Driver {
    var driver = Driver()
    var report = try SavedPreview(json: Shop.refused.json).report
    report.whatIf = ["reviews_order_id_fkey": RuleChange(onDelete: .setNull)]
    driver.walker = Walker(
      options: WalkerOptions(
        size: Size(columns: 100, rows: 30), connection: "refused.json",
        saved: SavedPreview(report: report)))
    return driver
  }

  @Test func screens() throws {
    var driver = try Self.opened()
    GoldenScreen.check(driver, "saved-preview")
    driver.press("b i")
    GoldenScreen.check(driver, "saved-preview-why")
    driver.press("escape V")
    GoldenScreen.check(driver, "saved-preview-not-here")
  }

  @Test func asksNoDatabase() throws {
    var driver = try Self.opened()
    #expect(driver.walker.start() == [.setMouse(true)])
    let keys = "j j j enter l l r R V p c ctrl-p g t H L - escape b B = _ 2 enter 3 enter"
    #expect(driver.press(keys) == [])
    #expect(driver.walker.kind == .preview && !driver.walker.isBusy)
    #expect(driver.press("q") == [.quit(interrupted: false)])
  }

  @Test func canBeSavedAndCopiedAgain() throws {
    var driver = try Self.opened()
    guard case .copy(let text)? = driver.press("y").first else {
      Issue.record("not copied")
      return
    }
    #expect(text.contains("REFUSED"))
    guard case .writeFile(_, .json(let json), false)? = driver.press("e j enter enter").first
    else {
      Issue.record("not saved")
      return
    }
    #expect(
      try SavedPreview(json: json).report.whatIf["reviews_order_id_fkey"]?.onDelete == .setNull)
  }
}
