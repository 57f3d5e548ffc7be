/// Finds what the parser would end the whole program at (toml++ 3.4, by assertions): a table's header
/// without a name, `[=`, and an array that a brace closes, `[1}`; and a zero byte, where a C string
/// ends.
struct BracketScan {
  private var rest: Substring.UTF8View
  private var line = 1
  /// The brackets and braces that are open.
  private var open: [UInt8] = []
  private var isAtStartOfLine = true

  /// What is wrong first; nil for nothing that this looks for.
  static func problem(in text: String.UTF8View) -> TOMLProblem? {
    // The parser passes over a byte order mark too.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var scan = BracketScan(rest: text.starts(with: mark) ? text.dropFirst(mark.count) : text[...])
    while let byte = scan.rest.first {
      if let message = scan.problem(at: byte) {
        return TOMLProblem(line: scan.line, message: message)
      }
    }
    return nil
  }

  private init(rest: Substring.UTF8View) { self.rest = rest }

  private mutating func problem(at byte: UInt8) -> String? {
    let isFirst = isAtStartOfLine
    isAtStartOfLine = isFirst && Self.isBlank(byte)
    switch byte {
    case UInt8(ascii: "\n"): newline()
    case 0: return "it holds a zero byte"
    case UInt8(ascii: "#"):
      while let next = rest.first, next != UInt8(ascii: "\n"), next != 0 { rest.removeFirst() }
    case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
    case UInt8(ascii: "["):
      if isFirst, open.isEmpty, isNamelessHeader {
        return "[ must be followed by a name, as in [rows] or [\"a name\"]"
      }
      push(byte)
    case UInt8(ascii: "{"): push(byte)
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      if byte == UInt8(ascii: "}"), open.last == UInt8(ascii: "[") {
        return "} stands where ] is missing"
      }
      open.removeLast(open.isEmpty ? 0 : 1)
      rest.removeFirst()
    default: rest.removeFirst()
    }
    return nil
  }

  private mutating func push(_ byte: UInt8) {
    open.append(byte)
    rest.removeFirst()
  }

  private mutating func newline() {
    rest.removeFirst()
    line += 1
    isAtStartOfLine = true
  }

  /// Of one line, or of several where it begins with three quotes.
  private mutating func skipString(_ quote: UInt8) {
    let isLong = rest.starts(with: [quote, quote, quote])
    let end = [UInt8](repeating: quote, count: isLong ? 3 : 1)
    rest = rest.dropFirst(end.count)
    while let byte = rest.first, byte != 0 {
      if rest.starts(with: end) { return rest = rest.dropFirst(end.count) }
      let isEscape = byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
      if byte == UInt8(ascii: "\n") {
        // One that is not closed: the parser says so.
        guard isLong else { return }
        newline()
        isAtStartOfLine = false
      } else {
        rest = rest.dropFirst(isEscape && rest.dropFirst().first != UInt8(ascii: "\n") ? 2 : 1)
      }
    }
  }

  private var isNamelessHeader: Bool {
    var name = rest.dropFirst().drop(while: Self.isBlank)
    if name.first == UInt8(ascii: "[") { name = name.dropFirst().drop(while: Self.isBlank) }
    guard let first = name.first else { return false }
    // Of a bracket that closes nothing the parser complains by itself.
    return !Self.isPartOfName(first) && !"]\"'".utf8.contains(first)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
