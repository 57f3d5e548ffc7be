import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Every size from nothing up, with random keys, clicks, pastes and answers on every screen: no trap,
/// nothing outside the screen, no half of a wide character, and always a word on what can be done.
@Suite struct EverySizeTests {
  private static let parts: UInt64 = 8

  /// All narrow ones, and a third of the wide ones, which take the longest and differ the least.
  private static let sizes: [Size] = (0...50).flatMap { rows in
    (0...120).filter { $0 <= 45 || ($0 + rows) % 3 == 0 }.map { Size(columns: $0, rows: rows) }
  }

  @Test(arguments: 0..<parts) func everySizeFits(_ part: UInt64) {
    var random = SeededGenerator(seed: part)
    var person = Person()
    let mine = Self.sizes.indices.filter { UInt64($0) % Self.parts == part }.map { Self.sizes[$0] }
    for (number, size) in mine.shuffled(using: &random).enumerated() {
      if number % 24 == 0 {
        person = Person(startingAt: Int(part) + number / 24 * Int(Self.parts))
      }
      person.driver.resize(size)
      if let trouble = ScreenCheck.trouble(person.driver) {
        Issue.record("\(trouble), after \(person.done) at \(size)")
      }
      person.act(&random)
    }
  }

  /// A quarter of the small sizes, and another quarter on the next screen.
  @Test(arguments: Screens.all.indices) func smallSizesFit(_ start: Int) {
    var driver = Screens.all[start]
    for rows in 0...12 {
      for columns in Array(0...30) + [40, 41, 45, 61, 77] where (start + rows + columns) % 4 == 0 {
        let size = Size(columns: columns, rows: rows)
        driver.resize(size)
        if let trouble = ScreenCheck.trouble(driver) { Issue.record("\(trouble), at \(size)") }
      }
    }
  }

  @Test(arguments: Screens.all.indices) func hugeScreensFit(_ start: Int) {
    var random = SeededGenerator(seed: 99)
    var person = Person(startingAt: start)
    for size in [Size(columns: 400, rows: 100), Size(columns: 223, rows: 99)] {
      person.driver.resize(size)
      person.act(&random)
      let trouble = ScreenCheck.trouble(person.driver)
      #expect(trouble == nil, "after \(person.done) at \(size)")
    }
  }
}

/// Someone who does anything at all.
private struct Person {
  var driver: Driver
  /// What was done, for reports.
  private(set) var done: [String] = []

  init(startingAt start: Int = 0) { driver = Screens.all[start % Screens.all.count] }

  mutating func act(_ random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      guard let event = event(&random) else { continue }
      done.append("\(event)".prefix(60).description)
      driver.send(event)
    }
    if Int.random(in: 0..<3, using: &random) == 0 { driver.answerRows(Hostile.page) }
    if Int.random(in: 0..<3, using: &random) == 0 {
      driver.answerLesson(before: Course.after, run: Course.typed(nil))
    }
    if Int.random(in: 0..<3, using: &random) == 0 { driver.answerPreview(Hostile.report) }
  }

  private func event(_ random: inout SeededGenerator) -> Event? {
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      return .input(
        .mouse(
          x: Int.random(in: -1...130, using: &random), y: Int.random(in: -1...60, using: &random),
          action: [.press, .wheelUp, .wheelDown].randomElement(using: &random) ?? .press))
    case 1: return Hostile.texts.randomElement(using: &random).map { .input(.paste($0)) }
    case 2: return .tick(milliseconds: UInt64.random(in: 0...9_000, using: &random))
    case 3:
      let error = ServerError(
        sqlstate: "XX000", message: Hostile.texts[0], detail: Hostile.texts[14])
      return driver.lastRows.map { .answered($0.0, .failed(error)) }
    case 4:
      return [.connectionLost(message: Hostile.texts[8]), .connected(Shop.facts), .interrupted]
        .randomElement(using: &random)
    default: return RobustnessTests.keys.randomElement(using: &random).map { .input(.key($0)) }
    }
  }
}

/// What must hold for each frame.
enum ScreenCheck {
  /// What is wrong with what a walker shows; nil where nothing is.
  static func trouble(_ driver: Driver) -> String? {
    let screen = driver.screen
    let size = screen.buffer.size
    guard size == driver.walker.size else { return "the screen has another size" }
    if let cursor = screen.cursor, !Rect(size).contains(cursor) { return "the cursor is outside" }
    var kinds: [Character: Kind] = [:]
    for y in 0..<size.rows {
      var isHalf = false
      for x in 0..<size.columns {
        let cell = screen.buffer[x, y]
        guard cell.isContinuation == isHalf else { return "half a wide character at \(x), \(y)" }
        let kind = kinds[cell.symbol] ?? Kind(cell.symbol)
        kinds[cell.symbol] = kind
        if kind == .acting { return "a character that acts at \(x), \(y)" }
        isHalf = kind == .wide && !isHalf
      }
      if isHalf { return "half a wide character at the end of row \(y)" }
    }
    return wayOut(screen.buffer, isTooSmall: driver.walker.frame.isTooSmall)
  }

  /// What a character in a cell is to a terminal.
  private enum Kind {
    case narrow, wide, acting

    init(_ symbol: Character) {
      let acts = symbol.unicodeScalars.contains { scalar in
        [.control, .format, .surrogate, .lineSeparator, .paragraphSeparator]
          .contains(scalar.properties.generalCategory)
      }
      self = acts ? .acting : DisplayWidth.of(symbol) == 2 ? .wide : .narrow
    }
  }

  /// The last line names a key; where all is too small, there is at least how to leave.
  private static func wayOut(_ buffer: CellBuffer, isTooSmall: Bool) -> String? {
    guard !buffer.lines.isEmpty, buffer.size.columns > 0 else { return nil }
    if isTooSmall { return buffer.lines.joined().contains("q") ? nil : "no way out" }
    let last = buffer.lines[buffer.size.rows - 1]
    let keys = ["? ", "Esc", "Enter", "q "]
    return keys.contains { last.contains($0) } ? nil : "no key in the last line"
  }
}
