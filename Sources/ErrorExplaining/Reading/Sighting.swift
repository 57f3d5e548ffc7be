/// A violation being put together from the parts of a text.
struct Sighting {
  /// From the first part to the last, in bytes of the plain text.
  var range: Range<Int>
  var violation: Violation
  /// The process that wrote it, where the text is a log that says so.
  private(set) var process: String?
  private var hasMessage = false
  private var hasDetail = false

  init(range: Range<Int>, violation: Violation) {
    self.range = range
    self.violation = violation
    hasMessage = true
    hasDetail = true
  }

  init(_ match: FormMatch, process: String?) {
    range = match.range
    self.process = process
    violation = Violation(form: match.form)
    add(match)
  }

  /// Whether a detail goes with this message.
  func takes(_ detail: FormMatch, within reach: Int) -> Bool {
    guard hasMessage, !hasDetail, detail.range.lowerBound - range.upperBound < reach else {
      return false
    }
    switch detail.form {
    case .matchFull: return violation.form == .missingParent
    case .restrict: return violation.form == .restrict || violation.form == .stillReferenced
    case .missingParent, .stillReferenced:
      return violation.form == detail.form && isOfOneTable(detail)
    }
  }

  /// Whether this is a lone detail, just before its message, as JSON members in name order have it.
  func isDetailFor(_ message: FormMatch) -> Bool {
    hasDetail && !hasMessage && message.range.lowerBound - range.upperBound < 512
      && violation.form == message.form
  }

  /// Whether this is the same message, which was without its detail before.
  func retells(_ other: Sighting) -> Bool {
    other.hasMessage && !other.hasDetail && hasMessage && hasDetail
      && process == nil && other.process == nil
      && violation.form == other.violation.form
      && violation.constraint == other.violation.constraint
      && range.lowerBound - other.range.upperBound < ViolationReader.reach
  }

  private func isOfOneTable(_ detail: FormMatch) -> Bool {
    guard let child = detail.fields[.child], let known = violation.table else { return true }
    return child == known
  }

  mutating func add(_ match: FormMatch) {
    range =
      min(range.lowerBound, match.range.lowerBound)..<max(range.upperBound, match.range.upperBound)
    switch match.part {
    case .message: hasMessage = true
    case .detail: hasDetail = true
    }
    if match.form == .matchFull || match.form == .restrict { violation.form = match.form }
    if violation.form == .restrict { violation.sqlstate = "23001" }
    violation.constraint = violation.constraint ?? match.fields[.constraint]
    if match.part == .message, match.form == .stillReferenced, match.fields[.child] == nil {
      violation.removesPartition = true
    }
    violation.table = match.fields[.child] ?? violation.table
    violation.referencedTable = match.fields[.parent] ?? violation.referencedTable
    if let columns = match.fields[.columns] {
      violation.columns = columns.split(separator: ", ").map(String.init)
      violation.valueText = match.fields[.values]
      violation.values = match.fields[.values].flatMap { values in
        KeyValues.split(values, count: violation.columns.count)
      }
    }
  }

  /// The violation with what its surroundings add.
  func violation(_ surroundings: Surroundings) -> Violation {
    var violation = violation
    let fields = ErrorFields(surroundings.after)
    violation.schema = violation.schema ?? fields.schema
    violation.constraint = violation.constraint ?? fields.constraint
    if violation.form == .missingParent || violation.form == .matchFull {
      violation.table = violation.table ?? fields.table
    }
    violation.statement =
      StatementText.after(surroundings.after) ?? StatementText.before(surroundings.before)
    if violation.form == nil { violation.form = StatementText.form(violation.statement) }
    return violation
  }
}

/// The values of a DETAIL line.
enum KeyValues {
  /// Splits `1, (a, b)` into as many values as there are columns; nil where it cannot be told how.
  static func split(_ text: String, count: Int) -> [String]? {
    if count == 1 { return [text] }
    var values: [String] = [""]
    var depth = 0
    var isQuoted = false
    let characters = Array(text.unicodeScalars)
    var index = 0
    while index < characters.count {
      let character = characters[index]
      switch character {
      case "\"": isQuoted.toggle()
      case "(", "[", "{": depth += isQuoted ? 0 : 1
      case ")", "]", "}": depth -= isQuoted ? 0 : 1
      default: break
      }
      if character == ",", depth <= 0, !isQuoted, index + 1 < characters.count,
        characters[index + 1] == " "
      {
        values.append("")
        index += 2
        continue
      }
      values[values.count - 1].unicodeScalars.append(character)
      index += 1
    }
    if values.count == count { return values }
    let plain = text.split(separator: ", ", omittingEmptySubsequences: false).map(String.init)
    return plain.count == count ? plain : nil
  }
}
