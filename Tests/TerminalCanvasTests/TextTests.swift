import Testing

@testable import TerminalCanvas

@Suite struct TextTests {
  @Test(arguments: [
    ("plain", 5), ("", 0), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2),
    ("⚠️", 1), ("─│▸∞≥…", 6), ("ａ", 2), ("क्षि", 3), ("\r\n", 1), ("🇫🇷", 2), ("Ω", 1),
  ])
  func widths(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
    var buffer = CellBuffer(size: Size(columns: 10, rows: 1))
    #expect(buffer.draw(text, x: 0, y: 0) == columns)
  }

  @Test func fitting() {
    #expect(DisplayWidth.prefix("日本語", columns: 3) == ("日", 2))
    #expect(DisplayWidth.prefix("abc", columns: -1) == ("", 0))
    #expect(DisplayWidth.padded("日本語", to: 4) == "日… ")
    #expect(DisplayWidth.padded("abc", to: 5, alignRight: true) == "  abc")
    #expect(DisplayWidth.padded("abcdef", to: 5, ellipsis: "...") == "ab...")
    #expect(DisplayWidth.padded("abcdef", to: 2, ellipsis: "...") == "..")
    #expect(DisplayWidth.padded("abc", to: -3) == "")
  }

  @Test(arguments: [
    ("plain ~", "plain ~", "plain ~"), ("a\nb\tc", "a␊b␉c", "a\\nb\\tc"),
    ("\r\n", "␍␊", "\\r\\n"), ("\u{1b}[2J", "␛[2J", "\\x1b[2J"), ("\u{7F}", "␡", "\\x7f"),
    ("\u{85}x", "\\u{85}x", "\\u{85}x"), ("a\u{202E}b", "a\\u{202e}b", "a\\u{202e}b"),
    ("\u{301}a", "\\u{301}a", "\u{301}a"), ("e\u{301}", "e\u{301}", "e\u{301}"),
    ("\u{FEFF}", "\\u{feff}", "\\u{feff}"), ("🇫🇷", "FR", "🇫🇷"), ("日本", "日本", "日本"),
    ("\u{2028}", "\\u{2028}", "\\u{2028}"), ("soft\u{AD}", "soft\u{AD}", "soft\u{AD}"),
  ])
  func safeText(value: String, display: String, escaped: String) {
    #expect(SafeText.display(value) == display)
    #expect(SafeText.escaped(value) == escaped)
  }

  @Test func nothingActsOnATerminal() {
    let values: [ClosedRange<UInt32>] = [
      0...0xFF, 0x2F0...0x310, 0x600...0x620, 0x2000...0x2070, 0xFFF0...0xFFFF,
    ]
    for value in values.joined().compactMap(Unicode.Scalar.init) {
      for text in ["\(value)", "a\(value)", "\(value)\u{301}", "日\(value)b"] {
        for safe in [SafeText.display(text), SafeText.escaped(text)] {
          #expect(!safe.unicodeScalars.contains { isDangerous($0) }, "\(value.value)")
        }
        var buffer = CellBuffer(size: Size(columns: 8, rows: 1))
        buffer.draw(text, x: 0, y: 0)
        #expect(!buffer.lines[0].unicodeScalars.contains { isDangerous($0) }, "\(value.value)")
      }
    }
  }

  private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  @Test func keyNames() {
    let keys: [Key] = [
      .character("G"), .character("?"), .character(" "), .character("-"), .control("p"),
      .control(" "), .alt("x"), .alt("X"), .alt(" "), .enter, .escape, .tab, .backTab, .backspace,
      .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .altLeft,
      .altRight, .function(1), .function(12), .character("é"), .alt("-"),
    ]
    for key in keys { #expect(Key(name: key.name) == key) }
    #expect(Set(keys.map(\.name)).count == keys.count)
    #expect(Key(name: "Ctrl-P") == .control("p"))
    #expect(Key(name: "esc") == .escape)
    for name in ["", "ctrl-", "ctrl-é", "f0", "f99", "page", "alt-xy", "ctrl-alt-x"] {
      #expect(Key(name: name) == nil, "\(name)")
    }
  }

  @Test func rectanglesSplitAndNeverGoNegative() {
    let rect = Rect(x: 1, y: 2, width: 10, height: 5)
    #expect(rect.splitTop(2).rest == Rect(x: 1, y: 4, width: 10, height: 3))
    #expect(rect.splitBottom(1).bottom == Rect(x: 1, y: 6, width: 10, height: 1))
    #expect(rect.splitLeft(99).rest.isEmpty)
    #expect(rect.splitRight(3).right == Rect(x: 8, y: 2, width: 3, height: 5))
    #expect(rect.inset(by: 1) == Rect(x: 2, y: 3, width: 8, height: 3))
    #expect(rect.inset(by: 9).isEmpty)
    for value in [Int.min, -1, 0, Int.max] {
      let odd = Rect(x: value, y: value, width: value, height: value).inset(by: value)
      #expect(odd.width >= 0 && odd.height >= 0)
      #expect(odd.splitTop(value).rest.height >= 0 && odd.splitRight(value).rest.width >= 0)
    }
  }
}
