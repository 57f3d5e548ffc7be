import DeletePlanning
import PostgresAccess
import SchemaModel
import WalkerCore

/// Answers the walker's questions from the database: one connection for browsing, and another on a
/// thread of its own, made when it is first needed, for previews, so that a long preview never
/// blocks a page of rows, nor a key.
final class Backend {
  private var parameters: ConnectionParameters
  private var browsing: QueryLane?
  private var previewing: JobWorker<PreviewJob.Order>?
  private let lessons: LessonServer?
  private var teaching: JobWorker<LessonJob>?
  private var reviewing: JobWorker<ReviewJob>?
  private var graph = SchemaGraph(tables: [], foreignKeys: [])
  private var underWay: [RequestID: [QueryID]] = [:]
  private var events: [Event] = []
  /// Whether the server asks for a password; call ``givePassword(_:)`` then.
  private(set) var wantsPassword = false

  /// Makes one that is not connected.
  ///
  /// - Parameters:
  ///   - parameters: where to.
  ///   - lessons: the throw-away server to run lessons on; nil for none, and then nothing writes.
  init(_ parameters: ConnectionParameters, lessons: LessonServer?) {
    self.parameters = parameters
    self.lessons = lessons
  }

  /// The connection to wait for; nil where there is none.
  var connection: Connection? { browsing?.connection }

  /// Readable when there is news of previews, lessons or reviews.
  var descriptors: [Int32] {
    [previewing?.descriptor, teaching?.descriptor, reviewing?.descriptor].compactMap { $0 }
  }

  /// What happened since the last call, in order.
  func takeEvents() -> [Event] {
    defer { events = [] }
    return events
  }

  /// Does what a wait found possible.
  func advance(_ ready: Readiness) {
    if let browsing {
      let state = ready.state(of: browsing.connection)
      for notice in browsing.advance(readable: state.readable, writable: state.writable) {
        take(notice)
      }
    }
    if let previewing { events += previewing.takeEvents() }
    if let teaching { events += teaching.takeEvents() }
    if let reviewing { events += reviewing.takeEvents() }
  }

  private func take(_ notice: QueryLane.Notice) {
    switch notice {
    case .connected(let facts): events.append(.connected(facts))
    case .needsPassword: wantsPassword = true
    case .lost(let failure):
      let wasConnected = browsing?.server != nil
      browsing = nil
      underWay = [:]
      events.append(
        wasConnected
          ? .connectionLost(message: failure.message)
          : .connectionFailed(message: failure.message, advice: failure.advice))
    }
  }

  /// Goes on connecting with a password; nil gives up.
  func givePassword(_ password: String?) {
    wantsPassword = false
    guard let password else {
      browsing = nil
      events.append(
        .connectionFailed(
          message: "the server asks for a password and none was given",
          advice: "Press R to try again, or set PGPASSWORD or ~/.pgpass."))
      return
    }
    parameters.password = password
    browsing?.connection.retry(password: password)
  }

  // MARK: Requests

  func connect() {
    browsing?.connection.close()
    browsing = QueryLane(parameters)
  }

  func loadCatalog() {
    guard let browsing, let server = browsing.server else { return }
    let request = CatalogRequest(server: server)
    let start = ContinuousClock.now
    browsing.ask(request.queries) { [unowned self] answers in
      var results: [QueryResult] = []
      for answer in answers {
        switch answer {
        case .success(let result): results.append(result)
        case .failure(let error): return events.append(.catalogFailed(error))
        }
      }
      graph = request.graph(from: results)
      events.append(.catalogLoaded(graph, milliseconds: start.millisecondsSince))
    }
  }

  func ask(_ id: RequestID, _ request: Request) {
    switch request {
    case .rows(let request): loadRows(id, request)
    case .count(let request): countReferences(id, request)
    case .preview(let request): start(id, .preview(request))
    case .verify(let report): start(id, .verification(report))
    case .wayPast(let request): start(id, .script(request))
    case .review(let request): review(id, request)
    case .beginLesson(let lesson): teach(id, .begin(lesson))
    case .runLesson(let sql, let checks): teach(id, .run(sql, checks: checks))
    }
  }

  private func answer(_ id: RequestID, _ answer: Answer) { events.append(.answered(id, answer)) }

  private func loadRows(_ id: RequestID, _ request: RowRequest) {
    guard let browsing else { return answer(id, .failed(.connectionLost)) }
    guard let table = graph.table(request.table) else {
      let message = "\(request.table.displayName) is not there any more"
      return answer(id, .failed(ServerError(sqlstate: "", message: message)))
    }
    let rows = RowQuery(request, of: table)
    underWay[id] = browsing.ask([rows.query]) { [unowned self] answers in
      underWay[id] = nil
      switch answers[0] {
      case .success(let result): answer(id, .rows(rows.page(from: result)))
      case .failure(var error):
        error.position = rows.conditionPosition(of: error)
        answer(id, .failed(error))
      }
    }
  }

  private func countReferences(_ id: RequestID, _ request: ReferenceCountRequest) {
    guard let browsing else { return answer(id, .failed(.connectionLost)) }
    let count = ReferenceCountQuery(request, in: graph)
    underWay[id] = browsing.ask([count.query]) { [unowned self] answers in
      underWay[id] = nil
      switch answers[0] {
      case .success(let result): answer(id, .count(count.count(from: result)))
      case .failure(let error): answer(id, .failed(error))
      }
    }
  }

  /// Starts a job on the connection for previews.
  private func start(_ id: RequestID, _ job: PreviewJob) {
    previewing = previewing ?? JobWorker { PreviewJob.performer(interruption: $0) }
    guard let previewing else { return answer(id, .failed(.noThread)) }
    previewing.start(id, PreviewJob.Order(job: job, parameters: parameters))
  }

  /// Has something done on the server of the lessons.
  private func teach(_ id: RequestID, _ job: LessonJob) {
    if let lessons, teaching == nil {
      teaching = JobWorker { LessonJob.performer(lessons, interruption: $0) }
    }
    guard let teaching else { return answer(id, .failed(.noThread)) }
    teaching.start(id, job)
  }

  /// Looks at the whole schema, on a connection of its own.
  private func review(_ id: RequestID, _ request: ReviewRequest) {
    reviewing = reviewing ?? JobWorker { ReviewJob.performer(interruption: $0) }
    guard let reviewing else { return answer(id, .failed(.noThread)) }
    reviewing.start(id, ReviewJob(request: request, parameters: parameters))
  }

  func cancel(_ id: RequestID) {
    if let queries = underWay.removeValue(forKey: id) { browsing?.cancel(queries) }
    previewing?.cancel(id)
    teaching?.cancel(id)
    reviewing?.cancel(id)
  }

  /// Leaves nothing running on the server.
  func close() {
    browsing?.connection.cancelAll()
    browsing?.connection.close()
    previewing?.leave()
    teaching?.leave()
    reviewing?.leave()
  }
}

extension ServerError {
  fileprivate static let connectionLost = ServerError(
    sqlstate: "", message: "the connection is lost; R reconnects")
  fileprivate static let noThread = ServerError(
    sqlstate: "", message: "the system has no thread to spare; try again later")
}

extension ContinuousClock.Instant {
  /// Milliseconds from this moment until now.
  var millisecondsSince: Int {
    let (seconds, attoseconds) = duration(to: .now).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
