package import SchemaModel

extension TableOrder {
  /// Lines for people.
  package var text: [String] {
    let heading =
      purpose == .insert
      ? "Insert in this order: parents before children."
      : "Delete in this order: children before parents."
    return [heading] + scopeText + [""] + groupLines
  }

  private var scopeText: [String] {
    guard !chosen.isEmpty else { return [] }
    let names = added.map(\.displayName).joined(separator: ", ")
    let reason =
      purpose == .insert
      ? "whose rows must be there first" : "whose rows must be gone first"
    return [
      added.isEmpty
        ? "\(Counted.text(chosen.count, "table")) chosen; no others are needed."
        : "\(Counted.text(chosen.count, "table")) chosen, and \(added.count) added "
          + "\(reason): \(names)."
    ]
  }

  /// Tables of one level that are on no cycle stand on one line: their order does not matter.
  private var groupLines: [String] {
    let width = "\(groups.last?.level ?? 0)".count
    var lines: [String] = []
    for (level, groups) in levels {
      let plain = groups.filter { !$0.isCycle }.map { $0.tables[0].displayName }
      let number = "\(level)"
      let label = String(repeating: " ", count: width - number.count) + number + "  "
      let indent = String(repeating: " ", count: label.count)
      let body =
        Self.wrapped(plain)
        + groups.filter(\.isCycle).flatMap { $0.cycleText(purpose) }
      lines += body.enumerated().map { ($0 == 0 ? label : indent) + $1 }
    }
    return lines
  }

  private var levels: [(Int, [OrderGroup])] {
    Dictionary(grouping: groups, by: \.level).sorted { $0.key < $1.key }
  }

  /// Names with commas, in lines of some 90 columns.
  private static func wrapped(_ names: [String]) -> [String] {
    var lines: [String] = []
    for (index, name) in names.enumerated() {
      let word = name + (index == names.count - 1 ? "" : ",")
      if let last = lines.last, last.count + word.count < 90 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  /// The document `fkwalk.order/1`.
  package var json: JSONValue { json(with: nil) }

  /// The document with how to load in bulk, where that is wanted.
  package func json(with bulk: BulkLoad?) -> JSONValue {
    var members: [String: JSONValue] = [
      "format": .string("fkwalk.order/1"),
      "purpose": .string(purpose == .insert ? "insert" : "delete"),
      "chosen": .array(chosen.map { .object($0.json()) }),
      "added": .array(added.map { .object($0.json()) }),
      "groups": .array(groups.map(\.json)),
    ]
    if let bulk { members["bulk"] = bulk.json }
    return .object(members)
  }
}

extension OrderGroup {
  fileprivate var json: JSONValue {
    .object([
      "tables": .array(tables.map { .object($0.json()) }),
      "level": .int(level), "cycle": .bool(isCycle),
      "break": .array(breaks.map(\.json)), "alternatives": .array(alternatives.map(\.json)),
      "self_references": .array(selfReferences.map { .object($0.json()) }),
      "proof": proof.isEmpty ? .null : .array(proof.map { .object($0.json()) }),
    ])
  }

  /// What to do about a cycle, as lines for people; empty for a table on none.
  package func explanation(_ purpose: TableOrder.Purpose) -> [String] {
    isCycle ? cycleText(purpose) : []
  }

  fileprivate func cycleText(_ purpose: TableOrder.Purpose) -> [String] {
    let names = tables.map(\.displayName)
    let verb = purpose == .insert ? "INSERT" : "DELETE"
    if tables.count == 1 { return ["\(names[0])  references itself"] + selfText(verb) }
    if !proof.isEmpty {
      return ["\(names.joined(separator: ", "))  a cycle that no constraint breaks:"]
        + Columns.aligned(
          proof.map { [$0.arrowText, $0.name, $0.rigidity(purpose)] }, indent: "    ")
        + ["  but one statement can do all at once: WITH x AS (\(verb) …) \(verb) …"]
    }
    return ["\(names.joined(separator: ", "))  a cycle; break it at"]
      + Self.lines(breaks, purpose)
      + (alternatives.isEmpty ? [] : ["  or else at"] + Self.lines(alternatives, purpose))
  }

  private func selfText(_ verb: String) -> [String] {
    Columns.aligned(
      selfReferences.map { key in
        let way = breaks.first { $0.key == key }.map { "; row by row: \($0.text(verb))" }
        return [key.arrowText, key.name, "one \(verb) of all rows needs nothing\(way ?? "")"]
      }, indent: "  ")
  }

  private static func lines(_ breaks: [CycleBreak], _ purpose: TableOrder.Purpose) -> [String] {
    let verb = purpose == .insert ? "INSERT" : "DELETE"
    return Columns.aligned(
      breaks.map { [$0.key.arrowText, $0.key.name, $0.text(verb)] }, indent: "    ")
  }
}

extension CycleBreak {
  fileprivate var json: JSONValue {
    .object(
      key.json(with: [
        "how": .string(way.rawValue), "null_columns": .array(columns.map { .string($0) }),
      ]))
  }

  fileprivate func text(_ verb: String) -> String {
    switch way {
    case .action: "ON DELETE \(key.onDelete.sql) does it"
    case .deferred: "deferrable: SET CONSTRAINTS … DEFERRED"
    case .nullThenUpdate:
      verb == "INSERT"
        ? "nullable: INSERT with NULL, UPDATE afterwards" : "nullable: UPDATE to NULL, then DELETE"
    }
  }
}

extension ForeignKey {
  /// Why it cannot give way.
  fileprivate func rigidity(_ purpose: TableOrder.Purpose) -> String {
    let columns = matchType == .full && referencingColumns.count > 1 ? "some NOT NULL" : "NOT NULL"
    guard purpose == .delete, deferrability.isDeferrable else {
      return "\(columns), not deferrable"
    }
    return "\(columns), ON DELETE \(onDelete.sql) never waits"
  }
}
