/// An error text with what terminals, logs and debug printers put around it taken off.
enum PlainText {
  /// The text's bytes without terminal escapes and carriage returns, with the escapes of JSON, CSV
  /// and debug output undone on the lines that have them.
  static func bytes(of text: ArraySlice<UInt8>) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var rest = text
    while !rest.isEmpty {
      let end = rest.firstIndex(of: newline) ?? rest.endIndex
      append(rest[..<end], to: &plain)
      plain.append(newline)
      rest = rest[end...].dropFirst()
    }
    return plain
  }

  private static func append(_ line: ArraySlice<UInt8>, to plain: inout [UInt8]) {
    let backslash = UInt8(ascii: "\\")
    let quote = UInt8(ascii: "\"")
    let isEscaped = hasPair(backslash, quote, in: line)
    let isDoubled = hasPair(quote, quote, in: line) && hasPair(UInt8(ascii: ","), quote, in: line)
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      let rest = line[index...]
      if byte == 0x1B {
        index = endOfEscape(in: rest)
      } else if byte == UInt8(ascii: "\r") {
        index += 1
      } else if isEscaped, byte == backslash {
        index = unescape(rest, into: &plain)
      } else if isDoubled, byte == quote, rest.dropFirst().first == quote {
        plain.append(quote)
        index += 2
      } else if byte == UInt8(ascii: "&"), rest.starts(with: "&quot;".utf8) {
        plain.append(quote)
        index += 6
      } else {
        plain.append(byte)
        index += 1
      }
    }
  }

  private static func hasPair(_ first: UInt8, _ second: UInt8, in line: ArraySlice<UInt8>) -> Bool {
    zip(line, line.dropFirst()).contains { $0 == first && $1 == second }
  }

  /// Past a control sequence: `ESC [ … letter`, or ESC and one more byte.
  private static func endOfEscape(in rest: ArraySlice<UInt8>) -> Int {
    guard rest.dropFirst().first == UInt8(ascii: "[") else {
      return min(rest.startIndex + 2, rest.endIndex)
    }
    let final = rest.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }
    return final.map { $0 + 1 } ?? rest.endIndex
  }

  /// Undoes a run of backslashes and what it escapes; returns where the text goes on.
  private static func unescape(_ rest: ArraySlice<UInt8>, into plain: inout [UInt8]) -> Int {
    let end = rest.firstIndex { $0 != UInt8(ascii: "\\") } ?? rest.endIndex
    guard end < rest.endIndex else { return end }
    switch rest[end] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): plain.append(rest[end])
    case UInt8(ascii: "n"): plain.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "r"): break
    case UInt8(ascii: "t"): plain.append(UInt8(ascii: "\t"))
    case UInt8(ascii: "u"):
      let digits = rest[(end + 1)...].prefix(4)
      guard digits.count == 4,
        let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      else { return end + 1 }
      plain += Array(String(Character(scalar)).utf8)
      return end + 5
    default: plain += [UInt8(ascii: "\\"), rest[end]]
    }
    return end + 1
  }
}
