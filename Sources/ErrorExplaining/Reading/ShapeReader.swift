/// Reads violations in languages whose wordings are not known, by their shape.
///
/// A message with two or three quoted names, and below it a detail `(columns)=(values)` with one:
/// no other error of PostgreSQL looks so. The name in the detail is the other table.
enum ShapeReader {
  private static let quotes: [(open: Character, close: Character)] = [
    ("\"", "\""), ("«", "»"), ("»", "«"), ("“", "”"), ("„", "“"), ("„", "”"), ("‚", "‘"),
    ("「", "」"), ("『", "』"),
  ]

  static func sightings(in plain: [UInt8], besides matches: [FormMatch]) -> [Sighting] {
    let separator = Array(")=(".utf8)
    var found: [Sighting] = []
    var lineStart = 0
    var previous: Range<Int>?
    while lineStart < plain.count {
      let end = plain[lineStart...].firstIndex(of: 0x0A) ?? plain.count
      let line = lineStart..<end
      lineStart = end + 1
      defer { if !line.isEmpty { previous = line } }
      guard let above = previous, line.count < 20_000, contains(separator, in: plain[line]),
        !matches.contains(where: { $0.range.overlaps(line) || $0.range.overlaps(above) })
      else { continue }
      let message = String(decoding: plain[above], as: UTF8.self)
      let detail = String(decoding: plain[line], as: UTF8.self)
      if let violation = violation(message: message, detail: detail) {
        found.append(Sighting(range: above.lowerBound..<line.upperBound, violation: violation))
      }
    }
    return found
  }

  private static func violation(message: String, detail: String) -> Violation? {
    guard let key = Key(detail), key.table.count == 1 else { return nil }
    let other = key.table[0]
    let names = names(in: message[...])
    var violation = Violation(form: nil, columns: key.columns)
    violation.values = KeyValues.split(key.values, count: key.columns.count)
    if names.count == 2, !names.contains(other) {
      violation.form = .missingParent
      (violation.table, violation.constraint) = (names[0], names[1])
      violation.referencedTable = other
    } else if names.count == 3, let child = names.dropFirst().firstIndex(of: other) {
      violation.form = .stillReferenced
      (violation.table, violation.referencedTable) = (other, names[0])
      violation.constraint = names[child == 1 ? 2 : 1]
    } else {
      return nil
    }
    return violation
  }

  /// `… (columns)=(values) …` and the quoted names outside it.
  private struct Key {
    var columns: [String]
    var values: String
    var table: [String]

    init?(_ line: String) {
      guard let separator = line.firstRange(of: ")=("),
        let open = line[..<separator.lowerBound].lastIndex(of: "("),
        let close = line[separator.upperBound...].lastIndex(of: ")")
      else { return nil }
      columns = line[line.index(after: open)..<separator.lowerBound].split(separator: ", ")
        .map(String.init)
      values = String(line[separator.upperBound..<close])
      table =
        ShapeReader.names(in: line[..<open])
        + ShapeReader.names(in: line[line.index(after: close)...])
      if columns.isEmpty { return nil }
    }
  }

  private static func names(in text: Substring) -> [String] {
    var names: [String] = []
    var rest = text
    while let open = rest.firstIndex(where: { character in
      quotes.contains { $0.open == character }
    }) {
      let inside = rest[rest.index(after: open)...]
      let closers = quotes.filter { $0.open == rest[open] }.map(\.close)
      guard let close = inside.firstIndex(where: closers.contains) else { break }
      names.append(String(inside[..<close]).trimmed)
      rest = inside[inside.index(after: close)...]
    }
    return names
  }

  private static func contains(_ needle: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
    guard let first = needle.first else { return false }
    return line.indices.contains { index in
      line[index] == first && line[index...].starts(with: needle)
    }
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
