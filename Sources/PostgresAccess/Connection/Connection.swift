import SchemaModel

/// One connection to a PostgreSQL server that never blocks.
///
/// The owner waits with poll(2) for ``descriptor`` and ``interest``, at most for ``patience``,
/// then calls ``advance(readable:writable:)`` and takes the events. Queries run in the order in
/// which they were submitted. Not thread-safe.
package final class Connection {
  private enum Phase {
    case connecting(ServerLink, writes: Bool)
    case waitingForPassword
    /// Connected; queries are under way, the first of them our own.
    case opening(ServerLink)
    case ready(ServerLink)
    case closed
  }

  private var parameters: ConnectionParameters
  private var phase = Phase.closed
  private var deadline: ContinuousClock.Instant?
  private var offersReadOnly: Bool

  private var pipeline = QueryPipeline()
  private var lastQuery = QueryID.opening
  private var needsFlush = false
  private var cancellation: Cancellation?
  private var events: [ConnectionEvent] = []

  /// Starts to connect.
  ///
  /// Looking up a host name is the one thing that can block: libpq does it so.
  package convenience init(_ parameters: ConnectionParameters) {
    self.init(parameters, isReadOnly: true)
  }

  /// Starts to connect, also for writing: see ``LessonSession``, which alone does so.
  init(_ parameters: ConnectionParameters, isReadOnly: Bool) {
    self.parameters = parameters
    offersReadOnly = isReadOnly
    start()
  }

  /// The socket to wait for, which can change while connecting; -1 when there is none.
  package var descriptor: Int32 { link?.descriptor ?? -1 }

  /// What the socket should be ready for; a hang-up or error on it counts as both.
  package var interest: (read: Bool, write: Bool) {
    switch phase {
    case .connecting(_, let writes): (!writes, writes)
    case .opening, .ready: (true, needsFlush)
    case .waitingForPassword, .closed: (false, false)
    }
  }

  /// How long to wait for the socket before calling ``advance(readable:writable:)`` anyway; nil
  /// for as long as it takes.
  package var patience: Duration? {
    if cancellation != nil { return .milliseconds(5) }
    return deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
  }

  /// Whether it stands and all queries have been answered.
  package var isIdle: Bool {
    if case .ready = phase { pipeline.isIdle } else { false }
  }

  /// Does what can be done without waiting.
  package func advance(readable: Bool, writable: Bool) {
    switch phase {
    case .connecting(let link, let writes):
      if writes ? writable : readable { continueConnecting(link) }
    case .opening(let link), .ready(let link):
      if readable { receive(from: link) }
      sendMore()
    case .waitingForPassword, .closed: break
    }
    checkDeadline()
  }

  /// What has happened since the last call, in order.
  package func takeEvents() -> [ConnectionEvent] {
    defer { events = [] }
    return events
  }

  /// Closes the connection; nothing happens on it any more.
  package func close() {
    phase = .closed
    deadline = nil
    cancellation = nil
    pipeline = QueryPipeline()
  }

  private var link: ServerLink? {
    switch phase {
    case .connecting(let link, _), .opening(let link), .ready(let link): link
    case .waitingForPassword, .closed: nil
    }
  }

  /// Where queries can be sent; nil before and after.
  private var openLink: ServerLink? {
    switch phase {
    case .opening(let link), .ready(let link): link
    case .connecting, .waitingForPassword, .closed: nil
    }
  }

  private func lose(_ failure: ConnectionFailure) {
    close()
    events.append(.lost(failure))
  }
}

// MARK: - Connecting

extension Connection {
  /// Tries again with a password, after ``ConnectionEvent/needsPassword``.
  package func retry(password: String) {
    guard case .waitingForPassword = phase else { return }
    parameters.password = password
    start()
  }

  private func start() {
    let settings = parameters.settings(
      inheriting: parameters.inheritedSettings(), offersReadOnly: offersReadOnly)
    guard let link = ServerLink(settings) else {
      return lose(ConnectionFailure(reason: .other, message: "out of memory"))
    }
    if link.isBroken { return giveUp(link) }
    deadline = link.connectTimeout.map { .now + $0 }
    phase = .connecting(link, writes: true)
  }

  private func continueConnecting(_ link: ServerLink) {
    switch link.continueConnecting() {
    case .needsReading: phase = .connecting(link, writes: false)
    case .needsWriting: phase = .connecting(link, writes: true)
    case .connected: open(link)
    case .failed: giveUp(link)
    }
  }

  private func open(_ link: ServerLink) {
    // Asked at once: such a server may not understand a single query of ours.
    if let refusal = link.product.refusal { return refuse(refusal) }
    guard link.enterPipelineMode() else { return giveUp(link) }
    pipeline.enqueueFirst(ServerFacts.query, as: .opening)
    phase = .opening(link)
    sendMore()
  }

  /// Decides what to do about a connection that could not be made.
  private func giveUp(_ link: ServerLink) {
    let message = link.errorMessage
    let isOptionsRefused =
      message.contains("unsupported startup parameter") && message.contains("options")
    if isOptionsRefused && offersReadOnly {
      // Some connection poolers do not pass options on. Without them we rely on the READ ONLY
      // transactions around the queries; SET would stay behind in the pooled server session.
      offersReadOnly = false
      start()
    } else if link.lacksPassword && parameters.passwordPrompt != .never {
      phase = .waitingForPassword
      deadline = nil
      events.append(.needsPassword)
    } else {
      lose(ConnectionFailure(libpq: message, secrets: Secrets(of: parameters)))
    }
  }

  private func refuse(_ message: String) {
    lose(ConnectionFailure(reason: .notPostgreSQL, message: message))
  }

  private func checkDeadline() {
    guard let deadline, deadline <= .now else { return }
    lose(ConnectionFailure(reason: .timedOut, message: "the server did not answer in time"))
  }

  /// Decides what to say about a connection that broke.
  private func lost(_ link: ServerLink) {
    link.hearOut()
    // What the server said last tells more than what libpq makes of the closed socket.
    let message = link.farewell?.message ?? link.errorMessage
    let secrets = Secrets(of: parameters)
    lose(
      ConnectionFailure(
        reason: link.farewell?.isConflict == true ? .conflict : .broken,
        message: secrets.remove(from: message.onOneLine())))
  }
}

// MARK: - Queries

extension Connection {
  /// Queues a query; it may be submitted before the connection stands.
  ///
  /// After the connection is lost or closed it fails with 08003.
  package func submit(_ query: Query) -> QueryID {
    lastQuery = lastQuery.next
    if case .closed = phase {
      events.append(.failed(lastQuery, .notConnected))
      return lastQuery
    }
    pipeline.enqueue(query, as: lastQuery)
    sendMore()
    return lastQuery
  }

  /// Cancels a query without waiting for the server.
  ///
  /// It fails with 57014, or is answered after all where it was done before the server heard of
  /// it. Unknown and answered queries are ignored.
  package func cancel(_ id: QueryID) {
    if pipeline.withdraw(id) {
      events.append(.failed(id, .cancelledUnsent))
    } else {
      pipeline.abandon(id)
      cancelRunningQueryIfUnwanted()
    }
  }

  /// Cancels every query submitted so far.
  package func cancelAll() {
    for id in pipeline.queries where id != .opening { cancel(id) }
  }

  private func sendMore() {
    if let request = cancellation, request.isFinished,
      !pipeline.isRunningUnwantedQuery || request.isOverdue
    {
      cancellation = nil
    }
    guard let link = openLink else { return }
    // A cancel request hits whatever runs when it arrives; so nothing new is sent until then.
    while cancellation == nil, let segment = pipeline.nextToSend() {
      guard link.send(segment) else { return lost(link) }
    }
    guard let isUnfinished = link.flush() else { return lost(link) }
    needsFlush = isUnfinished
    cancelRunningQueryIfUnwanted()
  }

  private func receive(from link: ServerLink) {
    let isAlive = link.read()
    while !pipeline.isIdle, let reply = link.nextReply() {
      if let event = pipeline.receive(reply) { complete(event, on: link) }
    }
    if openLink != nil && (!isAlive || link.isBroken) { lost(link) }
  }

  private func complete(_ event: ConnectionEvent, on link: ServerLink) {
    switch event {
    case .answered(.opening, let result):
      let facts = ServerFacts(link: link, answer: result)
      if let refusal = facts.product.refusal { return refuse(refusal) }
      phase = .ready(link)
      deadline = nil
      events.append(.connected(facts))
    case .failed(.opening, let error):
      lose(ConnectionFailure(reason: .other, message: error.message))
    case .answered, .failed:
      events.append(event)
    case .connected, .needsPassword, .lost: break
    }
  }

  private func cancelRunningQueryIfUnwanted() {
    guard cancellation == nil, pipeline.isRunningUnwantedQuery else { return }
    cancellation = openLink?.cancel()
    pipeline.expose()
  }
}
