/// Errors of libraries that keep the server's words to themselves and name only the constraint.
enum LibraryText {
  static func sightings(in plain: [UInt8], besides told: [Sighting]) -> [Sighting] {
    let named =
      lines(with: "Foreign key constraint", in: plain, read: prisma)
      + lines(with: "(foreign_key_constraint)", in: plain, read: ecto)
    return (named + codedErrors(in: plain, besides: told)).filter { sighting in
      !told.contains { isNear($0, sighting) }
    }
  }

  /// Whether the server's own words for it stand near.
  private static func isNear(_ told: Sighting, _ sighting: Sighting) -> Bool {
    told.violation.constraint == sighting.violation.constraint
      && abs(told.range.lowerBound - sighting.range.lowerBound) < ViolationReader.reach
  }

  /// Reads the lines that have a phrase, each with the twelve above it.
  private static func lines(
    with phrase: String, in plain: [UInt8], read: (String, String) -> Violation?
  ) -> [Sighting] {
    plain.places(of: Array(phrase.utf8)).compactMap { place in
      let line = plain.line(around: place)
      var first = line.lowerBound
      for _ in 0..<12 where first > 0 { first = plain.line(around: first - 1).lowerBound }
      let text = String(decoding: plain[line], as: UTF8.self)
      let context = String(decoding: plain[first..<line.upperBound], as: UTF8.self)
      return read(text, context).map { Sighting(range: line, violation: $0) }
    }
  }

  // MARK: Prisma, P2003

  /// ``Foreign key constraint violated on the constraint: `orders_customer_id_fkey` ``, and its
  /// older forms, in which only PostgreSQL's end with `(index)`.
  private static func prisma(_ line: String, _ context: String) -> Violation? {
    let phrases: [(phrase: String, ending: String)] = [
      ("Foreign key constraint violated on the constraint:", ""),
      ("Foreign key constraint violated:", " (index)"),
      ("Foreign key constraint failed on the field:", " (index)"),
    ]
    for (phrase, ending) in phrases {
      guard let found = line.firstRange(of: phrase),
        let name = quoted(line[found.upperBound...], by: "`"), name.hasSuffix(ending)
      else { continue }
      return Violation(
        form: prismaForm(context), constraint: String(name.dropLast(ending.count)))
    }
    return nil
  }

  private static func prismaForm(_ context: String) -> Violation.Form? {
    let last = { (word: String) in context.ranges(of: word).last?.lowerBound }
    let deletes = [".delete(", ".deleteMany("].compactMap(last).max()
    let writes = [".create(", ".createMany(", ".update(", ".upsert("].compactMap(last).max()
    switch (deletes, writes) {
    case (nil, nil): return nil
    case (_?, nil): return .stillReferenced
    case (nil, _?): return .missingParent
    case (let delete?, let write?): return delete > write ? .stillReferenced : .missingParent
    }
  }

  // MARK: Ecto

  /// `* "comments_post_id_fkey" (foreign_key_constraint)` below `when attempting to insert struct`.
  private static func ecto(_ line: String, _ context: String) -> Violation? {
    guard let mark = line.firstRange(of: "(foreign_key_constraint)"),
      let bullet = line[..<mark.lowerBound].firstRange(of: "* ")
    else { return nil }
    // Older versions do not quote the name.
    let bare = line[bullet.upperBound..<mark.lowerBound]
    let name = quoted(bare, by: "\"") ?? String(bare).trimmed
    let isDelete = context.contains("attempting to delete")
    return Violation(form: isDelete ? .stillReferenced : .missingParent, constraint: name)
  }

  // MARK: Error objects without their message

  /// `code: '23503'` with `constraint: '…'` beside it, where neither message nor detail stands.
  private static func codedErrors(in plain: [UInt8], besides told: [Sighting]) -> [Sighting] {
    ["23503", "23001"].flatMap { code in
      plain.places(of: Array(code.utf8)).compactMap { place -> Sighting? in
        let line = plain.line(around: place)
        guard line.count < 20_000,
          isCode(code, in: String(decoding: plain[line], as: UTF8.self))
        else { return nil }
        let object = object(around: line, in: plain)
        guard !told.contains(where: { $0.range.overlaps(object) }) else { return nil }
        let text = String(decoding: plain[object], as: UTF8.self)
        let fields = ErrorFields(text.split(separator: "\n"))
        guard let constraint = fields.constraint else { return nil }
        return Sighting(
          range: line,
          violation: Violation(
            sqlstate: code, form: code == "23001" ? .restrict : nil, constraint: constraint,
            schema: fields.schema, table: fields.table))
      }
    }
  }

  /// The lines of the printed object that a line is in: to its braces, or to a blank line.
  private static func object(around line: Range<Int>, in plain: [UInt8]) -> Range<Int> {
    let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
    var (first, last) = (line, line)
    for _ in 0..<12 where first.lowerBound > 0 && !plain[first].contains(open) {
      let above = plain.line(around: first.lowerBound - 1)
      if above.isEmpty { break }
      first = above
    }
    for _ in 0..<12 where last.upperBound + 1 < plain.count && !plain[last].contains(close) {
      let below = plain.line(around: last.upperBound + 1)
      if below.isEmpty { break }
      last = below
    }
    return first.lowerBound..<last.upperBound
  }

  private static func isCode(_ code: String, in line: String) -> Bool {
    guard let found = line.firstRange(of: code) else { return false }
    var label = line[..<found.lowerBound]
    var isAssigned = false
    while let last = label.last, " \"':=(>`".contains(last) {
      isAssigned = isAssigned || last == ":" || last == "="
      label.removeLast()
    }
    let isAlone = line[found.upperBound...].first.map { !$0.isNumber } ?? true
    let name = label.suffix(8).lowercased()
    return isAlone && isAssigned && (name.hasSuffix("code") || name.hasSuffix("sqlstate"))
  }

  private static func quoted(_ text: Substring, by mark: Character) -> String? {
    guard let open = text.firstIndex(of: mark) else { return nil }
    let inside = text[text.index(after: open)...]
    guard let close = inside.firstIndex(of: mark) else { return nil }
    return String(inside[..<close])
  }
}

extension [UInt8] {
  /// Where a phrase stands, in order.
  func places(of phrase: [UInt8]) -> [Int] {
    guard let first = phrase.first else { return [] }
    var found: [Int] = []
    var position = startIndex
    while let place = self[position...].firstIndex(of: first) {
      if self[place...].starts(with: phrase) { found.append(place) }
      position = place + 1
    }
    return found
  }

  /// The line that a byte is in, or that ends at it.
  func line(around place: Int) -> Range<Int> {
    let newline = UInt8(ascii: "\n")
    let start = self[..<place].lastIndex(of: newline).map { $0 + 1 } ?? 0
    return start..<(self[place...].firstIndex(of: newline) ?? count)
  }
}
