import DeletePlanning
import SchemaModel
import TerminalCanvas

/// A report as plain lines, for copying and saving.
enum ReportText {
  static func text(_ report: DeleteReport) -> String {
    let state = PreviewSummary(report: report)
    var lines = [report.statement, "", state.verdict.text, state.totals.text, ""]
    let tree = PreviewTree(report: report, collapsed: [], samples: [:])
    lines += tree.lines.map(line)
    if let error = report.error { lines += ["", "PostgreSQL would say:"] + error.fields.asText }
    let notes = PreviewNotes.all(report)
    if !notes.isEmpty {
      lines += [""] + notes.flatMap { PreviewNotes.text($0).map(\.text) }
    }
    lines += ["", "Nothing was changed. fkwalk never runs the DELETE."]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ line: PreviewLine) -> String {
    let indent = String(repeating: "  ", count: line.branches.count)
    if let sample = line.sample {
      return indent + "  " + SafeText.escaped(sample.identity.description)
    }
    let rows = Numbers.count(line.step?.rows ?? line.blocker?.rows ?? .unknown, .ascii)
    let effect = line.isBlocker ? "blocks" : line.step?.effect.rawValue ?? ""
    let table = Summaries.name(
      line.step?.table ?? line.blocker?.table ?? TableName(schema: "", name: ""))
    let constraint = line.step?.constraint ?? line.blocker?.constraint
    let action = line.step?.action ?? line.blocker?.action
    let edge = constraint.map { " by \(SafeText.escaped($0)) ON DELETE \(action?.sql ?? "")" } ?? ""
    return "\(indent)\(effect) \(rows) of \(table)\(edge)"
  }
}

extension PreviewSummary {
  init(report: DeleteReport) {
    self.report = report
    isRunning = false
    glyphs = .ascii
  }
}

extension ServerError {
  fileprivate var asText: [String] {
    ErrorText.postgres(self).map(\.text)
  }
}
