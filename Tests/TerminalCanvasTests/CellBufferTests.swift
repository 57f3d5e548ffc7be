import Testing

@testable import TerminalCanvas

/// A generator that gives the same numbers for the same seed.
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

@Suite struct CellBufferTests {
  @Test func controlCharactersAreWrittenOutWhereOnlyASCIIShows() {
    var buffer = CellBuffer(size: Size(columns: 30, rows: 1), glyphs: .ascii)
    buffer.draw(SafeText.display("a\u{1b}[2J\n\u{7f}\u{0}") + "…", x: 0, y: 0)
    #expect(buffer.lines[0].hasPrefix("a\\x1b[2J\\n\\x7f\\x00... "))
    var unicode = CellBuffer(size: Size(columns: 30, rows: 1))
    unicode.draw(SafeText.display("a\u{1b}"), x: 0, y: 0)
    #expect(unicode.lines[0].hasPrefix("a␛ "))
  }

  static let samples = [
    "", "plain", "日本語", "a日b", "e\u{301}", "👨‍👩‍👧 family", "🇫🇷", "क्षि", "\u{301}", "\r\n\u{1b}[2J",
    "\u{202e}abc", "한글", "한글", "⚠️", "👍🏽", "\u{200B}", "x\u{E0001}", "\u{10FFFF}", "…", "ﷺ",
  ]

  @Test func everySizeTakesEveryDrawing() {
    var random = SeededGenerator(seed: 1)
    for columns in 0...12 {
      for rows in 0...12 {
        var buffer = CellBuffer(size: Size(columns: columns, rows: rows))
        for _ in 0..<40 { drawSomething(into: &buffer, using: &random) }
        expectConsistent(buffer)
      }
    }
  }

  @Test func extremeCoordinatesDrawNothing() {
    var buffer = CellBuffer(size: Size(columns: 4, rows: 2))
    for place in [Int.min, Int.max, -1_000_000, 1_000_000] {
      buffer.draw("日x", x: place, y: place)
      buffer.draw("日x", x: 0, y: place, width: place)
      buffer.fill(Rect(x: place, y: place, width: 10, height: 10), with: "x")
      buffer.box(Rect(x: place, y: 0, width: place, height: place), title: "t", glyphs: .unicode)
      buffer.highlight(Rect(x: place, y: place, width: place, height: place), as: .cursor)
      #expect(buffer[place, place] == Cell())
    }
    #expect(buffer == CellBuffer(size: Size(columns: 4, rows: 2)))
  }

  @Test func textIsCutWithAnEllipsis() {
    var buffer = CellBuffer(size: Size(columns: 6, rows: 3))
    #expect(buffer.draw("abcdefgh", x: 1, y: 0) == 5)
    #expect(buffer.draw("abcdefgh", x: 0, y: 1, width: 4, ellipsis: false) == 4)
    #expect(buffer.draw("日本語日", x: 0, y: 2) == 5)
    #expect(buffer.lines == [" abcd…", "abcd  ", "日本… "])
  }

  @Test func asciiEllipsisTakesItsColumns() {
    var buffer = CellBuffer(size: Size(columns: 6, rows: 2), glyphs: .ascii)
    buffer.draw("abcdefgh", x: 0, y: 0)
    buffer.draw("abcdefgh", x: 4, y: 1)
    #expect(buffer.lines == ["abc...", "    .."])
  }

  @Test func textIsClippedOnTheLeft() {
    var buffer = CellBuffer(size: Size(columns: 4, rows: 2))
    #expect(buffer.draw("abcd", x: -2, y: 0) == 4)
    buffer.draw("日ab", x: -1, y: 1)
    #expect(buffer.lines == ["cd  ", " ab "])
  }

  @Test func overwritingHalfOfAWideSymbolBlanksTheOtherHalf() {
    var buffer = CellBuffer(size: Size(columns: 4, rows: 1))
    buffer.draw("日本", x: 0, y: 0)
    buffer.draw("x", x: 1, y: 0)
    #expect(buffer.lines == [" x本"])
    buffer.draw("y", x: 2, y: 0)
    #expect(buffer.lines == [" xy "])
  }

  @Test func highlightKeepsSymbolsAndRoles() {
    var buffer = CellBuffer(size: Size(columns: 3, rows: 1))
    buffer.draw("ab", x: 0, y: 0, role: .warning)
    buffer.highlight(Rect(x: 1, y: 0, width: 5, height: 5), as: .cursor)
    #expect(buffer[1, 0] == Cell(symbol: "b", role: .warning, highlight: .cursor))
    #expect(buffer[0, 0].highlight == .none)
  }

  @Test func boxes() {
    var buffer = CellBuffer(size: Size(columns: 16, rows: 3))
    let all = Rect(buffer.size)
    buffer.box(all, title: "orders", trailing: "3 rows", isFocused: true, glyphs: .unicode)
    #expect(buffer.lines == ["┌ orders ──────┐", "│              │", "└────── 3 rows ┘"])
    #expect(buffer[0, 1].role == .borderFocus)
    buffer.box(all, title: "a long title here", glyphs: .ascii)
    #expect(buffer.lines == ["+ a long titl… +", "|              |", "+--------------+"])
  }

  private func drawSomething(into buffer: inout CellBuffer, using random: inout SeededGenerator) {
    let text = Self.samples.randomElement(using: &random) ?? ""
    let x = Int.random(in: -4...14, using: &random)
    let y = Int.random(in: -4...14, using: &random)
    let width = Int.random(in: -1...14, using: &random)
    let rect = Rect(x: x, y: y, width: width, height: width / 2)
    switch Int.random(in: 0...4, using: &random) {
    case 0: buffer.box(rect, title: text, trailing: text, glyphs: .unicode)
    case 1: buffer.fill(rect, with: text.first ?? "日")
    case 2: buffer.highlight(rect, as: .cursor)
    case 3: buffer.horizontalLine(y: y, glyphs: .ascii)
    default: buffer.draw(text, x: x, y: y, width: width)
    }
  }

  private func expectConsistent(_ buffer: CellBuffer) {
    for line in buffer.lines { #expect(DisplayWidth.of(line) == buffer.size.columns, "\(line)") }
    for y in 0..<buffer.size.rows {
      for x in 0..<buffer.size.columns {
        let isWide = DisplayWidth.of(buffer[x, y].symbol) == 2
        #expect(buffer[x + 1, y].isContinuation == isWide)
      }
    }
  }
}
