import Testing

@testable import PostgresAccess

/// Bytes that are no UTF-8 come back as they were.
@Suite struct LooseBytesTests {
  @Test(
    arguments: [
      [], [0x61], [0xE9], [0x63, 0xE9, 0x21], [0xFF, 0xFE], [0xC3], [0xC3, 0xA9], [0xE5, 0xB1],
      [0xE5, 0xB1, 0xB1, 0x80], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80],
    ] as [[UInt8]])
  func everyByteReturns(_ bytes: [UInt8]) {
    let text = bytes.withUnsafeBytes { LooseBytes.text($0) }
    let back = LooseBytes.bytes(text, isLoose: true)
    #expect(back.dropLast().map { UInt8(bitPattern: $0) } == bytes)
    #expect(back.last == 0)
  }

  @Test func textStaysText() {
    let text = "café 山 👍 \u{FFFD}"
    #expect(Array(text.utf8).withUnsafeBytes { LooseBytes.text($0) } == text)
    #expect(LooseBytes.bytes("\u{10FFE9}", isLoose: false).count == 5, "private, but text")
  }

  @Test func loneBytesAreShownAsSuch() {
    let text = ([0x63, 0xE9] as [UInt8]).withUnsafeBytes { LooseBytes.text($0) }
    #expect(text == "c\u{10FFE9}")
  }
}
