import DeletePlanning
import SchemaModel
import TerminalCanvas

/// What one line of the preview means, in plain words with the real names.
struct PreviewText {
  let report: DeleteReport
  let line: PreviewLine
  /// The row the line is about, where it has been read.
  let data: RowData?
  /// The rules that are not as the database has them.
  let whatIf: [String: RuleChange]
  let graph: SchemaGraph
  let keys: Keys

  /// A few words for the head of the pane.
  var title: String {
    if let sample = line.sample {
      return "\(Summaries.name(sample.identity.table)) "
        + SafeText.display(sample.identity.description)
    }
    if line.isBlocker, let blocker {
      return "\(SafeText.display(blocker.constraint)) refuses"
    }
    return line.step?.constraint.map { SafeText.display($0) }
      ?? "the \(report.command.rawValue) itself"
  }

  var lines: [Line] {
    if line.sample != nil { return sampleLines }
    if line.isBlocker { return blockerLines }
    guard let step = line.step else { return [] }
    let statement = step.parent == nil ? [Line(SafeText.display(report.statement), .muted)] : []
    return [Line(sentence(step))] + statement + error(at: step) + values + definition(step)
      + repetition(step)
  }

  private var glyphs: Glyphs { keys.glyphs }
  private var blocker: Blocker? { line.blocker }
  /// Whether there is something to walk to; a saved preview has no catalog.
  private var hasDatabase: Bool { !graph.tables.isEmpty }

  /// What PostgreSQL would say, with the statement itself.
  private func error(at step: Step) -> [Line] {
    guard step.parent == nil, let error = report.error else { return [] }
    return [Line(report.occasion, .title)] + ErrorText.postgres(error.fields)
  }

  private func sentence(_ step: Step) -> String {
    if step.effect == .unknown { return unknown(step) }
    let rows = Numbers.rows(step.rows, glyphs)
    let child = Summaries.name(step.table)
    guard let constraint = step.constraint, let parent = step.referencedTable else {
      let verb = ["UPDATE": "changes", "INSERT": "inserts"][report.command.rawValue] ?? "deletes"
      return "\(rows) of \(child): what the statement \(verb) itself."
    }
    let columns = step.columns.map(SafeText.display).joined(separator: ", ")
    let owner = Summaries.name(parent)
    let before =
      step.rows == .exact(0)
      ? "No further row of \(child)" : "\(rows) of \(child)"
    let verb = step.rows == .exact(1) || step.rows == .exact(0) ? "references" : "reference"
    let says = whatIf[constraint] == nil ? "says" : "is taken as"
    let reach =
      "\(before) \(verb) these rows of \(owner) by \(columns). "
      + "\(SafeText.display(constraint)) \(says) \(step.rule ?? "ON DELETE NO ACTION"), "
    return reach + consequence(step, columns)
  }

  private func unknown(_ step: Step) -> String {
    let child = Summaries.name(step.table)
    return "Which rows of \(child) reference these rows of "
      + "\(step.referencedTable.map(Summaries.name) ?? "?") by "
      + "\(step.columns.map(SafeText.display).joined(separator: ", ")) is not known: this role cannot "
      + "read \(child), and GRANT SELECT lets it. \(SafeText.display(step.constraint ?? "It")) says "
      + "\(step.rule ?? "ON DELETE NO ACTION")."
  }

  private func consequence(_ step: Step, _ columns: String) -> String {
    let them = step.rows == .exact(1) ? "it" : "them"
    return switch step.effect {
    case .delete: "so PostgreSQL deletes \(them) too."
    case .update, .insert: "so PostgreSQL changes \(them)."
    case .setNull: "so PostgreSQL keeps \(them) and sets \(columns) to NULL."
    case .setDefault: "so PostgreSQL keeps \(them) and sets \(columns) to its default."
    case .updateKey: "and their key changed, so PostgreSQL passes the new key on."
    case .block, .unknown: "so PostgreSQL refuses the whole \(report.command.rawValue)."
    }
  }

  private func definition(_ step: Step) -> [Line] {
    step.definition.map { [Line(SafeText.display($0), .muted)] } ?? []
  }

  private func repetition(_ step: Step) -> [Line] {
    guard step.repeated > 0 else { return [] }
    let rows = Numbers.plural(step.repeated, "row")
    return [
      Line("\(glyphs.cycle) ", .effectRepeat)
        .then("\(rows) reached here were counted already at another step; no row counts twice.")
    ]
  }

  /// The columns of the row and what is in them.
  private var values: [Line] {
    let details = line.sample?.details.map { ($0.column, $0.value) } ?? []
    let pairs = data.map { Array(zip($0.columns, $0.row.values)) } ?? details
    guard !pairs.isEmpty else { return [] }
    return [
      pairs.prefix(Self.mostColumns).reduce(Line()) { text, pair in
        text.then(text.spans.isEmpty ? "" : "   ")
          .then(SafeText.display(pair.0), .muted).then(" = ", .muted)
          + value(pair.1, in: pair.0)
      }
    ]
  }

  private func value(_ value: String?, in column: String) -> Line {
    let table = line.row.flatMap { graph.table($0.table) }
    return CellText(
      value.map { String($0.prefix(Self.longestValue)) }, type: table?.column(named: column)?.type
    ).line
  }

  private static let mostColumns = 30
  private static let longestValue = 80

  private var sampleLines: [Line] {
    guard let sample = line.sample else { return [] }
    let chain = (sample.path + [sample.identity]).map {
      "\(Summaries.name($0.table)) \(SafeText.display($0.description))"
    }
    var lines = values
    if chain.count > 1 {
      let arrow = glyphs == .ascii ? " -> " : " → "
      lines.append(Line("How the delete gets here: ", .muted).then(chain.joined(separator: arrow)))
    }
    if hasDatabase, report.command != .insert {
      lines.append(Line("\(keys[.open]) shows the row.", .muted))
    }
    return lines
  }
}

// What refuses.
extension PreviewText {
  private var blockerLines: [Line] {
    guard let blocker else {
      return line.step.map { [Line(sentence($0))] + definition($0) } ?? []
    }
    let refusal = report.refusal(blocker) { Numbers.count($0, glyphs) }
    let isFirst = blocker.error == report.error?.fields
    let occasion = isFirst ? [] : [Line(report.occasion(of: blocker), .title)]
    return [Line(SafeText.display(refusal)), ways(blocker)] + occasion
      + ErrorText.postgres(blocker.error) + [Line(SafeText.display(blocker.definition), .muted)]
  }

  /// How to get past it, and what shows that.
  private func ways(_ blocker: Blocker) -> Line {
    let advice = Line("To get past it: ", .title)
      .then(SafeText.display(report.wayPast(blocker)))
    guard hasDatabase, !blocker.isMissingParent else { return advice }
    guard report.command == .delete else {
      return advice.then(" Press ").then(keys[.whatIf], .hintKey).then(" to try that.")
    }
    return advice.then(" Press ").then(keys[.wayPast], .hintKey)
      .then(" for a script that deletes all that is in the way.")
  }
}
