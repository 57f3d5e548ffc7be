import DequeModule
import SchemaModel

/// Which queries wait, which are on their way, and what the server's results answer.
///
/// Each query is a segment of the pipeline that ends with a sync of its own, so that an error
/// stays with its query. No I/O happens here.
struct QueryPipeline {
  /// Statements sent together, up to a sync.
  struct Segment {
    /// The query that the last statement answers; nil for housekeeping.
    var id: QueryID?
    var statements: [Statement]
    fileprivate var result: QueryResult?
    fileprivate var error: ServerError?
    /// Whether a person has cancelled it.
    fileprivate var isUnwanted = false
    /// Whether a cancel request was made while it was under way, for whichever query.
    fileprivate var isExposed = false
    fileprivate var isOwnTransaction: Bool { statements.count > 1 }
  }

  struct Statement {
    var sql: String
    var parameters: [String?] = []
  }

  /// What the server sent.
  enum Reply {
    case result(QueryResult)
    case error(ServerError)
    /// The end of a segment.
    case sync
  }

  /// So many segments are under way at most; what has not been sent yet can be withdrawn.
  private static let window = 64
  private var waiting: Deque<Segment> = []
  private var inFlight: Deque<Segment> = []

  var isIdle: Bool { inFlight.isEmpty }
  /// Whether the server works on a query that has been cancelled.
  var isRunningUnwantedQuery: Bool { inFlight.first?.isUnwanted ?? false }

  mutating func enqueue(_ query: Query, as id: QueryID) {
    let statement = Statement(sql: query.sql, parameters: query.parameters)
    switch query.transaction {
    case .ambient:
      waiting.append(Segment(id: id, statements: [statement]))
    case .ownReadOnly:
      let begin = Statement(sql: "BEGIN TRANSACTION READ ONLY")
      waiting.append(Segment(id: id, statements: [begin, statement]))
      waiting.append(Self.rollback)
    }
  }

  /// Queues a query before all others.
  mutating func enqueueFirst(_ query: Query, as id: QueryID) {
    let statement = Statement(sql: query.sql, parameters: query.parameters)
    waiting.prepend(Segment(id: id, statements: [statement]))
  }

  /// The queries that have not been answered, in order.
  var queries: [QueryID] { (inFlight + waiting).compactMap(\.id) }

  /// The next segment to send, which from now on counts as under way; nil when there is none, or
  /// enough are.
  mutating func nextToSend() -> Segment? {
    guard inFlight.count < Self.window, let segment = waiting.popFirst() else { return nil }
    inFlight.append(segment)
    return segment
  }

  /// Withdraws a query that has not been sent.
  ///
  /// - Returns: false when it is under way, or unknown.
  mutating func withdraw(_ id: QueryID) -> Bool {
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return false }
    let end = waiting[index].isOwnTransaction ? index + 1 : index
    waiting.removeSubrange(index...end)
    return true
  }

  /// Notes that a query under way is to be cancelled.
  mutating func abandon(_ id: QueryID) {
    guard let index = inFlight.firstIndex(where: { $0.id == id }) else { return }
    inFlight[index].isUnwanted = true
  }

  /// Notes that a cancel request is made: it may hit any query under way.
  mutating func expose() {
    for index in inFlight.indices { inFlight[index].isExposed = true }
  }

  /// Takes in what the server sent; returns an event once that completes a query.
  mutating func receive(_ reply: Reply) -> ConnectionEvent? {
    guard !inFlight.isEmpty else { return nil }
    switch reply {
    case .result(let result): inFlight[0].result = result
    case .error(let error): inFlight[0].error = inFlight[0].error ?? error
    case .sync: return finish(inFlight.removeFirst())
    }
    return nil
  }

  private mutating func finish(_ segment: Segment) -> ConnectionEvent? {
    guard let id = segment.id else {
      // A cancel request that came late hit the ROLLBACK; the transaction must not stay open.
      if segment.error != nil { waiting.prepend(Self.rollback) }
      return nil
    }
    if let error = segment.error {
      if isStrayCancellation(error, of: segment) {
        waiting.prepend(Self.rollback)
        waiting.prepend(Segment(id: id, statements: segment.statements))
        return nil
      }
      return .failed(id, error)
    }
    guard let result = segment.result else { return .failed(id, .withoutResult) }
    return .answered(id, result)
  }

  /// Whether a cancel request came too late for its query and hit this one, which can be repeated.
  private func isStrayCancellation(_ error: ServerError, of segment: Segment) -> Bool {
    error.isCancellation && segment.isExposed && !segment.isUnwanted && segment.isOwnTransaction
  }

  private static let rollback = Segment(id: nil, statements: [Statement(sql: "ROLLBACK")])
}
