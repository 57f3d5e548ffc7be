package import SchemaModel

/// The shortest ways from one table to another, as documents.
package struct PathReport: Hashable, Sendable {
  package var start: TableName
  package var end: TableName
  package var found: ShortestPaths
  private var graph: SchemaGraph

  package init(in graph: SchemaGraph, from start: TableName, to end: TableName, limit: Int) {
    self.start = start
    self.end = end
    self.graph = graph
    found = ShortestPaths(in: graph, from: start, to: end, limit: limit)
  }

  /// Why there is none, for people; nil where there is one.
  package var absence: String? {
    guard found.paths.isEmpty else { return nil }
    return start == end
      ? "\(start.displayName) does not reference itself"
      : "no foreign keys lead from \(start.displayName) to \(end.displayName)"
  }

  /// Lines for people; empty where there is no path.
  package var text: [String] {
    guard let first = found.paths.first else { return [] }
    let steps = Counted.text(first.count, "step")
    var lines = [
      "\(start.displayName) to \(end.displayName): \(countText) of \(steps)  "
        + "(→ to a parent, ← to a child)"
    ]
    for path in found.paths {
      lines += ["", pathText(path)]
      lines += Columns.aligned(path.map { [$0.key.arrowText, $0.key.name] }, indent: "    ")
      lines += JoinSQL(path, in: graph).lines.map { "  " + $0 }
    }
    return lines
  }

  private var countText: String {
    let total = found.total == .max ? "countless paths" : Counted.text(found.total, "path")
    return found.total > found.paths.count
      ? "\(found.paths.count) shown of \(total)" : total
  }

  /// `orders ← items → products`.
  private func pathText(_ path: [PathStep]) -> String {
    path.reduce(start.displayName) {
      $0 + ($1.isTowardsParent ? " → " : " ← ") + $1.end.displayName
    }
  }

  /// The joins as SQL, one statement for each path.
  package var sql: [String] {
    found.paths.enumerated().flatMap { index, path in
      (index == 0 ? [] : [""]) + JoinSQL(path, in: graph).lines
    }
  }

  /// The document `fkwalk.path/1`.
  package var json: JSONValue {
    .object([
      "format": .string("fkwalk.path/1"),
      "from": .object(start.json()), "to": .object(end.json()),
      "length": JSONValue(found.paths.first?.count), "total": .int(found.total),
      "paths": .array(
        found.paths.map { path in
          .object([
            "tables": .array(([start] + path.map(\.end)).map { .object($0.json()) }),
            "steps": .array(path.map(\.json)),
            "sql": .string(JoinSQL(path, in: graph).lines.joined(separator: "\n")),
          ])
        }),
    ])
  }
}

extension PathStep {
  fileprivate var json: JSONValue {
    .object(
      key.json(with: ["direction": .string(isTowardsParent ? "to_parent" : "to_child")]))
  }
}
