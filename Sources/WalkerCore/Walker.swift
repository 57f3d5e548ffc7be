import DeletePlanning
import Lessons
import SchemaModel
import TerminalCanvas

/// The whole application as a value: events in, effects out, and a screen whenever one is wanted.
///
/// ```
/// var walker = Walker(options: options)
/// var effects = walker.start()
/// while let event = nextEvent(doing: effects) { effects = walker.handle(event) }
/// ```
///
/// It does no I/O and reads no clock. ``handle(_:)`` is the only way its state changes, and
/// ``render()`` changes nothing.
package struct Walker: Hashable, Sendable {
  var options: WalkerOptions
  var size: Size
  var connection = ConnectionState.connecting
  /// The server last connected to.
  var server: ServerFacts?
  var catalog: Loadable<SchemaGraph> = .idle
  /// The catalog that screens show; stays while another one is read.
  var graph: SchemaGraph?
  var catalogMilliseconds = 0
  var history = History(TablesState())
  var overlay: Overlay?
  var ledger = RequestLedger()
  /// How long connecting or reading the catalog has taken.
  var watch = Stopwatch()
  var notice: Notice?
  /// Keys that begin something longer: `g`.
  var pendingKeys: [KeyPress] = []
  /// Tables that were looked at, the last one first.
  var recent: [TableName] = []
  /// What was kept of the last time, until it is resumed.
  var offered: Session?
  /// Lines of the command line, the last one first.
  var earlierLines: [String] = []
  var isMouseOn = true
  /// What this person has done of the lessons.
  var progress: LessonProgress
  /// Whether the catalog is read again by fkwalk's own wish, which nobody needs to hear of.
  var isReadingQuietly = false
  /// The ``ThemeChoice/id`` of the theme chosen last.
  var theme: String
  /// The one that was chosen for good.
  var keptTheme: String
  /// Whether the last key was Ctrl-C with nothing to stop, so that another one quits.
  var isQuitArmed = false
  /// What the event being handled asks for so far.
  var effects: [Effect] = []

  /// Makes a walker that is about to connect.
  package init(options: WalkerOptions) {
    self.options = options
    size = options.size
    (theme, keptTheme) = (options.theme, options.theme)
    progress = options.progress
    if let saved = options.saved {
      connection = .none
      server = saved.report.server
      graph = SchemaGraph(tables: [], foreignKeys: [])
      history = History(PreviewState(saved: saved))
    }
    notice = options.warning.map { Notice(text: $0, isWarning: true) }
  }

  /// What to do first: ask for a connection.
  package mutating func start() -> [Effect] {
    [.setMouse(isMouseOn)] + (connection == .none ? [] : [.connect])
  }

  /// Whether an answer is awaited, so that ticks are wanted.
  package var isBusy: Bool {
    if connection == .connecting || catalog.request != nil || !ledger.isEmpty { return true }
    return isReady && !isLost && history.current.state.awaitsRest(shownGraph)
  }

  /// Takes in what happened; returns what to do about it.
  package mutating func handle(_ event: Event) -> [Effect] {
    effects = []
    switch event {
    case .input(let input): take(input)
    case .resized(let size): self.size = size
    case .tick(let milliseconds):
      ledger.tick(milliseconds)
      watch.tick(milliseconds)
      if isReady, !isLost { update(history.currentID) { state, turn in state.rest(&turn) } }
    case .interrupted: interrupt()
    case .connected, .connectionFailed, .connectionLost, .catalogLoaded, .catalogFailed:
      takeNews(event)
    case .answered(let id, let answer): deliver(answer, to: id)
    case .notKept(let message): notice = Notice(text: message, isWarning: true)
    case .sessionRead(let json): sessionRead(json)
    case .sessionUnreadable(let message): notice = Notice(text: message, isWarning: true)
    case .fileWritten(let path): fileWritten(path)
    case .fileFailed(let path, let message): fileFailed(path, message)
    case .copied(let text, let how):
      let what = Summaries.copied(text, options.glyphs)
      notice = Notice(text: "Copied \(what) \(how).", isWarning: false)
    case .copyFailed(let text, let reason): copyFailed(text, reason)
    }
    settle()
    defer { effects = [] }
    return effects
  }

  /// Whether there was a connection and is none any more.
  var isLost: Bool { if case .lost = connection { true } else { false } }
  /// Whether there is a catalog to walk.
  var isReady: Bool { graph != nil }
  var frame: Frame { Frame(size: size) }
  var kind: PlaceKind { isReady ? history.current.state.kind : .connecting }
  /// The catalog to show; empty before it was read.
  var shownGraph: SchemaGraph { graph ?? SchemaGraph(tables: [], foreignKeys: []) }

  /// What the keys are called in sentences.
  var keys: Keys { Keys(keymap: options.keymap, place: kind, glyphs: options.glyphs) }

  /// What views may look at.
  func view(isInFront: Bool) -> ViewContext {
    ViewContext(
      graph: shownGraph, glyphs: options.glyphs, keys: keys, server: server,
      ledger: ledger, isInFront: isInFront, catalogMilliseconds: catalogMilliseconds,
      progress: progress)
  }

  /// What overlays may look at.
  var overlayContext: OverlayContext {
    OverlayContext(view: view(isInFront: true), line: commandLine, area: frame.body)
  }
}

// How screens get to change.
extension Walker {
  /// Lets one place change, and carries out what it asks for.
  @discardableResult
  mutating func update<Result>(
    _ id: PlaceID, _ change: (inout any PlaceState, inout Turn) -> Result
  ) -> Result? {
    guard var place = history[id] else { return nil }
    var turn = newTurn()
    let result = change(&place.state, &turn)
    history[id] = place
    carryOut(turn, for: id)
    return result
  }

  /// A turn for the state as it is.
  func newTurn() -> Turn {
    Turn(
      graph: shownGraph, server: server,
      body: Size(columns: frame.body.width, rows: frame.body.height), keys: keys, isLost: isLost,
      ledger: ledger)
  }

  private mutating func carryOut(_ turn: Turn, for id: PlaceID) {
    ledger = turn.ledgerAfterwards
    for request in turn.cancelled { ledger.close(request) }
    for (number, request) in turn.started { ledger.open(number, request, for: id) }
    effects += turn.effects
    if isLost { cancel(turn.started.map(\.0)) }
    if let notice = turn.notice { self.notice = notice }
    complete(turn.completed)
    if turn.wantsCatalog { readCatalogQuietly() }
    for navigation in turn.navigation {
      switch navigation {
      case .open(let state): open(state)
      // What comes late stays with its place, where asking again shows it at once.
      case .show(let state): if overlay == nil, id == history.currentID { show(state) }
      }
    }
  }

  /// Goes to a new place, which may ask for what it shows.
  mutating func open(_ state: any PlaceState) {
    for dropped in history.visit(state) { cancel(ledger.requests(of: dropped)) }
    remember(state)
    update(history.currentID) { state, turn in state.start(&turn) }
  }

  /// Lays something over the screen.
  mutating func show(_ state: any OverlayState) { overlay = Overlay(state) }

  /// Stops requests whose answers nobody waits for any more.
  mutating func cancel(_ requests: [RequestID]) {
    for id in requests {
      if let place = ledger.entries[id]?.place {
        update(place) { state, _ in state.stopped(id) }
      }
      ledger.close(id)
      effects.append(.cancel(id))
    }
  }

  /// Hands an answer to the place that asked, or drops it where nobody waits for it any more.
  private mutating func deliver(_ answer: Answer, to id: RequestID) {
    guard let entry = ledger.entries[id] else { return }
    if answer.isFinal { ledger.close(id) }
    update(entry.place) { state, turn in state.receive(answer, to: id, &turn) }
  }

  /// Brings cursors and scrolling into range of what is shown now.
  private mutating func settle() {
    guard isReady else { return }
    update(history.currentID) { state, turn in state.settle(turn) }
  }

  private mutating func remember(_ state: any PlaceState) {
    guard let state = state as? NeighbourhoodState else { return }
    recent.removeAll { $0 == state.table }
    recent.insert(state.table, at: 0)
    if recent.count > 20 { recent.removeLast() }
  }
}
