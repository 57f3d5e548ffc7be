package import SchemaModel

/// Takes the values of rows out of what is shown or saved, and leaves names and numbers.
enum Redaction {
  /// What stands in the place of a value.
  static let mark = "<redacted>"

  /// A statement without its constants and comments; the whole is taken out where it cannot be read.
  static func statement(_ text: String) -> String {
    guard let tokens = try? SQLLexer.tokens(of: text) else { return mark }
    let bytes = Array(text.utf8)
    var result = ""
    var end = 0
    for token in tokens {
      if token.range.lowerBound > end, end > 0 { result += " " }
      result +=
        token.kind == .constant ? mark : String(decoding: bytes[token.range], as: UTF8.self)
      end = token.range.upperBound
    }
    return result
  }

  /// An error without the values in it: the DETAIL of a foreign key or unique violation keeps its
  /// form, other texts that may quote data are taken out whole.
  static func error(_ error: ServerError) -> ServerError {
    var error = error
    error.detail = error.detail.map(detail)
    // The messages of this class name constraints, tables and columns, never values (PostgreSQL
    // manual, appendix A, class 23); 42 is about the statement and privileges.
    let classCode = error.sqlstate.prefix(2)
    if classCode != "23", classCode != "42" {
      error.message = mark
      error.hint = error.hint.map { _ in mark }
    }
    return error
  }

  /// `Key (id)=(58) is still referenced from table "invoices".` without the 58.
  private static func detail(_ text: String) -> String {
    let characters = Array(text)
    guard let opening = place(of: ")=(", in: characters, fromEnd: false).map({ $0 + 3 }),
      let closing = [") is ", ") already ", ") conflicts "].compactMap({
        place(of: $0, in: characters, fromEnd: true)
      }).max(), opening <= closing
    else { return mark }
    let isConflict = String(characters[closing...]).hasPrefix(") conflicts ")
    return String(characters[..<opening]) + mark
      + (isConflict ? ") conflicts." : String(characters[closing...]))
  }

  private static func place(of part: String, in text: [Character], fromEnd: Bool) -> Int? {
    let wanted = Array(part)
    guard text.count >= wanted.count else { return nil }
    let places = 0...(text.count - wanted.count)
    func matches(_ place: Int) -> Bool { text[place..<place + wanted.count].elementsEqual(wanted) }
    return fromEnd ? places.last(where: matches) : places.first(where: matches)
  }
}

extension SavedPreview {
  /// The same without the values of any row: names, numbers and rules stay.
  package var redacted: SavedPreview {
    SavedPreview(report: report.redacted, verification: verification?.redacted)
  }
}

extension DeleteReport {
  /// The same without the values of any row: names, numbers and rules stay.
  package var redacted: DeleteReport {
    var report = self
    report.statement = Redaction.statement(statement)
    report.error = error.map {
      PredictedError(moment: $0.moment, fields: Redaction.error($0.fields))
    }
    report.before = before?.redacted
    report.steps = steps.map { step in
      var step = step
      step.sample = step.sample.map(\.redacted)
      return step
    }
    report.blockers = blockers.map { blocker in
      var blocker = blocker
      blocker.error = Redaction.error(blocker.error)
      blocker.sample = blocker.sample.map(\.redacted)
      return blocker
    }
    report.caveats = caveats.map(\.redacted)
    return report
  }

  /// The columns whose values the report holds, by table; empty for one without example rows.
  package var columnsHeld: [TableName: [String]] {
    var columns: [TableName: [String]] = [:]
    let samples = steps.flatMap(\.sample) + blockers.flatMap(\.sample)
    for row in samples.flatMap({ $0.path + [$0.identity] }) {
      for value in row.key + row.details where value.value != Redaction.mark {
        if columns[row.table]?.contains(value.column) == true { continue }
        columns[row.table, default: []].append(value.column)
      }
    }
    return columns
  }

  /// Says which columns' values the report holds, for people.
  var holding: String {
    let tables = columnsHeld.sorted { $0.key < $1.key }.map {
      "\($0.key.displayName)(\($0.value.joined(separator: ", ")))"
    }
    return tables.isEmpty
      ? "This holds no values of rows." : "This holds values of \(tables.joined(separator: ", "))."
  }
}

extension Prediction {
  /// The same without values.
  fileprivate var redacted: Prediction {
    var prediction = self
    prediction.error = error.map {
      PredictedError(moment: $0.moment, fields: Redaction.error($0.fields))
    }
    if let error, prediction.error?.fields.message != error.fields.message {
      prediction.verdict = Redaction.mark
    }
    return prediction
  }
}

extension ServerError {
  /// The same without values.
  package var redacted: ServerError { Redaction.error(self) }
}

extension Verification {
  /// The same without values.
  fileprivate var redacted: Verification {
    var verification = self
    verification.observed.error = observed.error.map {
      PredictedError(moment: $0.moment, fields: Redaction.error($0.fields))
    }
    return verification
  }
}

extension SampleRow {
  fileprivate var redacted: SampleRow {
    SampleRow(identity: identity.redacted, path: path.map(\.redacted))
  }
}

extension RowIdentity {
  fileprivate var redacted: RowIdentity {
    func redact(_ values: [ColumnValue]) -> [ColumnValue] {
      values.map { ColumnValue(column: $0.column, value: Redaction.mark) }
    }
    return RowIdentity(table: table, key: redact(key), details: redact(details))
  }
}

extension Caveat {
  /// What a server says of a statement it could not work out may quote data.
  fileprivate var redacted: Caveat {
    guard code == .unsupported, let colon = message.firstIndex(of: ":") else { return self }
    var caveat = self
    caveat.message = message[..<colon] + ": \(Redaction.mark)."
    return caveat
  }
}
