import SchemaModel

/// A part of a JSON document that knows where it is, so that errors can say so.
struct JSONReader {
  /// No number of rows is larger; sums of them stay numbers.
  private static let largest = 1 << 48

  let value: JSONValue
  private let path: String

  init(_ value: JSONValue, path: String = "") {
    self.value = value
    self.path = path
  }

  /// A member of an object; null where there is none.
  subscript(_ name: String) -> JSONReader {
    let member = path.isEmpty ? name : "\(path).\(name)"
    guard case .object(let members) = value else { return JSONReader(.null, path: member) }
    return JSONReader(members[name] ?? .null, path: member)
  }

  var isNull: Bool { value == .null }

  var isObject: Bool { if case .object = value { true } else { false } }

  func wrong(_ problem: String) -> SavedPreviewError {
    SavedPreviewError(message: "it cannot be read: \(path) \(problem)")
  }

  func string() throws(SavedPreviewError) -> String {
    guard case .string(let text) = value else { throw wrong("is no text") }
    return text
  }

  /// A text, or nil for null.
  func text() throws(SavedPreviewError) -> String? { isNull ? nil : try string() }

  /// A number from 0 up; the default stands for null.
  func number(default fallback: Int? = nil) throws(SavedPreviewError) -> Int {
    if isNull, let fallback { return fallback }
    guard case .int(let number) = value, (0...Self.largest).contains(number) else {
      throw wrong("is no number of its kind")
    }
    return number
  }

  func optionalNumber() throws(SavedPreviewError) -> Int? { isNull ? nil : try number() }

  func bool(default fallback: Bool) throws(SavedPreviewError) -> Bool {
    if isNull { return fallback }
    guard case .bool(let isTrue) = value else { throw wrong("is neither true nor false") }
    return isTrue
  }

  func choice<Choice: RawRepresentable<String>>(
    _ kind: Choice.Type
  ) throws(SavedPreviewError) -> Choice {
    guard let choice = kind.init(rawValue: try string()) else { throw wrong("is not known") }
    return choice
  }

  /// The elements of an array; none for null.
  func elements() throws(SavedPreviewError) -> [JSONReader] {
    if isNull { return [] }
    guard case .array(let values) = value else { throw wrong("is no list") }
    return values.enumerated().map { JSONReader($1, path: "\(path)[\($0)]") }
  }

  func map<Result>(
    _ read: (JSONReader) throws(SavedPreviewError) -> Result
  ) throws(SavedPreviewError) -> [Result] {
    var results: [Result] = []
    for element in try elements() { results.append(try read(element)) }
    return results
  }

  func optional<Result>(
    _ read: (JSONReader) throws(SavedPreviewError) -> Result
  ) throws(SavedPreviewError) -> Result? {
    isNull ? nil : try read(self)
  }

  func strings() throws(SavedPreviewError) -> [String] {
    try map { reader throws(SavedPreviewError) in try reader.string() }
  }

  /// The members of an object by name; none for null.
  func members() throws(SavedPreviewError) -> [(name: String, value: JSONReader)] {
    if isNull { return [] }
    guard case .object(let members) = value else { throw wrong("is no object") }
    return members.keys.sorted().map { ($0, self[$0]) }
  }

  /// A number of rows in one member, and what kind of number it is in another.
  func count(_ name: String, _ kind: String) throws(SavedPreviewError) -> RowCount {
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
