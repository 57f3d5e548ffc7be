import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// No size and no keys may trap, and every screen fits its size exactly.
@Suite struct RobustnessTests {
  private static let drivers: [Driver] = [
    Driver(), Driver.ready(), Driver.ready(table: "orders"), Driver.rows(), Driver.rowDetail(),
    Driver.preview(Shop.refused), Driver.preview(Shop.growing), preview(tab: "2"),
    preview(tab: "3"), preview(tab: "?"), preview(tab: "i"), preview(tab: "ctrl-p"),
    preview(tab: "e"), preview(tab: "V"), preview(tab: "c"), preview(tab: ":"),
    preview(tab: "g e"), explaining,
    rows("g l"), preview(tab: "g w"), teaching(""), teaching("2 enter"), teaching("n n enter"),
    walking("customers", "l = ="), walking("orders", "p c o u n t r enter"),
    walking("settings", "p t e a m s enter"), rows("c"), rows("l s"), rows("/ c o"),
  ]

  private static func walking(_ table: String, _ keys: String) -> Driver {
    var driver = Driver.ready(table: table)
    driver.press(keys)
    return driver
  }

  private static func rows(_ keys: String) -> Driver {
    var driver = Driver.rows()
    driver.press(keys)
    return driver
  }

  private static func preview(tab: String) -> Driver {
    var driver = Driver.preview(Shop.refused)
    driver.press(tab)
    return driver
  }

  private static func teaching(_ keys: String) -> Driver {
    var driver = Driver.teaching()
    for key in [""] + keys.split(separator: " ").map(String.init) {
      driver.press(key)
      driver.answerLesson(before: Course.before, run: Course.typed("no"))
      driver.answerPreview(Shop.refused)
    }
    return driver
  }

  private static let explaining: Driver = {
    var driver = Driver.ready()
    driver.press("g e")
    driver.send(.input(.paste(ExplainTests.missing)))
    return driver
  }()

  @Test func everySmallSizeRenders() {
    for start in Self.drivers {
      var driver = start
      for rows in 0...12 {
        for columns in Array(0...30) + [40, 41, 45, 61, 77] {
          driver.resize(Size(columns: columns, rows: rows))
          if columns % 5 == 0 || columns > 40 { check(driver) } else { _ = driver.screen }
        }
      }
    }
  }

  @Test(arguments: 1...16) func randomKeysNeverTrap(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var driver = Self.drivers[Int.random(in: 0..<Self.drivers.count, using: &random)]
    for number in 0..<120 {
      step(&driver, &random)
      if number % 4 == 0 { check(driver) }
    }
  }

  private func step(_ driver: inout Driver, _ random: inout SeededGenerator) {
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      driver.resize(
        Size(
          columns: Int.random(in: 0...120, using: &random),
          rows: Int.random(in: 0...40, using: &random)))
    case 1: driver.answerRows(Shop.customers)
    case 2: driver.answerPreview(Bool.random(using: &random) ? Shop.refused : Shop.growing)
    case 3 where Bool.random(using: &random):
      driver.answerLesson(before: Course.before, run: Course.typed(nil))
    case 3:
      driver.click(
        Int.random(in: -1...120, using: &random), Int.random(in: -1...40, using: &random))
    case 4: driver.send(Self.events.randomElement(using: &random) ?? .interrupted)
    default:
      if let key = Self.keys.randomElement(using: &random) { driver.send(.input(.key(key))) }
    }
  }

  private func check(_ driver: Driver) {
    let screen = driver.screen
    #expect(screen.buffer.size == driver.walker.size)
    for line in screen.buffer.lines where DisplayWidth.of(line) != screen.buffer.size.columns {
      Issue.record("not \(screen.buffer.size.columns) columns: \(line)")
    }
    if let cursor = screen.cursor, !driver.walker.frame.isTooSmall {
      #expect(Rect(screen.buffer.size).contains(cursor))
    }
  }

  static let keys: [KeyPress] =
    CommandEntry.all.flatMap { $0.keys.compactMap(KeySequence.parse).flatMap { $0 } }
    + "abc '%ü山".map { .character($0) } + [.delete, .insert, .function(5), .alt("x")]

  private static let events: [Event] = [
    .tick(milliseconds: 5000), .connected(Shop.facts), .connectionLost(message: "gone"),
    .connectionFailed(message: "no", advice: "yes"),
    .catalogLoaded(Shop.graph, milliseconds: 1),
    .catalogLoaded(SchemaGraph(tables: [], foreignKeys: []), milliseconds: 1),
    .catalogFailed(ServerError(sqlstate: "42501", message: "denied")),
    .rowsLoaded(RequestID(3), Shop.customers(1..<300, hasEarlier: true, hasLater: true)),
    .rowsFailed(RequestID(2), ServerError(sqlstate: "57014", message: "cancelled")),
    .referenceCounted(RequestID(5), .unknown),
    .previewFailed(RequestID(6), ServerError(sqlstate: "", message: "no")),
    .fileFailed(path: "x", message: "exists"), .fileWritten(path: "x"), .copied("x", how: "OSC 52"),
    .input(.paste("a\nb\u{1b}[31m")), .input(.mouse(x: 5, y: 5, action: .wheelUp)),
    .interrupted,
    .rowsLoaded(RequestID(4), RowPage(columns: [], rows: [], hasEarlier: false, hasLater: false)),
  ]
}

/// Random numbers that are the same each time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
