/// Finds the foreign-key violations in a text: what a person pasted, a log, a stack trace.
///
/// The text may come in pieces of any size; only a window of it is held.
package struct ViolationReader {
  /// How far from a message its other parts are looked for, in bytes.
  static let reach = 8_192
  /// What is kept before and behind the part of the window that is being read.
  private static let margin = 65_536
  private static let windowSize = 4 << 20

  /// Raw bytes that are not read yet.
  private var raw: [UInt8] = []
  /// The plain text of the window.
  private var plain: [UInt8] = []
  /// Where in the window the part begins whose violations were not told yet.
  private var start = 0
  private var violations: [Violation] = []
  /// Where in ``violations`` an event stands.
  private var places: [Violation: Int] = [:]

  package init() {}

  /// Every violation, in the order of the text; the same event told again is counted, not repeated.
  package static func violations(in text: String) -> [Violation] {
    var reader = ViolationReader()
    reader.read(text.utf8)
    return reader.finish()
  }

  /// Reads on.
  ///
  /// - Parameter bytes: the next piece of the text, in any encoding that contains ASCII.
  package mutating func read(_ bytes: some Collection<UInt8>) {
    raw += bytes
    guard raw.count >= Self.windowSize else { return }
    let cut = raw.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? raw.count
    plain += PlainText.bytes(of: raw[..<cut])
    raw.removeFirst(cut)
    advance(to: max(start, plain.count - Self.margin))
  }

  /// Ends the text.
  ///
  /// - Returns: every violation, in the order of the text.
  package mutating func finish() -> [Violation] {
    plain += PlainText.bytes(of: raw[...])
    raw = []
    advance(to: plain.count)
    return violations
  }

  /// Takes the violations that begin before a place in the window, then moves the window there.
  private mutating func advance(to end: Int) {
    let matches = MessageForm.matches(in: plain)
    let sightings = Self.paired(matches, in: plain)
    let all =
      sightings + ShapeReader.sightings(in: plain, besides: matches)
      + LibraryText.sightings(in: plain, besides: sightings)
    let ordered = Self.withoutRetellings(all.sorted { $0.range.lowerBound < $1.range.lowerBound })
    for index in ordered.indices
    where ordered[index].range.lowerBound >= start && ordered[index].range.lowerBound < end {
      take(Self.completed(ordered, at: index, in: plain))
    }
    let kept = max(0, end - Self.margin)
    plain.removeFirst(kept)
    start = end - kept
  }

  /// Tellings of one event become one: a stack trace says it twice, each time with other parts.
  private mutating func take(_ violation: Violation) {
    if let place = places[violation.event] {
      violations[place].occurrences += 1
      violations[place].statement = violations[place].statement ?? violation.statement
      violations[place].schema = violations[place].schema ?? violation.schema
    } else {
      places[violation.event] = violations.count
      violations.append(violation)
    }
  }

  // MARK: A message and its detail

  /// One violation for each message, with the detail that belongs to it, and for each detail that
  /// stands alone.
  private static func paired(_ matches: [FormMatch], in plain: [UInt8]) -> [Sighting] {
    var sightings: [Sighting] = []
    for match in matches {
      let process = process(at: match.range.lowerBound, in: plain)
      let place = sightings.indices.suffix(16).last { index in
        guard sightings[index].process == process else { return false }
        return match.part == .detail
          ? sightings[index].takes(match, within: reach) : sightings[index].isDetailFor(match)
      }
      // Without a process only what stands last can go on.
      if let place, process != nil || place == sightings.count - 1 {
        sightings[place].add(match)
      } else if match.part == .message || match.fields[.columns] != nil {
        sightings.append(Sighting(match, process: process))
      }
    }
    return sightings
  }

  /// Without messages that are told again a little below, there with their detail.
  private static func withoutRetellings(_ sightings: [Sighting]) -> [Sighting] {
    sightings.indices.filter { index in
      guard index + 1 < sightings.count else { return true }
      return !sightings[index + 1].retells(sightings[index])
    }.map { sightings[$0] }
  }

  /// The process that wrote the line of a place.
  private static func process(at position: Int, in plain: [UInt8]) -> String? {
    let earliest = max(0, position - 256)
    let lineStart =
      plain[earliest..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? earliest
    return LogLine.process(in: String(decoding: plain[lineStart..<position], as: UTF8.self)[...])
      .map(String.init)
  }

  // MARK: What stands beside it

  private static func completed(_ all: [Sighting], at index: Int, in plain: [UInt8]) -> Violation {
    let sighting = all[index]
    let range = sighting.range
    var first = max(0, range.lowerBound - reach)
    var last = min(plain.count, range.upperBound + reach)
    // Lines of other processes are told apart; else what is beside another message is its own.
    if sighting.process == nil {
      if index > 0 { first = min(max(first, all[index - 1].range.upperBound), range.lowerBound) }
      if index + 1 < all.count {
        last = max(min(last, all[index + 1].range.lowerBound), range.upperBound)
      }
    }
    return sighting.violation(
      Surroundings(
        before: String(decoding: plain[first..<range.lowerBound], as: UTF8.self),
        after: String(decoding: plain[range.upperBound..<last], as: UTF8.self)))
  }
}
