import SchemaModel

extension DeleteReport {
  /// The report as Markdown, for issues and runbooks.
  ///
  /// - Parameter escape: makes names and data harmless for where the text goes.
  /// - Returns: lines, the last one ended too.
  package func markdown(escaping escape: (String) -> String) -> String {
    func cell(_ text: String) -> String {
      var result = ""
      for character in escape(text) {
        if "|`*_<>\\".contains(character) { result += "\\" }
        result.append(character)
      }
      return result
    }
    func code(_ text: String) -> [String] {
      ["```sql"] + escape(text).split(separator: "```").map(String.init) + ["```"]
    }
    var lines = ["## \(cell(verdict))", ""] + (supposition.map { [cell($0), ""] } ?? [])
    lines += code(statement)
    if let error {
      lines += ["", "**\(error.fields.sqlstate)** \(cell(error.fields.message))"]
      if let detail = error.fields.detail { lines.append("— \(cell(detail))") }
    }
    let counts = hasInserts ? 3 : 2
    let head = ["deleted", "changed", "inserted"].prefix(counts).joined(separator: " | ")
    lines += ["", "| table | \(head) |", "| --- |" + String(repeating: " ---: |", count: counts)]
    lines += effects.map {
      "| \(cell($0.table.displayName)) | "
        + $0.counts.prefix(counts).map(\.rows.text).joined(separator: " | ") + " |"
    }
    if !comparison.isEmpty {
      lines += ["", "| | as it is | what if |", "| --- | --- | --- |"]
      lines += comparison.map { "| \(cell($0.subject)) | \(cell($0.before)) | \(cell($0.after)) |" }
    }
    if !blockers.isEmpty {
      lines += ["", "| refuses | table | rows | error | to get past it |"]
      lines += ["| --- | --- | ---: | --- | --- |"]
      lines += blockers.map {
        "| \(cell($0.constraint)) | \(cell($0.table.displayName)) | \($0.rows.text) | "
          + "\($0.error.sqlstate)\($0.moment == .commit ? " at COMMIT" : "") | "
          + "\(cell(wayPast($0))) |"
      }
    }
    if !caveats.isEmpty {
      lines +=
        [""]
        + caveats.map {
          "- \($0.code.rawValue): \(cell($0.message)) \(cell($0.meaning)) \(cell($0.consequence))"
        }
    }
    if !missingIndexes.isEmpty {
      let statements = missingIndexes.map { $0.create + ($0.cost.map { "  -- else \($0)" } ?? "") }
      lines += ["", "Without an index each deleted parent costs a scan of the whole table:", ""]
      lines += code(statements.joined(separator: "\n"))
    }
    return (lines + ["", "Nothing has been changed."]).joined(separator: "\n") + "\n"
  }

  /// The tables and how they are reached, for Graphviz.
  package func dot(escaping escape: (String) -> String) -> String {
    func quoted(_ text: String) -> String { DiagramText.dot(escape(text)) }
    let edges = steps.dropFirst().map { step in
      "  \(quoted(step.referencedTable?.displayName ?? "")) -> \(quoted(step.table.displayName)) "
        + "[label=\(quoted("\(step.effectWord) \(step.rows.text)"))"
        + (step.effect == .block ? ", color=red, style=bold];" : "];")
    }
    let root = "  \(quoted(rootTable.displayName)) [shape=box, style=bold];"
    return
      ((supposition.map { ["// \(escape($0))"] } ?? []) + [
        "digraph delete {", "  rankdir=LR;", root,
      ] + unique(edges) + ["}"])
      .joined(separator: "\n") + "\n"
  }

  /// The tables and how they are reached, for Mermaid.
  package func mermaid(escaping escape: (String) -> String) -> String {
    let names = unique([rootTable] + steps.map(\.table))
    func label(_ text: String) -> String { DiagramText.mermaid(escape(text)) }
    func node(_ table: TableName?) -> String {
      "t\(names.firstIndex { $0 == table } ?? 0)"
    }
    let nodes = names.enumerated().map { "  t\($0)[\(label($1.displayName))]" }
    let edges = steps.dropFirst().map { step in
      "  \(node(step.referencedTable)) \(step.effect == .block ? "-.->" : "-->")"
        + "|\(label("\(step.effectWord) \(step.rows.text)"))| \(node(step.table))"
    }
    return
      ((supposition.map { ["%% \(escape($0))"] } ?? []) + ["flowchart LR"] + nodes + unique(edges))
      .joined(separator: "\n") + "\n"
  }

  private func unique<Element: Hashable>(_ values: [Element]) -> [Element] {
    var seen: Set<Element> = []
    return values.filter { seen.insert($0).inserted }
  }
}
