/// A JSON document as a value; nulls are written, since scripts rely on every key being there.
package enum JSONValue: Decodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  package init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  package init(_ number: Int?) { self = number.map { .int($0) } ?? .null }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .int(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let values = try? container.decode([JSONValue].self) {
      self = .array(values)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}

extension TableName {
  /// The members `schema` and `table` of a document, and others with them.
  package func json(with others: [String: JSONValue] = [:]) -> [String: JSONValue] {
    others.merging(["schema": .string(schema), "table": .string(name)]) { first, _ in first }
  }
}
