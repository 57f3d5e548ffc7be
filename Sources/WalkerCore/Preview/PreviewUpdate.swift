import DeletePlanning
import SchemaModel
import TerminalCanvas

extension PreviewState {
  mutating func start(_ turn: inout Turn) {
    for request in [running, verification.request, script.request] { turn.cancel(request) }
    (verification, script) = (.idle, .idle)
    peeks = [:]
    failure = nil
    running = turn.ask(.preview(request))
  }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    defer { peek(&turn) }
    if let tab = target(of: command) {
      self.tab = tab
      return true
    }
    if move(command, turn) { return true }
    switch command {
    case .left: tab == .steps ? close() : ()
    case .right: tab == .steps ? open() : ()
    case .open: goThere(&turn)
    case .nextBlocker: jump(by: 1, &turn)
    case .previousBlocker: jump(by: -1, &turn)
    case .openAll: setAll(open: true)
    case .closeAll: setAll(open: false)
    case .filter: field = TextField(filter)
    case .escape where !filter.isEmpty: narrow("")
    case .copy: copy(&turn)
    case .export: chooseFormat(&turn)
    case .verify: askToVerify(&turn)
    case .wayPast: findWayPast(&turn)
    case .whatIf: chooseRule(&turn)
    case .migration: showMigration(&turn)
    case .refresh: start(&turn)
    case .explain:
      let predicted = report?.error?.fields
      guard let error = predicted ?? failure else { return false }
      turn.open(ExplainState(error: error, isPredicted: predicted != nil))
    case .escape where isSaved:
      turn.say("The saved preview is all there is. \(turn.keys[.quit]) leaves.")
    default: return false
    }
    return true
  }

  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn) {
    switch answer {
    case .report(let report) where id == running:
      self.report = report
      if report.isComplete { running = nil }
      findMatches()
      follow()
      peek(&turn)
    case .verification(let verification) where id == self.verification.request:
      take(verification, &turn)
    case .script(let text) where id == script.request: take(text, &turn)
    case .failed(let error): failed(error, id, &turn)
    case .rows(let page): take(page, id)
    case .report, .verification, .script, .count, .review, .tables, .ran: break
    }
  }

  mutating func stopped(_ id: RequestID) {
    if running == id { running = nil }
    if verification.request == id { verification = .idle }
    if script.request == id { script = .idle }
    for (row, peek) in peeks where peek.request == id { peeks[row] = nil }
  }

  /// A report that is complete stays as it is: it may have taken long.
  mutating func reconnected(_ turn: inout Turn) {
    if report?.isComplete == true { peek(&turn) } else { start(&turn) }
  }

  mutating func settle(_ turn: Turn) {
    let height = PreviewLayout(Rect(turn.body), self, turn.keys).list.height
    let lines = lines
    steps.settle(count: lines.count, height: height)
    if lines.indices.contains(steps.index) { selected = lines[steps.index].id }
    tables.settle(count: effects.count, height: height)
    notes.settle(count: notesShown.count, height: height)
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    let layout = PreviewLayout(Rect(turn.body), self, turn.keys)
    if let number = PaneTabs.tab(at: point, tabTitles, in: layout.tabs),
      let tab = Tab(rawValue: number)
    {
      self.tab = tab
      return false
    }
    let list = layout.list
    switch tab {
    case .steps:
      let isAgain = steps.click(point, in: list, count: lines.count)
      guard list.contains(point), let line = selectedLine, line.isOpen != nil,
        markColumns(line, in: list, turn.glyphs).contains(point.x)
      else { return isAgain }
      selected = line.id
      line.isOpen == true ? close() : open()
      return false
    case .tables:
      return tables.click(point, in: list, count: effects.count)
    case .notes:
      return notes.click(point, in: list, count: notesShown.count)
    }
  }

  private func target(of command: Command) -> Tab? {
    let count = Tab.allCases.count
    return switch command {
    case .pane1: .steps
    case .pane2: .tables
    case .pane3: .notes
    case .nextPane: Tab(rawValue: (tab.rawValue + 1) % count)
    case .previousPane: Tab(rawValue: (tab.rawValue + count - 1) % count)
    default: nil
    }
  }

  private mutating func move(_ command: Command, _ turn: Turn) -> Bool {
    let height = PreviewLayout(Rect(turn.body), self, turn.keys).list.height
    return switch tab {
    case .steps: steps.move(command, count: lines.count, height: height)
    case .tables: tables.move(command, count: effects.count, height: height)
    case .notes: notes.move(command, count: notesShown.count, height: height)
    }
  }

  /// Keeps the cursor on its line while lines come and go around it.
  mutating func follow() {
    if let at = lines.firstIndex(where: { $0.id == selected }) { steps.index = at }
  }
}

// The tree.
extension PreviewState {
  /// Opens the selected line: first its steps, then its example rows; an open line leads inside.
  private mutating func open() {
    guard let line = selectedLine, let tree, let step = line.step, line.sample == nil else {
      return
    }
    if collapsed.remove(step.index) != nil { return follow() }
    if !tree.sampleRows(of: step).isEmpty, !tree.showsSamples(of: step) {
      samples[step.index] = true
    } else if line.isOpen != nil {
      steps.index += 1
    }
  }

  /// Closes the selected line: first its example rows, then its steps; a closed one leads outside.
  private mutating func close() {
    guard let line = selectedLine, let tree, let step = line.step else { return leave() }
    guard line.sample == nil else { return select(.step(step.index)) }
    let hasChildren = tree.report.steps.contains { $0.parent == step.index }
    if !tree.sampleRows(of: step).isEmpty, tree.showsSamples(of: step) {
      samples[step.index] = false
    } else if hasChildren, !collapsed.contains(step.index) {
      collapsed.insert(step.index)
    } else if let parent = step.parent {
      select(.step(parent))
    }
  }

  private mutating func leave() {
    if case .blockerSample(let blocker, _)? = selectedLine?.id { select(.blocker(blocker)) }
  }

  private mutating func select(_ id: PreviewLine.ID) {
    selected = id
    follow()
  }

  private mutating func setAll(open: Bool) {
    let all = report?.steps.map(\.index) ?? []
    collapsed = open ? [] : Set(all.dropFirst())
    samples = Dictionary(all.map { ($0, open) }, uniquingKeysWith: { first, _ in first })
    if !lines.contains(where: { $0.id == selected }) { selected = .step(0) }
    follow()
  }

  /// Goes to the next line that refuses, in either direction, round the end.
  private mutating func jump(by direction: Int, _ turn: inout Turn) {
    tab = .steps
    revealBlockers()
    let lines = lines
    let places = lines.indices.filter { lines[$0].isBlocker }
    guard let first = places.first, let last = places.last else {
      if !filter.isEmpty {
        return turn.say("Nothing that refuses has \(filter). \(turn.keys[.escape]) shows all.")
      }
      let isFinal = report?.isComplete == true
      return turn.say(isFinal ? "Nothing refuses this delete." : "Nothing refuses it so far.")
    }
    steps.index =
      direction > 0
      ? places.first { $0 > steps.index } ?? first : places.last { $0 < steps.index } ?? last
    let rows = lines[(steps.index + 1)...].prefix { $0.sample != nil }.count
    steps.reveal(rows, height: PreviewLayout(Rect(turn.body), self, turn.keys).list.height)
    let number = places.firstIndex(of: steps.index).map { $0 + 1 } ?? 1
    turn.say("Blocker \(number) of \(places.count)")
  }

  private mutating func revealBlockers() {
    guard let tree else { return }
    reveal { $0.effect == .block || tree.blocker(at: $0) != nil }
    follow()
  }

  /// Opens what hides some steps.
  mutating func reveal(_ isWanted: (Step) -> Bool) {
    let steps = report?.steps ?? []
    for step in steps where isWanted(step) {
      var parent = step.parent
      while let index = parent, steps.indices.contains(index) {
        collapsed.remove(index)
        parent = steps[index].parent.flatMap { $0 < index ? $0 : nil }
      }
    }
  }
}
