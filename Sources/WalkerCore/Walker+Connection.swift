import SchemaModel

// News from the server that concern the walker as a whole.
extension Walker {
  mutating func takeNews(_ event: Event) {
    switch event {
    case .connected(let facts):
      connection = .connected
      server = facts
      connected()
    case .connectionFailed(let message, let advice):
      connection =
        isReady
        ? .lost(message: message) : .failed(message: message, advice: advice)
    case .connectionLost(let message): connectionLost(message)
    case .catalogLoaded(let graph, let milliseconds):
      catalogLoaded(graph, milliseconds)
    case .catalogFailed(let error):
      catalog = .failed(error)
      if isReady {
        notice = Notice(text: "The catalog could not be read: \(error.message)", isWarning: true)
      }
    default: break
    }
  }

  /// Connects again, or reads the catalog again.
  mutating func reload() {
    switch connection {
    case .connecting, .none: return
    case .failed, .lost:
      connection = .connecting
      watch = Stopwatch()
      effects.append(.connect)
    case .connected: loadCatalog()
    }
  }

  private mutating func connected() {
    guard isReady else {
      if options.keepsSession, let server { effects.append(.readSession(Session.Key(server))) }
      return loadCatalog()
    }
    notice = Notice(text: "Connected again.", isWarning: false)
    loadCatalog()
    update(history.currentID) { state, turn in state.reconnected(&turn) }
  }

  /// Reads the catalog again without a word.
  mutating func readCatalogQuietly() {
    guard connection == .connected, catalog.request == nil else { return }
    loadCatalog()
    isReadingQuietly = true
  }

  private mutating func loadCatalog() {
    guard catalog.request == nil else { return }
    catalog = .loading(ledger.nextID())
    watch = Stopwatch()
    effects.append(.loadCatalog)
  }

  private mutating func connectionLost(_ message: String) {
    connection = .lost(message: message)
    if catalog.request != nil { catalog = graph.map { .loaded($0) } ?? .idle }
    cancel(ledger.requests())
  }

  private mutating func catalogLoaded(_ graph: SchemaGraph, _ milliseconds: Int) {
    let isFirst = !isReady
    catalog = .loaded(graph)
    self.graph = graph
    catalogMilliseconds = milliseconds
    if isFirst {
      begin(graph)
      if options.startTable == nil { offer() }
    } else if !isReadingQuietly {
      notice = Notice(text: "Catalog read again", isWarning: false)
    }
    isReadingQuietly = false
    for entry in history.entries {
      update(entry.id) { state, turn in state.catalogChanged(&turn) }
    }
  }

  /// Goes to the table asked for at the start, or to the list.
  private mutating func begin(_ graph: SchemaGraph) {
    if let lesson = options.startLesson { return openLesson(lesson) }
    guard let name = options.startTable else { return }
    let found = graph.tables(matching: name)
    if found.count == 1 {
      return open(NeighbourhoodState(table: found[0].name))
    }
    history.replace(with: TablesState(filter: name))
    let text =
      found.isEmpty
      ? "There is no table \(name)." : "\(found.count) tables are called \(name): choose one."
    notice = Notice(text: text, isWarning: true)
  }
}
