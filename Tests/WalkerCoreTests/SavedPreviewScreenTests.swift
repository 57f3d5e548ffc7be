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
    // Further columns of example rows are for the moment only.
    var bare = report
    for step in bare.steps.indices {
      for row in bare.steps[step].sample.indices { bare.steps[step].sample[row].details = [] }
    }
    for blocker in bare.blockers.indices {
      for row in bare.blockers[blocker].sample.indices {
        bare.blockers[blocker].sample[row].details = []
      }
    }
    #expect(saved.report == bare)
  }

  private static func opened(_ size: Size = Size(columns: 100, rows: 30)) throws -> Walker {
    Walker(
      options: WalkerOptions(
        size: size, connection: "refused.json",
        saved: SavedPreview(
          report: try SavedPreview(json: Shop.refused.json).report,
          whatIf: ["reviews_order_id_fkey": .setNull])))
  }

  private static func press(_ walker: inout Walker, _ keys: String) -> [Effect] {
    keys.split(separator: " ").flatMap { name in
      TerminalCanvas.Key(name: String(name)).map { walker.handle(.input(.key($0))) } ?? []
    }
  }

  @Test(arguments: ScreenTests.all) func screens(_ size: Size) throws {
    var walker = try Self.opened(size)
    GoldenScreen.check(walker.render(), "saved-preview")
    _ = Self.press(&walker, "b i")
    GoldenScreen.check(walker.render(), "saved-preview-why")
    _ = Self.press(&walker, "escape V")
    GoldenScreen.check(walker.render(), "saved-preview-not-here")
  }

  @Test func asksNoDatabase() throws {
    var walker = try Self.opened()
    #expect(walker.start() == [.setMouse(true)])
    let keys = "j j j enter l l r R V p c ctrl-p g t H L - escape b B = _ 2 enter 3 enter"
    #expect(Self.press(&walker, keys) == [])
    #expect(walker.kind == .preview && !walker.isBusy)
    #expect(Self.press(&walker, "q") == [.quit(interrupted: false)])
  }

  @Test func canBeSavedAndCopiedAgain() throws {
    var walker = try Self.opened()
    guard case .copy(let text)? = Self.press(&walker, "y").first else {
      Issue.record("not copied")
      return
    }
    #expect(text.contains("REFUSED"))
    guard case .writeFile(_, .json(let json), false)? = Self.press(&walker, "e j enter enter").first
    else {
      Issue.record("not saved")
      return
    }
    #expect(try SavedPreview(json: json).whatIf == ["reviews_order_id_fkey": .setNull])
  }
}
