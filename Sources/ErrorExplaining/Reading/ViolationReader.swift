/// Finds the foreign-key violations in a text: what a person pasted, a log, a stack trace.
package enum ViolationReader {
  /// How far from a message its other parts are looked for, in bytes.
  private static let reach = 8_192

  /// Every violation, in the order of the text; the same event told again is counted, not repeated.
  package static func violations(in text: String) -> [Violation] {
    let plain = PlainText.bytes(of: text)
    let matches = MessageForm.matches(in: plain)
    let sightings =
      paired(matches) + ShapeReader.sightings(in: plain, besides: matches)
      + LibraryText.sightings(in: plain, besides: matches)
    let ordered = sightings.sorted { $0.range.lowerBound < $1.range.lowerBound }
    return merged(completed(ordered, in: plain))
  }

  // MARK: A message and its detail

  /// One violation for each message, with the detail that belongs to it, and for each detail that
  /// stands alone.
  private static func paired(_ matches: [FormMatch]) -> [Sighting] {
    var sightings: [Sighting] = []
    for match in matches {
      if match.part == .detail, let last = sightings.last, last.takes(match, within: reach) {
        sightings[sightings.count - 1].add(match)
      } else if match.part == .message, let last = sightings.last, last.isDetailFor(match) {
        sightings[sightings.count - 1].add(match)
      } else if match.part == .message || match.fields[.columns] != nil {
        sightings.append(Sighting(match))
      }
    }
    return sightings
  }

  // MARK: What stands beside it

  private static func completed(_ sightings: [Sighting], in plain: [UInt8]) -> [Violation] {
    sightings.indices.map { index in
      let range = sightings[index].range
      let previous = index > 0 ? sightings[index - 1].range.upperBound : 0
      let next =
        index + 1 < sightings.count ? sightings[index + 1].range.lowerBound : plain.count
      let after = Surroundings.text(plain[range.upperBound..<min(next, range.upperBound + reach)])
      let before = Surroundings.text(
        plain[max(previous, range.lowerBound - reach)..<range.lowerBound])
      return sightings[index].violation(before: before, after: after)
    }
  }

  /// Tellings of one event become one: a stack trace says it twice, each time with other parts.
  private static func merged(_ violations: [Violation]) -> [Violation] {
    var merged: [Violation] = []
    for violation in violations {
      if let place = merged.firstIndex(where: { $0.isSame(as: violation) }) {
        merged[place].occurrences += 1
        merged[place].statement = merged[place].statement ?? violation.statement
        merged[place].schema = merged[place].schema ?? violation.schema
      } else {
        merged.append(violation)
      }
    }
    return merged
  }
}
