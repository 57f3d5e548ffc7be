import SchemaModel

extension GraphDrawing {
  /// Lines for people: a tree around the table in the middle, or each table with its parents.
  package var text: [String] {
    let summary =
      "\(Counted.text(tables.count, "table")), \(Counted.text(keys.count, "foreign key"))"
    guard let center else { return [summary] + list }
    return [
      "\(center.displayName) and what is \(Counted.text(depth, "step")) away: \(summary)  "
        + "(→ a parent, ← a child)", "", center.displayName,
    ] + tree(from: center)
  }

  // MARK: The whole schema

  private var list: [String] {
    let parents = keysByChild
    let children = keysByParent.mapValues(\.count)
    let connected = tables.filter { parents[$0.name] != nil || children[$0.name] != nil }
    var lines: [String] = []
    for table in connected {
      lines += ["", heading(table, children: children[table.name] ?? 0)]
      let rows = (parents[table.name] ?? []).map { key in
        [
          "→ \(key.referenced.displayName)(\(key.referencedColumns.joined(separator: ", ")))",
          key.referencingColumns.joined(separator: ", "), key.name,
          marks(key).joined(separator: ", "),
        ]
      }
      lines += Columns.aligned(rows, indent: "  ")
    }
    let alone = tables.filter { parents[$0.name] == nil && children[$0.name] == nil }
    if !alone.isEmpty {
      lines += ["", "without foreign keys:"] + alone.map { "  " + $0.name.displayName }
    }
    return lines
  }

  private func heading(_ table: Table, children: Int) -> String {
    var facts: [String] = []
    if let rows = table.estimatedRows { facts.append("about \(Counted.text(Int(rows), "row"))") }
    if table.kind == .partitioned {
      facts.append(Counted.text(table.partitionCount, "partition"))
    }
    if table.kind == .foreign { facts.append("foreign table") }
    if children > 0 { facts.append("referenced by \(Counted.text(children, "foreign key"))") }
    return table.name.displayName + (facts.isEmpty ? "" : "  (\(facts.joined(separator: ", ")))")
  }

  // MARK: A neighbourhood

  /// A line of the tree that is still to be written.
  private struct Branch {
    var step: PathStep
    /// What the lines above have drawn to the left of it.
    var prefix: String
    var isLast: Bool
  }

  /// Each key once, and each table opened where it is nearest to the middle.
  private func tree(from center: TableName) -> [String] {
    var lines: [String] = []
    var drawn: Set<UInt32> = []
    var opened: Set<TableName> = [center]
    var open = branches(of: center, prefix: "", drawn: drawn)
    while let branch = open.popLast() {
      guard drawn.insert(branch.step.key.id).inserted else { continue }
      let table = branch.step.end
      let isNearest = distances[table] == (distances[branch.step.start] ?? 0) + 1
      let opens = isNearest && opened.insert(table).inserted
      lines.append(
        branch.prefix + (branch.isLast ? "└─" : "├─") + description(branch.step)
          + (opens || branch.step.key.isSelfReferencing ? "" : "  (shown elsewhere)"))
      guard opens, (distances[table] ?? depth) < depth else { continue }
      open += branches(
        of: table, prefix: branch.prefix + (branch.isLast ? "   " : "│  "), drawn: drawn)
    }
    return lines
  }

  /// The keys of a table that have no line yet, last one first.
  private func branches(of table: TableName, prefix: String, drawn: Set<UInt32>) -> [Branch] {
    let parents = (keysByChild[table] ?? []).map { PathStep(key: $0, isTowardsParent: true) }
    let children = (keysByParent[table] ?? []).filter { !$0.isSelfReferencing }
      .map { PathStep(key: $0, isTowardsParent: false) }
    let steps = (parents + children).filter { !drawn.contains($0.key.id) }
    return steps.enumerated().reversed().map {
      Branch(step: $1, prefix: prefix, isLast: $0 == steps.count - 1)
    }
  }

  private func description(_ step: PathStep) -> String {
    let key = step.key
    let marks = marks(key).joined(separator: ", ")
    let columns =
      key.referencingColumns.joined(separator: ", ") + " → "
      + key.referencedColumns.joined(separator: ", ")
    return "\(step.isTowardsParent ? "→" : "←") \(step.end.displayName)  \(columns)  \(key.name)"
      + (marks.isEmpty ? "" : "  \(marks)")
  }
}
