package import SchemaModel

/// Findings as documents.
package struct LintReport: Hashable, Sendable {
  package var findings: [Finding]
  /// How many tables and foreign keys were looked at.
  package var tables: Int
  package var keys: Int

  package init(findings: [Finding], facts: SchemaFacts) {
    self.findings = findings
    tables = facts.graph.tables.count
    keys = facts.keys.count
  }

  /// Lines for people.
  package var text: [String] {
    let scope =
      "\(Counted.text(tables, "table")), \(Counted.text(keys, "foreign key")) looked at"
    guard !findings.isEmpty else { return ["nothing found: \(scope)"] }
    let counts = Finding.Severity.allCases.reversed().compactMap { severity -> String? in
      let count = findings.filter { $0.severity == severity }.count
      return count == 0
        ? nil : severity == .info ? "\(count) info" : Counted.text(count, severity.rawValue)
    }
    return findings.flatMap(text) + ["\(counts.joined(separator: ", ")): \(scope)"]
  }

  private func text(_ finding: Finding) -> [String] {
    let object = finding.object.map { "  \($0)" } ?? ""
    return [
      "\(finding.severity.rawValue)  \(finding.code.rawValue)  \(finding.table.displayName)\(object)",
      "  " + finding.message,
    ] + finding.fix.map { "  > " + $0 } + [""]
  }

  /// The document `fkwalk.lint/1`.
  package var json: JSONValue {
    .object([
      "format": .string("fkwalk.lint/1"), "tables": .int(tables), "foreign_keys": .int(keys),
      "findings": .array(findings.map(\.json)),
    ])
  }
}

extension Finding {
  fileprivate var json: JSONValue {
    .object(
      table.json(with: [
        "code": .string(code.rawValue), "severity": .string(severity.rawValue),
        "object": JSONValue(object), "message": .string(message),
        "fix": fix.isEmpty ? .null : .string(fix.joined(separator: "\n")),
      ]))
  }
}
