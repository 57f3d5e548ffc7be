import DeletePlanning
import SchemaModel
import TerminalCanvas

/// What a DELETE would do: the report so far, and where in it the person is.
struct PreviewState: PlaceState {
  /// What the report is looked at by.
  enum Tab: Int, Hashable, Sendable, CaseIterable {
    case steps, tables, notes
  }

  var request: DeleteRequest
  var report: DeleteReport?
  /// The request while the report is still growing.
  var running: RequestID?
  var failure: ServerError?
  /// The DELETE as it really went, where that was asked for.
  var verification: Loadable<Verification> = .idle
  /// The SQL script past what refuses, where that was asked for.
  var script: Loadable<String> = .idle
  /// The rows the cursor was on, read whole.
  var peeks: [RowIdentity: Loadable<RowData>] = [:]
  var tab = Tab.steps
  /// The selected line of ``Tab/steps``.
  var selected = PreviewLine.ID.step(0)
  var steps = ListCursor()
  var tables = ListCursor()
  var notes = ListCursor()
  /// Steps whose own steps are hidden.
  var collapsed: Set<Int> = []
  /// Steps whose example rows were shown or hidden by hand.
  var samples: [Int: Bool] = [:]
  /// What the lists are narrowed to; empty shows all.
  var filter = ""
  var field: TextField?
  /// What of the tree the filter leaves; nil is all.
  var matches: PreviewMatches?

  /// Whether it was read from a file, so that there is no database to ask.
  let isSaved: Bool

  init(request: DeleteRequest) {
    self.request = request
    isSaved = false
  }

  /// A preview that was saved.
  init(saved: SavedPreview) {
    request = DeleteRequest(target: .statement(saved.report.statement), whatIf: saved.report.whatIf)
    report = saved.report
    verification = saved.verification.map { .loaded($0) } ?? .idle
    isSaved = true
  }

  var kind: PlaceKind { .preview }
  var editing: TextField? { field }
  var crumbs: [String] {
    switch request.target {
    case .statement(let text):
      let statement = try? ChangeStatement(text)
      let named = statement?.nameParts.last.map { SafeText.display($0) }
      let table = report.map { Summaries.name($0.rootTable) } ?? named ?? ""
      let command = statement?.command ?? .delete
      return [table, "\(command.rawValue.lowercased()) preview"].filter { !$0.isEmpty }
    case .rows(let table, let rows):
      let which =
        rows.count == 1
        ? SafeText.display(rows[0].description) : Numbers.plural(rows.count, "row")
      return [Summaries.name(table), which, "delete preview"]
    }
  }

  /// The lines of the tree as they show.
  var lines: [PreviewLine] { tree?.lines ?? [] }

  var tree: PreviewTree? {
    report.map {
      PreviewTree(report: $0, collapsed: collapsed, samples: samples, matches: matches)
    }
  }

  var selectedLine: PreviewLine? {
    let lines = lines
    return lines.indices.contains(steps.index) ? lines[steps.index] : nil
  }
}

/// One line of the tree of steps.
struct PreviewLine: Hashable, Sendable {
  enum ID: Hashable, Sendable {
    /// By ``Step/index``.
    case step(Int)
    case sample(step: Int, Int)
    /// A blocker that no step shows, by its place among the blockers.
    case blocker(Int)
    case blockerSample(blocker: Int, Int)
  }

  var id: ID
  /// Whether each level above, from the top, has more below this line.
  var branches: [Bool]
  var step: Step?
  var blocker: Blocker?
  var sample: SampleRow?
  /// Nil where the line has nothing to show or hide.
  var isOpen: Bool?
  /// How many of its rows show below, where that is not all of them.
  var samplesShown: Int?

  /// Whether it stands for a constraint that refuses.
  var isBlocker: Bool { sample == nil && (blocker != nil || step?.effect == .block) }
}

/// The lines of a report's tree, with what is hidden left out.
struct PreviewTree {
  let report: DeleteReport
  let collapsed: Set<Int>
  let samples: [Int: Bool]
  /// The lines to show; nil is all.
  let matches: PreviewMatches?

  /// With more that refuses, their rows would leave no room for one another.
  private static let mostOpenBlockers = 4

  var lines: [PreviewLine] {
    let steps = report.steps.filter { matches?.steps.contains($0.index) != false }
    let children = Dictionary(grouping: steps) { $0.parent }
    var lines: [PreviewLine] = []
    // Depth first with a stack of its own, so that a deep chain is no stack problem.
    var open: [(step: Step, branches: [Bool])] = []
    func push(_ steps: [Step], _ branches: [Bool]) {
      for (number, step) in steps.enumerated().reversed() {
        open.append((step, branches + [number + 1 < steps.count]))
      }
    }
    for root in (children[nil] ?? []).reversed() { open.append((root, [])) }
    while let (step, branches) = open.popLast() {
      let below = children[step.index] ?? []
      append(step, branches, below, to: &lines)
      if !collapsed.contains(step.index) { push(below, branches) }
    }
    return lines + blockersWithoutStep
  }

  /// The constraint that refuses at a step; nil where none does.
  func blocker(at step: Step) -> Blocker? { report.blocker(at: step) }

  /// The example rows of a step; none for a single deleted row, which its line shows already.
  func sampleRows(of step: Step) -> [SampleRow] {
    if step.parent == nil, step.rows == .exact(1), step.sample.count == 1 { return [] }
    // Those of a blocker know the way that leads to them.
    let refusing = blocker(at: step)?.sample ?? []
    return refusing.isEmpty ? step.sample : refusing
  }

  /// Whether a step's example rows show: as a person chose, else where they are in the way.
  func showsSamples(of step: Step) -> Bool {
    if let chosen = samples[step.index] { return chosen }
    return report.blockers.count <= Self.mostOpenBlockers
      && (step.effect == .block || blocker(at: step) != nil)
  }

  /// The example rows of a step that show, with their places among all: where the step does not match
  /// itself, those that do.
  private func shownRows(of step: Step) -> [(place: Int, row: SampleRow)] {
    let rows = sampleRows(of: step).enumerated().map { (place: $0, row: $1) }
    guard let matches, !matches.contains(.step(step.index)) else {
      return showsSamples(of: step) ? rows : []
    }
    return rows.filter { matches.contains(.sample(step: step.index, $0.place)) }
  }

  private func append(
    _ step: Step, _ branches: [Bool], _ below: [Step], to lines: inout [PreviewLine]
  ) {
    let rows = sampleRows(of: step)
    let shown = shownRows(of: step)
    let shows = !shown.isEmpty
    let isClosed = collapsed.contains(step.index) && !below.isEmpty
    let hasSomething = !rows.isEmpty || !below.isEmpty
    let hidesAll = (below.isEmpty || isClosed) && !shows
    lines.append(
      PreviewLine(
        id: .step(step.index), branches: branches, step: step, blocker: blocker(at: step),
        isOpen: hasSomething ? !hidesAll : nil,
        samplesShown: shows && step.rows != .exact(rows.count) ? rows.count : nil))
    guard shows else { return }
    let isFollowed = !below.isEmpty && !isClosed
    for (number, (place, row)) in shown.enumerated() {
      let hasMore = number + 1 < shown.count || isFollowed
      lines.append(
        PreviewLine(
          id: .sample(step: step.index, place), branches: branches + [hasMore], step: step,
          blocker: blocker(at: step), sample: row))
    }
  }

  private var blockersWithoutStep: [PreviewLine] {
    report.blockers.enumerated().filter {
      $0.element.step == nil && matches?.contains(.blocker($0.offset)) != false
    }.flatMap { number, blocker in
      [PreviewLine(id: .blocker(number), branches: [], blocker: blocker)]
        + blocker.sample.enumerated().map { place, row in
          PreviewLine(
            id: .blockerSample(blocker: number, place),
            branches: [place + 1 < blocker.sample.count], blocker: blocker, sample: row)
        }
    }
  }
}
