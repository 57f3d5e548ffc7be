/// The error's fields as drivers and `\set VERBOSITY verbose` print them beside a message.
struct ErrorFields {
  var schema: String?
  var table: String?
  var constraint: String?

  init(_ lines: [Substring]) {
    for line in lines {
      schema = schema ?? Self.value(of: "schema", in: line)
      table = table ?? Self.value(of: "table", in: line)
      constraint = constraint ?? Self.value(of: "constraint", in: line)
    }
  }

  /// The value in `CONSTRAINT NAME:  x`, `constraint: 'x'`, `"constraint_name":"x"`,
  /// `ConstraintName: x`, `constraint: Some("x")`, `constraint [x]`.
  private static func value(of name: String, in line: Substring) -> String? {
    let lowered = line.lowercased()
    var search = lowered.startIndex
    while let found = lowered[search...].firstRange(of: name) {
      search = found.upperBound
      let isWordStart =
        found.lowerBound == lowered.startIndex
        || !lowered[lowered.index(before: found.lowerBound)].isLetter
      let offset = lowered.distance(from: lowered.startIndex, to: found.upperBound)
      if isWordStart, offset <= line.count,
        let value = assigned(in: line[line.index(line.startIndex, offsetBy: offset)...])
      {
        return value
      }
    }
    return nil
  }

  private static func assigned(in rest: Substring) -> String? {
    var rest = rest
    for suffix in ["_name", " NAME", " name", "Name"] where rest.hasPrefix(suffix) {
      rest = rest.dropFirst(suffix.count)
      break
    }
    rest = rest.drop { $0 == "\"" || $0 == "'" }.drop { $0 == " " }
    guard let mark = rest.first, ":=[".contains(mark) else { return nil }
    rest = rest.dropFirst().drop { $0 == ">" || $0 == " " }
    if rest.hasPrefix("Some(") { rest = rest.dropFirst(5) }
    let quote = rest.first.flatMap { "\"'`".contains($0) ? $0 : nil }
    let value =
      if let quote {
        rest.dropFirst().prefix { $0 != quote }
      } else {
        rest.prefix { !",]})\n".contains($0) && !$0.isWhitespace }
      }
    let isNothing =
      ["", "null", "nil", "None", "undefined"].contains(String(value)) || value.hasPrefix("{")
    return isNothing ? nil : String(value)
  }
}
