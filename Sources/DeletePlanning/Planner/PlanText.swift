import SchemaModel

/// What can be told from the text of `EXPLAIN (FORMAT JSON)`.
struct PlanText {
  private let text: String

  init(_ plan: any TextTable) {
    text = (0..<plan.rowCount).compactMap { plan[$0, 0] }.joined(separator: "\n")
  }

  /// Whether rows are visited in an order that a SELECT of the same rows repeats: plain scans of one
  /// table do; joins, sorts and parallel scans need not.
  var hasKnownOrder: Bool {
    let known: Set = [
      "ModifyTable", "Seq Scan", "Index Scan", "Bitmap Heap Scan", "Bitmap Index Scan", "BitmapOr",
      "BitmapAnd", "Tid Scan", "Tid Range Scan", "Append", "Result", "Values Scan",
    ]
    return values(of: "Node Type").allSatisfy(known.contains)
  }

  /// Whether it reads or changes foreign tables.
  var scansForeignTables: Bool { values(of: "Node Type").contains("Foreign Scan") }

  /// The relations scanned, in order; the plan must be VERBOSE.
  var relations: [TableName] {
    zip(values(of: "Schema"), values(of: "Relation Name")).map { TableName(schema: $0, name: $1) }
  }

  /// The unique indexes that ON CONFLICT is about, by name; empty where it is about all.
  var arbiters: [String] {
    guard let start = text.firstRange(of: "\"Conflict Arbiter Indexes\": [") else { return [] }
    var rest = text[start.upperBound...]
    var names: [String] = []
    while let character = rest.popFirst(), character != "]" {
      if character == "\"" { names.append(Self.takeString(&rest)) }
    }
    return names
  }

  /// A function of the session that the statement calls; nil where it calls none.
  ///
  /// Those in views and policies count. The plan must be VERBOSE.
  var sessionFunction: String? { SessionFunctions.called(in: text) }

  /// How many rows the server expects the DELETE to visit; nil where the plan does not say.
  ///
  /// The first number in the plan is that of rows returned, which a DELETE has none of; the second is
  /// that of rows found.
  var estimatedRows: Int? {
    let label = "\"Plan Rows\": "
    var rest = text[...]
    var numbers: [Int] = []
    while numbers.count < 2, let found = rest.firstRange(of: label) {
      rest = rest[found.upperBound...]
      numbers.append(Int(rest.prefix { $0.isNumber }) ?? 0)
    }
    return numbers.max()
  }

  /// All values of a key that are strings, in order.
  private func values(of key: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    let label = "\"\(key)\": \""
    while let start = rest.firstRange(of: label) {
      rest = rest[start.upperBound...]
      found.append(Self.takeString(&rest))
    }
    return found
  }

  /// Reads a JSON string up to its closing quote, escapes undone.
  private static func takeString(_ rest: inout Substring) -> String {
    var result = ""
    while let character = rest.popFirst(), character != "\"" {
      guard character == "\\", let escaped = rest.popFirst() else {
        result.append(character)
        continue
      }
      result.append(unescaped(escaped, &rest))
    }
    return result
  }

  private static func unescaped(_ escaped: Character, _ rest: inout Substring) -> Character {
    switch escaped {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "u":
      let digits = rest.prefix(4)
      rest = rest.dropFirst(4)
      return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map(Character.init) ?? "?"
    default: return escaped
    }
  }
}
