import DeletePlanning
import SchemaModel
import SchemaReview
import TerminalCanvas

/// The instruments that look at a whole schema: findings, orders, rows without a parent, reach.
struct ReviewState: PlaceState {
  /// One of the lists.
  enum Tab: Int, Hashable, Sendable, CaseIterable {
    case findings, insertOrder, deleteOrder, orphans, reach

    /// What has to be asked for it; nil where the catalog is enough.
    var request: ReviewRequest? {
      switch self {
      case .findings: .findings
      case .orphans: .orphans
      case .reach: .reach
      case .insertOrder, .deleteOrder: nil
      }
    }
  }

  private(set) var tab: Tab
  /// What was asked, by tab; each is asked for when it is first looked at.
  private(set) var answers: [ReviewRequest: Loadable<ReviewAnswer>] = [:]
  private(set) var insertOrder: TableOrder?
  private(set) var deleteOrder: TableOrder?
  private var cursors: [Tab: ListCursor] = [:]
  private(set) var filter = ListFilter()
  /// All lines of the tab; made when it is first shown and when its answer comes.
  private(set) var lines: [ReviewLine] = []
  /// Those that the filter leaves.
  private(set) var visible: [ReviewLine] = []

  init(tab: Tab = .findings) { self.tab = tab }

  var kind: PlaceKind { .review }
  var crumbs: [String] { ["review", tab.title] }
  var editing: TextField? { filter.field }
  var cursor: ListCursor { cursors[tab] ?? ListCursor() }

  /// The line that the cursor is on; nil where there is none.
  var selected: ReviewLine? {
    visible.indices.contains(cursor.index) ? visible[cursor.index] : nil
  }

  /// The answer that shows; idle where nothing has to be asked.
  var answer: Loadable<ReviewAnswer> { tab.request.flatMap { answers[$0] } ?? .idle }
}

// As a session keeps it.
extension ReviewState {
  var record: [String: JSONValue]? { ["tab": .int(tab.rawValue)] }

  init(record: JSONValue) {
    self.init(tab: record["tab"].number.flatMap(Tab.init) ?? .findings)
  }
}

extension ReviewState {
  mutating func start(_ turn: inout Turn) {
    catalogChanged(&turn)
    askOnce(&turn)
  }

  mutating func catalogChanged(_ turn: inout Turn) {
    insertOrder = TableOrder(of: turn.graph, for: .insert)
    deleteOrder = TableOrder(of: turn.graph, for: .delete)
    refill()
  }

  /// Makes the lines anew.
  private mutating func refill() {
    lines = ReviewText(self).lines
    narrow()
  }

  private mutating func narrow() {
    let words = filter.words
    visible = words.isEmpty ? lines : lines.filter { words.matches($0.line.text) }
  }

  private mutating func askOnce(_ turn: inout Turn) {
    guard let request = tab.request else { return }
    if case .idle = answers[request] ?? .idle {
      answers[request] = .loading(turn.ask(.review(request)))
    }
  }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    var cursor = cursor
    let height = ReviewLayout(Rect(turn.body)).list.height
    if cursor.move(command, count: visible.count, height: height) {
      cursors[tab] = cursor
      return true
    }
    let tabs = Tab.allCases.count
    switch command {
    case .nextPane: show((tab.rawValue + 1) % tabs, &turn)
    case .previousPane: show((tab.rawValue + tabs - 1) % tabs, &turn)
    case .pane1: show(0, &turn)
    case .pane2: show(1, &turn)
    case .pane3: show(2, &turn)
    case .pane4: show(3, &turn)
    case .pane5: show(4, &turn)
    case .open, .right: goThere(&turn)
    case .filter: filter.open()
    case .escape:
      guard filter.clear() else { return false }
      narrow()
    case .copy: turn.copy(selected?.sql ?? ReviewText(self).document)
    case .export: save(&turn)
    case .refresh:
      guard let request = tab.request else { return true }
      turn.cancel(answers[request]?.request)
      answers[request] = .loading(turn.ask(.review(request)))
      refill()
    default: return false
    }
    return true
  }

  private mutating func show(_ number: Int, _ turn: inout Turn) {
    tab = Tab(rawValue: number) ?? tab
    askOnce(&turn)
    refill()
  }

  private func goThere(_ turn: inout Turn) {
    switch selected?.target {
    case .table(let table): turn.open(NeighbourhoodState(table: table))
    case .preview(let row):
      turn.open(PreviewState(request: DeleteRequest(target: .rows(row.table, [row]))))
    case nil: break
    }
  }

  private func save(_ turn: inout Turn) {
    turn.show(
      SaveState(
        path: "fkwalk-\(tab.fileName)", contents: .text(ReviewText(self).document),
        what: tab.title))
  }

  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {
    switch edit {
    case .up, .down: _ = apply(edit == .up ? .moveUp : .moveDown, &turn)
    default: if filter.edit(edit) { narrow() }
    }
  }

  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn) {
    guard let asked = answers.first(where: { $0.value.request == id })?.key else { return }
    switch answer {
    case .review(let answer): answers[asked] = .loaded(answer)
    case .failed(let error): answers[asked] = .failed(error)
    default: break
    }
    if asked == tab.request { refill() }
  }

  mutating func stopped(_ id: RequestID) {
    for (request, answer) in answers where answer.request == id { answers[request] = .idle }
  }

  mutating func settle(_ turn: Turn) {
    var cursor = cursor
    cursor.settle(
      count: visible.count, height: ReviewLayout(Rect(turn.body)).list.height)
    cursors[tab] = cursor
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    let layout = ReviewLayout(Rect(turn.body))
    let titles = Tab.allCases.map(\.label)
    if let number = PaneTabs.tab(at: point, titles, in: layout.tabs) {
      show(number, &turn)
      return false
    }
    var cursor = cursor
    defer { cursors[tab] = cursor }
    return cursor.click(point, in: layout.list, count: visible.count)
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    switch command {
    case .open where selected?.target == nil: "there is nothing on this line"
    case .copy, .export: lines.isEmpty ? "there is nothing in the list" : nil
    default: nil
    }
  }
}

extension ReviewState.Tab {
  /// With its key, as the row of tabs has it.
  var label: String { "\(rawValue + 1) \(title.uppercased())" }

  var title: String {
    switch self {
    case .findings: "findings"
    case .insertOrder: "insert order"
    case .deleteOrder: "delete order"
    case .orphans: "orphans"
    case .reach: "reach"
    }
  }

  fileprivate var fileName: String {
    switch self {
    case .findings: "lint.txt"
    case .insertOrder: "insert.sql"
    case .deleteOrder: "delete.sql"
    case .orphans: "orphans.txt"
    case .reach: "radius.txt"
    }
  }
}
