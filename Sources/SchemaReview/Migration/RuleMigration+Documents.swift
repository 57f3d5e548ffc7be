package import SchemaModel

extension RuleMigration {
  /// A script to read and run yourself; every statement with its lock and why.
  ///
  /// - Parameter migrations: in the order they shall run.
  /// - Returns: lines.
  package static func script(_ migrations: [RuleMigration]) -> [String] {
    ["-- Made by fkwalk, which has not run it. Not to be run as one transaction."]
      + migrations.flatMap(\.lines)
  }

  /// The script of one constraint.
  private var lines: [String] {
    var lines = [
      "", "-- \(key.name.asIdentifier) on \(key.referencing.readableSQL)",
      "--   is       \(key.definition)",
    ]
    if !steps.isEmpty { lines.append("--   becomes  \(change.applied(to: key).definition)") }
    for step in steps {
      lines += ["", "-- \(step.why)"]
      if !step.locks.isEmpty { lines.append("-- Locks: \(step.locks).") }
      lines.append(step.line)
    }
    if !caveats.isEmpty { lines += ["", "-- Mind:"] + caveats.map { "-- * \($0)" } }
    return lines.map(\.onOneLine)
  }

  /// The document that scripts read.
  package static func json(_ migrations: [RuleMigration]) -> JSONValue {
    .object([
      "format": .string("fkwalk.migration/1"),
      "migrations": .array(
        migrations.map { item in
          .object([
            "constraint": .string(item.key.name), "schema": .string(item.key.referencing.schema),
            "table": .string(item.key.referencing.name), "rule": .string(item.change.option),
            "steps": .array(
              item.steps.map { step in
                .object([
                  "sql": .string(step.line), "locks": .string(step.locks),
                  "why": .string(step.why),
                ])
              }),
            "caveats": .array(item.caveats.map { .string($0) }),
          ])
        }),
    ])
  }
}

extension String {
  /// A name with a line end in it must not end a comment.
  fileprivate var onOneLine: String {
    hasPrefix("--") ? split(whereSeparator: \.isNewline).joined(separator: " ") : self
  }
}

extension SchemaGraph {
  /// The foreign keys that a person may mean: by name, by `table.name` or by `schema.table.name`.
  package func foreignKeys(named text: String) -> [ForeignKey] {
    foreignKeys.filter { key in
      let table = key.referencing
      return [key.name, "\(table.name).\(key.name)", "\(table.schema).\(table.name).\(key.name)"]
        .contains(text)
    }
  }
}
