import SchemaModel

// The rules that are supposed, in the document: `{"rules": {name: rule}, "before": {…}, "after": {…}}`.
extension DeleteReport {
  /// Empty where nothing is supposed; rules are as `--what-if` takes them.
  var suppositionJSON: JSONValue {
    guard !whatIf.isEmpty else { return .object([:]) }
    return .object([
      "rules": .object(whatIf.mapValues { .string($0.option) }),
      "before": before?.json ?? .null, "after": Prediction(self).json,
    ])
  }

  /// Reads what ``suppositionJSON`` gave; older documents have the rules alone.
  mutating func readSupposition(_ reader: JSONReader) throws(DocumentError) {
    let isOld = !reader["rules"].isObject
    for (name, rule) in try (isOld ? reader : reader["rules"]).members() {
      guard let change = RuleChange(option: try rule.string()) else {
        throw rule.wrong("is no rule")
      }
      whatIf[name] = change
    }
    guard !isOld else { return }
    before = try reader["before"].optional { reader throws(DocumentError) in
      Prediction(
        outcome: try reader["outcome"].choice(Outcome.self),
        error: try reader["error"].optional { error throws(DocumentError) in
          try PredictedError(error)
        },
        effects: try reader["effects"].map { effect throws(DocumentError) in
          try TableEffect(effect)
        },
        verdict: try reader["verdict"].text() ?? "")
    }
  }
}

extension Prediction {
  fileprivate var json: JSONValue {
    .object([
      "outcome": .string((outcome ?? .uncertain).rawValue),
      "error": error.map { $0.fields.json(at: $0.moment) } ?? .null,
      "effects": .array(effects.map(\.json)), "verdict": .string(verdict),
    ])
  }
}
