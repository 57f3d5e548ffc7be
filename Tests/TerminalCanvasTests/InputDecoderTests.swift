import TerminalCanvas
import Testing

@testable import CursesDriver

@Suite struct InputDecoderTests {
  private func decode(_ pieces: [RawInput]...) -> [InputEvent] {
    var decoder = InputDecoder()
    return pieces.flatMap { decoder.decode($0) }
  }

  private func text(_ text: String) -> [RawInput] { text.unicodeScalars.map(RawInput.scalar) }

  private let mouse = [RawInput.code(KeyCode.mouse)]

  @Test func typing() {
    let keys: [Key] = [.character("é"), .enter, .tab, .backspace, .control("c"), .control(" ")]
    #expect(decode(text("é\r\t\u{7F}\u{3}\0")) == keys.map(InputEvent.key))
  }

  @Test func escapeAltAndUnknownSequences() {
    #expect(decode(text("\u{1b}")) == [.key(.escape)])
    #expect(decode(text("\u{1b}x")) == [.key(.alt("x"))])
    #expect(decode(text("\u{1b}[")) == [.key(.alt("["))])
    #expect(decode(text("\u{1b}\r")) == [.key(.escape), .key(.enter)])
    #expect(decode(text("\u{1b}\u{1b}")) == [.key(.escape), .key(.escape)])
    #expect(decode(text("\u{1b}[25;9~q")) == [.key(.character("q"))])
    #expect(decode(text("\u{1b}[25;"), text("9~q")) == [.key(.character("q"))])
    #expect(decode(text("\u{1b}]11;rgb:0/0/0\u{1b}\\q")) == [.key(.character("q"))])
  }

  @Test func sequencesInPiecesNeverActAsLetters() {
    #expect(decode(text("\u{1b}[Aq")) == [.key(.up), .key(.character("q"))])
    #expect(decode(text("\u{1b}[1;"), text("3D")) == [.key(.altLeft)])
    #expect(decode(text("\u{1b}OB")) == [.key(.down)])
    #expect(decode(text("\u{1b}"), text("[B")) == [.key(.escape)])
    #expect(decode(text("\u{1b}"), text("OHq")).last == .key(.character("q")))
    #expect(decode(text("\u{1b}"), text("OH")) == [.key(.escape)])
    #expect(decode(text("\u{1b}"), text("[1;3Dq")) == [.key(.escape), .key(.character("q"))])
    #expect(decode(text("\u{1b}"), text("[")) == [.key(.escape), .key(.character("["))])
    #expect(decode(text("\u{1b}"), text("q")) == [.key(.escape), .key(.character("q"))])
    #expect(decode(text("\u{1b}"), text("Orders")).count == 7, "typed, not a sequence")
  }

  @Test func tooLongPastesAreCutAndStillEnd() {
    let begin = [RawInput.code(KeyCode.pasteBegin)]
    for end in [[RawInput.code(KeyCode.pasteEnd)], text("\u{1b}[201~")] {
      var decoder = InputDecoder()
      decoder.pasteLimit = 1000
      let long = String(repeating: "x ", count: 500)
      let events = decoder.decode(begin + text(long + "more")) + decoder.decode(end + text("q"))
      #expect(events == [.paste(long), .key(.character("q"))])
    }
  }

  @Test func mouseReports() {
    #expect(decode(mouse + text("0;10;5M")) == [.mouse(x: 9, y: 4, action: .press)])
    #expect(decode(mouse + text("0;3"), text("00;5M")) == [.mouse(x: 299, y: 4, action: .press)])
    #expect(decode(mouse + text("69;1;1Mq")).first == .mouse(x: 0, y: 0, action: .wheelDown))
    #expect(decode(mouse + text("0;10;5mq")) == [.key(.character("q"))])
    #expect(decode(mouse + text("0;99999999999999999999;0M")).count == 1)
  }

  @Test func pastes() {
    let (begin, end) = ([RawInput.code(KeyCode.pasteBegin)], [RawInput.code(KeyCode.pasteEnd)])
    #expect(decode(begin + text("a\nq") + end) == [.paste("a\nq")])
    #expect(decode(begin + text("a"), text("b"), end + text("c")).first == .paste("ab"))
    #expect(decode(begin + text("ab\u{1b}[20"), text("1~")) == [.paste("ab")])
    #expect(decode(begin + text("ab\u{3}q")) == [.paste("ab"), .key(.character("q"))])
  }

  @Test func randomInputNeverTraps() {
    var random = SeededGenerator(seed: 7)
    let scalars = text("\u{1b}[]OP<;0123456789~Mm\u{7}\\\0\u{3}日x")
    let codes = [KeyCode.mouse, KeyCode.pasteBegin, KeyCode.pasteEnd, -1, .max, .min, 0x712]
    for _ in 0..<500 {
      var decoder = InputDecoder()
      for _ in 0..<20 {
        let input = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
          (scalars + codes.map(RawInput.code)).randomElement(using: &random)
        }
        _ = decoder.decode(input)
      }
      // Whatever came before, a paste that never ended included, keys act again at some point.
      let events = decoder.decode(text("\u{3}~M\u{7}")) + decoder.decode(text("MMq"))
      #expect(events.last == .key(.character("q")))
    }
  }

  @Test func localesThatAskForASCIIGetIt() {
    #expect(CharacterSet.allowsUTF8([nil, nil, nil]))
    #expect(CharacterSet.allowsUTF8(["", nil, "en_US.UTF-8"]))
    #expect(CharacterSet.allowsUTF8([nil, nil, "de_DE.utf8"]))
    #expect(!CharacterSet.allowsUTF8([nil, nil, "C"]))
    #expect(!CharacterSet.allowsUTF8(["POSIX", nil, "en_US.UTF-8"]))
    #expect(!CharacterSet.allowsUTF8([nil, "de_DE.ISO-8859-1", "en_US.UTF-8"]))
  }

  @Test func clipboardSequences() {
    #expect(PrivateMode.clipboard("YQ==", insideScreen: false) == "\u{1b}]52;c;YQ==\u{7}")
    let long = String(repeating: "A", count: 600)
    let pieces = PrivateMode.clipboard(long, insideScreen: true).split(separator: "\u{1b}P")
    #expect(pieces.count == 3)
    #expect(pieces.allSatisfy { $0.hasSuffix("\u{1b}\\") && $0.count <= 252 })
    let whole = pieces.map { $0.dropLast(2) }.joined()
    #expect(whole == "\u{1b}]52;c;\(long)\u{7}")
  }

  @Test func colorModes() {
    #expect(ColorMode.auto.depth(colors: 256, noColor: nil) == .ansi256)
    #expect(ColorMode.auto.depth(colors: 256, noColor: "") == .ansi256)
    #expect(ColorMode.auto.depth(colors: 256, noColor: "1") == .monochrome)
    #expect(ColorMode.always.depth(colors: 8, noColor: "1") == .ansi16)
    #expect(ColorMode.never.depth(colors: 256, noColor: nil) == .monochrome)
    #expect(ColorMode.ansi16.depth(colors: 256, noColor: "1") == .ansi16)
    #expect(ColorMode.ansi256.depth(colors: -1, noColor: nil) == .monochrome)
  }
}
