/// Errors of libraries that keep the server's words to themselves and name only the constraint.
enum LibraryText {
  static func sightings(in plain: [UInt8], besides matches: [FormMatch]) -> [Sighting] {
    let lines = lineRanges(of: plain)
    var found: [Sighting] = []
    for (index, line) in lines.enumerated() {
      let text = String(decoding: plain[line], as: UTF8.self)
      let context = lines[max(0, index - 12)...index]
        .map { String(decoding: plain[$0], as: UTF8.self) }.joined(separator: "\n")
      guard let violation = prisma(text, context) ?? ecto(text, context) else { continue }
      let isTold = matches.contains { abs($0.range.lowerBound - line.lowerBound) < 2_000 }
      if !isTold { found.append(Sighting(range: line, violation: violation)) }
    }
    return found + codedErrors(in: plain, lines: lines, besides: matches)
  }

  // MARK: Prisma, P2003

  /// ``Foreign key constraint violated: `orders_customer_id_fkey (index)` ``, and its older forms.
  private static func prisma(_ line: String, _ context: String) -> Violation? {
    guard
      let phrase = line.firstRange(of: "Foreign key constraint violated")
        ?? line.firstRange(of: "Foreign key constraint failed on the field"),
      let name = quoted(line[phrase.upperBound...], by: "`")
    else { return nil }
    let constraint = name.hasSuffix(" (index)") ? String(name.dropLast(8)) : name
    guard !constraint.contains(" "), constraint != "foreign" else { return nil }
    return Violation(form: prismaForm(context), constraint: constraint)
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
    guard line.contains("(foreign_key_constraint)"), let name = quoted(line[...], by: "\"") else {
      return nil
    }
    let isDelete = context.contains("attempting to delete")
    return Violation(form: isDelete ? .stillReferenced : .missingParent, constraint: name)
  }

  // MARK: Error objects without their message

  /// `code: '23503'` with `constraint: '…'` beside it, where neither message nor detail stands.
  private static func codedErrors(
    in plain: [UInt8], lines: [Range<Int>], besides matches: [FormMatch]
  ) -> [Sighting] {
    guard matches.isEmpty else { return [] }
    return lines.indices.compactMap { index in
      let text = String(decoding: plain[lines[index]], as: UTF8.self)
      guard let code = ["23503", "23001"].first(where: { isCode($0, in: text) }) else { return nil }
      let near = lines[max(0, index - 12)..<min(lines.count, index + 13)]
        .map { String(decoding: plain[$0], as: UTF8.self) }.joined(separator: "\n")
      let fields = ErrorFields(near)
      guard let constraint = fields.constraint else { return nil }
      let violation = Violation(
        sqlstate: code, form: code == "23001" ? .restrict : nil, constraint: constraint,
        schema: fields.schema, table: fields.table)
      return Sighting(range: lines[index], violation: violation)
    }
  }

  private static func isCode(_ code: String, in line: String) -> Bool {
    guard let found = line.firstRange(of: code) else { return false }
    let label = line[..<found.lowerBound].lowercased()
    let isAlone = line[found.upperBound...].first.map { !$0.isNumber } ?? true
    return isAlone && (label.contains("code") || label.contains("sqlstate"))
  }

  private static func lineRanges(of plain: [UInt8]) -> [Range<Int>] {
    plain.split(separator: 0x0A).map { $0.startIndex..<$0.endIndex }
  }

  private static func quoted(_ text: Substring, by mark: Character) -> String? {
    guard let open = text.firstIndex(of: mark) else { return nil }
    let inside = text[text.index(after: open)...]
    guard let close = inside.firstIndex(of: mark) else { return nil }
    return String(inside[..<close])
  }
}
