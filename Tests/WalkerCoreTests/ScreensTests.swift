import Foundation
import Testing

@testable import WalkerCore

/// That ``Screens/all`` has all, so that what is tried on each of them is tried everywhere.
@Suite struct ScreensTests {
  @Test(arguments: PlaceKind.allCases) func everyScreenIsThere(_ kind: PlaceKind) {
    #expect(Screens.all.contains { $0.walker.kind == kind })
  }

  @Test func allThatLiesOverAScreenIsThere() throws {
    let found = Screens.all.compactMap(\.walker.overlay).map { "\(type(of: $0.state))" }
    let declared = try Self.overlays()
    #expect(!declared.isEmpty)
    for name in declared { #expect(found.contains(name), "no screen has a \(name) over it") }
  }

  /// The types that the sources declare to be an overlay.
  private static func overlays() throws -> [String] {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/WalkerCore").standardizedFileURL
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
      .filter { $0.hasSuffix(".swift") }
    return try files.flatMap { file in
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      return text.matches(of: /(?:struct|enum) (\w+): OverlayState\b/).map { String($0.1) }
    }
  }
}
