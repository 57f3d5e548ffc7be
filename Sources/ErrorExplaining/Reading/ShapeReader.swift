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
    plain.places(of: Array(")=(".utf8)).compactMap { place -> Sighting? in
      let line = plain.line(around: place)
      guard line.lowerBound > 0, line.count < 20_000 else { return nil }
      var above = plain.line(around: line.lowerBound - 1)
      if above.isEmpty, above.lowerBound > 0 { above = plain.line(around: above.lowerBound - 1) }
      let range = above.lowerBound..<line.upperBound
      guard above.count < 20_000, !isKnown(range, matches),
        let violation = violation(
          message: String(decoding: plain[above], as: UTF8.self),
          detail: String(decoding: plain[line], as: UTF8.self))
      else { return nil }
      return Sighting(range: range, violation: violation)
    }.reduce(into: []) { found, sighting in
      // A line is found once for each place in it.
      if found.last?.range != sighting.range { found.append(sighting) }
    }
  }

  /// Whether a known wording stands in a range; they are in order and apart from each other.
  private static func isKnown(_ range: Range<Int>, _ matches: [FormMatch]) -> Bool {
    var (low, high) = (0, matches.count)
    while low < high {
      let middle = (low + high) / 2
      if matches[middle].range.upperBound <= range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < matches.count && matches[low].range.overlaps(range)
  }

  private static func violation(message: String, detail: String) -> Violation? {
    guard let key = Key(detail), key.table.count == 1 else { return nil }
    let other = key.table[0]
    let names = names(in: message[...])
    let isReal = (names + key.columns + [other]).allSatisfy { !MessageForm.isPlaceholder($0) }
    guard isReal else { return nil }
    var violation = Violation(form: nil, columns: key.columns)
    violation.values = KeyValues.split(key.values, count: key.columns.count)
    violation.valueText = key.values
    if names.count == 2 {
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
