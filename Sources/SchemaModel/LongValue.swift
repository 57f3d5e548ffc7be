/// Values that may be too long to be fetched whole, as nobody reads a hundred megabytes.
package enum LongValue {
  /// Whether a value of a type, as `format_type` prints it, is always short.
  package static func isBounded(_ type: String) -> Bool {
    guard !type.hasSuffix("[]") else { return false }
    let word = String(type.prefix { $0.isLetter || $0.isNumber || $0 == "\"" })
    return boundedTypes.contains(word) && !type.hasPrefix("character varying")
      && !type.hasPrefix("bit varying")
  }

  /// The beginning of a value as SQL; the server reads no more of a stored text than that.
  ///
  /// - Parameters:
  ///   - expression: the value as SQL, in parentheses where need be.
  ///   - type: its type, as `format_type` prints it.
  ///   - characters: how many of its text at most; a bytea has four for each byte read.
  /// - Returns: SQL; a bytea stays one, all else becomes text.
  package static func start(of expression: String, type: String, characters: Int) -> String {
    type == "bytea"
      ? "pg_catalog.substring(\(expression), 1, \(characters / 4))"
      : "pg_catalog.left(\(text(of: expression, type: type)), \(characters))"
  }

  /// So many characters of a long value are shown as an example; a DETAIL of the server's has 64
  /// bytes.
  private static let shownLength = 200

  /// What is read of a value to be shown as an example: a little more than ``shown(_:)`` keeps.
  ///
  /// - Parameters:
  ///   - expression: the value as SQL, in parentheses where need be.
  ///   - type: its type, as `format_type` prints it.
  /// - Returns: SQL; the expression itself where its values are always short.
  package static func shownStart(of expression: String, type: String) -> String {
    guard !isBounded(type) else { return expression }
    let characters = type == "bytea" ? shownLength * 2 + 4 : shownLength + 1
    return start(of: expression, type: type, characters: characters)
  }

  /// A value that was read with ``shownStart(of:type:)``, with `…` where there is more of it.
  package static func shown(_ start: String?) -> String? {
    guard let start, start.unicodeScalars.count > shownLength else { return start }
    return String(String.UnicodeScalarView(start.unicodeScalars.prefix(shownLength))) + "…"
  }

  /// A value as text: what is text already stays as it is stored.
  package static func text(of expression: String, type: String) -> String {
    ["text", "character varying"].contains(type) ? expression : "\(expression)::pg_catalog.text"
  }

  private static let boundedTypes: Set<String> = [
    "bigint", "integer", "smallint", "numeric", "real", "double", "money", "boolean", "date",
    "timestamp", "time", "interval", "uuid", "inet", "cidr", "macaddr", "macaddr8", "oid", "name",
    "character", "\"char\"", "bit", "xid", "xid8", "cid", "tid", "pg_lsn", "point", "box", "lseg",
    "line", "circle", "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange",
  ]
}
