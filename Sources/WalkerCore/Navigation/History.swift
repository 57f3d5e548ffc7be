/// Names one visit to a place, so that answers find it wherever it is in the history.
struct PlaceID: Hashable, Sendable {
  var number: Int
}

/// The places a person has been to, like a browser's: back, here, forward.
///
/// Places are whole values, so going back restores cursor, filter and marks as they were.
struct History: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    var id: PlaceID
    var place: Place
    /// False for a place of an earlier session that nobody has been to yet.
    var isStarted = true
  }

  /// Older places than this many are forgotten.
  static let limit = 100

  private(set) var entries: [Entry]
  private(set) var index = 0
  private var lastSeen: PlaceID?
  private var lastNumber = 0

  init(_ first: any PlaceState) {
    entries = [Entry(id: PlaceID(number: 0), place: Place(first))]
  }

  /// The places of an earlier session, of which none is started; at least one.
  init(_ places: [Place], index: Int) {
    entries = places.enumerated().map {
      Entry(id: PlaceID(number: $0), place: $1, isStarted: false)
    }
    self.index = index
    lastNumber = entries.count
  }

  var isCurrentStarted: Bool { entries[index].isStarted }
  mutating func markCurrentStarted() { entries[index].isStarted = true }

  var current: Place {
    get { entries[index].place }
    set { entries[index].place = newValue }
  }
  var currentID: PlaceID { entries[index].id }
  var canGoBack: Bool { index > 0 }
  var canGoForward: Bool { index + 1 < entries.count }

  subscript(id: PlaceID) -> Place? {
    get { entries.first { $0.id == id }?.place }
    set {
      guard let newValue, let at = entries.firstIndex(where: { $0.id == id }) else { return }
      entries[at].place = newValue
    }
  }

  /// Goes to a new place; returns the places that can no longer be reached.
  mutating func visit(_ state: any PlaceState) -> [PlaceID] {
    var dropped = Array(entries[(index + 1)...])
    entries.removeLast(dropped.count)
    lastSeen = currentID
    lastNumber += 1
    entries.append(Entry(id: PlaceID(number: lastNumber), place: Place(state)))
    if entries.count > Self.limit { dropped.append(entries.removeFirst()) }
    index = entries.count - 1
    return dropped.map(\.id)
  }

  /// Puts another place where the current one is, as when the first screen is decided.
  mutating func replace(with state: any PlaceState) { current.state = state }

  mutating func goBack() { if canGoBack { go(to: index - 1) } }
  mutating func goForward() { if canGoForward { go(to: index + 1) } }

  /// Goes to the place seen before this one, so that doing it twice returns.
  mutating func goToLast() {
    guard let at = entries.firstIndex(where: { $0.id == lastSeen }) else { return }
    go(to: at)
  }

  private mutating func go(to target: Int) {
    lastSeen = currentID
    index = target
  }
}
