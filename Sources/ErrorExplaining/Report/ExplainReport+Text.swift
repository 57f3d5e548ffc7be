import DeletePlanning
import SchemaModel

extension ExplainReport {
  /// The report for a terminal or a pipe; what is printed is made safe line by line.
  package func text(escaping escape: (String) -> String) -> String {
    let sections = explanations.enumerated().map { index, explanation in
      explanation.lines(number: explanations.count > 1 ? index + 1 : nil)
    }
    return joined(sections, escape)
  }

  /// The report as Markdown.
  package func markdown(escaping escape: (String) -> String) -> String {
    let sections = explanations.map(\.markdownLines)
    return joined(sections, escape)
  }

  /// The library's guide is fkwalk's own text: the tabs of its code stay.
  private func joined(_ sections: [[String]], _ escape: (String) -> String) -> String {
    let texts = sections.map { $0.map(escape).joined(separator: "\n") }
    return (texts + (library.map { [$0.guide] } ?? [])).map { $0.trimmedEnd + "\n" }
      .joined(separator: "\n")
  }
}

extension Explanation {
  /// What happened, in a line: `23503 orders_customer_id_fkey: the parent row is missing`.
  package var headline: String {
    let what =
      switch violation.form {
      case .missingParent: "the parent row is missing"
      case .matchFull: "half a key under MATCH FULL"
      case .stillReferenced: "the parent row is still referenced"
      case .restrict: "RESTRICT refuses"
      case nil: "a foreign key was violated"
      }
    return "\(violation.sqlstate) \(violation.constraint ?? "foreign key"): \(what)"
      + (violation.occurrences > 1 ? " (told \(violation.occurrences) times)" : "")
  }

  fileprivate func lines(number: Int?) -> [String] {
    var lines = [(number.map { "\($0). " } ?? "") + headline, ""]
    lines += text.wrapped(at: 96)
    if let statement = violation.statement {
      lines += ["", "Statement: \(statement.prefix(200))"]
    }
    lines += live?.lines(on: violation.side) ?? []
    lines += fixes.enumerated().flatMap { index, fix in
      ["", "\(index + 1). \(fix.title) (\(fix.safety.rawValue))", ""]
        + fix.sql.split(separator: "\n").map { "     \($0)" }
    }
    return lines
  }

  fileprivate var markdownLines: [String] {
    var lines = ["## \(headline)", "", text]
    if let statement = violation.statement { lines += ["", "```sql", statement, "```"] }
    lines += live?.lines(on: violation.side) ?? []
    for fix in fixes {
      lines += ["", "### \(fix.title) (\(fix.safety.rawValue))", "", "```sql"]
      lines += fix.sql.split(separator: "\n").map(String.init) + ["```"]
    }
    return lines
  }
}

extension LiveFacts {
  /// One sentence of what a database says.
  package struct Sentence: Hashable, Sendable {
    /// What it is about.
    package enum Kind: Hashable, Sendable {
      case constraint, others, parent, children, nearest, deletion, problem
    }

    package var kind: Kind
    package var text: String
  }

  /// What the database says, for people.
  ///
  /// - Parameter side: the side of the violation.
  /// - Returns: as many sentences as are known by now.
  package func sentences(on side: Violation.Side?) -> [Sentence] {
    var found: [Sentence] = []
    func say(_ kind: Sentence.Kind, _ text: String) {
      found.append(Sentence(kind: kind, text: text))
    }
    if let foreignKey {
      let definition = foreignKey.definition
      say(.constraint, "\(foreignKey.name) on \(foreignKey.referencing): \(definition)")
    }
    if !others.isEmpty {
      let places = others.map { "\($0.referencing)" }.joined(separator: ", ")
      say(.others, "Constraints of that name are also on \(places)")
    }
    switch (side, parentExists) {
    case (.referencing, false?): say(.parent, "The parent is still missing.")
    case (.referencing, true?): say(.parent, "The parent is there now: the statement would pass.")
    case (.referenced, false?): say(.parent, "The parent row is gone already.")
    default: break
    }
    if side == .referenced, let childRows {
      let isFree = childRows == .exact(0)
      say(
        .children,
        isFree
          ? "No child row references it any more."
          : "\(childRows.words) child \(childRows == .exact(1) ? "row references" : "rows reference") "
            + "it now\(isFree ? "" : ":")")
    }
    if !nearestKeys.isEmpty { say(.nearest, "The nearest keys that exist:") }
    if let deletion {
      say(.deletion, "Deleting the parent and these child rows: \(deletion.verdict)")
    }
    if let problem { say(.problem, "Not told: \(problem)") }
    return found
  }

  /// The sentences with what they announce, as a section.
  func lines(on side: Violation.Side?) -> [String] {
    let lines = sentences(on: side).flatMap { sentence -> [String] in
      switch sentence.kind {
      case .nearest:
        [sentence.text] + nearestKeys.map { "  " + $0.map { $0 ?? "NULL" }.joined(separator: ", ") }
      case .children:
        [sentence.text] + (childSample?.lines.map { "  \($0)" } ?? [])
      default: [sentence.text]
      }
    }
    return lines.isEmpty ? [] : ["", "In the database", ""] + lines.map { "  \($0)" }
  }
}

extension RowCount {
  /// `3`, `at least 100`.
  fileprivate var words: String {
    switch self {
    case .exact(let count): "\(count)"
    case .atLeast(let count): "at least \(count)"
    case .about(let count): "about \(count)"
    case .unknown: "an unknown number of"
    }
  }
}

extension String {
  /// Broken at spaces into lines of at most so many characters.
  fileprivate func wrapped(at width: Int) -> [String] {
    split(separator: " ").reduce(into: [""]) { lines, word in
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }

  fileprivate var trimmedEnd: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}

extension RowPage {
  /// Each row in a line: `id=1  name=x`.
  package var lines: [String] {
    rows.map { row in
      zip(columns, row.shownValues).prefix(8).map { "\($0)=\($1 ?? "NULL")" }.joined(
        separator: "  ")
    }
  }
}
