import SchemaModel

extension GraphDrawing {
  /// For Graphviz: an arrow from each referencing table to the one it references.
  ///
  /// - Parameter escape: makes names harmless for where the text goes.
  /// - Returns: lines.
  package func dot(escaping escape: (String) -> String) -> [String] {
    func quoted(_ text: String) -> String { DiagramText.dot(escape(text)) }
    let nodes = tables.map { table in
      let style = table.name == center ? ", style=bold" : ""
      return "  \(quoted(table.name.description)) "
        + "[label=\(quoted(table.name.displayName))\(style)];"
    }
    let edges = keys.map { key in
      "  \(quoted(key.referencing.description)) -> \(quoted(key.referenced.description)) "
        + "[label=\(quoted(label(key)))\(Self.dotStyle(key))];"
    }
    return ["digraph foreign_keys {", "  rankdir=LR;", "  node [shape=box];"] + nodes + edges
      + ["}"]
  }

  private static func dotStyle(_ key: ForeignKey) -> String {
    switch key.onDelete {
    case .cascade: ", style=bold"
    case .setNull, .setDefault: ", style=dashed"
    case .noAction, .restrict: ""
    }
  }

  /// For Mermaid.
  ///
  /// - Parameter escape: makes names harmless for where the text goes.
  /// - Returns: lines.
  package func mermaid(escaping escape: (String) -> String) -> [String] {
    func quoted(_ text: String) -> String { DiagramText.mermaid(escape(text)) }
    let numbers = Dictionary(
      tables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    func node(_ table: TableName) -> String { "t\(numbers[table] ?? 0)" }
    let nodes = tables.map { "  \(node($0.name))[\(quoted($0.name.displayName))]" }
    let edges = keys.map { key in
      let arrow =
        switch key.onDelete {
        case .cascade: "==>"
        case .setNull, .setDefault: "-.->"
        case .noAction, .restrict: "-->"
        }
      return "  \(node(key.referencing)) \(arrow)|\(quoted(label(key)))| \(node(key.referenced))"
    }
    return ["flowchart LR"] + nodes + edges
  }

  /// The columns, and what happens to the row when its parent goes.
  private func label(_ key: ForeignKey) -> String {
    let columns = key.referencingColumns.joined(separator: ", ")
    return key.onDelete == .noAction ? columns : "\(columns): \(key.onDelete.sql)"
  }
}
