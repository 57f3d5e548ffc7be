import DeletePlanning
import Lessons
import SchemaModel
import TerminalCanvas

/// One event being handled: what a screen may look at meanwhile, and what it asks for.
///
/// Screens never touch one another or the history; they leave their wishes here.
struct Turn: Sendable {
  /// Where to go once the event has been handled.
  enum Navigation: Hashable, Sendable {
    case open(Place)
    case overlay(Overlay)
  }

  let graph: SchemaGraph
  /// The server last connected to; nil before there was one.
  let server: ServerFacts?
  /// The cells between breadcrumb and status line.
  let body: Size
  let glyphs: Glyphs
  /// What this person's keys are called on the screen in front.
  let keys: Keys
  /// Whether there is no connection to ask anything on: what is asked for counts as stopped.
  let isLost: Bool
  private(set) var effects: [Effect] = []
  private(set) var started: [(RequestID, RequestLedger.Kind)] = []
  private(set) var cancelled: [RequestID] = []
  private(set) var navigation: [Navigation] = []
  private(set) var notice: Notice?
  private(set) var completed: [(LessonStep, Lesson)] = []
  private(set) var wantsCatalog = false
  private var ledger: RequestLedger

  init(
    graph: SchemaGraph, server: ServerFacts?, body: Size, keys: Keys, isLost: Bool,
    ledger: RequestLedger
  ) {
    self.graph = graph
    self.server = server
    self.body = body
    self.glyphs = keys.glyphs
    self.keys = keys
    self.isLost = isLost
    self.ledger = ledger
  }

  /// The ledger with the numbers this turn has used up.
  var ledgerAfterwards: RequestLedger { ledger }

  mutating func loadRows(_ request: RowRequest) -> RequestID {
    ask(.rows) { .loadRows($0, request) }
  }

  mutating func count(_ request: ReferenceCountRequest) -> RequestID {
    ask(.count) { .countReferences($0, request) }
  }

  mutating func preview(_ request: DeleteRequest) -> RequestID {
    ask(.preview) { .preview($0, request) }
  }

  mutating func verify(_ report: DeleteReport) -> RequestID {
    ask(.verification) { .verify($0, report) }
  }

  mutating func wayPast(_ request: DeleteRequest) -> RequestID {
    ask(.script) { .wayPast($0, request) }
  }

  mutating func review(_ request: ReviewRequest) -> RequestID {
    ask(.review) { .review($0, request) }
  }

  mutating func begin(_ lesson: Lesson) -> RequestID {
    ask(.lesson) { .beginLesson($0, lesson) }
  }

  mutating func run(_ sql: String, checks: [LessonCheck] = []) -> RequestID {
    ask(.lesson) { .runLesson($0, sql: sql, checks: checks) }
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
  mutating func open(_ place: Place) { navigation.append(.open(place)) }
  mutating func show(_ overlay: Overlay) { navigation.append(.overlay(overlay)) }
  mutating func say(_ text: String) { notice = Notice(text: text, isWarning: false) }
  mutating func warn(_ text: String) { notice = Notice(text: text, isWarning: true) }

  private mutating func ask(
    _ kind: RequestLedger.Kind, _ make: (RequestID) -> Effect
  ) -> RequestID {
    let id = ledger.nextID()
    started.append((id, kind))
    if !isLost { effects.append(make(id)) }
    return id
  }
}

/// A short message in the status line, until the next key.
struct Notice: Hashable, Sendable {
  var text: String
  var isWarning: Bool
}

/// An answer to one request, as the place that asked gets it.
enum Answer: Hashable, Sendable {
  case rows(RowPage)
  case count(RowCount)
  case report(DeleteReport)
  case verification(Verification)
  case script(String)
  case review(ReviewAnswer)
  case tables([LessonTable])
  case ran(LessonRun)
  case failed(ServerError)
}
