import DeletePlanning
import SchemaModel
import TerminalCanvas

/// The lines of a report's tree that some words leave.
struct PreviewMatches: Hashable, Sendable {
  /// The lines that match by themselves.
  private var lines: Set<PreviewLine.ID> = []
  /// By ``Step/index``: the steps with such a line, and those on the way there.
  private(set) var steps: Set<Int> = []

  init(_ words: WordFilter, in report: DeleteReport) {
    for step in report.steps {
      let effect = report.effectWord(of: step)
      let name = [step.table.displayName, step.columns.joined(separator: ",")]
        .filter { !$0.isEmpty }.joined(separator: ".")
      if words.matches("\(effect) \(name) \(step.constraint ?? "")") {
        lines.insert(.step(step.index))
      }
      let samples = report.blocker(at: step)?.sample ?? step.sample
      let rows = samples.indices.filter { words.matches(Self.text(samples[$0])) }
      for row in rows { lines.insert(.sample(step: step.index, row)) }
      if !rows.isEmpty || lines.contains(.step(step.index)) {
        keepWay(to: step, in: report.steps)
      }
    }
    for (number, blocker) in report.blockers.enumerated() where blocker.step == nil {
      let text = "BLOCKS \(blocker.table.displayName) \(blocker.constraint)"
      if words.matches(text) { lines.insert(.blocker(number)) }
    }
  }

  private mutating func keepWay(to step: Step, in all: [Step]) {
    var next: Int? = step.index
    while let index = next, steps.insert(index).inserted {
      next = all.indices.contains(index) ? all[index].parent : nil
    }
  }

  func contains(_ line: PreviewLine.ID) -> Bool { lines.contains(line) }

  private static func text(_ row: SampleRow) -> String {
    ([row.identity.description] + row.details.compactMap(\.value)).joined(separator: " ")
  }
}

// Narrowing all three lists by words.
extension PreviewState {
  /// The tables that show.
  var effects: [TableEffect] {
    let words = WordFilter(filter)
    return report?.effects.filter { words.matches($0.table.displayName) } ?? []
  }

  /// The notes that show.
  var notesShown: [PreviewNotes.Note] {
    let words = WordFilter(filter)
    return PreviewNotes.all(report).filter { words.matches(PreviewNotes.brief($0).text) }
  }

  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {
    switch edit {
    case .accept: field = nil
    case .abandon:
      field = nil
      narrow("")
    case .up, .down: _ = apply(edit == .up ? .moveUp : .moveDown, &turn)
    default: if field?.apply(edit) == true { narrow(field?.text ?? "") }
    }
  }

  /// Shows what has some words alone; each cursor stays on its line where that has them, and else goes
  /// to the first one.
  mutating func narrow(_ text: String) {
    let (table, note) = (effectSelected, noteSelected)
    filter = text
    findMatches()
    tables.index = effects.firstIndex { $0 == table } ?? 0
    notes.index = notesShown.firstIndex { $0 == note } ?? 0
    if let matches {
      reveal { matches.steps.contains($0.index) }
      let first = lines.first { matches.contains($0.id) }
      if let first, !matches.contains(selected) { selected = first.id }
    }
    follow()
  }

  /// Looks for the words again, as after the report has grown.
  mutating func findMatches() {
    let words = WordFilter(filter)
    matches = words.isEmpty ? nil : report.map { PreviewMatches(words, in: $0) }
  }

  var effectSelected: TableEffect? {
    effects.indices.contains(tables.index) ? effects[tables.index] : nil
  }

  var noteSelected: PreviewNotes.Note? {
    let all = notesShown
    return all.indices.contains(notes.index) ? all[notes.index] : nil
  }

  /// What stands in place of a list that the words leave nothing of; nil where they are not why.
  func nothingFound(_ keys: Keys) -> [Line]? {
    guard !filter.isEmpty else { return nil }
    return [
      Line("Nothing here has \(SafeText.display(String(filter.prefix(80)))).", .warning),
      Line("\(keys[.escape]) clears the filter.", .muted),
    ]
  }
}
