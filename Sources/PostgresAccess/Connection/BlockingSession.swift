import Glibc
package import SchemaModel

/// A connection for commands without a screen: it waits for each answer.
///
/// Not thread-safe.
package final class BlockingSession {
  /// Why there is no answer.
  package enum Failure: Error, Hashable, Sendable {
    case server(ServerError)
    case connection(ConnectionFailure)
    /// A person pressed Ctrl-C; the query was cancelled on the server.
    case interrupted
    /// The time for the whole command is over; the query was cancelled on the server.
    case outOfTime
  }

  /// What ends a wait early.
  package struct Limits: Sendable {
    /// When the time for the whole command is over; nil for never.
    package var deadline: ContinuousClock.Instant?
    /// A descriptor that becomes readable on Ctrl-C, and from which nothing is read; nil for none.
    package var interruption: Int32?

    package init(deadline: ContinuousClock.Instant? = nil, interruption: Int32? = nil) {
      self.deadline = deadline
      self.interruption = interruption
    }

    /// Whether a limit is reached by now.
    ///
    /// - Throws: which one.
    func check() throws(Failure) {
      if let deadline, deadline <= .now { throw .outOfTime }
      var descriptor = pollfd(fd: interruption ?? -1, events: Int16(POLLIN), revents: 0)
      if poll(&descriptor, 1, 0) > 0 { throw .interrupted }
    }
  }

  package let server: ServerFacts
  package var limits: Limits
  let parameters: ConnectionParameters
  private(set) var connection: Connection
  /// A second connection for half of the work; nil where none was wanted yet.
  var companion: Companion?
  /// How long a second connection is waited for where nothing else is left to do.
  var patienceForCompanion = Duration.milliseconds(250)

  /// Connects.
  ///
  /// - Parameters:
  ///   - parameters: where and as whom.
  ///   - limits: what ends this and every later wait.
  ///   - askPassword: called when a password is wanted; nil from it gives up.
  /// - Throws: ``Failure/connection(_:)``, or that a limit was reached.
  package convenience init(
    _ parameters: ConnectionParameters, limits: Limits = Limits(),
    askPassword: () -> String? = { nil }
  ) throws(Failure) {
    try self.init(parameters, isReadOnly: true, limits: limits, askPassword: askPassword)
  }

  /// Connects, also for writing: see ``LessonSession``, which alone does so.
  init(
    _ parameters: ConnectionParameters, isReadOnly: Bool, limits: Limits,
    askPassword: () -> String? = { nil }
  ) throws(Failure) {
    var parameters = parameters
    if parameters.passwordPrompt == .always, parameters.password == nil {
      parameters.password = askPassword()
    }
    connection = Connection(parameters, isReadOnly: isReadOnly)
    self.limits = limits
    var password = parameters.password
    server = try Self.open(connection, limits: limits) {
      password = askPassword()
      return password
    }
    parameters.password = password
    self.parameters = parameters
  }

  /// Connects anew after the connection was lost.
  package func reconnect() throws(Failure) {
    connection = Connection(parameters)
    _ = try Self.open(connection, limits: limits) { nil }
  }

  /// Runs one query.
  ///
  /// - Throws: ``Failure/server(_:)`` for an SQL error.
  package func run(_ query: Query) throws(Failure) -> QueryResult {
    switch try runAll([query])[0] {
    case .success(let result): return result
    case .failure(let error): throw .server(error)
    }
  }

  /// Runs queries that are sent together; an error of one does not stop the others.
  ///
  /// - Returns: what each gave, in order.
  /// - Throws: when the connection breaks or a limit is reached, not for SQL errors.
  package func runAll(
    _ queries: [Query]
  ) throws(Failure) -> [Result<QueryResult, ServerError>] {
    let ids = queries.map(connection.submit)
    var answers: [QueryID: Result<QueryResult, ServerError>] = [:]
    while true {
      try takeEvents(into: &answers)
      let results = ids.compactMap { answers[$0] }
      if results.count == ids.count { return results }
      try wait(for: [connection])
    }
  }

  /// Takes in what happened on the connection.
  ///
  /// - Throws: where it broke.
  func takeEvents(
    into answers: inout [QueryID: Result<QueryResult, ServerError>]
  ) throws(Failure) {
    for event in connection.takeEvents() {
      switch event {
      case .answered(let id, let result): answers[id] = .success(result)
      case .failed(let id, let error): answers[id] = .failure(error)
      case .lost(let failure): throw .connection(failure)
      case .connected, .needsPassword: break
      }
    }
  }

  /// Waits until something can be done on one of several connections, and does it.
  ///
  /// - Parameters:
  ///   - connections: what may move.
  ///   - deadline: when to go on though nothing did; nil for never.
  /// - Throws: that a limit was reached; what the server does for this session is cancelled then.
  func wait(
    for connections: [Connection], until deadline: ContinuousClock.Instant? = nil
  ) throws(Failure) {
    do { try Self.wait(for: connections, limits: limits, until: deadline) } catch {
      endSharing()
      cancelAll()
      throw error
    }
  }

  /// Whether the connection still stands, as far as can be told without waiting.
  package var isAlive: Bool {
    connection.advance(readable: true, writable: false)
    return !connection.takeEvents().contains { if case .lost = $0 { true } else { false } }
      && connection.descriptor >= 0
  }

  /// Closes the connection.
  package func close() { connection.close() }

  private static func open(
    _ connection: Connection, limits: Limits, askPassword: () -> String?
  ) throws(Failure) -> ServerFacts {
    while true {
      for event in connection.takeEvents() {
        switch event {
        case .connected(let facts): return facts
        case .lost(let failure): throw .connection(failure)
        case .needsPassword:
          guard let password = askPassword() else { throw .connection(.passwordNeeded) }
          connection.retry(password: password)
        case .answered, .failed: break
        }
      }
      try wait(for: [connection], limits: limits)
    }
  }

  /// Stops what the server is doing for us, and gives it a moment for that.
  private func cancelAll() {
    connection.cancelAll()
    let grace = Limits(deadline: .now + .seconds(2))
    while !connection.isIdle, connection.descriptor >= 0 {
      do { try Self.wait(for: [connection], limits: grace) } catch { break }
    }
    _ = connection.takeEvents()
  }

  /// Waits once until something can be done, and does it.
  private static func wait(
    for connections: [Connection], limits: Limits, until deadline: ContinuousClock.Instant? = nil
  ) throws(Failure) {
    var sockets = connections.map { connection in
      let interest = connection.interest
      let wanted = (interest.read ? POLLIN : 0) | (interest.write ? POLLOUT : 0)
      return pollfd(fd: connection.descriptor, events: Int16(wanted), revents: 0)
    }
    sockets.append(pollfd(fd: limits.interruption ?? -1, events: Int16(POLLIN), revents: 0))
    let left = limits.deadline.map { ContinuousClock.now.duration(to: $0) }
    if let left, left <= .zero { throw .outOfTime }
    let pause = deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
    let patience = ([left, pause] + connections.map(\.patience)).compactMap { $0 }.min()
    poll(&sockets, nfds_t(sockets.count), patience.map(milliseconds) ?? -1)
    if sockets[connections.count].revents != 0 { throw .interrupted }
    for (connection, socket) in zip(connections, sockets) {
      let got = Int32(socket.revents)
      let isBroken = got & (POLLHUP | POLLERR | POLLNVAL) != 0
      connection.advance(
        readable: isBroken || got & POLLIN != 0, writable: isBroken || got & POLLOUT != 0)
    }
  }

  /// Rounded up, so that a wait never ends just before its time.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
    guard !milliseconds.overflow, milliseconds.partialValue < Int64(Int32.max) - 1000 else {
      return .max
    }
    return Int32(milliseconds.partialValue + attoseconds / 1_000_000_000_000_000 + 1)
  }
}

extension ConnectionFailure {
  fileprivate static let passwordNeeded = ConnectionFailure(
    reason: .passwordNeeded, message: "the server asks for a password")
}
