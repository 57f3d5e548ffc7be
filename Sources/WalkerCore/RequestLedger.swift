import SchemaModel

/// The requests whose answers are still wanted, and who wants them.
///
/// An answer to anything that is not in here is dropped: it was cancelled, or its place is gone.
struct RequestLedger: Hashable, Sendable {
  /// A request that has not been answered.
  struct Entry: Hashable, Sendable {
    var place: PlaceID
    var request: Request
    var watch = Stopwatch()
  }

  /// Milliseconds after which a person has noticed that something takes its time.
  private static let noticed = 500

  private(set) var entries: [RequestID: Entry] = [:]
  private var lastNumber = 0

  var isEmpty: Bool { entries.isEmpty }

  /// Whether losing what is under way would lose someone's wait.
  var isPreviewing: Bool {
    entries.values.contains { $0.request.isLong }
  }

  /// Whether a person may want to stop something, rather than wait the blink it takes.
  var isWorthStopping: Bool {
    isPreviewing || entries.values.contains { $0.watch.milliseconds >= Self.noticed }
  }

  /// Whether leaving would lose what a person waits for; child rows are counted unasked.
  var isAwaited: Bool {
    isPreviewing
      || entries.values.contains { entry in
        if case .count = entry.request { return false }
        return entry.watch.milliseconds >= Self.noticed
      }
  }

  mutating func nextID() -> RequestID {
    lastNumber += 1
    return RequestID(lastNumber)
  }

  mutating func open(_ id: RequestID, _ request: Request, for place: PlaceID) {
    entries[id] = Entry(place: place, request: request)
  }

  mutating func close(_ id: RequestID) { entries[id] = nil }

  /// The requests of one place, or of all, oldest first.
  func requests(of place: PlaceID? = nil) -> [RequestID] {
    entries.filter { place == nil || $0.value.place == place }.keys.sorted()
  }

  mutating func tick(_ now: UInt64) {
    for id in entries.keys { entries[id]?.watch.tick(now) }
  }
}

/// How long something has been going on, as far as the ticks tell.
struct Stopwatch: Hashable, Sendable {
  private var start: UInt64?
  private(set) var milliseconds: UInt64 = 0

  mutating func tick(_ now: UInt64) {
    let start = self.start ?? now
    self.start = start
    milliseconds = now >= start ? now - start : 0
  }

  /// `3 s`, or nothing in the first second.
  var text: String { milliseconds < 1000 ? "" : "\(milliseconds / 1000) s" }
}
