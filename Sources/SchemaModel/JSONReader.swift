/// A part of a JSON document that knows where it is, so that errors can say so.
package struct JSONReader {
  /// No number of rows is larger; sums of them stay numbers.
  private static let largest = 1 << 48

  package let value: JSONValue
  private let path: String

  package init(_ value: JSONValue, path: String = "") {
    self.value = value
    self.path = path
  }

  /// A member of an object; null where there is none.
  package subscript(_ name: String) -> JSONReader {
    let member = path.isEmpty ? name : "\(path).\(name)"
    guard case .object(let members) = value else { return JSONReader(.null, path: member) }
    return JSONReader(members[name] ?? .null, path: member)
  }

  /// Whether it is null, or was not there.
  package var isNull: Bool { value == .null }

  package var isObject: Bool { if case .object = value { true } else { false } }

  /// An error that says where it is and what is wrong with it.
  package func wrong(_ problem: String) -> DocumentError {
    DocumentError(message: "it cannot be read: \(path) \(problem)")
  }

  /// A text.
  package func string() throws(DocumentError) -> String {
    guard case .string(let text) = value else { throw wrong("is no text") }
    return text
  }

  /// A text, or nil for null.
  package func text() throws(DocumentError) -> String? { isNull ? nil : try string() }

  /// A number from 0 up; the default stands for null.
  package func number(default fallback: Int? = nil) throws(DocumentError) -> Int {
    if isNull, let fallback { return fallback }
    guard case .int(let number) = value, (0...Self.largest).contains(number) else {
      throw wrong("is no number of its kind")
    }
    return number
  }

  /// A number from 0 up; nil for null.
  package func optionalNumber() throws(DocumentError) -> Int? { isNull ? nil : try number() }

  /// A truth value; the default stands for null.
  package func bool(default fallback: Bool) throws(DocumentError) -> Bool {
    if isNull { return fallback }
    guard case .bool(let isTrue) = value else { throw wrong("is neither true nor false") }
    return isTrue
  }

  /// One of the values that an enumeration names.
  package func choice<Choice: RawRepresentable<String>>(
    _ kind: Choice.Type
  ) throws(DocumentError) -> Choice {
    guard let choice = kind.init(rawValue: try string()) else { throw wrong("is not known") }
    return choice
  }

  /// The elements of an array; none for null.
  package func elements() throws(DocumentError) -> [JSONReader] {
    if isNull { return [] }
    guard case .array(let values) = value else { throw wrong("is no list") }
    return values.enumerated().map { JSONReader($1, path: "\(path)[\($0)]") }
  }

  /// Reads each element of an array; none for null.
  package func map<Result>(
    _ read: (JSONReader) throws(DocumentError) -> Result
  ) throws(DocumentError) -> [Result] {
    var results: [Result] = []
    for element in try elements() { results.append(try read(element)) }
    return results
  }

  /// Reads it unless it is null.
  package func optional<Result>(
    _ read: (JSONReader) throws(DocumentError) -> Result
  ) throws(DocumentError) -> Result? {
    isNull ? nil : try read(self)
  }

  /// The texts of an array; none for null.
  package func strings() throws(DocumentError) -> [String] {
    try map { reader throws(DocumentError) in try reader.string() }
  }

  /// The members of an object by name; none for null.
  package func members() throws(DocumentError) -> [(name: String, value: JSONReader)] {
    if isNull { return [] }
    guard case .object(let members) = value else { throw wrong("is no object") }
    return members.keys.sorted().map { ($0, self[$0]) }
  }

  /// A number of rows in one member, and what kind of number it is in another.
  package func count(_ name: String, _ kind: String) throws(DocumentError) -> RowCount {
    let rows = try self[name].number()
    let isExact = try self["exact"].bool(default: false)
    return switch try self[kind].text() ?? (isExact ? "exact" : "at_least") {
    case "exact": .exact(rows)
    case "at_least": .atLeast(rows)
    case "about": .about(rows)
    case "unknown": .unknown
    default: throw self[kind].wrong("is not known")
    }
  }
}

/// Why a document cannot be read, in one line for people.
package struct DocumentError: Error, Hashable, Sendable {
  package var message: String

  package init(message: String) { self.message = message }
}

extension TableName {
  /// Reads the members `schema` and `table` of an object.
  package init(_ reader: JSONReader) throws(DocumentError) {
    self.init(schema: try reader["schema"].string(), name: try reader["table"].string())
  }
}

extension ReferentialAction {
  /// Reads an action as SQL writes it.
  package init(_ reader: JSONReader) throws(DocumentError) {
    let text = try reader.string()
    guard let action = Self.allCases.first(where: { $0.sql == text }) else {
      throw reader.wrong("is no referential action")
    }
    self = action
  }
}
