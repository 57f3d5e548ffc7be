import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Sentences name the keys that a person really has.
@Suite struct KeysInSentencesTests {
  private static let keys = [
    "refresh": "f5", "escape": "z", "quit": "Q", "stop": "f6", "open": "o", "filter": "f7",
    "why": "W", "mark": "M", "preview-delete": "D", "mark-range": "f8", "unmark-all": "N",
    "reload": "f9", "way-past": "P", "what-if": "C", "verify": "X", "left": "A", "right": "S",
    "expand": "E", "copy": "Y", "count": "K", "follow": "F", "down": "J", "path": "T",
  ]

  private static func changed(_ driver: Driver) throws -> Driver {
    var driver = driver
    driver.walker.notice = nil
    driver.walker.options.keymap = try Keymap.standard(
      changedBy: keys.map {
        KeyBinding(section: "everywhere", command: $0.key, keys: [$0.value], line: 1)
      })
    return driver
  }

  private static func failed(_ driver: Driver) -> Driver {
    var driver = driver
    driver.press("r")
    if let id = driver.lastRows?.0 {
      driver.send(.answered(id, .failed(ServerError(sqlstate: "42501", message: "no"))))
    }
    return driver
  }

  private static let lost: Driver = {
    var driver = Driver.rows()
    driver.send(.connectionLost(message: "gone"))
    return driver
  }()

  private static let marked: Driver = {
    var driver = Driver.rows()
    driver.press("space")
    return driver
  }()

  private static let ranging: Driver = {
    var driver = Driver.rows()
    driver.press("v")
    return driver
  }()

  private static func with(_ keys: String, _ driver: Driver) -> Driver {
    var driver = driver
    driver.press(keys)
    return driver
  }

  /// A screen, and what it must and must not say.
  private static let cases: [(driver: Driver, says: [String])] = [
    (failed(.rows()), ["f5 tries again, z goes back."]),
    (failed(.rowDetail()), ["F5 asks again, z goes back."]),
    (lost, ["F9 reconnects"]), (marked, ["D previews deleting it", "N unmarks"]),
    (ranging, ["F8 marks it", "z gives it up"]),
    (with("l", .rowDetail()), ["S or o shows the child rows", "A back"]),
    (with("h j", .ready(table: "orders")), ["A or o walks to", "E opens it here"]),
    (with("b", .preview(Shop.refused)), ["press P for a script"]),
    (with("2", .preview(Shop.refused)), ["o shows the table."]),
    (.rowDetail(), ["D previews deleting this row."]),
  ]

  @Test(arguments: cases.indices) func sentencesFollowTheKeys(_ number: Int) throws {
    let (driver, says) = Self.cases[number]
    let text = try Self.changed(driver).text.lowercased()
    for words in says { #expect(text.contains(words.lowercased()), "\(words) in \(text)") }
  }

  @Test func commandsWithoutKeysAreNamed() throws {
    var driver = Self.lost
    driver.walker.options.keymap = try Keymap.standard(changedBy: [
      KeyBinding(section: "everywhere", command: "reload", keys: [], line: 1)
    ])
    #expect(driver.text.contains("Connection lost. :reload reconnects"))
  }

  @Test func helpTextsAreFilled() throws {
    let keys = Keys(
      keymap: try Self.changed(.rows()).walker.options.keymap, place: .rows, glyphs: .unicode)
    #expect(keys.filled("until {unmark-all} takes") == "until N takes")
    #expect(keys.filled("{ {nonsense} }x") == "{ {nonsense} }x")
    for entry in CommandEntry.all {
      #expect(!keys.filled(entry.explanation).contains("{"), "\(entry.explanation)")
    }
  }

  @Test func statusLinesKeepTheirKeysWhereThereIsLittleRoom() {
    let parts = [
      Line("Something long happened there"), .hint("x", "stops"), Line("what was found is kept"),
      .hint("r", "again"),
    ]
    func text(_ width: Int) -> String { parts.fitted(to: width, ellipsis: "…").text }
    #expect(text(99) == parts.map(\.text).joined(separator: "   "))
    #expect(text(50) == "Something long happened there   x stops   r again")
    #expect(text(41) == "Something long happened there   x stops")
    #expect(text(30) == "Something long happ…   x stops")
    #expect(text(15) == "x stops")
    #expect([Line](repeating: .blank, count: 2).fitted(to: 3, ellipsis: "…").text == "")
  }

  @Test func whatAPanelTellsOfCanBeDoneFromThere() {
    var driver = Driver.preview(Shop.refused)
    driver.press("b i")
    #expect(driver.text.contains("Press p for a script"))
    guard case .ask(_, .wayPast)? = driver.press("p").last else {
      Issue.record("nothing was asked for")
      return
    }
    #expect(driver.walker.overlay == nil)
  }

  @Test func predictionsAreNoEvents() {
    var driver = Driver.preview(Shop.refused)
    driver.press("g e")
    #expect(driver.walker.kind == .explain)
    #expect(driver.text.contains("the preview predicts this error"))
    #expect(!driver.text.contains("the statement was undone"))
  }
}
