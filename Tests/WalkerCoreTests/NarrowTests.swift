import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// What is cut, and what is not, where there is little room.
@Suite struct NarrowTests {
  @Test func breadcrumbsKeepTableAndKey() {
    let uuid = "id=550e8400-e29b-41d4-a716-446655440000"
    let crumbs = Crumbs(parts: ["shop", "customers", uuid, "delete preview"], separator: " › ")
    #expect(crumbs.fitted(to: 90, ellipsis: "…") == "shop › customers › \(uuid) › delete preview")
    #expect(crumbs.fitted(to: 70, ellipsis: "…") == "customers › \(uuid) › delete preview")
    #expect(crumbs.fitted(to: 37, ellipsis: "…") == "customers › id=550e8400-e29b-41d4-a7…")
    #expect(crumbs.fitted(to: 20, ellipsis: "...") == "customers › id=55...")
    #expect(crumbs.fitted(to: 12, ellipsis: "…") == "id=550e…")
    #expect(Crumbs(parts: [], separator: "").fitted(to: 0, ellipsis: "…") == "")
  }

  @Test func longMessagesTakeMoreLines() {
    var driver = Driver.ready(size: Size(columns: 40, rows: 10))
    driver.send(.fileWritten(path: "/home/ana/reports/2024/fkwalk-screen.txt"))
    #expect(driver.lines[7].hasPrefix(" Written to"))
    #expect(driver.lines[8].hasPrefix(" /home/ana/reports/2024/fkwalk-screen"))
    driver.press("j")
    #expect(!driver.text.contains("Written"))
  }

  @Test func errorsOnLowScreensSayWhatToDo() {
    var driver = Driver(size: Size(columns: 40, rows: 10))
    let message = String(repeating: "the server is not there ", count: 20)
    driver.send(.connectionFailed(message: message, advice: "Check the port."))
    #expect(driver.text.contains("Check the port."))
    #expect(driver.text.contains("Cannot connect"))
    #expect(driver.text.contains("…"))
  }

  @Test func tooMuchSaysSo() {
    let lines = [Line("one two three"), Line("four")]
    let text = { (most: Int) in lines.wrapped(to: 8, most: most, ellipsis: "…").map(\.text) }
    #expect(text(3) == ["one two", "three", "four"])
    #expect(text(2) == ["one two", "three…"])
    #expect(text(0) == [])
  }

  @Test func hintsOfOverlaysCanBeClicked() {
    var driver = Driver.ready()
    driver.press("?")
    let line = driver.lines[29]
    #expect(line.hasPrefix(" Enter run  Esc close"))
    driver.click(13, 29)
    #expect(driver.walker.overlay == nil)
    driver.press("/")
    driver.click(15, 29)
    #expect(!driver.walker.isEditing, "Esc gives up")
  }

  @Test func tabsCanBeClicked() {
    var driver = Driver.preview(Shop.refused)
    func tab() -> PreviewState.Tab? {
      guard let state = driver.walker.history.current.state as? PreviewState else { return nil }
      return state.tab
    }
    for (text, expected) in [
      ("TABLES (", PreviewState.Tab.tables), ("NOTES (", .notes), ("1 ST", .steps),
    ] {
      guard let y = driver.lines.firstIndex(where: { $0.contains(text) }),
        let range = driver.lines[y].firstRange(of: text)
      else { continue }
      let x = driver.lines[y].distance(from: driver.lines[y].startIndex, to: range.lowerBound)
      driver.click(x, y)
      #expect(tab() == expected)
    }
  }

  @Test func whatCannotBeCopiedCanBeSaved() {
    var driver = Driver.ready()
    driver.send(.copyFailed("text", reason: "No clipboard."))
    #expect(driver.text.contains("No clipboard. Save it to a file instead."))
    let effects = driver.press("enter")
    #expect(
      effects == [.writeFile(path: "fkwalk-copy.txt", contents: .text("text"), overwrite: false)])
  }

  @Test func pastedTextHasItsLimit() {
    var field = TextField()
    field.apply(.insert("a\r\nb\n"))
    #expect(field.text == "a b ")
    field.apply(.insert(String(repeating: "x", count: 1 << 20)))
    #expect(field.text.count == TextField.longest)
    #expect(field.cursor == TextField.longest)
  }
}
