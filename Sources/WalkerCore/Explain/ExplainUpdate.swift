import DeletePlanning
import ErrorExplaining
import SchemaModel
import TerminalCanvas

extension ExplainState {
  mutating func start(_ turn: inout Turn) { if running == nil { ask(&turn) } }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    let lines = ExplainText(self, width: turn.body.columns, keys: turn.keys).lines
    if cursor.move(command, count: lines.count, height: turn.body.rows) { return true }
    let line = lines.indices.contains(cursor.index) ? lines[cursor.index] : nil
    switch command {
    case .filter: field = TextField()
    case .open: go(line?.target, &turn)
    case .previewDelete: preview(&turn)
    case .copy: turn.copy(line?.copy ?? lines.map { $0.line.text }.joined(separator: "\n"))
    case .nextPane: show(shown + 1, &turn)
    case .previousPane: show(shown - 1, &turn)
    case .refresh:
      turn.cancel(running)
      running = nil
      inquiries[shown] = nil
      ask(&turn)
    default: return false
    }
    return true
  }

  /// A text of several lines is read at once: it was pasted.
  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {
    switch edit {
    case .insert(let text) where text.contains(where: \.isNewline):
      finish((field?.text ?? "") + text, origin: "pasted text", &turn)
    case .accept where field?.text.isEmpty == false:
      finish(field?.text ?? "", origin: "typed text", &turn)
    case .accept: break
    case .abandon: field = nil
    default: field?.apply(edit)
    }
  }

  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn) {
    guard id == running, var inquiry = inquiries[shown] else { return }
    switch answer {
    case .rows(let page): inquiry.take(page)
    case .count(let count): inquiry.take(count)
    case .report(let report): inquiry.take(report)
    case .failed(let error): inquiry.fail(error.message)
    case .script(let script): inquiry.take(script: script)
    case .verification, .review, .tables, .ran: return
    }
    inquiries[shown] = inquiry
    if case .report(let report) = answer, !report.isComplete { return }
    running = nil
    ask(&turn)
  }

  mutating func stopped(_ id: RequestID) {
    guard id == running else { return }
    running = nil
    inquiries[shown]?.stop()
  }

  mutating func reconnected(_ turn: inout Turn) { _ = apply(.refresh, &turn) }

  /// What was found out hangs on the constraint as it was: all is asked again.
  mutating func catalogChanged(_ turn: inout Turn) {
    turn.cancel(running)
    running = nil
    inquiries = [:]
    ask(&turn)
  }

  mutating func settle(_ turn: Turn) {
    let count = ExplainText(self, width: turn.body.columns, keys: turn.keys).lines.count
    cursor.settle(count: count, height: turn.body.rows)
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    guard field == nil else { return false }
    let lines = ExplainText(self, width: turn.body.columns, keys: turn.keys).lines
    return cursor.click(point, in: Rect(turn.body), count: lines.count)
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    switch command {
    case .previewDelete where parent == nil: "the parent row is not known"
    case .previewDelete where facts?.parentExists == false: "the parent row is not there"
    case .nextPane where violations.count < 2, .previousPane where violations.count < 2:
      "there is one error only"
    default: nil
    }
  }

  private mutating func finish(_ text: String, origin: String, _ turn: inout Turn) {
    turn.cancel(running)
    running = nil
    read(text, origin: origin)
    ask(&turn)
  }

  private mutating func show(_ number: Int, _ turn: inout Turn) {
    guard !violations.isEmpty else { return }
    turn.cancel(running)
    running = nil
    shown = (number + violations.count) % violations.count
    (cursor, closed) = (ListCursor(), [])
    ask(&turn)
  }

  /// Asks the next question about the error that shows.
  private mutating func ask(_ turn: inout Turn) {
    guard let violation else { return }
    let inquiry =
      inquiries[shown]
      ?? LiveInquiry(
        violation, in: turn.graph, version: turn.server?.version ?? 0)
    inquiries[shown] = inquiry
    switch inquiry.question {
    case .rows(let request): running = turn.ask(.rows(request))
    case .count(let request): running = turn.ask(.count(request))
    case .deletion(let request): running = turn.ask(.preview(request))
    case .script(let request): running = turn.ask(.wayPast(request))
    case nil: running = nil
    }
  }

  /// The parent row, as far as it is known.
  private var parent: RowIdentity? {
    guard let facts, let key = facts.foreignKey, !facts.values.isEmpty else { return nil }
    return RowIdentity(
      table: key.referenced,
      key: zip(key.referencedColumns, facts.values).map { ColumnValue(column: $0, value: $1) })
  }

  private func preview(_ turn: inout Turn) {
    guard let parent else { return }
    let request = DeleteRequest(target: .rows(parent.table, [parent]))
    turn.open(PreviewState(request: request))
  }

  private mutating func go(_ target: ExplainText.Target?, _ turn: inout Turn) {
    switch target {
    case .fix(let number): closed.formSymmetricDifference([number])
    case .row(let row): turn.open(RowDetailState(table: row.table, lookup: row.key))
    case .rows(let table, let values):
      turn.open(RowsState(table: table, scope: .equal(values)))
    case .table(let table): turn.open(NeighbourhoodState(table: table))
    case .preview: preview(&turn)
    case nil: turn.say("\(turn.keys[.open]) works on tables, rows, the preview and the ways out.")
    }
  }
}
