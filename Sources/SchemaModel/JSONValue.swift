/// A JSON document as a value; nulls are written, since scripts rely on every key being there.
package enum JSONValue: Codable, Hashable, Sendable {
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
