import FoundationEssentials
import SchemaModel

/// Documents as JSON text.
enum JSONText {
  /// One document, indented, members in name order.
  static func render(_ value: JSONValue) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
