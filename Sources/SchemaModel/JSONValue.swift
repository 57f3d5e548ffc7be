/// A JSON document as a value; nulls are written, since scripts rely on every key being there.
package enum JSONValue: Encodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  package init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  package init(_ number: Int?) { self = number.map { .int($0) } ?? .null }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .int(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}

extension TableName {
  /// The members `schema` and `table` of a document, and others with them.
  package func json(with others: [String: JSONValue] = [:]) -> [String: JSONValue] {
    others.merging(["schema": .string(schema), "table": .string(name)]) { first, _ in first }
  }
}
