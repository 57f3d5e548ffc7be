package import SchemaModel

extension SchemaComparison {
  /// Lines for people.
  package var text: [String] {
    let sizes =
      "\(Counted.text(left.keys.count, "foreign key")) in \(left.name), "
      + "\(right.keys.count) in \(right.name)"
    guard !differences.isEmpty else { return ["no differences: \(sizes)"] }
    return differences.flatMap(text) + [
      "\(Counted.text(differences.count, "difference")): \(sizes)"
    ]
  }

  private func text(_ difference: Difference) -> [String] {
    let key = difference.key
    let heading = "\(difference.word)  \(key.name)  \(key.arrowText)"
    let lines =
      switch difference {
      case .missing: ["only in \(left.name): \(key.definition)"]
      case .missingTable: ["\(right.name) does not have the table"]
      case .added: ["only in \(right.name): \(key.definition)"]
      case .changed(_, let other, let changes):
        changes.map { "\(left.name): \($0)" }
          + (other.name == key.name ? [] : ["named \(other.name) there"])
      case .renamed(_, let other): ["named \(other.name) in \(right.name)"]
      }
    return [heading] + lines.map { "  " + $0 } + [""]
  }

  /// The SQL that gives the right side the left side's foreign keys; tables that are missing stay so,
  /// and so does what only the right side has.
  ///
  /// - Parameter facts: the right side as it is.
  /// - Returns: lines.
  package func script(on facts: SchemaFacts) -> [String] {
    differences.flatMap { difference -> [String] in
      switch difference {
      case .missing(let key):
        (key.supportingIndex == nil ? [] : facts.addingIndex(for: key))
          + facts.sql(for: key).add(key).map(\.line)
      case .missingTable(let key): ["-- No table here for \(key.name.asIdentifier)."]
      case .added(let key): ["-- Only here: \(key.name.asIdentifier)."]
      case .changed(let key, let other, _): change(other, to: key, facts)
      case .renamed(let key, let other): [ConstraintStatement.rename(other, to: key.name).line]
      }
    }
  }

  private func change(
    _ other: ForeignKey, to key: ForeignKey, _ facts: SchemaFacts
  ) -> [String] {
    var wanted = key
    (wanted.name, wanted.id, wanted.supportingIndex) = (other.name, other.id, other.supportingIndex)
    if key.setsSameColumns(as: other) { wanted.setColumns = other.setColumns }
    var validated = other
    validated.isValidated = true
    // The index first: checking the constraint's rows and every delete afterwards need it.
    let lacksIndex = key.supportingIndex != nil && other.supportingIndex == nil
    let index = lacksIndex ? facts.addingIndex(for: key) : []
    if wanted != other, wanted != validated {
      return index + facts.sql(for: key).replace(other, with: key).map(\.line)
    }
    let steps: [ConstraintStatement] =
      (wanted == other ? [] : [.validate(other)])
      + (key.name == other.name ? [] : [.rename(other, to: key.name)])
    return index + steps.map(\.line)
  }

  /// The document `fkwalk.compare/1`.
  package var json: JSONValue {
    .object([
      "format": .string("fkwalk.compare/1"), "left": .string(left.name),
      "right": .string(right.name), "differences": .array(differences.map(json)),
    ])
  }

  private func json(_ difference: Difference) -> JSONValue {
    var other: ForeignKey?
    var changes: [String] = []
    switch difference {
    case .changed(_, let right, let list): (other, changes) = (right, list)
    case .renamed(_, let right): other = right
    case .missing, .missingTable, .added: break
    }
    return .object(
      difference.key.json(with: [
        "kind": .string(difference.word.lowercased().split(separator: " ").joined(separator: "_")),
        "definition": .string(difference.key.definition),
        "right_constraint": JSONValue(other?.name),
        "right_definition": JSONValue(other?.definition),
        "changes": .array(changes.map { .string($0) }),
      ]))
  }
}

extension SchemaComparison.Difference {
  fileprivate var word: String {
    switch self {
    case .missing: "MISSING"
    case .missingTable: "MISSING TABLE"
    case .added: "ADDED"
    case .changed: "CHANGED"
    case .renamed: "RENAMED"
    }
  }
}
