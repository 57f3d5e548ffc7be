/// A wording found in a text.
struct FormMatch: Hashable, Sendable {
  var part: MessageForm.Part
  var form: Violation.Form
  /// Where it stands, in bytes.
  var range: Range<Int>
  var fields: [MessageForm.Field: String]
}

extension MessageForm {
  /// The longest name that is looked for, in bytes: 63 characters and line breaks' indentation.
  private static let nameLimit = 256
  /// The longest list of values that is looked for.
  private static let valueLimit = 16_384

  /// Every wording in a text, in order, none within another.
  static func matches(in text: [UInt8]) -> [FormMatch] {
    var found: [FormMatch] = []
    var position = 0
    while position < text.count {
      let candidates = MessageForms.byFirstByte[Int(text[position])]
      let matches = candidates.compactMap { $0.match(in: text, anchoredAt: position) }
      // The longest wins: one wording may be the beginning of another.
      if let best = matches.max(by: { $0.range.count < $1.range.count }) {
        found.append(best)
        position = max(best.range.upperBound, position + 1)
      } else {
        position += 1
      }
    }
    return found
  }

  private func match(in text: [UInt8], anchoredAt position: Int) -> FormMatch? {
    guard text.starts(anchor, at: position),
      let pivotStart = text.back(over: anchorOffset, from: position),
      case .literal(let literal) = pieces[pivot],
      let pivotEnd = text.end(ofLiteral: literal, at: pivotStart)
    else { return nil }
    var fields: [Field: String] = [:]
    guard let lower = matchBackward(in: text, from: pivotStart, into: &fields),
      let upper = matchForward(in: text, from: pivotEnd, into: &fields)
    else { return nil }
    Self.splitKey(&fields)
    // A program that makes or seeks such messages is no message.
    guard fields.allSatisfy({ $0.key == .values || Self.isName($0.value, for: $0.key) }) else {
      return nil
    }
    return FormMatch(part: part, form: form, range: lower..<upper, fields: fields)
  }

  private func matchForward(
    in text: [UInt8], from start: Int, into fields: inout [Field: String]
  ) -> Int? {
    var position = start
    var field: Field?
    for piece in pieces[(pivot + 1)...] {
      switch piece {
      case .field(let name): field = name
      case .literal(let literal):
        guard let open = field else { return nil }
        let limit = min(text.count, position + Self.limit(of: open))
        let isLast = piece == pieces.last
        guard
          let found = text.firstLiteral(literal, from: position, limit: limit, endsName: isLast)
        else { return nil }
        fields[open] = Self.field(text[position..<found.lowerBound])
        position = found.upperBound
        field = nil
      }
    }
    // A wording that lost its closing quote: the name goes to the end of the line.
    if let open = field {
      let line = text[position...].prefix { $0 != 0x0A && $0 != UInt8(ascii: "\"") }
      fields[open] = Self.field(line)
      position = line.endIndex
    }
    return position
  }

  private func matchBackward(
    in text: [UInt8], from end: Int, into fields: inout [Field: String]
  ) -> Int? {
    var position = end
    var field: Field?
    for piece in pieces[..<pivot].reversed() {
      switch piece {
      case .field(let name): field = name
      case .literal(let literal):
        guard let open = field else { return nil }
        let limit = max(0, position - Self.limit(of: open))
        guard var found = text.lastLiteral(literal, before: position, limit: limit) else {
          return nil
        }
        // A value may itself look like a key.
        while open == .columns, text[..<found.lowerBound].ends(with: Self.separator),
          let outer = text.lastLiteral(literal, before: found.lowerBound, limit: limit)
        {
          found = outer
        }
        fields[open] = Self.field(text[found.upperBound..<position])
        position = found.lowerBound
        field = nil
      }
    }
    return position
  }

  /// Columns end at the first `)=(`; a value may have more of them.
  private static func splitKey(_ fields: inout [Field: String]) {
    guard let columns = fields[.columns], let values = fields[.values] else { return }
    let key = columns + ")=(" + values
    guard let separator = key.firstRange(of: ")=(") else { return }
    fields[.columns] = String(key[..<separator.lowerBound])
    fields[.values] = String(key[separator.upperBound...])
  }

  /// What stands between a key's columns and its values.
  private static let separator = Array(")=(".utf8)

  /// A field as the server wrote it: its log indents the lines after the first.
  private static func field(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("\n\t") ? text.replacing("\n\t", with: "\n") : text
  }

  /// Names are of at most 63 bytes; those of columns stand together.
  private static func isName(_ text: String, for field: Field) -> Bool {
    (field == .columns || text.unicodeScalars.count <= 63) && !isPlaceholder(text)
  }

  /// Whether a name is a gap to be filled in, or a pattern: `%s`, `%2$s`, `{0}`, `${name}`, `(.*)`.
  static func isPlaceholder(_ name: String) -> Bool {
    let isGap =
      name.hasPrefix("%") || (name.hasPrefix("{") && name.hasSuffix("}"))
      || (name.hasPrefix("$") && name.hasSuffix("}"))
      || (name.hasPrefix("<") && name.hasSuffix(">"))
    let isPattern = ["(.", "[^", ".*", ".+", "\\w", "#{"].contains { name.contains($0) }
    return name.isEmpty || isGap || isPattern || name == "..." || name == "…"
  }

  private static func limit(of field: Field) -> Int {
    field == .values || field == .columns ? valueLimit : nameLimit
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}

extension [UInt8] {
  fileprivate func starts(_ other: [UInt8], at position: Int) -> Bool {
    guard position + other.count <= count else { return false }
    for offset in other.indices where self[position + offset] != other[offset] { return false }
    return true
  }

  fileprivate static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// Back over the spaces and quotes before an anchor; nil at the text's beginning.
  fileprivate func back(over length: Int, from position: Int) -> Int? {
    var start = position
    var left = length
    while left > 0 {
      guard start > 0 else { return nil }
      start -= 1
      // A line break with indentation stands for one space.
      if Self.isSpace(self[start]) {
        while start > 0, Self.isSpace(self[start - 1]) { start -= 1 }
      }
      left -= 1
    }
    return start
  }

  /// Where a literal that begins here ends; a space in it stands for any white space.
  fileprivate func end(ofLiteral literal: [UInt8], at start: Int) -> Int? {
    var position = start
    for byte in literal {
      guard position < count else { return nil }
      if byte == 0x20, Self.isSpace(self[position]) {
        while position < count, Self.isSpace(self[position]) { position += 1 }
      } else if self[position] == byte {
        position += 1
      } else {
        return nil
      }
    }
    return position
  }

  /// The first place of a literal; where it ends the name, a quote before a letter is part of that.
  fileprivate func firstLiteral(
    _ literal: [UInt8], from start: Int, limit: Int, endsName: Bool
  ) -> Range<Int>? {
    var inside = 0
    for position in start..<Swift.max(start, limit) {
      guard let end = end(ofLiteral: literal, at: position) else { continue }
      if endsName, literal.count == 1, end < count {
        let next = self[end]
        let isLineEnd = next == 0x0A || next == UInt8(ascii: ".")
        // Quotes within a name come in pairs.
        if Self.continuesName(next) || (!inside.isMultiple(of: 2) && !isLineEnd) {
          inside += 1
          continue
        }
      }
      return position..<end
    }
    return nil
  }

  fileprivate func lastLiteral(
    _ literal: [UInt8], before end: Int, limit: Int
  ) -> Range<Int>? {
    for position in (limit..<Swift.max(limit, end)).reversed() {
      if let found = self.end(ofLiteral: literal, at: position), found <= end {
        return position..<found
      }
    }
    return nil
  }

  fileprivate static func continuesName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
