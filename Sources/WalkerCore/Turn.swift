import Lessons
import SchemaModel
import TerminalCanvas

/// One event being handled: what a screen may look at meanwhile, and what it asks for.
///
/// Screens never touch one another or the history; they leave their wishes here.
struct Turn: Sendable {
  /// Where to go once the event has been handled.
  enum Navigation: Sendable {
    case open(any PlaceState)
    case show(any OverlayState)
  }

  let graph: SchemaGraph
  /// The cells between breadcrumb and status line.
  let body: Size
  let glyphs: Glyphs
  /// What this person's keys are called on the screen in front.
  let keys: Keys
  /// Whether there is no connection to ask anything on: what is asked for counts as stopped.
  let isLost: Bool
  private(set) var effects: [Effect] = []
  private(set) var started: [(RequestID, Request)] = []
  private(set) var cancelled: [RequestID] = []
  private(set) var navigation: [Navigation] = []
  private(set) var notice: Notice?
  private(set) var completed: [(LessonStep, Lesson)] = []
  private(set) var wantsCatalog = false
  private var ledger: RequestLedger

  init(graph: SchemaGraph, body: Size, keys: Keys, isLost: Bool, ledger: RequestLedger) {
    self.graph = graph
    self.body = body
    self.glyphs = keys.glyphs
    self.keys = keys
    self.isLost = isLost
    self.ledger = ledger
  }

  /// The ledger with the numbers this turn has used up.
  var ledgerAfterwards: RequestLedger { ledger }

  /// Asks the server for something; the answer comes to the place that asks.
  mutating func ask(_ request: Request) -> RequestID {
    let id = ledger.nextID()
    started.append((id, request))
    if !isLost { effects.append(.ask(id, request)) }
    return id
  }

  /// Stops a request; nil is nothing to stop.
  mutating func cancel(_ id: RequestID?) {
    guard let id else { return }
    cancelled.append(id)
    effects.append(.cancel(id))
  }

  /// Notes that a step of a lesson was done.
  mutating func complete(_ step: LessonStep, of lesson: Lesson) {
    completed.append((step, lesson))
  }

  /// Has the catalog read again, as tables were made or removed.
  mutating func readCatalog() { wantsCatalog = true }

  mutating func copy(_ text: String) { effects.append(.copy(text)) }
  mutating func open(_ state: any PlaceState) { navigation.append(.open(state)) }
  mutating func show(_ state: any OverlayState) { navigation.append(.show(state)) }
  mutating func say(_ text: String) { notice = Notice(text: text, isWarning: false) }
  mutating func warn(_ text: String) { notice = Notice(text: text, isWarning: true) }
}

/// A short message in the status line, until the next key.
struct Notice: Hashable, Sendable {
  var text: String
  var isWarning: Bool
}
